using System.Text;
using Weir.Ledger.Files;
using Weir.Ledger.Lines;
using Weir.Ledger.Tree;
using Xunit;

namespace Weir.Ledger.Tests;

/// <summary>The files that prove the journal's lines: each step that they ask of a disk goes wrong in turn, and every bit of them is turned over.</summary>
public sealed class DigestTests
{
    private static readonly string[] Hours = ["2026-01-01T00Z", "2026-01-01T01Z", "2026-01-01T02Z"];

    private static List<ReadOnlyMemory<byte>> Lines(string hour) =>
        [.. Enumerable.Range(0, 7).Select(i => (ReadOnlyMemory<byte>)Encoding.UTF8.GetBytes($$"""{"account":"account-{{i % 3}}","hour":"{{hour}}","status":200}"""))];

    /// <summary>As a gateway's years go: hours are finished, an account is erased from one, another expires.</summary>
    private static IEnumerable<Action<DigestFolder>> Work()
    {
        foreach (var hour in Hours)
            yield return digests => digests.Make(hour, Lines(hour));
        yield return digests => Erase(digests, Hours[1]);
        yield return static digests => digests.Drop(Hours[0]);
    }

    private static void Erase(DigestFolder digests, string hour)
    {
        // Tried again, it is done already.
        if (digests.Read(hour) is { Erased: 0 } digest)
            digests.Put(hour, digest.Without(new Dictionary<int, TreeHash> { [2] = digest.Open(2, Lines(hour)[2].Span).Hash, [5] = digest.Open(5, Lines(hour)[5].Span).Hash }));
    }

    private static List<ReadOnlyMemory<byte>> Left(string hour) => hour == Hours[1] ? [.. Lines(hour).Where(static (_, i) => i is not (2 or 5))] : Lines(hour);

    private static int AllSteps()
    {
        var disk = new FaultyDisk(0);
        var digests = new DigestFolder(disk);
        foreach (var step in Work())
            step(digests);
        return disk.Steps;
    }

    [Fact]
    public void Whatever_instant_a_crash_takes_a_digest_is_the_one_before_or_the_one_after()
    {
        foreach (var mishap in new[] { Mishap.DieBefore, Mishap.DieAfter })
        {
            for (var at = 0; at < AllSteps(); at++)
            {
                for (var seed = 0; seed < 3; seed++)
                    Crash(mishap, at, seed);
            }
        }
    }

    private static void Crash(Mishap mishap, int at, int seed)
    {
        var disk = new FaultyDisk(1000 * at + seed) { Mishap = mishap, FailAt = at };
        var done = 0;
        var digests = new DigestFolder(disk);
        try
        {
            foreach (var step in Work())
            {
                step(digests);
                done++;
            }
        }
        catch (MachineStopped)
        {
            disk.Restart();
        }

        // What was acknowledged is there, in the state that was acknowledged.
        digests = new DigestFolder(disk);
        for (var i = 0; i < Hours.Length; i++)
        {
            var digest = digests.Read(Hours[i]);
            if (done > i && !(i == 0 && done >= 4))
                Assert.True(digest is not null, $"{mishap} at {at}: {Hours[i]}");
            Assert.True(digest is null || digest.Fits(digest.Erased > 0 ? Left(Hours[i]) : Lines(Hours[i])), $"{mishap} at {at}: {Hours[i]}");
        }

        if (done > 3)
            Assert.Equal(2, digests.Read(Hours[1])!.Erased);
        Finish(disk, done, $"{mishap} at {at}");
    }

    /// <summary>The next start does what was not done, and all is as it should be.</summary>
    private static void Finish(FaultyDisk disk, int done, string story)
    {
        var digests = new DigestFolder(disk);
        foreach (var step in Work().Skip(done))
            step(digests);
        Assert.True(digests.Names.Order().SequenceEqual(Hours[1..]), story);
        foreach (var hour in Hours[1..])
            Assert.True(digests.Read(hour)!.Fits(Left(hour)), $"{story}: {hour}");
    }

    [Fact]
    public void A_disk_that_refuses_costs_another_try()
    {
        foreach (var mishap in new[] { Mishap.Refuse, Mishap.TakeHalf, Mishap.DoAndRefuse })
        {
            for (var at = 0; at < AllSteps(); at++)
            {
                var disk = new FaultyDisk(at) { Mishap = mishap, FailAt = at };
                var digests = new DigestFolder(disk);
                foreach (var step in Work())
                {
                    for (var taken = false; !taken;)
                    {
                        try
                        {
                            step(digests);
                            taken = true;
                        }
                        catch (IOException)
                        {
                            // Tried again.
                        }
                    }
                }

                Finish(disk, int.MaxValue, $"{mishap} at {at}");
            }
        }
    }

    [Fact]
    public void A_digest_that_the_disk_tore_or_lost_is_made_again_at_the_next_start()
    {
        foreach (var mishap in new[] { Mishap.CutUnsaid, Mishap.LoseUnsaid })
        {
            for (var at = 0; at < AllSteps(); at++)
            {
                var disk = new FaultyDisk(at) { Mishap = mishap, FailAt = at };
                var digests = new DigestFolder(disk);
                foreach (var step in Work())
                    step(digests);
                disk.Sync();
                // What was lost of an erasure is found when it is run again; the rest when the gateway starts.
                Finish(disk, 0, $"{mishap} at {at}");
            }
        }
    }

    [Fact]
    public void Every_bit_of_a_digest_is_guarded_before_and_after_an_erasure()
    {
        var digests = new DigestFolder(new FaultyDisk(0));
        digests.Make(Hours[1], Lines(Hours[1]));
        var whole = digests.Read(Hours[1])!;
        Erase(digests, Hours[1]);
        var erased = digests.Read(Hours[1])!;
        Assert.Equal(whole.Root, erased.Root);
        foreach (var (digest, lines) in new[] { (whole, Lines(Hours[1])), (erased, Left(Hours[1])) })
        {
            var text = Encoding.ASCII.GetBytes(digest.Write());
            for (var bit = 0; bit < text.Length * 8; bit++)
            {
                text[bit / 8] ^= (byte)(1 << (bit % 8));
                // As the verifier judges: it can be read, has the root that the ledger recorded, and fits the lines.
                Assert.False(LineDigest.TryRead(Encoding.UTF8.GetString(text), out var torn) && torn.Root == whole.Root && torn.Fits(lines), $"bit {bit}");
                text[bit / 8] ^= (byte)(1 << (bit % 8));
            }
        }
    }

    [Fact]
    public void A_line_that_was_changed_added_or_taken_away_does_not_fit()
    {
        var (lines, digest) = (Lines(Hours[0]), LineDigest.Of(Lines(Hours[0])));
        Assert.True(digest.Fits(lines));
        Assert.False(digest.Fits(lines[1..]));
        Assert.False(digest.Fits([.. lines, lines[0]]));
        Assert.False(digest.Fits([lines[1], lines[0], .. lines[2..]]));
        Assert.False(digest.Fits([.. lines[..6], Encoding.UTF8.GetBytes("""{"account":"account-0","hour":"2026-01-01T00Z","status":201}""")]));
    }
}

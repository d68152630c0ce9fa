using System.Globalization;
using System.Net;
using Weir.Gateway.Admission;
using Weir.Gateway.Ledger;
using Weir.Ledger.Checks;
using Weir.Ledger.Entries;
using Weir.Ledger.Files;
using Xunit;

namespace Weir.Gateway.Tests.Ledger;

/// <summary>What proves the journal's lines, in a real folder: damaged, torn, and left in the middle of an erasure.</summary>
public sealed class Digests_of_the_journal : Over_a_data_folder
{
    private static readonly string Hour = DateTime.UnixEpoch.AddDays(20_000).ToString("yyyy-MM-dd'T'HH'Z'", CultureInfo.InvariantCulture);

    private string Digest => Path.Combine(Data, "digests", Hour);
    private string Segment => Path.Combine(Data, "journal", Hour + ".jsonl.gz");

    /// <summary>Two accounts call, and their hour ends and is recorded.</summary>
    private async Task ServeAnHourAsync()
    {
        var (acme, other) = (await Keys.CreateAsync(new NewKey("acme"), Cancel), await Keys.CreateAsync(new NewKey("other"), Cancel));
        await WhileServingAsync(async app =>
        {
            for (var i = 0; i < 6; i++)
                Assert.Equal(HttpStatusCode.OK, await CallAsync(app, (i % 3 == 0 ? other : acme).Key!));
            return 0;
        });
        File.Move(Directory.GetFiles(Path.Combine(Data, "journal"))[0], Path.Combine(Data, "journal", Hour + ".jsonl"));
        await ServeUntilAsync(() => File.Exists(Digest) && !File.Exists(Digest + ".tmp"));
    }

    private Task ServeUntilAsync(Func<bool> done) => WhileServingAsync(async _ =>
    {
        while (!done())
            await Task.Delay(TimeSpan.FromMilliseconds(20), TimeProvider.System, Cancel);
        return 0;
    }, static config => config with { Journal = config.Journal with { KeepFor = null } });

    private async Task<JournalReport> CheckAsync(bool lines = true)
    {
        var report = await LedgerCheck.RunAsync(Path.Combine(Data, "ledger"), await Folder.ReadKeyAsync(Cancel), null, Cancel);
        Assert.True(report.IsSound, string.Join("; ", report.Faults));
        return JournalCheck.Run(Data, report.Segments, lines, Cancel);
    }

    [Fact]
    public async Task Any_flipped_bit_in_a_finished_hour_or_in_what_proves_it_is_found()
    {
        await ServeAnHourAsync();
        var sound = await CheckAsync();
        Assert.Equal((1, 6L, 0, 0), (sound.Digests, sound.Lines, sound.Faults.Count, sound.Remarks.Count));
        foreach (var path in new[] { Digest, Segment })
        {
            var whole = await File.ReadAllBytesAsync(path, Cancel);
            for (var i = 0; i < 40; i++)
            {
                // The head of a packed file has a few bytes that say nothing (its time, and on which system it was packed).
                var at = path == Segment ? 10 + (i * (whole.Length - 10) / 40) : i * whole.Length / 40;
                var torn = (byte[])whole.Clone();
                torn[at] ^= (byte)(1 << (i % 8));
                await File.WriteAllBytesAsync(path, torn, Cancel);
                Assert.True((await CheckAsync()).Faults.Count == 1, $"{path} at {at}");
            }

            await File.WriteAllBytesAsync(path, whole, Cancel);
        }

        // Without the lines, what the ledger recorded is still compared; and a missing digest is told.
        var text = await File.ReadAllTextAsync(Digest, Cancel);
        await File.WriteAllTextAsync(Digest, text.Replace("root ", "root A", StringComparison.Ordinal), Cancel);
        Assert.Contains("torn", Assert.Single((await CheckAsync(lines: false)).Faults), StringComparison.Ordinal);
        File.Delete(Digest);
        Assert.Contains("is missing", Assert.Single((await CheckAsync(lines: false)).Faults), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_torn_digest_is_made_again_and_recorded_and_one_that_was_changed_is_not()
    {
        await ServeAnHourAsync();
        var whole = await File.ReadAllTextAsync(Digest, Cancel);
        await File.WriteAllTextAsync(Digest, whole[..(whole.Length / 2)], Cancel);
        await ServeUntilAsync(() => new JournalArchive(Data).DigestOf(Hour) is not null);
        Assert.Equal((1, 6L), ((await CheckAsync()).Digests, (await CheckAsync()).Lines));
        Assert.Equal(2, (await EntriesAsync()).Count(static entry => entry.Type is EntryType.JournalSegment));

        // Somebody puts another digest there, of lines that nobody sent.
        await File.WriteAllTextAsync(Digest, Weir.Ledger.Lines.LineDigest.Of(["{}"u8.ToArray()]).Write(), Cancel);
        await ServeUntilAsync(static () => true);
        Assert.Equal(2, (await EntriesAsync()).Count(static entry => entry.Type is EntryType.JournalSegment));
        Assert.Contains("another root", Assert.Single((await CheckAsync(lines: false)).Faults), StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_erasure_that_ended_at_any_write_is_finished_by_the_next()
    {
        await ServeAnHourAsync();
        var (lines, digest) = (await File.ReadAllBytesAsync(Segment, Cancel), await File.ReadAllBytesAsync(Digest, Cancel));
        static bool IsAcme(ArchivedLine line) => line.Account is "acme";
        Assert.Equal(4, new JournalArchive(Data).Erase(Hour, IsAcme));
        var (fewerLines, fewerSalts) = (await File.ReadAllBytesAsync(Segment, Cancel), await File.ReadAllBytesAsync(Digest, Cancel));
        // The order is: new lines beside the old, new digest beside the old, new digest, new lines.
        foreach (var (story, segment, beside, proves, unfinished) in new[]
        {
            ("nothing yet", lines, null, digest, null),
            ("new lines half written", lines, fewerLines[..(fewerLines.Length / 2)], digest, null),
            ("new lines written", lines, fewerLines, digest, null),
            ("new digest half written", lines, fewerLines, digest, fewerSalts[..(fewerSalts.Length / 2)]),
            ("new digest written", lines, fewerLines, digest, fewerSalts),
            ("new digest in place", lines, fewerLines, fewerSalts, null),
            ("all of it", fewerLines, (byte[]?)null, fewerSalts, (byte[]?)null),
        })
        {
            await PutAsync(Segment, segment);
            await PutAsync(Segment + ".erased", beside);
            await PutAsync(Digest, proves);
            await PutAsync(Digest + ".tmp", unfinished);
            new JournalArchive(Data).Erase(Hour, IsAcme);
            var report = await CheckAsync();
            Assert.True(report is { Digests: 1, Lines: 2, Faults.Count: 0 }, $"{story}: {string.Join("; ", report.Faults)}");
            Assert.All(new JournalArchive(Data).Lines(Hour, null), static line => Assert.Equal("other", line.Account));
            Assert.False(File.Exists(Segment + ".erased"), story);
        }
    }

    private static async Task PutAsync(string path, byte[]? bytes)
    {
        if (bytes is null)
            File.Delete(path);
        else
            await File.WriteAllBytesAsync(path, bytes, Cancel);
    }
}

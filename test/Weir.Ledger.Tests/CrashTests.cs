using Weir.Ledger.Checks;
using Weir.Ledger.Entries;
using Weir.Ledger.Files;
using Weir.Ledger.Signing;
using Weir.Ledger.Tree;
using Weir.Ledger.Witnesses;
using Xunit;

namespace Weir.Ledger.Tests;

/// <summary>Each step that the ledger asks of a disk goes wrong in turn, in each way; then the verifier that is shipped judges.</summary>
public sealed class CrashTests
{
    private static readonly SigningKey Key = SigningKey.Create("weir.invalid/crash");
    private static readonly int[] Groups = [2, 252, 1, 3, 260];

    private static readonly NewEntry[][] Work = [.. Groups.Select(static (count, group) => Enumerable.Range(0, count).Select(i => Entry(group, i)).ToArray())];

    private static NewEntry Entry(int group, int i)
    {
        var time = DateTimeOffset.UnixEpoch.AddSeconds(group * 1000 + i);
        // A few carry a payload.
        return i % 50 == 0
            ? NewEntry.Of(EntryType.Decision, time, "weir", "account-" + i, "{}"u8.ToArray())
            : new NewEntry(EntryType.OperatorAction, time, "operator");
    }

    private static readonly int AllSteps = CountSteps();

    private static int CountSteps()
    {
        var disk = new FaultyDisk(0);
        var log = Open(disk).Log!;
        foreach (var group in Work)
            log.Append(group);
        return disk.Steps;
    }

    [Fact]
    public void Whatever_instant_a_crash_takes_everything_acknowledged_is_there()
    {
        foreach (var mishap in new[] { Mishap.DieBefore, Mishap.DieAfter })
        {
            for (var at = 0; at < AllSteps; at++)
            {
                // Of what was not synced another part is lost each time, in another order.
                for (var seed = 0; seed < 3; seed++)
                    Crash(mishap, at, seed);
            }
        }
    }

    private static void Crash(Mishap mishap, int at, int seed)
    {
        var disk = new FaultyDisk(seed: 1000 * at + seed) { Mishap = mishap, FailAt = at };
        var acknowledged = 0L;
        try
        {
            var log = Open(disk).Log!;
            foreach (var group in Work)
            {
                log.Append(group);
                acknowledged = log.Size;
            }
        }
        catch (MachineStopped)
        {
            disk.Restart();
        }

        var (again, report) = Open(disk);
        Assert.True(again is not null, $"{mishap} at {at}: {string.Join("; ", report.Faults)}");
        Assert.InRange(again.Size, acknowledged, Work.Sum(static group => group.Length));
        Grow(disk, again);
        Judge(disk, $"{mishap} at {at}");
    }

    [Fact]
    public void A_disk_that_refuses_costs_time_and_nothing_else()
    {
        foreach (var mishap in new[] { Mishap.Refuse, Mishap.TakeHalf, Mishap.DoAndRefuse })
        {
            for (var at = 10; at < AllSteps; at++)
                Refuse(mishap, at);
        }
    }

    private static void Refuse(Mishap mishap, int at)
    {
        var disk = new FaultyDisk(seed: at) { Mishap = mishap };
        var log = Open(disk).Log!;
        disk.FailAt = at;
        foreach (var group in Work)
        {
            // As the writer does it: the same group until it is taken.
            for (var taken = false; !taken;)
            {
                try
                {
                    log.Append(group);
                    taken = true;
                }
                catch (IOException)
                {
                    // Tried again.
                }
            }
        }

        Assert.Equal(Work.Sum(static group => group.Length), log.Size);
        Judge(disk, $"{mishap} at {at}");
    }

    [Fact]
    public async Task A_disk_that_loses_what_it_took_is_found_out_and_the_ledger_does_not_grow()
    {
        var found = 0;
        foreach (var mishap in new[] { Mishap.CutUnsaid, Mishap.LoseUnsaid })
        {
            for (var at = 0; at < AllSteps; at++)
                found += await LieAsync(mishap, at) ? 1 : 0;
        }

        // The rest were files that later ones replaced, and deletions.
        Assert.True(found > AllSteps / 2, $"{found} of {2 * AllSteps}");
    }

    /// <returns>Whether anything was lost.</returns>
    private static async Task<bool> LieAsync(Mishap mishap, int at)
    {
        var disk = new FaultyDisk(seed: at) { Mishap = mishap, FailAt = at };
        if (await LedgerLog.OpenAsync(disk, disk, Key, default) is not { Log: { } log })
            return true;
        foreach (var group in Work)
            log.Append(group);
        disk.Sync();
        var (again, report) = await LedgerLog.OpenAsync(disk, disk, Key, default);
        if (again is null)
        {
            Assert.NotEmpty(report.Faults);
            return true;
        }

        // Sound means: all of it is there.
        var all = Work.SelectMany(static group => group).ToList();
        Assert.Equal(all.Count, again.Size);
        await foreach (var record in disk.ReadAsync(0, again.Size, default))
            Assert.True(record.Leaf.Span.SequenceEqual(all[(int)record.Index].Leaf), $"{mishap} at {at}: entry {record.Index}");
        foreach (var entry in all.Where(static entry => entry.Payload is not null))
            Assert.Equal(entry.Payload!.ToFile(), disk.Read(LedgerFiles.PathOfPayload(entry.Payload.Commitment)));
        return false;
    }

    [Fact]
    public void Cosignatures_are_kept_whole_whatever_instant_a_crash_takes()
    {
        SigningKey[] witnesses = [SigningKey.Create("witness.invalid/a", SignatureKind.Cosignature), SigningKey.Create("witness.invalid/b", SignatureKind.Cosignature)];
        foreach (var mishap in new[] { Mishap.DieBefore, Mishap.DieAfter, Mishap.Refuse, Mishap.TakeHalf, Mishap.DoAndRefuse })
        {
            for (var at = 0; Cosigned(mishap, at, witnesses); at++)
            {
                // Until no step is left that could go wrong.
            }
        }
    }

    /// <returns>Whether anything went wrong.</returns>
    private static bool Cosigned(Mishap mishap, int at, SigningKey[] witnesses)
    {
        var disk = new FaultyDisk(seed: at) { Mishap = mishap };
        var (log, kept, wrong, steps) = (Open(disk).Log!, 0L, false, 0);
        foreach (var group in Work)
        {
            log.Append(group);
            var before = disk.Steps;
            // Only what keeping asks of the disk goes wrong here.
            disk.FailAt = wrong ? -1 : before + at - steps;
            try
            {
                // A second witness is configured later.
                var asked = witnesses[..(log.Size > 300 ? 2 : 1)];
                new WitnessedFiles(disk).Keep(
                    log.Checkpoint.With([.. asked.Select(witness => Cosignature.Make(witness, log.Checkpoint.Note.Text, DateTimeOffset.UnixEpoch))]), asked.Select(static witness => witness.Verifier));
                kept = log.Size;
            }
            catch (IOException)
            {
                wrong = true;
            }
            catch (MachineStopped)
            {
                wrong = true;
                disk.Restart();
                log = Open(disk).Log!;
            }

            steps += disk.Steps - before;
            disk.FailAt = -1;
        }

        disk.Sync();
        var (report, _) = LedgerCheck.RunAsync(disk, disk, Key.Verifier, null, default).GetAwaiter().GetResult();
        Assert.True(report.IsSound, $"{mishap} at {at}: {string.Join("; ", report.Faults)}");
        Assert.True(report.Witnessed?.Size >= kept, $"{mishap} at {at}");
        return wrong;
    }

    [Fact]
    public async Task A_folder_on_a_real_disk_survives_the_same_work()
    {
        using var folder = new TestKit.TempFolder();
        var log = (await LedgerLog.OpenAsync(folder.Path, Key, default)).Log!;
        foreach (var group in Work)
            log.Append(group);
        var report = await LedgerCheck.RunAsync(folder.Path, Key.Verifier, null, default);
        Assert.True(report.IsSound, string.Join("; ", report.Faults));
        Assert.Equal(log.Size, report.Entries);
        Assert.Empty(report.Remarks);
        Assert.Equal(log.Size, (await LedgerLog.OpenAsync(folder.Path, Key, default)).Log!.Size);
    }

    private static void Grow(FaultyDisk disk, LedgerLog log)
    {
        var before = log.Size;
        log.Append([Entry(99, 0), Entry(99, 1)]);
        Assert.Equal(before + 2, log.Size);
        disk.Sync();
    }

    /// <summary>The ledger is sound, and no two checkpoints that were ever seen tell different histories.</summary>
    private static void Judge(FaultyDisk disk, string story)
    {
        var (report, _) = LedgerCheck.RunAsync(disk, disk, Key.Verifier, null, default).GetAwaiter().GetResult();
        Assert.True(report.IsSound, story + ": " + string.Join("; ", report.Faults));
        Assert.Equal(report.Checkpoint!.Size, report.Entries);
        var tree = new TreeReader(disk, report.Checkpoint.Size);
        foreach (var bytes in disk.Published)
        {
            Assert.True(Checkpoint.TryParse(bytes, out var seen));
            if (seen.Size <= report.Checkpoint.Size)
                Assert.Equal(tree.RootAsync(seen.Size, default).AsTask().GetAwaiter().GetResult(), seen.Root);
        }
    }

    private static (LedgerLog? Log, LedgerReport Report) Open(FaultyDisk disk) => LedgerLog.OpenAsync(disk, disk, Key, default).GetAwaiter().GetResult();
}

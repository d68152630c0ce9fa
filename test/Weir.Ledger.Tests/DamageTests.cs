using FsCheck;
using FsCheck.Fluent;
using Weir.Ledger.Checks;
using Weir.Ledger.Entries;
using Weir.Ledger.Files;
using Weir.Ledger.Signing;
using Weir.TestKit;
using Xunit;

namespace Weir.Ledger.Tests;

/// <summary>A ledger of 700 entries on a real disk, cosigned, damaged in every way that one bit or one file can be.</summary>
public sealed class DamageTests : IDisposable
{
    private static readonly SigningKey Key = SigningKey.Create("weir.invalid/damage");
    private static readonly SigningKey Witness = SigningKey.Create("witness.invalid/w", SignatureKind.Cosignature);
    private const int Size = 700;

    private readonly TempFolder _folder = new();
    private readonly Checkpoint _middle;

    public DamageTests()
    {
        var log = LedgerLog.OpenAsync(_folder.Path, Key, default).GetAwaiter().GetResult().Log!;
        log.Append(Entries(0, 300));
        _middle = log.Checkpoint;
        log.Append(Entries(300, 310));
        log.Append(Entries(310, Size));
        File.WriteAllBytes(_folder.File(LedgerFiles.Witnessed), _middle.With([Cosignature.Make(Witness, _middle.Note.Text, DateTimeOffset.UnixEpoch.AddYears(50))]).Note.ToBytes());
        File.WriteAllText(_folder.File(LedgerFiles.Witnesses), Witness.Verifier.Text + "\n");
    }

    public void Dispose() => _folder.Dispose();

    private static NewEntry[] Entries(int from, int to) => [.. Enumerable.Range(from, to - from).Select(static i => i % 10 == 3
        ? NewEntry.Of(EntryType.Decision, DateTimeOffset.UnixEpoch.AddSeconds(i), "weir", "account-" + i % 7, "{\"posture\":\"slow\"}"u8.ToArray())
        : new NewEntry(EntryType.OperatorAction, DateTimeOffset.UnixEpoch.AddSeconds(i), "operator"))];

    private LedgerReport Check(Checkpoint? since = null) => LedgerCheck.RunAsync(_folder.Path, Key.Verifier, since, default).GetAwaiter().GetResult();

    [Fact]
    public void It_is_sound_before_it_is_touched()
    {
        var report = Check(since: _middle);
        Assert.True(report.IsSound, string.Join("; ", report.Faults));
        Assert.Empty(report.Remarks);
        Assert.Equal((Size, Size / 10, 0), (report.Entries, report.Payloads, report.Erased));
        Assert.Equal(["witness.invalid/w"], report.Witnesses);
    }

    [Fact]
    public void Any_flipped_bit_in_any_file_is_found()
    {
        // Every kind of file often, though payloads are the most.
        var files = Directory.GetFiles(_folder.Path, "*", SearchOption.AllDirectories);
        var others = files.Where(static path => !path.Contains("/payload/", StringComparison.Ordinal)).ToArray();
        var choice = ArbMap.Default.GeneratorFor<NonNegativeInt>().Three()
            .Select(three => (File: three.Item1.Get % 4 == 0 ? files[three.Item2.Get * 7919L % files.Length] : others[three.Item2.Get % others.Length], Place: three.Item3.Get * 104_729L)).ToArbitrary();
        Prop.ForAll(choice, flip =>
        {
            var whole = File.ReadAllBytes(flip.File);
            var torn = (byte[])whole.Clone();
            torn[flip.Place % whole.Length] ^= (byte)(1 << (int)(flip.Place / whole.Length % 8));
            File.WriteAllBytes(flip.File, torn);
            var found = !Check().IsSound;
            File.WriteAllBytes(flip.File, whole);
            return found.Label($"{flip.File} at {flip.Place % whole.Length}");
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(100));
    }

    [Fact]
    public async Task Of_a_small_ledger_every_bit_of_every_file_is_guarded()
    {
        var disk = new FaultyDisk(seed: 1);
        var log = (await LedgerLog.OpenAsync(disk, disk, Key, default)).Log!;
        log.Append(Entries(3, 4));
        log.Append(Entries(4, 6));
        disk.Replace(LedgerFiles.Witnessed, log.Checkpoint.With([Cosignature.Make(Witness, log.Checkpoint.Note.Text, DateTimeOffset.UnixEpoch.AddYears(50))]).Note.ToBytes());
        disk.Replace(LedgerFiles.Witnesses, System.Text.Encoding.UTF8.GetBytes(Witness.Verifier.Text + "\n"));
        Assert.True((await LedgerCheck.RunAsync(disk, disk, Key.Verifier, null, default)).Report.IsSound);
        // Checkpoints, keys, a payload, bundles, tiles, and those that they have outgrown.
        var files = disk.Platter.Keys.ToList();
        Assert.Equal(9, files.Count);
        foreach (var name in files)
        {
            var whole = disk.Platter[name];
            for (var bit = 0; bit < whole.Length * 8; bit++)
            {
                var torn = (byte[])whole.Clone();
                torn[bit / 8] ^= (byte)(1 << (bit % 8));
                disk.Put(name, torn);
                var (report, _) = await LedgerCheck.RunAsync(disk, disk, Key.Verifier, null, default);
                Assert.True(!report.IsSound, $"{name}, bit {bit}");
            }

            disk.Put(name, whole);
        }
    }

    [Fact]
    public void Bits_all_over_the_small_files_are_guarded()
    {
        foreach (var name in new[] { LedgerFiles.Checkpoint, LedgerFiles.Key, LedgerFiles.Witnessed, LedgerFiles.Witnesses })
        {
            var whole = File.ReadAllBytes(_folder.File(name));
            for (var bit = 0; bit < whole.Length * 8; bit += 19)
            {
                var torn = (byte[])whole.Clone();
                torn[bit / 8] ^= (byte)(1 << (bit % 8));
                File.WriteAllBytes(_folder.File(name), torn);
                Assert.False(Check().IsSound, $"{name}, bit {bit}");
            }

            File.WriteAllBytes(_folder.File(name), whole);
        }
    }

    [Fact]
    public async Task A_missing_file_is_named_and_the_ledger_does_not_grow()
    {
        foreach (var name in new[] { "tile/0/001", "tile/1/000.p/2", "tile/0/002.p/188", "tile/entries/000", "tile/entries/002.p/188", "checkpoint" })
        {
            var path = _folder.File(name);
            var whole = File.ReadAllBytes(path);
            File.Delete(path);
            var report = Check();
            Assert.Contains(report.Faults, fault => fault.Path == name && fault.Says.StartsWith("is missing", StringComparison.Ordinal));
            Assert.Null((await LedgerLog.OpenAsync(_folder.Path, Key, default)).Log);
            File.WriteAllBytes(path, whole);
        }

        Assert.True(Check().IsSound);
    }

    [Fact]
    public void The_first_bad_entry_is_named()
    {
        var path = _folder.File("tile/entries/001");
        var bytes = File.ReadAllBytes(path);
        var at = 0;
        for (var i = 0; i < 44; i++)
            at += 2 + (bytes[at] << 8 | bytes[at + 1]);
        bytes[at + 20] ^= 4;
        File.WriteAllBytes(path, bytes);
        var report = Check();
        Assert.Equal(300, report.FirstBadEntry);
        Assert.Equal("tile/entries/001", report.Faults[0].Path);
        Assert.Contains("was changed", report.Faults[0].Says, StringComparison.Ordinal);
    }

    [Fact]
    public void A_bad_tile_is_told_from_a_bad_entry()
    {
        var path = _folder.File("tile/0/001");
        var bytes = File.ReadAllBytes(path);
        bytes[44 * 32] ^= 1;
        File.WriteAllBytes(path, bytes);
        var fault = Assert.Single(Check().Faults);
        Assert.Null(fault.Entry);
        Assert.Equal("tile/0/001", fault.Path);
    }

    [Fact]
    public void A_payload_may_go_only_where_an_entry_says_so()
    {
        var report = Check();
        var payload = Directory.GetFiles(_folder.File("payload"), "*", SearchOption.AllDirectories)[0];
        File.Delete(payload);
        var fault = Assert.Single(Check().Faults);
        Assert.Contains("no entry says that it was erased", fault.Says, StringComparison.Ordinal);
        Assert.True(report.IsSound);
    }

    [Fact]
    public async Task An_erasure_that_is_recorded_leaves_the_ledger_sound()
    {
        var log = (await LedgerLog.OpenAsync(_folder.Path, Key, default)).Log!;
        log.Append([NewEntry.Of(EntryType.AccountErased, DateTimeOffset.UnixEpoch, "operator", "", new Erasure(12, [3, 13]).ToBytes())]);
        Assert.Single(Check().Remarks);
        foreach (var index in new[] { 3, 13 })
            File.Delete(_folder.File(LedgerFiles.PathOfPayload(EntryAt(index).Payload!.Value)));
        var report = Check();
        Assert.True(report.IsSound, string.Join("; ", report.Faults));
        Assert.Equal(2, report.Erased);
    }

    [Fact]
    public void A_ledger_that_was_cut_back_does_not_follow_from_a_later_checkpoint()
    {
        var later = Checkpoint.Sign(Key, Size + 1, Tree.TreeHash.Empty);
        Assert.Contains(Check(since: later).Faults, static fault => fault.Says.Contains("cut back", StringComparison.Ordinal));
        var other = Checkpoint.Sign(Key, 300, Tree.TreeHash.Empty);
        Assert.Contains(Check(since: other).Faults, static fault => fault.Says.Contains("rewritten", StringComparison.Ordinal));
    }

    private Entry EntryAt(int index)
    {
        ReadOnlyMemory<byte> bundle = File.ReadAllBytes(_folder.File($"tile/entries/{index / 256:d3}"));
        ReadOnlyMemory<byte> leaf = default;
        for (var i = 0; i <= index % 256; i++)
            Assert.True(EntryBundle.TryTake(ref bundle, out leaf));
        Assert.True(Entry.TryRead(leaf.Span, out var entry));
        return entry;
    }
}

using Weir.Ledger.Files;

namespace Weir.Ledger.Tests;

internal enum Mishap
{
    None,
    /// <summary>The disk takes nothing.</summary>
    Refuse,
    /// <summary>The disk takes half, and says so: it is full.</summary>
    TakeHalf,
    /// <summary>What was asked for is done, and an error is told all the same.</summary>
    DoAndRefuse,
    /// <summary>The disk says that it is done, and has taken half.</summary>
    CutUnsaid,
    /// <summary>The disk says that it is done, and has taken nothing.</summary>
    LoseUnsaid,
    /// <summary>The machine stops before it is done.</summary>
    DieBefore,
    /// <summary>The machine stops right after it is done.</summary>
    DieAfter,
}

internal sealed class MachineStopped : Exception;

/// <summary>
/// A disk in memory on which one step goes wrong. What was written and not synced is only in its cache: a power cut takes an arbitrary
/// part of it, in no order. One instance lives through crashes as a real disk does.
/// </summary>
internal sealed class FaultyDisk(int seed) : ILedgerDisk, ILedgerSource
{
    private readonly Random _random = new(seed);
    private readonly Dictionary<string, byte[]> _platter = new(StringComparer.Ordinal);
    private readonly Dictionary<string, byte[]?> _cache = new(StringComparer.Ordinal);
    /// <summary>Names whose bytes were synced before: a power cut takes the new name, and tears nothing.</summary>
    private readonly HashSet<string> _renamed = new(StringComparer.Ordinal);
    private bool _stopped;

    public int Steps { get; private set; }
    public int FailAt { get; set; } = -1;
    /// <summary>From this step on all go wrong.</summary>
    public int? FailFrom { get; set; }
    public Mishap Mishap { get; set; }
    /// <summary>Every checkpoint of which the writer was told that it is durable, or could have been.</summary>
    public List<byte[]> Published { get; } = [];

    public string Name => "faulty disk";

    public IReadOnlyDictionary<string, byte[]> Platter => _platter;

    public void Write(string path, ReadOnlySpan<byte> bytes)
    {
        var whole = bytes.ToArray();
        Step(() => _cache[path] = whole, () => _cache[path] = whole[..(whole.Length / 2)]);
    }

    public void Sync() => Step(
        Flush,
        // A sync that failed may have lost anything.
        () => Lose(_cache));

    public void Replace(string path, ReadOnlySpan<byte> bytes)
    {
        var whole = bytes.ToArray();
        Step(() => _cache[path + ".tmp"] = whole, () => _cache[path + ".tmp"] = whole[..(whole.Length / 2)]);
        Step(
            () =>
            {
                _platter[path + ".tmp"] = whole;
                _cache.Remove(path + ".tmp");
            },
            static () => { });
        Step(
            () =>
            {
                (_cache[path], _cache[path + ".tmp"]) = (whole, null);
                _renamed.Add(path);
            },
            static () => { });
        Step(
            () =>
            {
                _platter[path] = whole;
                _platter.Remove(path + ".tmp");
                _cache.Remove(path);
                _cache.Remove(path + ".tmp");
                if (path == LedgerFiles.Checkpoint)
                    Published.Add(whole);
            },
            static () => { });
    }

    public void Delete(string path) => Step(() => _cache[path] = null, static () => { });

    public byte[]? Read(string path) => _cache.TryGetValue(path, out var cached) ? cached : _platter.GetValueOrDefault(path);

    public ValueTask<byte[]?> ReadAsync(string path, CancellationToken cancellation) => ValueTask.FromResult(Read(path));

    public IEnumerable<string> Files() => _platter.Keys.Concat(_cache.Keys).Distinct().Where(path => Read(path) is not null).ToList();

    /// <summary>Somebody changes a file behind the ledger's back.</summary>
    public void Put(string path, byte[] bytes) => _platter[path] = bytes;

    /// <summary>The power comes back.</summary>
    public void Restart()
    {
        Lose(_cache);
        Flush();
        _stopped = false;
        FailAt = -1;
    }

    private void Step(Action whole, Action half)
    {
        if (_stopped)
            throw new MachineStopped();
        var mishap = Steps == FailAt || Steps >= FailFrom ? Mishap : Mishap.None;
        Steps++;
        switch (mishap)
        {
            case Mishap.None:
                whole();
                return;
            case Mishap.Refuse:
                throw new IOException("the disk refuses");
            case Mishap.TakeHalf:
                half();
                throw new IOException("the disk is full");
            case Mishap.DoAndRefuse:
                whole();
                throw new IOException("an error after all");
            case Mishap.CutUnsaid:
                half();
                return;
            case Mishap.LoseUnsaid:
                return;
            case Mishap.DieAfter:
                whole();
                break;
        }

        _stopped = true;
        throw new MachineStopped();
    }

    private void Flush()
    {
        foreach (var (path, bytes) in _cache)
        {
            if (bytes is null)
                _platter.Remove(path);
            else
                _platter[path] = bytes;
        }

        _cache.Clear();
    }

    private void Lose(Dictionary<string, byte[]?> cache)
    {
        foreach (var path in cache.Keys.ToList())
        {
            switch (_random.Next(3))
            {
                case 0:
                    cache.Remove(path);
                    break;
                case 1 when cache[path] is { } bytes && !_renamed.Contains(path):
                    cache[path] = bytes[.._random.Next(bytes.Length + 1)];
                    break;
            }
        }
    }
}

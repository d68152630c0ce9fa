using System.Buffers;
using System.Text.Json;
using Microsoft.Extensions.Logging;
using Weir.Detection.Accounts;
using Weir.Gateway.Storage;
using Weir.Gateway.Watch;

namespace Weir.Gateway.Findings;

/// <summary>
/// What the operator knows of accounts. Told over the admin port, it is kept in the data folder: one line each, appended
/// and synced before the operator is answered, the last line of an account counts, and a start writes the lines anew
/// without those that no longer do. The accounts file says the rest, and does not overrule what was told. One thread at a
/// time.
/// </summary>
internal sealed class FactBook
{
    /// <summary>So many lines that no longer count are let stand.</summary>
    private const int MostStale = 1000;

    private readonly string _path;
    private readonly ILogger _log;
    private readonly Dictionary<string, AccountFacts> _told = new(StringComparer.Ordinal);
    private volatile Dictionary<string, AccountFacts> _listed = new(StringComparer.Ordinal);
    private volatile bool _isListed;
    private long _lines;

    public FactBook(string folder, ILogger log) => (_path, _log) = (Path.Combine(folder, "facts.jsonl"), log);

    /// <summary>Told facts before listed ones; each account once.</summary>
    public IEnumerable<AccountFacts> All => _told.Values.Concat(_listed.Values.Where(listed => !_told.ContainsKey(listed.Account)));

    public int Told => _told.Count;
    public int Listed => _listed.Count;
    /// <summary>What the accounts file says, as it was read last; null before it was looked at. It does not change any more: any thread may read it.</summary>
    public IReadOnlyDictionary<string, AccountFacts>? Listing => _isListed ? _listed : null;

    public AccountFacts? Of(string account) => _told.GetValueOrDefault(account) ?? _listed.GetValueOrDefault(account);

    /// <summary>Reads what was told before this start.</summary>
    public void Load()
    {
        if (!File.Exists(_path))
            return;
        TornLine.Cut(_path);
        var lines = new FactLines(Take);
        lines.AddFile(_path);
        _lines = lines.Count;
        if (lines.Broken > 0)
            // They stay for a person to look at, so the file is not written anew.
            _log.BrokenFacts(lines.Broken, Path.GetFileName(_path), lines.Faults[0].Line, lines.Faults[0].Says);
        else if (_lines > _told.Count + MostStale)
            Rewrite();
    }

    private string? Take(JsonElement line)
    {
        if (line.ValueKind == JsonValueKind.Object && line.TryGetProperty("forgotten"u8, out var forgotten) && forgotten.GetString() is { } account)
        {
            _told.Remove(account);
            return null;
        }

        var fault = AccountFactsJson.Read(line, account: null, out var facts);
        if (facts is not null)
            _told[facts.Account] = facts;
        return fault;
    }

    /// <summary>Throws what the disk throws; then nothing has changed.</summary>
    public void Tell(IReadOnlyList<AccountFacts> facts)
    {
        Append(Lines(facts), facts.Count);
        foreach (var known in facts)
            _told[known.Account] = known;
    }

    /// <summary>Takes back what was told; what the accounts file says holds again.</summary>
    public bool Forget(string account)
    {
        if (!_told.ContainsKey(account))
            return false;
        byte[] line = [.. JsonSerializer.SerializeToUtf8Bytes(new { forgotten = account }), (byte)'\n'];
        Append(line, lines: 1);
        return _told.Remove(account);
    }

    /// <summary>What the accounts file says now. Returns the accounts of which something may have changed.</summary>
    public IReadOnlyCollection<string> List(Dictionary<string, AccountFacts> listed)
    {
        var before = _listed;
        _listed = listed;
        _isListed = true;
        var changed = new HashSet<string>(StringComparer.Ordinal);
        foreach (var (account, facts) in listed)
        {
            if (!before.TryGetValue(account, out var old) || old != facts)
                changed.Add(account);
        }

        changed.UnionWith(before.Keys.Where(account => !listed.ContainsKey(account)));
        return changed;
    }

    private void Append(ReadOnlySpan<byte> bytes, int lines)
    {
        var isNew = !File.Exists(_path);
        DurableFile.MakeFolder(Path.GetDirectoryName(_path)!);
        using (var file = new FileStream(_path, DurableFile.Options(FileMode.OpenOrCreate)))
        {
            var end = file.Seek(0, SeekOrigin.End);
            try
            {
                file.Write(bytes);
                file.Flush(flushToDisk: true);
            }
            catch (IOException)
            {
                // A disk that is full took half of it. Nobody is told that it was taken, so it must not come back.
                file.SetLength(end);
                throw;
            }
        }

        if (isNew)
            DurableFile.SyncFolder(Path.GetDirectoryName(_path)!);
        _lines += lines;
    }

    private void Rewrite()
    {
        DurableFile.Replace(_path, Lines(_told.Values));
        _lines = _told.Count;
    }

    private static ReadOnlySpan<byte> Lines(IEnumerable<AccountFacts> facts)
    {
        var bytes = new ArrayBufferWriter<byte>();
        using var json = new Utf8JsonWriter(bytes);
        foreach (var known in facts)
        {
            AccountFactsJson.Write(json, known);
            json.Flush();
            bytes.Write("\n"u8);
            json.Reset();
        }

        return bytes.WrittenSpan;
    }
}

namespace Weir.Detection.Campaigns;

/// <summary>The newest model, and who moved to it within a day: of all, and of each group.</summary>
internal sealed class ModelBook
{
    private const int Most = 256;
    private const long DayMs = 86_400_000;
    /// <summary>Models of the first two days were there before.</summary>
    private const long Settled = 2 * DayMs;

    private readonly Dictionary<string, long> _seen = new(StringComparer.Ordinal);
    private readonly Dictionary<int, (int On, int All)> _groups = [];
    private long _begun;
    private string? _newest;
    private long _newestAt;
    private int _on;
    private int _all;

    public string? Newest => _newest;

    public void Saw(string? model, long time, int group)
    {
        if (model is null)
            return;
        _begun = _begun == 0 ? time : _begun;
        if (!_seen.ContainsKey(model) && _seen.Count < Most)
        {
            _seen[model] = time;
            if (time > _begun + Settled)
            {
                (_newest, _newestAt, _on, _all) = (model, time, 0, 0);
                _groups.Clear();
            }
        }

        if (_newest is null || time > _newestAt + DayMs || time < _newestAt)
            return;
        var on = string.Equals(model, _newest, StringComparison.Ordinal) ? 1 : 0;
        if (group < 0)
        {
            (_on, _all) = (_on + on, _all + 1);
            return;
        }

        ref var of = ref System.Runtime.InteropServices.CollectionsMarshal.GetValueRefOrAddDefault(_groups, group, out _);
        of = (of.On + on, of.All + 1);
    }

    /// <summary>The part of the group's exchanges that went to a new model within its first day, that of everybody outside groups, and what the difference says.</summary>
    public (double Share, double Elsewhere, double Weight) Moved(Group group)
    {
        if (!_groups.TryGetValue(group.Number, out var of) || of.All < 20 || _all < 100)
            return default;
        var share = (double)of.On / of.All;
        var elsewhere = (_on + 1.0) / (_all + 2.0);
        return (share, elsewhere, share < 0.2 ? 0 : Math.Clamp(Math.Log10(share / elsewhere), 0, 1));
    }

    public void Save(BinaryWriter to)
    {
        to.Write(_begun);
        to.Write(_newest ?? "");
        to.Write(_newestAt);
        to.Write(_on);
        to.Write(_all);
        to.Write(_seen.Count);
        foreach (var (model, at) in _seen)
        {
            to.Write(model);
            to.Write(at);
        }

        to.Write(_groups.Count);
        foreach (var (group, (on, all)) in _groups)
        {
            to.Write(group);
            to.Write(on);
            to.Write(all);
        }
    }

    public void Restore(BinaryReader from)
    {
        _begun = from.ReadInt64();
        _newest = from.ReadString() is { Length: > 0 } newest ? newest : null;
        _newestAt = from.ReadInt64();
        _on = from.ReadInt32();
        _all = from.ReadInt32();
        for (var left = from.ReadInt32(); left > 0; left--)
            _seen[from.ReadString()] = from.ReadInt64();
        for (var left = from.ReadInt32(); left > 0; left--)
            _groups[from.ReadInt32()] = (from.ReadInt32(), from.ReadInt32());
    }
}

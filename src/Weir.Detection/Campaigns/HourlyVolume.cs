namespace Weir.Detection.Campaigns;

/// <summary>How much, over time, in bounded room: where time outgrows it, two stretches become one.</summary>
internal sealed class HourlyVolume
{
    public const int Most = 384;
    private const long HourMs = 3_600_000;

    private readonly List<long> _counts = [];
    private long _from;
    private long _step = HourMs;

    public void Add(long time, long count = 1)
    {
        if (_counts.Count == 0)
            _from = time / _step * _step;
        // Exchanges come a little out of order; what comes before the beginning belongs to it.
        var at = Math.Max(0, (time - _from) / _step);
        while (at >= Most)
        {
            Widen();
            at = Math.Max(0, (time - _from) / _step);
        }

        while (_counts.Count <= at)
            _counts.Add(0);
        _counts[(int)at] += count;
    }

    public void Add(HourlyVolume other)
    {
        for (var i = 0; i < other._counts.Count; i++)
        {
            if (other._counts[i] > 0)
                Add(other._from + i * other._step, other._counts[i]);
        }
    }

    public CampaignVolume Look() => new(DateTimeOffset.FromUnixTimeMilliseconds(_from), TimeSpan.FromMilliseconds(_step), [.. _counts]);

    private void Widen()
    {
        for (var i = 0; i < _counts.Count; i += 2)
            _counts[i / 2] = _counts[i] + (i + 1 < _counts.Count ? _counts[i + 1] : 0);
        _counts.RemoveRange((_counts.Count + 1) / 2, _counts.Count / 2);
        _step *= 2;
    }

    public void Save(BinaryWriter to)
    {
        to.Write(_from);
        to.Write(_step);
        to.Write(_counts.Count);
        foreach (var count in _counts)
            to.Write(count);
    }

    public void Restore(BinaryReader from)
    {
        _from = from.ReadInt64();
        _step = from.ReadInt64();
        for (var left = from.ReadInt32(); left > 0; left--)
            _counts.Add(from.ReadInt64());
    }
}

namespace Weir.Detection.Campaigns;

/// <summary>
/// What members of a group talk about: the mean of their directions, and how far from it members lie. Hands of one deck lie where chance puts them; somebody with a
/// trade of their own lies elsewhere, whatever wording and hours they happen to share.
/// </summary>
internal sealed class Subjects
{
    private const int Sampled = 64;
    private const int FewestMembers = 3;
    /// <summary>Openings by which an account's subjects are known.</summary>
    public const int Known = 30;
    private const int Told = 8;
    /// <summary>So far hands of one deck may lie in any case: sketches are no exact measure.</summary>
    private const double Near = 0.03;
    private const double Beyond = 4;
    private const int FewestLike = 10;
    private const double MostLike = 1.3;

    private readonly float[] _center = new float[LinkRecord.ContentAxes];
    private float _reach;
    /// <summary>How far nearly all of them lie: the measure for who is like them, where <see cref="_reach"/> is that for who is not.</summary>
    private float _within;
    private float _likeness;
    private int _of;

    /// <param name="ordinary">Accounts that stand for everybody.</param>
    public void Measure(List<LinkRecord?> records, List<int> members, List<int> ordinary)
    {
        Array.Clear(_center);
        (_of, _likeness) = (0, 0);
        var some = new List<LinkRecord>();
        for (var i = 0; i < members.Count; i += Math.Max(1, members.Count / Sampled))
        {
            if (records[members[i]] is not { Beside: false, Contents: >= 2 } record)
                continue;
            some.Add(record);
            _of++;
            for (var axis = 0; axis < _center.Length; axis++)
                _center[axis] += record.Content[axis] / record.Contents;
        }

        if (_of < FewestMembers)
            return;
        for (var axis = 0; axis < _center.Length; axis++)
            _center[axis] /= _of;
        var distances = some.Where(static record => record.Contents >= Told).Select(DistanceOf).ToList();
        distances.Sort();
        // Four in five: those who do not belong must not stretch it for others.
        _reach = distances.Count == 0 ? 0 : (float)distances[(distances.Count - 1) * 4 / 5];
        _within = distances.Count == 0 ? 0 : (float)distances[(distances.Count - 1) * 23 / 25];
        if (distances.Count < FewestLike)
            return;
        int near = 0, seen = 0;
        foreach (var slot in ordinary)
        {
            if (records[slot] is not { Group: 0, Contents: >= Known } record)
                continue;
            seen++;
            near += DistanceOf(record) <= Math.Max(Near, _within) ? 1 : 0;
        }

        _likeness = seen < FewestLike ? 0 : (float)Math.Clamp(Math.Log10(0.92 / ((near + 0.5) / (seen + 1))), 0, MostLike);
    }

    /// <summary>What it says, log10, that the account's subjects lie where the members' do and ordinary accounts' hardly. Nobody can put that on another.</summary>
    public double Likeness(LinkRecord record) => _likeness > 0 && record.Contents >= Known && DistanceOf(record) <= Math.Max(Near, _within) ? _likeness : 0;

    /// <summary>Whether the account has subjects of its own, far from all that members talk about.</summary>
    public bool IsElsewhere(LinkRecord record) => _of >= FewestMembers && record.Contents >= Known && DistanceOf(record) > Math.Max(Near, _reach) * Beyond;

    /// <summary>The same of another group's centre.</summary>
    public bool IsElsewhere(Subjects other)
    {
        if (_of < FewestMembers || other._of < FewestMembers)
            return false;
        var squares = 0.0;
        for (var axis = 0; axis < _center.Length; axis++)
            squares += (_center[axis] - other._center[axis]) * (_center[axis] - other._center[axis]);
        return squares > Math.Max(Near, Math.Max(_reach, other._reach)) * Beyond;
    }

    /// <summary>Squared, less what the account's own openings scatter by chance.</summary>
    private double DistanceOf(LinkRecord record)
    {
        double squares = 0, length = 0;
        for (var axis = 0; axis < _center.Length; axis++)
        {
            var mean = (double)record.Content[axis] / record.Contents;
            squares += (mean - _center[axis]) * (mean - _center[axis]);
            length += mean * mean;
        }

        return Math.Max(0, squares - Math.Max(0, 1 - length) / record.Contents);
    }

    public void Save(BinaryWriter to)
    {
        to.Write(_of);
        to.Write(_reach);
        to.Write(_within);
        to.Write(_likeness);
        to.Write(System.Runtime.InteropServices.MemoryMarshal.AsBytes(_center.AsSpan()));
    }

    public void Restore(BinaryReader from)
    {
        _of = from.ReadInt32();
        _reach = from.ReadSingle();
        _within = from.ReadSingle();
        _likeness = from.ReadSingle();
        from.BaseStream.ReadExactly(System.Runtime.InteropServices.MemoryMarshal.AsBytes(_center.AsSpan()));
    }
}

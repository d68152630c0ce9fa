using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Weir.Detection.Campaigns;

/// <summary>
/// From a thing to the accounts that were seen with it: how many, and the latest few. A table of sets of eight that doubles while it fills and, at
/// its largest, lets go of what only one account ever had, oldest first: a flood of one-off things pushes out one-off things.
/// </summary>
internal sealed class LinkIndex(int largestBits = 21)
{
    public const int Recent = 6;
    private const int Ways = 8;
    private const int FirstBits = 13;

    [InlineArray(Recent)]
    internal struct Slots { private int _first; }

    [StructLayout(LayoutKind.Sequential, Pack = 4)]
    internal struct Entry
    {
        public ulong Key;
        public int Holders;
        /// <summary>Turns with each use, to tell old from new.</summary>
        public uint Touched;
        public Slots Latest;
    }

    private Entry[] _entries = new Entry[1 << FirstBits];
    private int _bits = FirstBits;
    private int _used;
    private uint _clock;

    public long Bytes => (long)_entries.Length * Unsafe.SizeOf<Entry>();

    /// <summary>Notes that an account has a thing.</summary>
    public void Add(ulong key, int account)
    {
        if (_used > _entries.Length * 3 / 5 && _bits < largestBits)
            Grow();
        ref var entry = ref Place(_entries, _bits, key);
        if (entry.Key != key)
        {
            _used += entry.Key == 0 ? 1 : 0;
            entry = new Entry { Key = key };
        }

        entry.Touched = ++_clock;
        foreach (var slot in (ReadOnlySpan<int>)entry.Latest)
        {
            if (slot == account + 1)
                return;
        }

        entry.Latest[entry.Holders % Recent] = account + 1;
        entry.Holders++;
    }

    /// <summary>How many accounts were seen with it, about: one that let go of it and took it up again counts twice.</summary>
    public int Holders(ulong key)
    {
        ref readonly var entry = ref Find(key);
        return Unsafe.IsNullRef(in entry) ? 0 : entry.Holders;
    }

    /// <summary>The latest accounts that have the thing.</summary>
    public int Latest(ulong key, Span<int> accounts)
    {
        ref readonly var entry = ref Find(key);
        if (Unsafe.IsNullRef(in entry))
            return 0;
        var count = Math.Min(entry.Holders, Recent);
        for (var i = 0; i < count; i++)
            accounts[i] = entry.Latest[i] - 1;
        return count;
    }

    private ref Entry Find(ulong key)
    {
        var start = Start(key, _bits);
        for (var i = start; i < start + Ways; i++)
        {
            if (_entries[i].Key == key)
                return ref _entries[i];
        }

        return ref Unsafe.NullRef<Entry>();
    }

    private static int Start(ulong key, int bits) => (int)(LinkToken.Spread(key) >> 64 - bits) & ~(Ways - 1);

    /// <summary>Where the key is, or where it may be put.</summary>
    private static ref Entry Place(Entry[] entries, int bits, ulong key)
    {
        var start = Start(key, bits);
        var worst = start;
        for (var i = start; i < start + Ways; i++)
        {
            ref var entry = ref entries[i];
            if (entry.Key == key || entry.Key == 0)
                return ref entry;
            ref var victim = ref entries[worst];
            if (entry.Holders <= 1 != victim.Holders <= 1 ? entry.Holders <= 1 : entry.Touched < victim.Touched)
                worst = i;
        }

        return ref entries[worst];
    }

    private void Grow()
    {
        var larger = new Entry[_entries.Length * 2];
        _used = 0;
        foreach (ref var entry in _entries.AsSpan())
        {
            if (entry.Key == 0)
                continue;
            ref var place = ref Place(larger, _bits + 1, entry.Key);
            _used += place.Key == 0 ? 1 : 0;
            place = entry;
        }

        _entries = larger;
        _bits++;
    }

    public void Save(BinaryWriter to)
    {
        to.Write(_bits);
        to.Write(_used);
        to.Write(_clock);
        to.Write(MemoryMarshal.AsBytes(_entries.AsSpan()));
    }

    public void Restore(BinaryReader from)
    {
        _bits = from.ReadInt32();
        if (_bits < FirstBits || _bits > 26)
            throw new InvalidDataException("An index of no known size.");
        _used = from.ReadInt32();
        _clock = from.ReadUInt32();
        _entries = new Entry[1 << _bits];
        from.BaseStream.ReadExactly(MemoryMarshal.AsBytes(_entries.AsSpan()));
    }
}

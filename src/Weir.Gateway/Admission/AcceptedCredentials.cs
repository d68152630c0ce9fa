namespace Weir.Gateway.Admission;

/// <summary>
/// Credentials that an upstream has accepted, as fingerprints: 16 bytes each, up to about a million, in sets of eight
/// with one bit of "used lately" each, so that whoever calls stays and whoever left makes room. Nothing is
/// kept of a credential that was not accepted. Lookups take no lock; a torn read can only miss, and a credential that is
/// missed is asked about at the upstream once more.
/// </summary>
internal sealed class AcceptedCredentials(int most = 1 << 20)
{
    private const int Ways = 8;

    private sealed class Table(int sets)
    {
        public readonly ulong[] Words = new ulong[sets * Ways * 2];
        public readonly byte[] Used = new byte[sets];
        public readonly byte[] Hand = new byte[sets];
        public int Count;

        public int SetOf(in Fingerprint credential) => (int)(credential.Low & (ulong)(sets - 1));
    }

    private readonly Lock _writing = new();
    private volatile Table _table = new(64);

    public int Count => _table.Count;

    public bool Contains(in Fingerprint credential)
    {
        var table = _table;
        var set = table.SetOf(credential);
        var way = Find(table, set, credential);
        if (way < 0)
            return false;
        // Racing readers may lose each other's bit; it is a hint.
        var bit = (byte)(1 << way);
        if ((table.Used[set] & bit) == 0)
            table.Used[set] |= bit;
        return true;
    }

    public void Add(in Fingerprint credential)
    {
        lock (_writing)
        {
            var table = _table;
            if (Find(table, table.SetOf(credential), credential) >= 0)
                return;
            // At a quarter full: until then hardly a set of eight is full, and nobody is pushed out while there is room.
            if (table.Count >= table.Words.Length / 8 && table.Words.Length / 2 < most)
                _table = table = Grown(table);
            Place(table, credential);
        }
    }

    public void Remove(in Fingerprint credential)
    {
        lock (_writing)
        {
            var table = _table;
            var set = table.SetOf(credential);
            var way = Find(table, set, credential);
            if (way < 0)
                return;
            Write(table, set, way, default);
            table.Count--;
        }
    }

    private static int Find(Table table, int set, in Fingerprint credential)
    {
        var words = table.Words.AsSpan(set * Ways * 2, Ways * 2);
        for (var way = 0; way < Ways; way++)
        {
            if (credential.EqualsInConstantTime(new Fingerprint(Volatile.Read(ref words[way * 2]), Volatile.Read(ref words[way * 2 + 1]))))
                return way;
        }

        return -1;
    }

    private static int Place(Table table, in Fingerprint credential)
    {
        var set = table.SetOf(credential);
        var way = Find(table, set, default);
        if (way >= 0)
        {
            table.Count++;
        }
        else
        {
            // Clock: pass over whoever was used since the hand came by, and take the first who was not.
            way = table.Hand[set];
            while ((table.Used[set] & (1 << way)) != 0)
            {
                table.Used[set] &= (byte)~(1 << way);
                way = (way + 1) % Ways;
            }

            table.Hand[set] = (byte)((way + 1) % Ways);
        }

        Write(table, set, way, credential);
        return way;
    }

    private static void Write(Table table, int set, int way, in Fingerprint credential)
    {
        var at = (set * Ways + way) * 2;
        Volatile.Write(ref table.Words[at], credential.High);
        Volatile.Write(ref table.Words[at + 1], credential.Low);
    }

    private static Table Grown(Table table)
    {
        var larger = new Table(table.Used.Length * 2);
        for (var at = 0; at < table.Words.Length; at += 2)
        {
            if (new Fingerprint(table.Words[at], table.Words[at + 1]) is not { IsNone: false } credential)
                continue;
            var way = Place(larger, credential);
            if ((table.Used[at / (2 * Ways)] & (1 << (at / 2 % Ways))) != 0)
                larger.Used[larger.SetOf(credential)] |= (byte)(1 << way);
        }

        return larger;
    }
}

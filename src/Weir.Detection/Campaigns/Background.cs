namespace Weir.Detection.Campaigns;

/// <summary>
/// How common a thing is among established accounts: those that were there before, for days, and have nothing on them. What suspects fill in
/// counts the less the more of these there are, so that a campaign cannot make its own marks usual by filling the log. A count-min sketch: it may think a thing commoner than it is,
/// never rarer.
/// </summary>
internal sealed class Background
{
    private const int Width = 1 << 18;
    private const int Rows = 2;
    /// <summary>So many established accounts are half of what it takes to look past the whole log, which suspects may have filled.</summary>
    private const double Enough = 60;

    private readonly ushort[] _counts = new ushort[Width * Rows];

    /// <summary>Established accounts counted in.</summary>
    public int Accounts { get; set; }

    public void Add(ulong token)
    {
        var hash = LinkToken.Spread(token);
        for (var row = 0; row < Rows; row++, hash >>= 24)
        {
            ref var count = ref _counts[row * Width + (int)(hash & (Width - 1))];
            if (count < ushort.MaxValue)
                count++;
        }
    }

    private int Of(ulong token)
    {
        var hash = LinkToken.Spread(token);
        var least = int.MaxValue;
        for (var row = 0; row < Rows; row++, hash >>= 24)
            least = Math.Min(least, _counts[row * Width + (int)(hash & (Width - 1))]);
        return least;
    }

    /// <summary>The share of ordinary accounts that have this.</summary>
    /// <param name="holders">Accounts of the whole log that were seen with it.</param>
    /// <param name="everybody">Accounts of the whole log.</param>
    public double Share(LinkToken token, int holders, int everybody)
    {
        var prior = Links.Prior[(int)token.Kind];
        // Half an account that has it, in as many as make the prior: unseen things are as rare as the established are many.
        var established = (Of(token.Key) + 0.5) / (Accounts + 0.5 / prior);
        var unsure = Enough / (Enough + Accounts);
        var all = holders <= 3 || everybody == 0 ? 0 : unsure * unsure * holders / everybody;
        // An hour that is long gone for established accounts is rare among them by itself: what begins now, begins now.
        var least = token.Kind is LinkKind.BeganHour or LinkKind.CreatedHour or LinkKind.WokenDay ? prior : 0;
        return Math.Min(1, Math.Max(Math.Max(established, all), least));
    }

    public void Save(BinaryWriter to)
    {
        to.Write(Accounts);
        to.Write(System.Runtime.InteropServices.MemoryMarshal.AsBytes(_counts.AsSpan()));
    }

    public void Restore(BinaryReader from)
    {
        Accounts = from.ReadInt32();
        from.BaseStream.ReadExactly(System.Runtime.InteropServices.MemoryMarshal.AsBytes(_counts.AsSpan()));
    }
}

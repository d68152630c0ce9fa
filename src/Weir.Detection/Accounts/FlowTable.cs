using Weir.Traffic;
using Weir.Traffic.Text;

namespace Weir.Detection.Accounts;

/// <summary>What a flow inside an account is told apart by.</summary>
internal enum FlowKey : byte
{
    EndUser = 0,
    /// <summary>Prompts that open with the same words.</summary>
    Head,
    /// <summary>All asks of the kinds that a harvest takes.</summary>
    HarvestKinds,
}

/// <summary>One flow inside an account: counted like the account itself, with a pace of its own.</summary>
internal sealed class Flow
{
    public FlowKey Key;
    public ulong Id;
    public int Credit;
    public long First;
    public long Last;
    public int LastHour = int.MinValue;
    public int LastTakingHour = int.MinValue;
    public Rhythm Rhythm;
    public long NewTokens;
    public int[] Counts { get; } = new int[Counters.Count];
    public ulong[] Terms { get; } = new ulong[TermBits / 64];
    public Frame[] Frames { get; } = new Frame[FrameSlots];

    private const int TermBits = 2_048;
    private const int FrameSlots = 12;
    public const int Bytes = Counters.Count * 4 + TermBits / 8 + FrameSlots * 8 + 200;

    public Stretch Stretch => new(Counts, First, Last)
    {
        Templates = Accounts.Frames.Templates(Frames),
        TermGrowth = Profile.GrowthOf(Terms, Counts[(int)Counter.Terms]),
    };
}

/// <summary>
/// The largest flows inside an account, in a table of fixed size: a harvest that hides behind a reseller's ordinary customers is one of
/// them. A newcomer takes credit from the smallest flow and replaces it when none is left.
/// </summary>
internal sealed class FlowTable
{
    private const int EndUsers = 10;
    private const int Heads = 5;

    private readonly Flow?[] _flows = new Flow?[EndUsers + Heads + 1];

    public ReadOnlySpan<Flow?> Flows => _flows;
    public Span<Flow?> Slots => _flows;

    public int Bytes => _flows.Length * 8 + _flows.Sum(static f => f is null ? 0 : Flow.Bytes);

    public void Fold(in Reading reading, in Marks marks, Usage usage)
    {
        if (!reading.Exchange.EndUser.IsNone)
            Add(_flows.AsSpan(0, EndUsers), FlowKey.EndUser, reading.Exchange.EndUser.Value, reading, marks, usage);
        if (!reading.IsOpening)
            return;
        if (reading.Prompt!.Shape.Head != 0)
            Add(_flows.AsSpan(EndUsers, Heads), FlowKey.Head, reading.Prompt.Shape.Head, reading, marks, usage);
        if (marks.Has(Counter.HarvestKinds))
            Add(_flows.AsSpan(EndUsers + Heads, 1), FlowKey.HarvestKinds, 1, reading, marks, usage);
    }

    private static void Add(Span<Flow?> slots, FlowKey key, ulong id, in Reading reading, Marks marks, Usage usage)
    {
        Flow? flow = null;
        var weakest = 0;
        for (var i = 0; i < slots.Length; i++)
        {
            var slot = slots[i];
            if (slot is null)
            {
                flow = slots[i] = new Flow { Key = key, Id = id };
                break;
            }

            if (slot.Id == id)
            {
                flow = slot;
                break;
            }

            if (slot.Credit < slots[weakest]!.Credit)
                weakest = i;
        }

        if (flow is null)
        {
            if (--slots[weakest]!.Credit > 0)
                return;
            flow = slots[weakest] = new Flow { Key = key, Id = id };
        }

        flow.Credit++;
        if (flow.First == 0)
            flow.First = reading.Time;
        marks.Clear(Counter.AtOnce);
        marks.Clear(Counter.Pairs);
        marks.Clear(Counter.SteadyGaps);
        marks.Clear(Counter.Gaps);
        marks.Clear(Counter.LongSilences);
        marks.Clear(Counter.ActiveHours);
        marks.Clear(Counter.TakingHours);
        marks.Set(Counter.LongSilences, flow.Last != 0 && reading.Time - flow.Last >= 5 * 3_600_000L);
        marks.Set(Counter.ActiveHours, flow.LastHour != reading.Hour);
        flow.LastHour = reading.Hour;
        flow.Last = Math.Max(flow.Last, reading.Time);
        if (marks.Has(Counter.NewPrompts))
        {
            marks.Set(Counter.TakingHours, flow.LastTakingHour != reading.Hour);
            flow.LastTakingHour = reading.Hour;
            flow.NewTokens += usage.OutputTokens;
        }

        if (reading.IsOpening)
        {
            var prompt = reading.Prompt!;
            flow.Rhythm.Opening(reading.Time, ref marks);
            marks.Clear(Counter.Framed);
            var isNew = marks.Has(Counter.NewPrompts);
            marks.Set(Counter.Framed, Frames.Fill(flow.Frames, prompt.Shape.Head, tail: false, isNew) | Frames.Fill(flow.Frames, prompt.Shape.Tail, tail: true, isNew));
            for (var i = 0; i < TermSample.Terms; i++)
            {
                if (prompt.Terms[i] == 0)
                    continue;
                flow.Counts[(int)Counter.Terms]++;
                TermTable.Add(flow.Terms, prompt.Terms[i]);
            }
        }

        if (reading.End > reading.Time)
            flow.Rhythm.Ended(reading.End);
        marks.AddTo(flow.Counts);
    }
}

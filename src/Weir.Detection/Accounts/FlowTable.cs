using Weir.Traffic;
using Weir.Traffic.Text;

namespace Weir.Detection.Accounts;

/// <summary>What a flow inside an account is told apart by.</summary>
internal enum FlowKey : byte
{
    EndUser = 0,
    /// <summary>All asks of the kinds that a harvest takes, and what their users went on to say.</summary>
    HarvestKinds,
    /// <summary>All prompts that fill some template often filled before, and what their users went on to say: a deck that is dealt out.</summary>
    Deck,
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
    public TakingHour Taking = new();
    public Rhythm Rhythm;
    public long NewTokens;
    /// <summary>Empty until the flow is counted, as are the frames: most end users and openings of an account are never seen again.</summary>
    public int[] Counts { get; private set; } = [];
    public Vocabulary? Vocabulary { get; private set; }
    public Frame[] Frames { get; private set; } = [];

    private const int TermBits = 2_048;
    private const int FrameSlots = 12;
    private const int CountedBytes = Counters.Count * 4 + TermBits / 4 + FrameSlots * 10 + 220;
    /// <summary>Seen so often, a flow that was not picked beforehand is counted.</summary>
    private const int CountedFrom = 6;

    public bool IsCounted => Counts.Length > 0;
    public int Openings => IsCounted ? Counts[(int)Counter.Openings] : 0;
    public int Bytes => 130 + (IsCounted ? CountedBytes : 0);

    /// <summary>Whether it is counted from now on, or was before.</summary>
    public bool CountsNow()
    {
        if (!IsCounted && (Credit >= CountedFrom || Key is FlowKey.Deck or FlowKey.HarvestKinds))
            StartCounting();
        return IsCounted;
    }

    public void StartCounting()
    {
        Counts = new int[Counters.Count];
        Vocabulary = new Vocabulary(TermBits);
        Frames = new Frame[FrameSlots];
    }

    public Stretch Stretch => new(Counts, First, Last)
    {
        Templates = Accounts.Frames.Templates(Frames),
        Breadth = Vocabulary!.Breadth(),
        LastTakingHour = Taking.Last,
        IsPart = true,
    };
}

/// <summary>
/// The largest flows inside an account, in a table of fixed size: a harvest that hides behind a reseller's ordinary customers is one of
/// them. A newcomer takes credit from the smallest flow and replaces it when none is left.
/// </summary>
internal sealed class FlowTable
{
    private const int EndUsers = 10;

    /// <summary>A frame belongs to the deck from this filling on, while it makes up this part of all openings, and while no more than this part of the conversations it
    /// began went on: what many people say by chance is in many small frames, and what people say is gone on with.</summary>
    private const int DeckFillings = 6;
    private const int DeckPart = 80;
    /// <summary>From this filling on it is noted whether anybody goes on with a frame's conversations.</summary>
    private const int TalkFillings = 3;
    private const int DeckFollowUps = 8;
    public const int Talks = 512;

    private readonly Flow?[] _flows = new Flow?[EndUsers + 2];
    /// <summary>Conversations that began in a frame or with a kind that a harvest takes: the opening's hash with <see cref="InDeck"/> and <see cref="OfKinds"/> in its lowest bits, and the frame's hash.</summary>
    private uint[] _talks = [];
    private const uint InDeck = 1;
    private const uint OfKinds = 2;

    public ReadOnlySpan<Flow?> Flows => _flows;
    public Span<Flow?> Slots => _flows;
    public uint[] Conversations { get => _talks; set => _talks = value; }

    public int Bytes => _flows.Length * 8 + _talks.Length * 4 + _flows.Sum(static f => f?.Bytes ?? 0);

    private Span<Flow?> DeckSlot => _flows.AsSpan(EndUsers + 1, 1);
    private Span<Flow?> KindsSlot => _flows.AsSpan(EndUsers, 1);

    /// <summary>Takes in an exchange, after its account's own frames have; <paramref name="frame"/> is the one it fills, -1 for none.</summary>
    public void Fold(in Reading reading, in Marks marks, int frame, FullState account, Usage usage)
    {
        if (!reading.Exchange.EndUser.IsNone)
            Add(_flows.AsSpan(0, EndUsers), FlowKey.EndUser, reading.Exchange.EndUser.Value, reading, marks, usage);
        if (!marks.Has(Counter.Openings))
        {
            if (marks.Has(Counter.FollowUps))
                GoesOn(reading, marks, account, usage);
            return;
        }

        var belongs = 0u;
        if (marks.Has(Counter.HarvestKinds))
        {
            belongs |= OfKinds;
            Add(KindsSlot, FlowKey.HarvestKinds, 1, reading, marks, usage);
        }

        if (frame >= 0 && IsDealt(account.Frames[frame], account.Life[(int)Counter.Openings]))
        {
            belongs |= InDeck;
            Add(DeckSlot, FlowKey.Deck, 1, reading, marks, usage);
        }

        if (belongs != 0 || frame >= 0 && account.Frames[frame].Fillings >= TalkFillings)
            Begins(reading.Prompt!.Prompt.Value, belongs, frame >= 0 ? account.Frames[frame].Hash : 0);
    }

    private static bool IsDealt(in Frame frame, int openings) =>
        frame.Fillings >= Math.Max(DeckFillings, openings / DeckPart) && frame.FollowUps * DeckFollowUps <= frame.Fillings;

    private void Begins(ulong opening, uint belongs, uint frame)
    {
        if (_talks.Length == 0)
            _talks = new uint[2 * Talks];
        var at = (int)(opening % Talks) * 2;
        _talks[at] = (uint)(opening >> 32) & ~3u | belongs;
        _talks[at + 1] = frame;
    }

    private void GoesOn(in Reading reading, in Marks marks, FullState account, Usage usage)
    {
        if (_talks.Length == 0)
            return;
        var opening = reading.Prompt!.Opening.Value;
        var at = (int)(opening % Talks) * 2;
        var talk = _talks[at];
        if (((uint)(opening >> 32) ^ talk) >> 2 != 0)
            return;
        if (_talks[at + 1] != 0)
            Frames.FollowedUp(account.Frames, _talks[at + 1]);
        if ((talk & InDeck) != 0)
            Add(DeckSlot, FlowKey.Deck, 1, reading, marks, usage);
        if ((talk & OfKinds) != 0)
            Add(KindsSlot, FlowKey.HarvestKinds, 1, reading, marks, usage);
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
        if (!flow.CountsNow())
            return;
        if (flow.First == 0)
            flow.First = reading.Time;
        marks.Clear(Counter.AtOnce);
        marks.Clear(Counter.Pairs);
        marks.Clear(Counter.SteadyGaps);
        marks.Clear(Counter.Gaps);
        marks.Clear(Counter.LongSilences);
        marks.Clear(Counter.ActiveHours);
        marks.Clear(Counter.TakingHours);
        marks.Clear(Counter.OpeningsAgain);
        marks.Clear(Counter.NewAgain);
        marks.Clear(Counter.OpeningsLater);
        marks.Clear(Counter.NewLater);
        marks.Set(Counter.LongSilences, flow.Last != 0 && reading.Time - flow.Last >= 5 * 3_600_000L);
        marks.Set(Counter.ActiveHours, flow.LastHour != reading.Hour);
        flow.LastHour = reading.Hour;
        flow.Last = Math.Max(flow.Last, reading.Time);
        if (marks.Has(Counter.NewPrompts))
            flow.NewTokens += usage.OutputTokens;
        if (marks.Has(Counter.Openings))
        {
            marks.Set(Counter.TakingHours, flow.Taking.Opening(reading.Hour, marks.Has(Counter.NewPrompts)));
            Returns.Mark(ref marks, reading.Time - flow.First);
            var prompt = reading.Prompt!;
            flow.Rhythm.Opening(reading.Time, ref marks);
            marks.Clear(Counter.Framed);
            var isNew = marks.Has(Counter.NewPrompts);
            marks.Set(Counter.Framed, isNew & Math.Max(Frames.Fill(flow.Frames, prompt.Shape.Head, tail: false, isNew), Frames.Fill(flow.Frames, prompt.Shape.Tail, tail: true, isNew)) >= 0);
            flow.Vocabulary!.Add(prompt.Terms);
        }

        if (reading.End > reading.Time)
            flow.Rhythm.Ended(reading.End);
        marks.AddTo(flow.Counts);
    }
}

using Weir.Traffic;
using Weir.Traffic.Text;

namespace Weir.Detection.Accounts;

/// <summary>
/// What is remembered of an account: a light form under <see cref="LightState.Exchanges"/> exchanges, a full form from there on, both of bounded size.
/// Runs on the exchanges' own time. One thread at a time.
/// </summary>
internal sealed class Profile
{
    private const long LongSilenceMs = 5 * 3_600_000L;
    private const long FirstHourMs = 3_600_000;

    public LightState? Light { get; set; } = new();
    public FullState? Full { get; set; }

    public long First;
    public long Last;
    public Rhythm Rhythm;
    public long Tokens;
    public long NewTokens;
    public int LastHour = int.MinValue;
    public TakingHour Taking = new();
    /// <summary>The prompt of the exchange before: the calls of a tool loop repeat it.</summary>
    public ulong LastPrompt;
    /// <summary>The conversation of the exchange before, by its opening.</summary>
    public uint LastTalk;
    /// <summary>The main kind of the opening before.</summary>
    public byte LastKind;
    public uint LastNetwork;
    public uint LastClient;
    /// <summary>Eight bins of the wording of the opening before: enough to see that the next is almost the same.</summary>
    public ulong LastWording0;
    public ulong LastWording1;
    public Language LastLanguage;

    /// <summary>The exchange at which the evidence is weighed next.</summary>
    public int NextCheck = Judgement.FirstCheck;
    public string? Organization;
    public float Evidence;
    public Verdict Verdict;
    /// <summary>When verdicts were first reached; made only for accounts that reached one.</summary>
    public Reached? Reached;

    public int Exchanges => Full is null ? Light!.Counts[(int)Counter.Exchanges] : Full.Life[(int)Counter.Exchanges];

    /// <summary>Bytes in memory, about.</summary>
    public int Bytes => 160 + (Full?.Bytes ?? System.Runtime.CompilerServices.Unsafe.SizeOf<LightState.CounterBytes>() + LightBytes) + (Reached is null ? 0 : 96);

    private const int LightBytes = 16 + 8 * 8 + 4 * 10 + 3 * 4 * 2 + ContentSketch.Axes + 5 * 5 + 27 + 4 * 2;

    /// <summary>Takes in one exchange; what it raised is told, for those who count further.</summary>
    public Marks Fold(in Reading reading)
    {
        var marks = reading.Marks;
        if (First == 0 || reading.Time < First)
            First = reading.Time;
        marks.Set(Counter.InFirstHour, reading.Time < First + FirstHourMs);
        marks.Set(Counter.LongSilences, Last != 0 && reading.Time - Last >= LongSilenceMs);
        marks.Set(Counter.ActiveHours, reading.Hour != LastHour);
        LastHour = reading.Hour;
        Last = Math.Max(Last, reading.Time);

        var frame = -1;
        // The same again, at once: another answer is wanted to what was asked, and nothing is asked anew.
        if (reading.IsOpening && reading.Prompt!.Prompt.Value == LastPrompt)
            marks = marks.Again();
        else if (reading.IsOpening)
            frame = Opening(reading, ref marks);
        else if (reading.IsTurn)
            Turn(reading.Prompt!, ref marks);
        if (reading.Prompt is not null)
            (LastPrompt, LastTalk) = (reading.Prompt.Prompt.Value, (uint)reading.Prompt.Opening.Value);
        if (reading.End > reading.Time)
            Rhythm.Ended(reading.End);

        var usage = reading.Exchange.Usage;
        Tokens += usage.OutputTokens;
        var isNew = marks.Has(Counter.NewPrompts) || reading.Prompt is null || !reading.IsOpening;
        if (isNew)
            NewTokens += usage.OutputTokens;
        Count(marks);
        if (isNew && usage.OutputTokens > 0)
            AddKindTokens(reading.MainKind, usage.OutputTokens);
        Full?.Flows?.Fold(reading, marks, frame, Full, usage);
        if (Light is not null && Light.Counts[(int)Counter.Exchanges] >= LightState.Exchanges)
            Grow(marks);
        if (Full is null)
            Light!.Week.Add(reading.WeekHour);
        else
            Full.Week[reading.WeekHour]++;
        return marks;
    }

    private void Turn(PromptFeatures prompt, ref Marks marks)
    {
        if (prompt.Prompt.Value == LastPrompt)
            return;
        marks.Set(Counter.FollowUps);
        marks.Set(Counter.TurnsElsewhere, (uint)prompt.Opening.Value != LastTalk);
        if (Full is not null && prompt.Words >= FullState.TellingTurn)
            marks.Set(Counter.SaidAgain, Full.SaidBefore(prompt.Prompt.Value));
    }

    /// <summary>The place of the most used frame that this prompt fills, -1 for none.</summary>
    private int Opening(in Reading reading, ref Marks marks)
    {
        var prompt = reading.Prompt!;
        var isNew = See(prompt.Prompt.Value);
        marks.Set(Counter.NewPrompts, isNew);
        marks.Set(Counter.TakingHours, Taking.Opening(reading.Hour, isNew));
        Returns.Mark(ref marks, reading.Time - First);
        marks.Set(Counter.KindChanges, reading.MainKind != LastKind);
        LastKind = (byte)reading.MainKind;

        var frames = Full is null ? Light!.Frames : Full.Frames.AsSpan();
        var head = Frames.Fill(frames, prompt.Shape.Head, tail: false, isNew);
        var tail = Frames.Fill(frames, prompt.Shape.Tail, tail: true, isNew);
        var frame = Frames.Fuller(frames, head, tail);
        marks.Set(Counter.Framed, frame >= 0 && isNew);

        var wording = prompt.Wording;
        if (!wording.IsNone)
        {
            marks.Set(Counter.NearRepeats, isNew && SameBins(wording.W0, LastWording0) + SameBins(wording.W1, LastWording1) >= 7);
            LastWording0 = wording.W0;
            LastWording1 = wording.W1;
        }

        Rhythm.Opening(reading.Time, ref marks);
        Places(reading, ref marks);
        if (prompt.Language != Language.Unknown)
        {
            marks.Set(Counter.LanguageChanges, LastLanguage != Language.Unknown && LastLanguage != prompt.Language);
            LastLanguage = prompt.Language;
            AddLanguage(prompt.Language);
        }

        Full?.Vocabulary.Add(prompt.Terms);
        AddContent(prompt.Content);
        return frame;
    }

    private static int SameBins(ulong a, ulong b)
    {
        var same = 0;
        for (var shift = 0; shift < 64; shift += 16)
            same += (ushort)(a >> shift) == (ushort)(b >> shift) ? 1 : 0;
        return same;
    }

    private bool See(ulong prompt)
    {
        if (Full is not null)
            return Full.Seen.Add(prompt);
        Span<ulong> seen = Light!.Seen;
        if (BloomBits.Contains(seen, prompt))
            return false;
        BloomBits.Add(seen, prompt);
        return true;
    }

    private void Places(in Reading reading, ref Marks marks)
    {
        if (reading.Network != 0)
        {
            marks.Set(Counter.NetworkChanges, LastNetwork != 0 && LastNetwork != reading.Network);
            LastNetwork = reading.Network;
            Remember(Full is null ? Light!.Networks : Full.Networks, reading.Network);
        }

        if (reading.Client != 0)
        {
            marks.Set(Counter.ClientChanges, LastClient != 0 && LastClient != reading.Client);
            LastClient = reading.Client;
            Remember(Full is null ? Light!.Clients : Full.Clients, reading.Client);
        }
    }

    /// <summary>The counters of a light account as integers. Valid until the next call on this thread.</summary>
    public int[] ExpandLight()
    {
        var counts = t_expanded ??= new int[Counters.Count];
        for (var i = 0; i < Counters.Light; i++)
            counts[i] = Light!.Counts[i];
        Array.Clear(counts, Counters.Light, Counters.Count - Counters.Light);
        Light!.Week.Count(counts);
        return counts;
    }

    [ThreadStatic]
    private static int[]? t_expanded;

    /// <summary>See <see cref="Stretch.Breadth"/>.</summary>
    public double Breadth() => Full is null ? 0 : Full.Vocabulary.Breadth();

    private static void Remember(Span<uint> set, uint value)
    {
        for (var i = 0; i < set.Length; i++)
        {
            if (set[i] == value)
                return;
            if (set[i] == 0)
            {
                set[i] = value;
                return;
            }
        }
    }

    private void AddContent(in ContentSketch content)
    {
        if (content.IsNone)
            return;
        Span<byte> bytes = stackalloc byte[ContentSketch.Axes];
        content.CopyTo(bytes);
        if (Full is not null)
        {
            for (var i = 0; i < bytes.Length; i++)
                Full.Content[i] += (sbyte)bytes[i];
            return;
        }

        var n = Light!.Counts[(int)Counter.Openings] + 1;
        Span<sbyte> mean = Light.Content;
        for (var i = 0; i < bytes.Length; i++)
            mean[i] = (sbyte)(mean[i] + ((sbyte)bytes[i] - mean[i]) / n);
    }

    private void Count(in Marks marks)
    {
        if (Full is null)
        {
            marks.AddTo((Span<byte>)Light!.Counts);
            return;
        }

        marks.AddTo(Full.Life);
        marks.AddTo(Full.Recent);
        if (Full.RecentSince == 0)
            Full.RecentSince = Last;
        if (Full.Recent[(int)Counter.Exchanges] >= FullState.Window)
        {
            (Full.Before, Full.Recent) = (Full.Recent, Full.Before);
            if (Full.Recent.Length == 0)
                Full.Recent = new int[Counters.Count];
            else
                Array.Clear(Full.Recent);
            Full.BeforeSince = Full.RecentSince;
            Full.RecentSince = 0;
            Full.Windows++;
        }
    }

    private void AddKindTokens(int kind, int tokens)
    {
        if (Full is not null)
        {
            Full.KindTokens[kind] += tokens;
            return;
        }

        Span<LightState.KindSlot> slots = Light!.KindTokens;
        for (var i = 0; i < slots.Length; i++)
        {
            // The last slot takes what finds no place, under "other".
            var last = i == slots.Length - 1;
            if (slots[i].KindPlusOne == 0)
                slots[i].KindPlusOne = (byte)((last ? AskKindNames.Count : kind) + 1);
            if (slots[i].KindPlusOne != kind + 1 && !last)
                continue;
            slots[i].Tokens = (uint)Math.Min((long)slots[i].Tokens + tokens, uint.MaxValue);
            return;
        }
    }

    private void AddLanguage(Language language)
    {
        if (Full is not null)
        {
            Full.Languages[(int)language]++;
            return;
        }

        Span<LightState.LanguageSlot> slots = Light!.Languages;
        for (var i = 0; i < slots.Length; i++)
        {
            var last = i == slots.Length - 1;
            if (slots[i].Openings == 0 && !last)
                slots[i].Language = language;
            if (slots[i].Language != language && !last)
                continue;
            slots[i].Openings++;
            return;
        }
    }

    /// <param name="marks">Of the exchange with which it grows: its hour has no place in the light form any more.</param>
    private void Grow(in Marks marks)
    {
        Full = AsFull();
        Full.Flows = new FlowTable();
        Light = null;
        for (var hours = Counters.Light; hours < Counters.Count; hours++)
        {
            var one = marks.Has((Counter)hours) ? 1 : 0;
            Full.Life[hours] += one;
            Full.Recent[hours] += one;
        }
    }

    /// <summary>The full form of this profile; a light one is copied.</summary>
    public FullState AsFull()
    {
        if (Full is not null)
            return Full;
        var light = Light!;
        var full = new FullState { Recent = new int[Counters.Count], RecentSince = First };
        for (var i = 0; i < Counters.Light; i++)
            full.Life[i] = light.Counts[i];
        light.Week.Count(full.Life);
        full.Life.CopyTo(full.Recent, 0);
        light.Week.AddTo(full.Week);
        foreach (var slot in light.Languages)
            full.Languages[(int)slot.Language] += slot.Openings;
        full.Seen.Load(512, 512, light.Seen);
        Span<Frame> frames = light.Frames;
        frames.CopyTo(full.Frames);
        ((ReadOnlySpan<uint>)light.Networks).CopyTo(full.Networks);
        ((ReadOnlySpan<uint>)light.Clients).CopyTo(full.Clients);
        var openings = light.Counts[(int)Counter.Openings];
        for (var i = 0; i < ContentSketch.Axes; i++)
            full.Content[i] = light.Content[i] * openings;
        foreach (var slot in light.KindTokens)
        {
            if (slot.KindPlusOne != 0)
                full.KindTokens[slot.KindPlusOne - 1] += slot.Tokens;
        }

        return full;
    }
}

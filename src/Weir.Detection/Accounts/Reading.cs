using Weir.Traffic;
using Weir.Traffic.Text;

namespace Weir.Detection.Accounts;

/// <summary>What one exchange means for the profile of its account: everything that does not depend on the account's past.</summary>
internal readonly struct Reading
{
    private const int LongTokens = 500;
    private const int ShortTokens = 40;
    private const int LabelTokens = 20;
    private const long HourMs = 3_600_000;

    public readonly Exchange Exchange;
    public readonly PromptFeatures? Prompt;
    public readonly Marks Marks;
    public readonly long Time;
    public readonly long End;
    public readonly int Hour;
    /// <summary>Of the week in UTC, from Monday on.</summary>
    public readonly int WeekHour;
    public readonly bool IsOpening;
    /// <summary>Somebody goes on with a conversation; whether it is a new turn, the account's past tells.</summary>
    public readonly bool IsTurn;
    public readonly int MainKind;
    public readonly uint Client;
    public readonly uint Network;

    public Reading(Exchange exchange)
    {
        Exchange = exchange;
        Prompt = exchange.Prompt;
        Time = exchange.Time.ToUnixTimeMilliseconds();
        End = Time + Math.Max(0, exchange.LatencyMs);
        Hour = (int)Math.Clamp(Time / HourMs, int.MinValue, int.MaxValue);
        Network = Fold(exchange.Network.Value);
        Client = ClientOf(exchange);
        var marks = new Marks();
        marks.Set(Counter.Exchanges);
        var time = exchange.Time.UtcDateTime;
        WeekHour = ((int)time.DayOfWeek + 6) % 7 * 24 + time.Hour;
        marks.Set(Counter.FirstHour.Plus(time.Hour));
        marks.Set(Counter.Weekend, time.DayOfWeek is DayOfWeek.Saturday or DayOfWeek.Sunday);
        var ask = exchange.Ask;
        IsOpening = exchange.Dialect is not (Dialect.OpenAiEmbeddings or Dialect.GeminiEmbed) && Prompt is { Words: > 0 } && ask.AssistantMessages == 0 && ask.ToolResults == 0 && exchange.Via != Via.BatchAnswer;
        IsTurn = !IsOpening && Prompt is { Words: > 0 } && (ask.UserMessages >= 2 || ask.AssistantMessages > 0 && ask.ToolResults == 0);
        MainKind = Prompt is null ? AskKindNames.Count : AskKindNames.Main(Prompt.Kinds);
        marks.Set(Counter.Logprobs, ask.Logprobs || ask.TopLogprobs > 0);
        marks.Set(Counter.Biased, ask.BiasBeyondBans);
        if (IsOpening)
        {
            marks.Set(Counter.Openings);
            Kinds(ref marks, Prompt!);
            marks.Set(Counter.Cased, Prompt!.Hand.IsCased);
            marks.Set(Counter.Lower, Prompt.Hand.IsLower);
            Answer(ref marks, exchange);
        }

        Marks = marks;
    }

    private static void Kinds(ref Marks marks, PromptFeatures prompt)
    {
        for (var bits = (uint)prompt.Kinds; bits != 0; bits &= bits - 1)
            marks.Set(Counter.FirstKind.Plus(System.Numerics.BitOperations.TrailingZeroCount(bits)));
        marks.Set(Counter.HarvestKinds, (prompt.Kinds & Counters.Harvest) != AskKinds.None);
        marks.Set(Counter.Probes, (prompt.Kinds & Counters.Probing) != AskKinds.None);
        marks.Set(Counter.SystemAsks, (prompt.SystemKinds & Counters.Harvest) != AskKinds.None);
    }

    private static void Answer(ref Marks marks, Exchange exchange)
    {
        var output = exchange.Usage.OutputTokens;
        if (output <= 0)
            return;
        marks.Set(Counter.Answered);
        marks.Set(Counter.LongAnswers, output >= LongTokens);
        marks.Set(Counter.ShortAnswers, output <= ShortTokens);
        marks.Set(Counter.SoftLabels, output <= LabelTokens && (exchange.Ask.Logprobs || exchange.Ask.TopLogprobs > 0));
        marks.Set(Counter.FullLength, exchange.Answer.Finish == Finish.Length || exchange.Ask.MaxTokens is > 0 and var most && output >= 0.95 * most);
    }

    private static uint ClientOf(Exchange exchange)
    {
        if (exchange.UserAgent is null && exchange.Tls is null)
            return 0;
        // Not string.GetHashCode: that differs from run to run, and profiles are stored.
        var hash = 14_695_981_039_346_656_037UL;
        foreach (var c in exchange.UserAgent.AsSpan())
            hash = (hash ^ c) * 1_099_511_628_211UL;
        hash = (hash ^ 0xffff) * 1_099_511_628_211UL;
        foreach (var c in exchange.Tls.AsSpan())
            hash = (hash ^ c) * 1_099_511_628_211UL;
        return Fold(hash);
    }

    private static uint Fold(ulong value)
    {
        if (value == 0)
            return 0;
        var folded = (uint)(value ^ value >> 32);
        return folded == 0 ? 1 : folded;
    }
}

using Weir.Traffic.Text;

namespace Weir.Detection.Accounts;

/// <summary>
/// What is counted of an account, of a window of its exchanges, and of each flow inside it. Counts only add, so profiles merge in any order.
/// An "opening" is an exchange that starts something; a turn of a conversation or of a tool loop is none.
/// </summary>
public enum Counter : byte
{
    Exchanges = 0,
    Openings,
    /// <summary>Openings with a prompt that this account had not sent before.</summary>
    NewPrompts,
    /// <summary>Turns in which a user comes back to a conversation. The calls of a tool loop are neither these nor openings.</summary>
    FollowUps,
    /// <summary>Openings worded almost as the one before, with another prompt.</summary>
    NearRepeats,
    /// <summary>Openings that fill a frame (same head or tail) already seen with another filling.</summary>
    Framed,
    /// <summary>Answers of 500 tokens and more to openings.</summary>
    LongAnswers,
    /// <summary>Answers to openings that ended at the length asked for.</summary>
    FullLength,
    /// <summary>Answers to openings of at most 40 tokens.</summary>
    ShortAnswers,
    /// <summary>Openings whose answer is known.</summary>
    Answered,

    /// <summary>Openings by kind of ask: <see cref="AskKindNames.Count"/> counters from here.</summary>
    FirstKind,
    /// <summary>Openings of a kind that a harvest takes: reasoning, reasoning behind, grading, safe rewriting, hidden reasoning, training material.</summary>
    HarvestKinds = FirstKind + AskKindNames.Count,
    /// <summary>Openings that probe: system prompt, injection, refusal, hidden reasoning.</summary>
    Probes,
    /// <summary>Openings whose system prompt asks for reasoning, grading or safe rewriting.</summary>
    SystemAsks,

    /// <summary>Openings that came within half a second after an answer ended.</summary>
    AtOnce,
    /// <summary>Pairs of exchanges for which that could be told.</summary>
    Pairs,
    /// <summary>Gaps between openings within 15% of the account's usual gap.</summary>
    SteadyGaps,
    Gaps,
    /// <summary>Silences of five hours and more.</summary>
    LongSilences,
    /// <summary>Different hours with an exchange.</summary>
    ActiveHours,
    /// <summary>Different hours in which new prompts were taken (<see cref="TakingHour"/>).</summary>
    TakingHours,
    /// <summary>Exchanges in the account's first hour.</summary>
    InFirstHour,

    /// <summary>Openings from another network than the opening before.</summary>
    NetworkChanges,
    ClientChanges,
    /// <summary>Openings in another language than the opening before, both known.</summary>
    LanguageChanges,
    Logprobs,
    /// <summary>Openings with log-probabilities over an answer of a few tokens.</summary>
    SoftLabels,
    /// <summary>Asks with a logit bias that is not a plain ban.</summary>
    Biased,
    /// <summary>Follow-ups of some length whose wording was used to go on with other conversations: a person's are new each time.</summary>
    SaidAgain,
    /// <summary>Openings <see cref="Returns.Again"/> and more after the first exchange, and those of them with a new prompt: what somebody takes who comes back.</summary>
    OpeningsAgain,
    NewAgain,
    /// <summary>The same <see cref="Returns.Later"/> and more after the first exchange: on the third day.</summary>
    OpeningsLater,
    NewLater,
    /// <summary>Openings that begin with a letter of a script that has capitals, and those of them that begin with a small one.</summary>
    Cased,
    Lower,
    /// <summary>Exchanges that ask again what was asked just before. They are no openings.</summary>
    AskedAgain,
    /// <summary>Openings of another main kind than the opening before.</summary>
    KindChanges,
    /// <summary>Follow-ups in another conversation than the exchange before: several are going on.</summary>
    TurnsElsewhere,

    /// <summary>From here on a light account counts nothing: its <see cref="LightWeek"/> tells them.</summary>
    Weekend,
    /// <summary>Exchanges by hour of the day: 24 counters from here.</summary>
    FirstHour,
    End = FirstHour + 24,
}

/// <summary>When it counts as coming back, in milliseconds after the first exchange.</summary>
internal static class Returns
{
    public const long Again = 8 * 3_600_000L;
    public const long Later = 44 * 3_600_000L;

    public static void Mark(ref Marks marks, long since)
    {
        var isNew = marks.Has(Counter.NewPrompts);
        marks.Set(Counter.OpeningsAgain, since >= Again);
        marks.Set(Counter.NewAgain, since >= Again && isNew);
        marks.Set(Counter.OpeningsLater, since >= Later);
        marks.Set(Counter.NewLater, since >= Later && isNew);
    }
}

internal static class Counters
{
    public const int Count = (int)Counter.End;
    /// <summary>Those that a light account keeps.</summary>
    public const int Light = (int)Counter.Weekend;

    public static Counter Plus(this Counter first, int offset) => (Counter)((int)first + offset);

    public const AskKinds Harvest = AskKinds.Reasoning | AskKinds.ReasoningBehind | AskKinds.Grading | AskKinds.SafeRewriting | AskKinds.HiddenReasoningProbing | AskKinds.TrainingMaterial;
    public const AskKinds Probing = AskKinds.SystemPromptProbing | AskKinds.Injection | AskKinds.RefusalProbing | AskKinds.HiddenReasoningProbing;
}

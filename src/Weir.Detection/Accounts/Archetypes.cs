using Weir.Detection.Accounts.Signals;
using Weir.Detection.Evidence;

namespace Weir.Detection.Accounts;

/// <summary>
/// A kind of use, honest or not, as beliefs about signals. A harvest differs from the honest use it is compared with only so often as its share for
/// a signal says, and not at all where it names nothing: many harvesters sleep, pause, and use one client like everybody.
/// </summary>
internal sealed record Archetype(string Name, bool Harvests, Belief?[] Beliefs, double[] Shares);

/// <summary>
/// The kinds of use that are told apart. Honest use is no single thing: a person, a support bot and a nightly test suite have little in common, and
/// each is a hypothesis of its own. Evidence is counted against whichever honest kind fits best, so no honest kind pays for being rare.
/// What an honest kind does not name is believed of it as of anybody. The figures are rough on purpose: they are what one would say without having seen
/// the log; the log's own accounts then sharpen the honest ones (<see cref="Yardstick"/>).
/// </summary>
internal static class Archetypes
{
    private static readonly Hump[] None = [new(1, 0.5, 60)];
    private static readonly Hump[] Rare = [new(1, 0.7, 16)];
    private static readonly Hump[] Few = [new(1, 1.2, 8)];
    private static readonly Hump[] Some = [new(1, 2, 5)];
    private static readonly Hump[] Half = [new(1, 3, 3)];
    private static readonly Hump[] Many = [new(1, 5, 2.5)];
    private static readonly Hump[] Most = [new(1, 8, 1.5)];
    private static readonly Hump[] Nearly = [new(1, 20, 0.8)];
    private static readonly Hump[] All = [new(1, 60, 0.5)];
    private static readonly Hump[] Any = [new(1, 0.8, 0.8)];
    private static readonly Hump[] FewOrMany = [new(0.6, 0.8, 10), new(0.4, 2, 1.5)];
    private static readonly Hump[] NoneOrAll = [new(0.55, 0.5, 30), new(0.45, 30, 0.5)];

    // How people's time shows.
    private static readonly (Signal, Hump[])[] OneHuman = [(IdleHours.Signal, [new(1, 1, 14)]), (ThinkTime.Signal, Rare), (SteadyPace.Signal, [new(1, 5, 40)])];
    private static readonly (Signal, Hump[])[] ManyHumans = [(IdleHours.Signal, [new(0.6, 3, 8), new(0.4, 5, 3)]), (ThinkTime.Signal, [new(1, 1.5, 14)]), (SteadyPace.Signal, [new(1, 8, 66)])];
    private static readonly (Signal, Hump[])[] Script = [(IdleHours.Signal, [new(0.4, 0.7, 10), new(0.6, 3, 1.2)]), (ThinkTime.Signal, Any), (SteadyPace.Signal, [new(0.6, 6, 45), new(0.4, 2, 2)])];
    private static readonly (Signal, Hump[])[] Harvester = [(IdleHours.Signal, [new(1, 14, 1.4)]), (ThinkTime.Signal, [new(1, 4, 2)]), (SteadyPace.Signal, [new(1, 3, 4)])];

    // How much is taken: what all harvests have in common.
    private static readonly (Signal, Hump[])[] Takes =
    [
        (NewPrompts.Signal, [new(0.8, 80, 0.4), new(0.2, 12, 1.5)]), (SingleTurns.Signal, [new(1, 80, 0.4)]), (NewVolume.Signal, [new(1, 9, 4.5)]),
        (ShortAnswers.Signal, [new(1, 0.6, 20)]), (LongAnswers.Signal, [new(1, 5, 2)]), (FullLength.Signal, [new(1, 3, 3)]), (Breadth.Signal, [new(1, 28, 4)]),
    ];

    /// <summary>How often a harvest shows itself in a signal at all; elsewhere always.</summary>
    private static readonly (Signal Signal, double Share)[] Shares =
    [
        (IdleHours.Signal, 0.5), (ThinkTime.Signal, 0.3), (SteadyPace.Signal, 0.2), (SingleTurns.Signal, 0.9), (NewPrompts.Signal, 0.95), (LongAnswers.Signal, 0.6), (FullLength.Signal, 0.2),
        (ShortAnswers.Signal, 0.8), (TemplateFillings.Signal, 0.6), (ManyTemplates.Signal, 0.7), (Breadth.Signal, 0.9), (Networks.Signal, 0.3), (Clients.Signal, 0.3), (Languages.Signal, 0.2),
    ];

    public static readonly Archetype[] List =
    [
        Honest("a person in conversation", OneHuman,
            (NewPrompts.Signal, Nearly), (SingleTurns.Signal, Half), (NewVolume.Signal, [new(1, 3, 8)]), (LongAnswers.Signal, [new(1, 1.5, 3)]), (ShortAnswers.Signal, Few), (Breadth.Signal, [new(1, 20, 4)]),
            (TemplateFillings.Signal, Few), (ManyTemplates.Signal, Rare), (ReasoningAsked.Signal, Rare), (GradingAsked.Signal, None), (ReasoningBehindAsked.Signal, None), (SafeRewritingAsked.Signal, None), (CodingAsked.Signal, Few), (AgenticAsked.Signal, None), (Probing.Signal, Rare)),
        Honest("a person who asks single questions", OneHuman,
            (NewPrompts.Signal, Nearly), (SingleTurns.Signal, Nearly), (NewVolume.Signal, [new(1, 3, 8)]), (LongAnswers.Signal, [new(1, 1.5, 4)]), (ShortAnswers.Signal, Some), (Breadth.Signal, [new(1, 20, 4)]),
            (TemplateFillings.Signal, Few), (ManyTemplates.Signal, Rare), (ReasoningAsked.Signal, Rare), (GradingAsked.Signal, None), (ReasoningBehindAsked.Signal, None), (SafeRewritingAsked.Signal, None), (CodingAsked.Signal, Few), (AgenticAsked.Signal, None), (Probing.Signal, Rare)),
        Honest("a developer", OneHuman,
            (NewPrompts.Signal, [new(1, 10, 1)]), (SingleTurns.Signal, Some), (NewVolume.Signal, [new(1, 4, 7)]), (LongAnswers.Signal, Half), (ShortAnswers.Signal, Few), (Breadth.Signal, [new(1, 14, 4)]),
            (TemplateFillings.Signal, [new(1, 1.2, 4)]), (ManyTemplates.Signal, Few), (ReasoningAsked.Signal, Rare), (CodingAsked.Signal, Many), (AgenticAsked.Signal, FewOrMany), (GradingAsked.Signal, None), (ReasoningBehindAsked.Signal, None), (SafeRewritingAsked.Signal, None), (Probing.Signal, Rare)),
        Honest("many people behind one key", ManyHumans,
            (NewPrompts.Signal, [new(1, 16, 1)]), (SingleTurns.Signal, [new(1, 3, 3)]), (NewVolume.Signal, [new(1, 6, 4.5)]), (LongAnswers.Signal, [new(1, 2, 4)]), (ShortAnswers.Signal, Few), (Breadth.Signal, [new(1, 22, 4)]),
            (TemplateFillings.Signal, Few), (ManyTemplates.Signal, Few), (ReasoningAsked.Signal, Rare), (GradingAsked.Signal, None), (ReasoningBehindAsked.Signal, None), (SafeRewritingAsked.Signal, None), (CodingAsked.Signal, Some), (AgenticAsked.Signal, Rare), (Probing.Signal, Rare)),
        Honest("a bot that many people ask", ManyHumans,
            (NewPrompts.Signal, [new(0.7, 16, 1), new(0.3, 4, 2)]), (SingleTurns.Signal, [new(0.6, 30, 0.6), new(0.4, 3, 2)]), (NewVolume.Signal, [new(1, 6, 4.5)]), (LongAnswers.Signal, [new(1, 1.5, 5)]), (ShortAnswers.Signal, Some), (Breadth.Signal, [new(1, 18, 4.5)]),
            (TemplateFillings.Signal, Few), (ManyTemplates.Signal, Few), (ReasoningAsked.Signal, Rare), (GradingAsked.Signal, None), (ReasoningBehindAsked.Signal, None), (SafeRewritingAsked.Signal, None), (CodingAsked.Signal, Few), (AgenticAsked.Signal, NoneOrAll), (Probing.Signal, Rare)),
        Honest("a product that puts its own line before people's questions", ManyHumans,
            (NewPrompts.Signal, [new(0.7, 14, 1), new(0.3, 4, 2)]), (SingleTurns.Signal, [new(0.6, 30, 0.6), new(0.4, 3, 2)]), (NewVolume.Signal, [new(1, 6, 4.5)]), (LongAnswers.Signal, [new(1, 1.5, 3)]), (ShortAnswers.Signal, Few), (Breadth.Signal, [new(1, 12, 4)]),
            (TemplateFillings.Signal, Most), (ManyTemplates.Signal, [new(1, 2, 8)]), (ReasoningAsked.Signal, [new(0.85, 0.5, 30), new(0.15, 30, 0.5)]), (GradingAsked.Signal, [new(0.95, 0.5, 40), new(0.05, 20, 0.6)]), (ReasoningBehindAsked.Signal, None), (SafeRewritingAsked.Signal, None), (CodingAsked.Signal, FewOrMany), (Probing.Signal, Rare)),
        Honest("a classifier", Script,
            (SingleTurns.Signal, All), (NewVolume.Signal, [new(1, 6, 2.5)]), (LongAnswers.Signal, None), (ShortAnswers.Signal, [new(1, 12, 0.6)]), (Breadth.Signal, [new(1, 8, 6)]), (TemplateFillings.Signal, Most), (ManyTemplates.Signal, [new(1, 2, 6)]),
            (ReasoningAsked.Signal, Rare), (GradingAsked.Signal, FewOrMany), (RawOutputs.Signal, Any)),
        Honest("a back-fill of documents", Script,
            (NewPrompts.Signal, Nearly), (SingleTurns.Signal, All), (NewVolume.Signal, [new(1, 7, 3)]), (LongAnswers.Signal, [new(1, 1.2, 4)]), (ShortAnswers.Signal, [new(1, 1, 3)]), (Breadth.Signal, [new(1, 10, 4)]),
            (TemplateFillings.Signal, Most), (ManyTemplates.Signal, [new(1, 2, 6)]), (ReasoningAsked.Signal, Rare), (ReasoningBehindAsked.Signal, None), (SafeRewritingAsked.Signal, None), (GradingAsked.Signal, Rare), (Probing.Signal, None)),
        Honest("a test suite that runs again and again", Script,
            (NewPrompts.Signal, [new(1, 1, 2.5)]), (SingleTurns.Signal, [new(0.7, 40, 0.5), new(0.3, 2, 2)]), (Sweeps.Signal, Any), (ReasoningAsked.Signal, FewOrMany), (GradingAsked.Signal, FewOrMany), (Breadth.Signal, [new(1, 10, 5)]), (Probing.Signal, FewOrMany)),
        Honest("a benchmark that runs once", [(IdleHours.Signal, Rare), (ThinkTime.Signal, Any), (SteadyPace.Signal, [new(1, 5, 40)])],
            (NewPrompts.Signal, Nearly), (SingleTurns.Signal, All), (NewVolume.Signal, [new(1, 7, 4)]), (LongAnswers.Signal, FewOrMany), (ShortAnswers.Signal, FewOrMany), (Breadth.Signal, [new(1, 20, 4)]),
            (TemplateFillings.Signal, [new(1, 1, 1)]), (ReasoningAsked.Signal, FewOrMany), (GradingAsked.Signal, FewOrMany), (CodingAsked.Signal, FewOrMany), (Probing.Signal, FewOrMany)),
        Honest("a judge of answers", Script,
            (NewPrompts.Signal, Any), (SingleTurns.Signal, All), (NewVolume.Signal, [new(1, 5, 4.5)]), (LongAnswers.Signal, [new(1, 1, 6)]), (ShortAnswers.Signal, Any), (Breadth.Signal, [new(1, 14, 4)]), (TemplateFillings.Signal, Most), (ManyTemplates.Signal, Few), (GradingAsked.Signal, Nearly), (ReasoningAsked.Signal, FewOrMany)),
        Honest("agents at work", [(IdleHours.Signal, Any), (ThinkTime.Signal, Any), (SteadyPace.Signal, [new(1, 6, 45)])],
            (NewPrompts.Signal, [new(1, 6, 1.2)]), (SingleTurns.Signal, [new(1, 1.5, 5)]), (NewVolume.Signal, [new(1, 5, 5)]), (AgenticAsked.Signal, [new(0.8, 20, 0.6), new(0.2, 1, 1)]), (TemplateFillings.Signal, Any), (ReasoningAsked.Signal, FewOrMany), (GradingAsked.Signal, Rare), (Breadth.Signal, [new(1, 14, 4)])),

        Harvest("reasoning, under templates", (ReasoningAsked.Signal, Most), (TemplateFillings.Signal, [new(1, 10, 0.7)]), (ManyTemplates.Signal, [new(1, 7, 5)])),
        Harvest("reasoning, reworded each time", (ReasoningAsked.Signal, Many), (TemplateFillings.Signal, Few), (ManyTemplates.Signal, Few)),
        Harvest("the reasoning behind answers", (ReasoningBehindAsked.Signal, Most), (ManyTemplates.Signal, [new(1, 7, 5)])),
        Harvest("grading", (GradingAsked.Signal, Most), (ManyTemplates.Signal, [new(1, 7, 5)])),
        Harvest("safe rewriting", (SafeRewritingAsked.Signal, Most), (ManyTemplates.Signal, [new(1, 7, 5)])),
        Harvest("a deck of many kinds", (ReasoningAsked.Signal, Some), (GradingAsked.Signal, Some), (CodingAsked.Signal, Some), (ManyTemplates.Signal, [new(1, 7, 5)])),
        Harvest("coding and agent tasks", (CodingAsked.Signal, Most), (AgenticAsked.Signal, NoneOrAll), (ManyTemplates.Signal, [new(1, 7, 5)])),
        Harvest("plain questions on everything", (TemplateFillings.Signal, Few), (ReasoningAsked.Signal, Rare)),
        Harvest("probing", (Probing.Signal, Most)),
        Made("a sweep of raw outputs", harvests: true, Harvester, [(RawOutputs.Signal, Most), (Sweeps.Signal, Nearly), (NewVolume.Signal, Any), (SingleTurns.Signal, All)]),
    ];

    public static readonly int HonestCount = List.Count(static a => !a.Harvests);

    private static Archetype Honest(string name, (Signal, Hump[])[] time, params (Signal, Hump[])[] rest) =>
        Made(name, harvests: false, time, [(RawOutputs.Signal, None), (Sweeps.Signal, Few), .. rest]);

    private static Archetype Harvest(string name, params (Signal, Hump[])[] matter) =>
        Made(name, harvests: true, Harvester, [(Networks.Signal, [new(1, 4, 2)]), (Clients.Signal, [new(1, 4, 2)]), (Languages.Signal, [new(1, 5, 2)]), .. Takes, .. matter]);

    private static Archetype Made(string name, bool harvests, (Signal, Hump[])[] time, (Signal, Hump[])[] rest)
    {
        var beliefs = Array.ConvertAll(AllSignals.List, s => harvests ? null : s.Anybody);
        var shares = new double[beliefs.Length];
        (Signal Signal, Hump[] Humps)[] all = [.. time, .. rest];
        foreach (var (signal, humps) in all)
        {
            var at = Array.IndexOf(AllSignals.List, signal);
            beliefs[at] = Belief.Of(humps);
            shares[at] = 0.97;
        }

        foreach (var (signal, share) in Shares)
        {
            var at = Array.IndexOf(AllSignals.List, signal);
            shares[at] = beliefs[at] is null ? 0 : share;
        }

        return new Archetype(name, harvests, beliefs, shares);
    }
}

using Weir.Detection.Accounts.Signals;
using Weir.Detection.Evidence;

namespace Weir.Detection.Accounts;

/// <summary>
/// A kind of use, honest or not, as beliefs about signals. A harvest differs from the honest use it is compared with only so often as its share for
/// a signal says, and not at all where it names nothing: many harvesters sleep, pause, and use one client like everybody.
/// </summary>
/// <param name="Name">As it is told to people.</param>
/// <param name="Stake">What is staked on a kind of harvest; 0 for honest kinds.</param>
/// <param name="Beliefs">By signal.</param>
/// <param name="Shares">By signal: how often a harvest shows itself in it.</param>
/// <param name="IsOfEvaluations">Whether evaluations and benchmarks ask the same.</param>
/// <param name="AsksNothing">Whether it is told by how it takes alone and asks nothing that honest programs do not: it leads to watch and no further.</param>
/// <param name="IsPeople">Whether people's hours show in it: a job that runs at night is no excuse for it.</param>
internal sealed record Archetype(string Name, double Stake, Belief?[] Beliefs, double[] Shares, bool IsPeople, bool IsOfEvaluations, bool AsksNothing);

/// <summary>
/// The kinds of use that are told apart. Honest use is no single thing: a person, a support bot and a nightly test suite have little in common, and
/// each is a hypothesis of its own. Evidence is counted against whichever honest kind fits best, so no honest kind pays for being rare.
/// What an honest kind does not name is believed of it as of anybody. The figures are rough on purpose: they are what one would say without having seen
/// the log; the log's own accounts then sharpen the honest ones (<see cref="Yardstick"/>).
/// </summary>
internal static class Archetypes
{
    private static readonly Hump[] None = [new(0.99, 0.5, 40), new(0.01, 0.8, 3)];
    private static readonly Hump[] Never = [new(0.997, 0.6, 12), new(0.003, 0.8, 1.2)];
    private static readonly Hump[] Rare = [new(0.985, 0.6, 9), new(0.015, 0.8, 1)];
    private static readonly Hump[] Odd = [new(0.97, 0.6, 9), new(0.03, 0.8, 1)];
    private static readonly Hump[] Few = [new(1, 1.2, 8)];
    private static readonly Hump[] NoneOrFew = [new(0.5, 0.6, 25), new(0.5, 1.2, 8)];
    private static readonly Hump[] OneLanguage = [new(0.75, 0.6, 12), new(0.25, 1.2, 1.2)];
    private static readonly Hump[] Some = [new(1, 2, 5)];
    private static readonly Hump[] Half = [new(1, 1.5, 1.2)];
    private static readonly Hump[] HalfOrAll = [new(0.5, 1.5, 1.2), new(0.5, 14, 0.6)];
    private static readonly Hump[] Most = [new(1, 8, 1.5)];
    private static readonly Hump[] Nearly = [new(1, 20, 0.8)];
    private static readonly Hump[] All = [new(1, 60, 0.5)];
    private static readonly Hump[] Any = [new(1, 0.8, 0.8)];
    private static readonly Hump[] Seldom = [new(0.85, 0.5, 40), new(0.15, 0.8, 0.8)];
    private static readonly Hump[] FewOrMany = [new(0.5, 0.8, 10), new(0.25, 2, 1.5), new(0.25, 14, 0.6)];
    private static readonly Hump[] NoneOrAll = [new(0.55, 0.5, 30), new(0.45, 30, 0.5)];

    // How broad what is asked is: people and crowds, products of one trade, desks that argue over one field's papers.
    private static readonly Hump[] Everything = [new(0.45, 11, 3), new(0.2, 7, 4), new(0.35, 16, 1.4)];
    private static readonly Hump[] Trade = [new(0.25, 0.8, 6), new(0.75, 3, 4.5)];
    private static readonly Hump[] Desk = [new(0.2, 0.8, 6), new(0.6, 3.5, 5.5), new(0.2, 6, 5)];

    // How people go on with a conversation: in their own words.
    private static readonly Hump[] OwnWords = [new(0.95, 1.2, 11), new(0.05, 1.5, 1.5)];

    // Whose hand it is: one that always or never begins with a capital, or many.
    private static readonly Hump[] OneHand = [new(0.75, 0.6, 14), new(0.15, 2, 3), new(0.1, 12, 0.6)];
    private static readonly Hump[] ManyHands = [new(0.5, 2.5, 4), new(0.25, 0.6, 14), new(0.25, 10, 0.8)];
    private static readonly Hump[] OneTalk = [new(1, 0.6, 9)];

    // Of how many kinds what is asked is: a job asks its one kind, or a few by turns.
    private static readonly Hump[] OneKind = [new(0.55, 0.6, 14), new(0.3, 1.2, 4), new(0.15, 4, 4)];

    // How people's time shows, and their hands.
    private static readonly (Signal, Hump[])[] OneHuman = [(TalksAtOnce.Signal, OneTalk), (Hands.Signal, [new(0.55, 0.6, 14), new(0.25, 1, 1), new(0.2, 12, 0.6)]), (HourlyPace.Signal, [new(1, 2.2, 6)]), (KindsInTurn.Signal, [new(1, 4, 3)]), (ScriptedTurns.Signal, OwnWords), (CrammedHours.Signal, [new(1, 5, 7)]), (IdleHours.Signal, [new(1, 1, 14)]), (ThinkTime.Signal, Rare), (SteadyPace.Signal, [new(1, 5, 40)])];
    private static readonly (Signal, Hump[])[] ManyHumans = [(TalksAtOnce.Signal, [new(0.6, 7, 1.2), new(0.3, 2, 5), new(0.1, 0.6, 9)]), (Hands.Signal, ManyHands), (HourlyPace.Signal, [new(1, 3, 4)]), (KindsInTurn.Signal, [new(0.8, 5, 3), new(0.2, 1, 2)]), (ScriptedTurns.Signal, OwnWords), (CrammedHours.Signal, [new(0.9, 8, 18), new(0.1, 5, 6)]), (IdleHours.Signal, [new(0.65, 3, 7), new(0.25, 7, 4), new(0.1, 12, 1.6)]), (ThinkTime.Signal, [new(1, 1.5, 14)]), (SteadyPace.Signal, [new(1, 8, 66)])];
    private static readonly (Signal, Hump[])[] Script = [(Hands.Signal, OneHand), (HourlyPace.Signal, [new(1, 3, 3)]), (CrammedHours.Signal, [new(0.5, 4, 10), new(0.5, 3, 0.8)]), (IdleHours.Signal, [new(0.4, 0.7, 10), new(0.6, 3, 1.2)]), (ThinkTime.Signal, Any), (SteadyPace.Signal, [new(0.6, 6, 45), new(0.4, 2, 2)])];
    private static readonly (Signal, Hump[])[] Harvester = [(Hands.Signal, [new(0.85, 0.6, 14), new(0.15, 2, 3)]), (HourlyPace.Signal, [new(1, 3, 3)]), (CrammedHours.Signal, [new(0.5, 4, 10), new(0.5, 3, 0.8)]), (IdleHours.Signal, [new(1, 14, 1.4)]), (ThinkTime.Signal, [new(1, 4, 2)]), (SteadyPace.Signal, [new(1, 3, 4)])];

    // How much is taken: what all harvests have in common.
    private static readonly (Signal, Hump[])[] Takes =
    [
        (NewPrompts.Signal, [new(0.7, 80, 0.6), new(0.3, 10, 0.9)]), (SingleTurns.Signal, [new(1, 80, 0.4)]), (NewVolume.Signal, [new(1, 11, 6)]),
        (ShortAnswers.Signal, [new(1, 0.6, 20)]), (LongAnswers.Signal, Any), (FullLength.Signal, [new(1, 3, 3)]), (Breadth.Signal, [new(0.75, 10, 3.2), new(0.25, 11, 1.6)]), (TakingTime.Signal, [new(0.25, 1.2, 1.2), new(0.75, 3, 1.2)]), (GivenTexts.Signal, [new(1, 0.8, 5)]),
    ];

    /// <summary>How often a harvest shows itself in a signal at all; elsewhere always.</summary>
    private static readonly (Signal Signal, double Share)[] Shares =
    [
        (CrammedHours.Signal, 0.9), (TalksAtOnce.Signal, 0.999), (Hands.Signal, 0.5), (HourlyPace.Signal, 0.95), (IdleHours.Signal, 0.3), (ThinkTime.Signal, 0.15), (SteadyPace.Signal, 0.08), (SingleTurns.Signal, 0.99), (NewPrompts.Signal, 0.995), (LongAnswers.Signal, 0.35), (FullLength.Signal, 0.1),
        (ShortAnswers.Signal, 0.95), (TemplateFillings.Signal, 0.6), (ManyTemplates.Signal, 0.7), (Breadth.Signal, 0.97), (Networks.Signal, 0.1), (Clients.Signal, 0.05), (Languages.Signal, 0.1), (GivenTexts.Signal, 0.95), (ScriptedTurns.Signal, 0.97), (TakingTime.Signal, 0.95), (NewVolume.Signal, 0.9),
    ];

    // What nobody asks by accident, and honest kinds do not ask at all.
    private static readonly (Signal, Hump[])[] Unasked =
    [
        (ReasoningAsked.Signal, Rare), (GradingAsked.Signal, Odd), (ReasoningBehindAsked.Signal, None), (SafeRewritingAsked.Signal, None), (Probing.Signal, None), (TrainingMaterialAsked.Signal, Never),
    ];

    // A program's order form says the same in all its prompts: where the lists read something into it, rightly or not, they read it into all or none.
    private static readonly (Signal, Hump[])[] UnaskedByForms =
    [
        (ReasoningAsked.Signal, Rare), (GradingAsked.Signal, Odd), (ReasoningBehindAsked.Signal, [new(0.97, 0.5, 40), new(0.005, 0.8, 3), new(0.025, 30, 0.5)]), (SafeRewritingAsked.Signal, [new(0.98, 0.5, 40), new(0.005, 0.8, 3), new(0.015, 30, 0.5)]),
        (Probing.Signal, [new(0.975, 0.5, 40), new(0.005, 0.8, 3), new(0.02, 30, 0.5)]), (TrainingMaterialAsked.Signal, [new(0.955, 0.6, 12), new(0.005, 0.8, 1.2), new(0.04, 30, 0.5)]),
    ];

    /// <summary>Kinds of harvest that ask what no evaluation does.</summary>
    private static readonly string[] NoEvaluations = ["training material", "safe rewriting", "soft labels of everything", "conversations that a program holds"];

    /// <summary>What is true of any harvest, whatever it asks for: broad, all new, of every kind, by one hand. Somebody might have an honest reason that nobody thought of.</summary>
    private static readonly string[] Nothing = [EverythingByOneHand, StrangersPrompts, TalksWithItself];

    private const string EverythingByOneHand = "everything, by one hand";
    private const string StrangersPrompts = "strangers' prompts, replayed";
    private const string TalksWithItself = "talks that a model holds with a model";

    public static readonly Archetype[] List =
    [
        Honest("a person in conversation", [.. OneHuman, .. Unasked],
            (NewPrompts.Signal, Nearly), (SingleTurns.Signal, [new(1, 2.5, 2.5)]), (NewVolume.Signal, [new(1, 3, 9)]), (LongAnswers.Signal, [new(1, 1.2, 2.5)]), (ShortAnswers.Signal, Few), (Breadth.Signal, Everything),
            (TemplateFillings.Signal, Few), (ManyTemplates.Signal, Rare), (CodingAsked.Signal, Few), (AgenticAsked.Signal, None)),
        Honest("a person who asks single questions", [.. OneHuman, .. Unasked],
            (NewPrompts.Signal, [new(1, 8, 0.8)]), (SingleTurns.Signal, Nearly), (NewVolume.Signal, [new(1, 3, 9)]), (LongAnswers.Signal, [new(1, 1, 3)]), (ShortAnswers.Signal, Some), (Breadth.Signal, Everything),
            (TemplateFillings.Signal, Few), (ManyTemplates.Signal, Rare), (CodingAsked.Signal, Few), (AgenticAsked.Signal, None)),
        Honest("a developer", [.. OneHuman, .. Unasked],
            (NewPrompts.Signal, [new(1, 10, 1)]), (SingleTurns.Signal, [new(1, 3, 2)]), (NewVolume.Signal, [new(1, 4, 8)]), (LongAnswers.Signal, Any), (ShortAnswers.Signal, Few), (Breadth.Signal, [new(1, 6, 4)]),
            (TemplateFillings.Signal, [new(1, 1.2, 4)]), (ManyTemplates.Signal, Few), (CodingAsked.Signal, Half), (AgenticAsked.Signal, FewOrMany)),
        Honest("a prototype of a few days", [(TalksAtOnce.Signal, [new(0.6, 0.6, 9), new(0.4, 0.8, 0.8)]), (Hands.Signal, [new(0.5, 0.6, 14), new(0.3, 2, 3), new(0.2, 12, 0.6)]), (HourlyPace.Signal, [new(1, 3, 3)]), (KindsInTurn.Signal, [new(1, 3, 2.5)]), (IdleHours.Signal, Any), (ThinkTime.Signal, Few), .. UnaskedByForms],
            (NewPrompts.Signal, Nearly), (SingleTurns.Signal, [new(0.5, 20, 0.6), new(0.5, 4, 2)]), (NewVolume.Signal, [new(1, 6, 7)]), (TakingTime.Signal, [new(1, 7, 9)]), (LongAnswers.Signal, Any), (ShortAnswers.Signal, Few), (Breadth.Signal, [new(1, 6, 4)]),
            (TemplateFillings.Signal, Any), (ManyTemplates.Signal, [new(1, 2, 7)]), (CodingAsked.Signal, Any), (AgenticAsked.Signal, FewOrMany)),
        Honest("many people behind one key", [.. ManyHumans, .. Unasked],
            (NewPrompts.Signal, [new(1, 16, 0.8)]), (SingleTurns.Signal, [new(1, 7, 4)]), (NewVolume.Signal, [new(1, 6, 4.5)]), (LongAnswers.Signal, [new(1, 1.5, 4)]), (ShortAnswers.Signal, Few), (Breadth.Signal, Everything),
            (TemplateFillings.Signal, [new(1, 2, 6)]), (ManyTemplates.Signal, [new(1, 4, 4)]), (CodingAsked.Signal, Some), (AgenticAsked.Signal, Rare)),
        Honest("a bot that many people talk to", [.. ManyHumans, .. Unasked],
            (NewPrompts.Signal, [new(1, 14, 0.8)]), (SingleTurns.Signal, [new(1, 8, 3)]), (NewVolume.Signal, [new(1, 6, 4.5)]), (LongAnswers.Signal, [new(1, 1.5, 5)]), (ShortAnswers.Signal, Some), (Breadth.Signal, Everything),
            (TemplateFillings.Signal, Any), (ManyTemplates.Signal, [new(1, 3, 4)]), (CodingAsked.Signal, Few), (AgenticAsked.Signal, NoneOrAll)),
        Honest("a product for everybody's single questions", [.. ManyHumans, .. Unasked],
            (NewPrompts.Signal, [new(1, 6, 2.2)]), (SingleTurns.Signal, Nearly), (NewVolume.Signal, [new(1, 6, 4.5)]), (LongAnswers.Signal, [new(1, 1.2, 5)]), (ShortAnswers.Signal, Any), (Breadth.Signal, Everything),
            (TemplateFillings.Signal, Any), (ManyTemplates.Signal, [new(1, 3, 4)]), (CodingAsked.Signal, Few), (AgenticAsked.Signal, NoneOrAll)),
        Honest("a service that judges what everybody writes", Script,
            (NewPrompts.Signal, Nearly), (SingleTurns.Signal, All), (NewVolume.Signal, [new(1, 6, 4.5)]), (LongAnswers.Signal, None), (ShortAnswers.Signal, [new(1, 2.5, 1.5)]), (Breadth.Signal, [new(0.65, 8, 3), new(0.35, 16, 1.4)]),
            (AgenticAsked.Signal, None), (Languages.Signal, Any), (TemplateFillings.Signal, Most), (ManyTemplates.Signal, Any), (ReasoningAsked.Signal, Seldom), (GradingAsked.Signal, FewOrMany), (ReasoningBehindAsked.Signal, None), (SafeRewritingAsked.Signal, Rare), (Probing.Signal, None), (TrainingMaterialAsked.Signal, None), (CodingAsked.Signal, Rare)),
        Honest("a bot for one firm's customers", [.. ManyHumans, .. Unasked],
            (NewPrompts.Signal, [new(1, 7, 1)]), (SingleTurns.Signal, [new(0.7, 40, 0.5), new(0.3, 4, 3)]), (NewVolume.Signal, [new(1, 6, 4.5)]), (LongAnswers.Signal, [new(1, 1, 6)]), (ShortAnswers.Signal, Some), (Breadth.Signal, Trade),
            (TemplateFillings.Signal, Any), (ManyTemplates.Signal, Any), (CodingAsked.Signal, None), (AgenticAsked.Signal, NoneOrAll)),
        Honest("a writer of one trade's texts", [.. Script, .. UnaskedByForms, (TrainingMaterialAsked.Signal, [new(0.93, 0.6, 9), new(0.03, 1.5, 1.5), new(0.04, 30, 0.5)])],
            (NewPrompts.Signal, Nearly), (SingleTurns.Signal, All), (NewVolume.Signal, [new(1, 6, 4)]), (LongAnswers.Signal, Any), (ShortAnswers.Signal, NoneOrFew), (Breadth.Signal, [new(1, 5, 5.5)]), (KindsInTurn.Signal, [new(0.45, 0.6, 14), new(0.3, 1.2, 4), new(0.25, 4, 4)]),
            (AgenticAsked.Signal, None), (Languages.Signal, OneLanguage), (TemplateFillings.Signal, Any), (ManyTemplates.Signal, Any), (CodingAsked.Signal, None)),
        Honest("a writer of texts for everybody", [.. Script, .. UnaskedByForms],
            (NewPrompts.Signal, Nearly), (SingleTurns.Signal, All), (NewVolume.Signal, [new(1, 6, 4)]), (LongAnswers.Signal, [new(1, 2, 1)]), (ShortAnswers.Signal, NoneOrFew), (Breadth.Signal, [new(0.8, 9, 4.2), new(0.2, 12, 2.5)]), (KindsInTurn.Signal, [new(0.7, 0.6, 14), new(0.25, 1.2, 6), new(0.05, 4, 4)]),
            (AgenticAsked.Signal, None), (Languages.Signal, OneLanguage), (TemplateFillings.Signal, [new(0.7, 8, 1), new(0.3, 0.8, 0.8)]), (ManyTemplates.Signal, Any), (CodingAsked.Signal, None)),
        Honest("a desk that argues over its own papers", Script,
            (NewPrompts.Signal, Nearly), (SingleTurns.Signal, All), (NewVolume.Signal, [new(1, 6, 4)]), (LongAnswers.Signal, Any), (ShortAnswers.Signal, NoneOrFew), (Breadth.Signal, Desk), (KindsInTurn.Signal, [new(0.7, 1, 5), new(0.3, 3, 4)]),
            (AgenticAsked.Signal, [new(0.97, 0.5, 30), new(0.03, 30, 0.5)]), (Languages.Signal, OneLanguage), (TemplateFillings.Signal, [new(0.7, 20, 0.8), new(0.3, 0.8, 0.8)]), (ManyTemplates.Signal, Any), (ReasoningAsked.Signal, Any), (GradingAsked.Signal, Any), (ReasoningBehindAsked.Signal, [new(0.96, 0.5, 25), new(0.02, 0.8, 0.8), new(0.02, 30, 0.5)]), (SafeRewritingAsked.Signal, None), (Probing.Signal, None), (TrainingMaterialAsked.Signal, [new(0.965, 0.6, 9), new(0.015, 0.8, 1), new(0.02, 30, 0.5)]), (CodingAsked.Signal, Rare)),
        Honest("a product that asks for reasoning on people's behalf", ManyHumans,
            (NewPrompts.Signal, [new(1, 12, 0.8)]), (SingleTurns.Signal, [new(1, 7, 3.5)]), (NewVolume.Signal, [new(1, 6, 4.5)]), (LongAnswers.Signal, [new(1, 1.2, 3)]), (ShortAnswers.Signal, Rare), (Breadth.Signal, [new(1, 6, 3.5)]),
            (TemplateFillings.Signal, [new(0.7, 20, 0.8), new(0.3, 2, 3)]), (ManyTemplates.Signal, [new(1, 3, 5)]), (ReasoningAsked.Signal, [new(0.3, 0.5, 30), new(0.7, 10, 0.7)]), (GradingAsked.Signal, Odd), (ReasoningBehindAsked.Signal, None), (SafeRewritingAsked.Signal, None), (Probing.Signal, None), (TrainingMaterialAsked.Signal, Some)),
        Honest("a classifier", Script,
            (SingleTurns.Signal, All), (NewVolume.Signal, [new(1, 6, 2.5)]), (LongAnswers.Signal, None), (ShortAnswers.Signal, [new(1, 12, 0.6)]), (Breadth.Signal, Trade), (KindsInTurn.Signal, OneKind), (AgenticAsked.Signal, None), (Languages.Signal, OneLanguage), (TemplateFillings.Signal, Most), (ManyTemplates.Signal, Any),
            (ReasoningAsked.Signal, FewOrMany), (GradingAsked.Signal, FewOrMany), (RawOutputs.Signal, NoneOrAll), (SoftLabels.Signal, NoneOrAll), (TrainingMaterialAsked.Signal, [new(0.97, 0.5, 40), new(0.01, 0.8, 3), new(0.02, 30, 0.5)])),
        Honest("a back-fill of documents", [.. Script, .. UnaskedByForms],
            (NewPrompts.Signal, Nearly), (SingleTurns.Signal, All), (NewVolume.Signal, [new(1, 7, 3)]), (LongAnswers.Signal, [new(1, 0.8, 3)]), (ShortAnswers.Signal, [new(0.5, 0.6, 25), new(0.5, 1, 3)]), (Breadth.Signal, Trade), (KindsInTurn.Signal, OneKind),
            (AgenticAsked.Signal, None), (Languages.Signal, OneLanguage), (TemplateFillings.Signal, Nearly), (ManyTemplates.Signal, Any), (CodingAsked.Signal, FewOrMany)),
        Honest("a test suite that runs again and again", Script,
            (KindsInTurn.Signal, [new(1, 2.5, 2.5)]), (HourlyPace.Signal, [new(1, 5, 3)]),
            (NewPrompts.Signal, [new(0.7, 1, 2), new(0.3, 2.5, 1.3)]), (SingleTurns.Signal, All), (ShortAnswers.Signal, Any), (LongAnswers.Signal, Any), (Sweeps.Signal, Any), (ReasoningAsked.Signal, FewOrMany), (GradingAsked.Signal, FewOrMany), (Breadth.Signal, Trade), (Probing.Signal, [new(0.97, 0.7, 16), new(0.01, 2, 2), new(0.02, 30, 0.5)]), (SafeRewritingAsked.Signal, None), (TrainingMaterialAsked.Signal, Rare)),
        Honest("a benchmark that runs once", [(Hands.Signal, OneHand), (HourlyPace.Signal, [new(1, 5, 3)]), (KindsInTurn.Signal, [new(1, 2.5, 2.5)]), (IdleHours.Signal, Rare), (ThinkTime.Signal, Any), (SteadyPace.Signal, [new(1, 5, 30)])],
            (NewPrompts.Signal, [new(0.7, 20, 0.8), new(0.3, 3, 1.5)]), (SingleTurns.Signal, All), (NewVolume.Signal, [new(1, 7, 4)]), (LongAnswers.Signal, Any), (ShortAnswers.Signal, [new(0.4, 0.6, 25), new(0.3, 0.8, 10), new(0.15, 2, 1.5), new(0.15, 14, 0.6)]), (Breadth.Signal, [new(0.65, 9, 4), new(0.35, 16, 1.4)]),
            (AgenticAsked.Signal, Seldom), (TakingTime.Signal, [new(1, 1.2, 14)]), (TemplateFillings.Signal, Any), (ManyTemplates.Signal, Any), (ReasoningAsked.Signal, Any), (GradingAsked.Signal, FewOrMany), (ReasoningBehindAsked.Signal, [new(0.96, 0.5, 25), new(0.02, 0.8, 0.8), new(0.02, 30, 0.5)]), (SafeRewritingAsked.Signal, Rare), (CodingAsked.Signal, FewOrMany), (Probing.Signal, [new(0.88, 0.7, 16), new(0.1, 2, 2), new(0.02, 30, 0.5)]), (SoftLabels.Signal, NoneOrAll), (TrainingMaterialAsked.Signal, Never)),
        Honest("a translator or editor of everything", [.. Script, .. UnaskedByForms],
            (NewPrompts.Signal, Nearly), (SingleTurns.Signal, All), (NewVolume.Signal, [new(1, 7, 3.5)]), (LongAnswers.Signal, Any), (ShortAnswers.Signal, Any), (Breadth.Signal, [new(0.65, 9, 4), new(0.35, 16, 1.4)]), (KindsInTurn.Signal, OneKind),
            (AgenticAsked.Signal, None), (Languages.Signal, Any), (TemplateFillings.Signal, Any), (ManyTemplates.Signal, Any), (GivenTexts.Signal, [new(1, 9, 1)]), (CodingAsked.Signal, Rare)),
        Honest("agents at work", [(Hands.Signal, ManyHands), (HourlyPace.Signal, [new(1, 3, 3)]), (KindsInTurn.Signal, [new(0.5, 0.6, 14), new(0.5, 4, 3)]), (IdleHours.Signal, Any), (ThinkTime.Signal, Any), (SteadyPace.Signal, [new(1, 6, 45)]), .. Unasked],
            (NewPrompts.Signal, [new(1, 10, 0.8)]), (SingleTurns.Signal, [new(0.35, 4, 4), new(0.35, 16, 1.6), new(0.3, 60, 0.5)]), (NewVolume.Signal, [new(0.5, 5, 7), new(0.5, 8, 6)]), (AgenticAsked.Signal, [new(0.6, 20, 0.6), new(0.4, 1, 1)]), (TemplateFillings.Signal, [new(1, 2.5, 3)]), (ManyTemplates.Signal, Any), (Breadth.Signal, [new(0.8, 4, 4), new(0.2, 9, 4)])),

        Harvest("reasoning, under templates", 0.19, (ReasoningAsked.Signal, HalfOrAll), (TemplateFillings.Signal, [new(1, 10, 0.8)]), (ManyTemplates.Signal, [new(1, 2, 0.9)])),
        Harvest("reasoning, reworded each time", 0.07, (ReasoningAsked.Signal, HalfOrAll), (TemplateFillings.Signal, Some), (ManyTemplates.Signal, Some)),
        Harvest("the reasoning behind answers", 0.07, (ReasoningBehindAsked.Signal, HalfOrAll), (ManyTemplates.Signal, [new(1, 2, 0.9)])),
        Harvest("grading", 0.07, (GradingAsked.Signal, HalfOrAll), (ManyTemplates.Signal, [new(1, 2, 0.9)])),
        Harvest("training material", 0.09, (TrainingMaterialAsked.Signal, HalfOrAll), (ManyTemplates.Signal, [new(1, 2, 0.9)])),
        Harvest("safe rewriting", 0.06, (SafeRewritingAsked.Signal, HalfOrAll), (ManyTemplates.Signal, [new(1, 2, 0.9)])),
        Harvest("a deck of many kinds", 0.04, (ReasoningAsked.Signal, Some), (GradingAsked.Signal, Some), (CodingAsked.Signal, Some), (ManyTemplates.Signal, [new(1, 2, 0.9)])),
        Harvest("templates over everything, with chatter", 0.03, (SingleTurns.Signal, [new(1, 9, 2)]), (TemplateFillings.Signal, [new(1, 9, 2)]), (ManyTemplates.Signal, [new(1, 2, 0.9)]), (ReasoningAsked.Signal, HalfOrAll)),
        Harvest(EverythingByOneHand, 0.06, (TemplateFillings.Signal, Any), (KindsInTurn.Signal, [new(1, 4, 4)]), (Breadth.Signal, [new(1, 10, 2.6)])),
        Harvest(StrangersPrompts, 0.03, (TemplateFillings.Signal, Few), (KindsInTurn.Signal, [new(1, 6, 3)]), (Breadth.Signal, [new(1, 16, 2)]), (Hands.Signal, [new(1, 2.5, 2.5)])),
        Harvest(TalksWithItself, 0.04, (TemplateFillings.Signal, [new(1, 1.2, 5)]), (SingleTurns.Signal, [new(1, 3, 5)]), (ScriptedTurns.Signal, [new(1, 0.6, 12)]), (TalksAtOnce.Signal, [new(1, 0.6, 30)]), (HourlyPace.Signal, [new(1, 6, 4)]), (NewVolume.Signal, [new(1, 9, 7)]), (Breadth.Signal, [new(1, 12, 2.2)])),
        Harvest("agent tasks of every sort", 0.04, (AgenticAsked.Signal, Nearly), (Breadth.Signal, [new(1, 9, 4)]), (NewVolume.Signal, [new(1, 9, 7)]), (LongAnswers.Signal, Any)),
        Harvest("programs of every sort", 0.04, (CodingAsked.Signal, Nearly), (TemplateFillings.Signal, Any), (Breadth.Signal, [new(1, 9, 4)])),
        Harvest("conversations that a program holds", 0.04, (SingleTurns.Signal, [new(1, 3, 5)]), (ScriptedTurns.Signal, [new(1, 9, 1)]), (NewVolume.Signal, [new(1, 9, 7)])),
        Made("probing", 0.07, Harvester, [(Sweeps.Signal, Any), (ShortAnswers.Signal, Any), (TakingTime.Signal, [new(0.25, 1.2, 1.2), new(0.75, 3, 1.2)]), (Probing.Signal, HalfOrAll), (SingleTurns.Signal, All), (Breadth.Signal, [new(1, 8, 4)])]),
        Made("soft labels of everything", 0.06, Harvester, [(TakingTime.Signal, [new(0.25, 1.2, 1.2), new(0.75, 3, 1.2)]), (NewVolume.Signal, [new(1, 11, 6)]), (ShortAnswers.Signal, Nearly), (SoftLabels.Signal, Nearly), (RawOutputs.Signal, NoneOrAll), (SingleTurns.Signal, All), (Breadth.Signal, [new(1, 10, 3.5)]), (NewPrompts.Signal, [new(1, 8, 0.8)]), (TemplateFillings.Signal, Some)]),
    ];

    public static readonly int HonestCount = List.Count(static a => a.Stake == 0);

    private static Archetype Honest(string name, (Signal, Hump[])[] time, params (Signal, Hump[])[] rest) =>
        Made(name, 0, time, [(RawOutputs.Signal, None), (SoftLabels.Signal, None), (Sweeps.Signal, Few), .. rest]);

    private static Archetype Harvest(string name, double stake, params (Signal, Hump[])[] matter) =>
        Made(name, stake, Harvester, [(Networks.Signal, [new(1, 4, 2)]), (Clients.Signal, [new(1, 4, 2)]), (Languages.Signal, [new(1, 5, 2)]), .. Takes, .. matter]);

    private static Archetype Made(string name, double stake, (Signal, Hump[])[] time, (Signal, Hump[])[] rest)
    {
        var beliefs = Array.ConvertAll(AllSignals.List, s => stake > 0 ? null : s.Anybody);
        var shares = new double[beliefs.Length];
        (Signal Signal, Hump[] Humps)[] all = [.. time, .. rest];
        foreach (var (signal, humps) in all)
        {
            var at = Array.IndexOf(AllSignals.List, signal);
            beliefs[at] = stake > 0 ? Belief.Of(humps) : Belief.Leaving(signal.Unforeseen, humps);
            shares[at] = 0.97;
        }

        foreach (var (signal, share) in Shares)
        {
            var at = Array.IndexOf(AllSignals.List, signal);
            shares[at] = beliefs[at] is null ? 0 : share;
        }

        // People go on in their own words: no other kind says anything of that.
        return new Archetype(name, stake, beliefs, shares, Array.Exists(time, static part => part.Item1 == ScriptedTurns.Signal), Array.IndexOf(NoEvaluations, name) < 0, Array.IndexOf(Nothing, name) >= 0);
    }
}

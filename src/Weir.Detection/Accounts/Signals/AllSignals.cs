namespace Weir.Detection.Accounts.Signals;

/// <summary>Every signal, in the order in which yardsticks are stored: new ones go to the end.</summary>
internal static class AllSignals
{
    public static readonly Signal[] List =
    [
        IdleHours.Signal,
        ThinkTime.Signal,
        SteadyPace.Signal,
        NewPrompts.Signal,
        SingleTurns.Signal,
        NewVolume.Signal,
        LongAnswers.Signal,
        ShortAnswers.Signal,
        FullLength.Signal,
        Breadth.Signal,
        TemplateFillings.Signal,
        ManyTemplates.Signal,
        ReasoningAsked.Signal,
        ReasoningBehindAsked.Signal,
        GradingAsked.Signal,
        SafeRewritingAsked.Signal,
        Probing.Signal,
        SystemAsks.Signal,
        CodingAsked.Signal,
        AgenticAsked.Signal,
        Networks.Signal,
        Clients.Signal,
        Languages.Signal,
        Sweeps.Signal,
        RawOutputs.Signal,
        TakingTime.Signal,
        SoftLabels.Signal,
        TrainingMaterialAsked.Signal,
        ScriptedTurns.Signal,
        GivenTexts.Signal,
        CrammedHours.Signal,
        KindsInTurn.Signal,
        TalksAtOnce.Signal,
        Hands.Signal,
        HourlyPace.Signal,
    ];

    /// <summary>The family of each signal, as an index.</summary>
    public static readonly int[] Families = Array.ConvertAll(List, static s => (int)s.Family);
}

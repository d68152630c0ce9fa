using Weir.Drill.Traffic.Benign;
using Weir.Drill.Traffic.Extraction;

namespace Weir.Drill.Traffic;

/// <summary>Every class of made traffic, by name. Campaigns of many accounts join here as classes that make large groups.</summary>
public static class TrafficClasses
{
    public static TrafficClass People { get; } = new ChatPeople();

    public static IReadOnlyList<TrafficClass> All { get; } =
    [
        People, new HeavyUsers(), new SupportBot(), new RagBackfill(), new RagAnswers(), new TicketClassifier(), new TicketClassifierLogprobs(),
        new NightlyEvaluation(), new CiRunners(), new CompanyGateway(), new OfficeNat(), new ReleaseDayBenchmark(), new MultiAgent(),
        new Students(), new CatalogueTranslation(), new CommunityBot(), new Hackathon(), new OneOpeningLine(), new CodingAgent(),
        new LicensedResearch(), new HonestReseller(), new EmbeddingsOnly(),
        new MarketingTexts(), new TutorProduct(), new InvoiceExtraction(), new ContractReview(), new GameCharacters(), new QualityMonitor(),
        new Moderation(), new SearchAssistant(), new SurveyCoding(),
        new MealPlanner(), new PictureTexts(), new IncidentTriage(), new LanguageSchool(), new ArchiveCataloguing(), new SchoolbookExercises(), new SimulatedRespondents(),
        new LabellingFirm(), new EvaluationRounds(), new TranslationAgency(), new QueryRewriter(), new AgentFleet(), new ContentMill(), new UniversityCourse(), new ContractRedTeam(),
        new VoiceSpeaker(), new QuizMaker(), new EssayMarking(), new NewsDesk(), new BedtimeStories(),

        new MultilingualReasoning(), new ReasoningBehindAnswer(), new RubricGrading(), new SafeRewriting(), new AgenticHarvest(),
        new BenchmarkSweep(), new PersonaTemplate(), new LogprobTheft(), new SystemPromptProbing(), new SlowPatient(), new ChatterMixed(),
        new Paraphrasing(), new InstructionEvolution(), new SyntheticTextbooks(), new SyntheticDialogues(), new PreferencePairs(), new ReplayedUsers(),
        new InventedPersonas(), new ParallelPrograms(), new CritiqueAndRevise(), new ToolScenarios(), new CrawledPages(),
        new SeedBootstrapping(), new SampledSolutions(), new SelfPlayTalks(), new LocalisedBenchmarks(), new RankedAnswers(), new RepairTrajectories(), new ReviewPairs(),
        new EverythingDescribed(), new AlteredProblems(), new AnswersHandedOn(), new OpenQuestions(), new SchemaQueries(), new BothSides(),
        new BlendedReseller(0.05, named: true), new BlendedReseller(0.10, named: true), new BlendedReseller(0.25, named: true), new BlendedReseller(0.50, named: true),
        new BlendedReseller(0.05, named: false), new BlendedReseller(0.10, named: false), new BlendedReseller(0.25, named: false), new BlendedReseller(0.50, named: false),
    ];

    public static TrafficClass? Named(string name) => All.FirstOrDefault(kind => string.Equals(kind.Name, name, StringComparison.Ordinal));
}

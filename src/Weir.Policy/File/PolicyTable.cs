using Weir.Detection;
using Weir.Traffic.Text;

namespace Weir.Policy;

/// <summary>Every key of <c>policy.yaml</c>: reading, documents and the schema for editors come from here. Defaults are what the records hold.</summary>
internal static class PolicyTable
{
    private static readonly TimeSpan Hour = TimeSpan.FromHours(1);
    private static readonly TimeSpan Year = TimeSpan.FromDays(365);
    private static readonly TrueOrFalse YesNo = new();
    private static readonly OneOf<Posture> AnyPosture = new(Postures.All);
    private static readonly OneOf<Verdict> Verdicts = new(("watch", Verdict.Watch), ("act", Verdict.Act));
    private static readonly ListOf<string> ModelNames = new(new Text("a model name", "model name, or a pattern with `*`", "large-*"), static name => name);
    private static readonly ListOf<AskKinds> Kinds = new(new OneOf<AskKinds>([.. KindWords()]), static kind => kind.ToString());
    private static readonly ListOf<string> Tiers = new(new Text("a tier", "a tier's name, as facts of accounts have it", "free"), static name => name);

    private static readonly Section<Clause> Clause = new(
        new Clause(),
        new Setting<Clause, string>("title", new Text("a title", "text of one line", "Terms of use, section 4"), static c => c.Title, static (c, v) => c with { Title = v },
            "Where it stands.") { Required = true },
        new Setting<Clause, string>("says", new Text("a sentence", "text of one line", "Answers may not be used to train models that compete with ours."), static c => c.Says, static (c, v) => c with { Says = v },
            "What it says, for customers.") { Required = true },
        new Setting<Clause, IReadOnlyList<string>>("exceptions", new ListOf<string>(new Text("a sentence", "text of one line", "a licence of ours"), static text => text), static c => c.Exceptions, static (c, v) => c with { Exceptions = v },
            "What it allows."));

    private static readonly Section<TermsConfig> Terms = new(
        new TermsConfig(),
        new Setting<TermsConfig, Uri>("url", new CallUrl("https://example.com/terms"), static c => c.Url, static (c, v) => c with { Url = v },
            "The terms of use; every answer names them in a `Link` header."),
        new Setting<TermsConfig, bool>("say_no_training", YesNo, static c => c.SayNoTraining, static (c, v) => c with { SayNoTraining = v },
            "Every answer carries `Content-Usage: train-ai=n`."),
        new Setting<TermsConfig, Uri>("verify_url", new CallUrl("https://example.com/verify"), static c => c.VerifyUrl, static (c, v) => c with { VerifyUrl = v },
            "Where customers confirm who they are; refusals of `verify` lead there."),
        new Setting<TermsConfig, string>("contact", new Text("an address", "text of one line", "trust@example.com"), static c => c.Contact, static (c, v) => c with { Contact = v },
            "How a person is reached, for the guidelines page."),
        new Setting<TermsConfig, IReadOnlyDictionary<string, Clause>>("clauses", new MapOf<Clause>(Clause, "no-training"), static c => c.Clauses, static (c, v) => c with { Clauses = v },
            "Clauses that rules stand on, by name."));

    private static readonly Section<TrustConfig> Trust = new(
        new TrustConfig(),
        new Setting<TrustConfig, bool>("verified", YesNo, static c => c.Verified, static (c, v) => c with { Verified = v },
            "Whoever confirmed who they are is trusted."),
        new Setting<TrustConfig, IReadOnlyList<string>>("tiers", Tiers, static c => c.Tiers, static (c, v) => c with { Tiers = v },
            "Tiers whose accounts are trusted. Licensed accounts and those the operator trusts by name always are."),
        new Setting<TrustConfig, bool>("end_users", YesNo, static c => c.EndUsers, static (c, v) => c with { EndUsers = v },
            "The trust in an account covers its own customers; `false`: rules about end users act on them alone."),
        new Setting<TrustConfig, Posture>("most", AnyPosture, static c => c.Most, static (c, v) => c with { Most = v },
            "The hardest posture that a trusted account gets without a person's yes."));

    private static readonly Section<ExposureBudget> Budget = new(
        new ExposureBudget(),
        new Setting<ExposureBudget, long?>("per_day", Tokens("200000"), static c => c.PerDay, static (c, v) => c with { PerDay = v },
            "New output tokens in a day (UTC)."),
        new Setting<ExposureBudget, long?>("per_thirty_days", Tokens("2000000"), static c => c.PerThirtyDays, static (c, v) => c with { PerThirtyDays = v },
            "New output tokens in thirty days."));

    private static readonly Section<Condition> When = new(
        new Condition(),
        new Setting<Condition, Verdict?>("verdict", new Optional<Verdict>(Verdicts), static c => c.Verdict, static (c, v) => c with { Verdict = v },
            "The account's verdict, or a harder one."),
        new Setting<Condition, double?>("evidence", new Optional<double>(new Number(0.05, 100, "2.6")), static c => c.Evidence, static (c, v) => c with { Evidence = v },
            "Evidence (log10) of at least this."),
        new Setting<Condition, Verdict?>("campaign", new Optional<Verdict>(Verdicts), static c => c.Campaign, static (c, v) => c with { Campaign = v },
            "The verdict of the campaign that the account belongs to, or a harder one."),
        new Setting<Condition, double?>("certainty", new Optional<double>(new Share("0.9")), static c => c.Certainty, static (c, v) => c with { Certainty = v },
            "How surely it belongs there, at least; `hold.certainty` where nothing is written."),
        new Setting<Condition, long?>("new_tokens", Tokens("1000000"), static c => c.NewTokens, static (c, v) => c with { NewTokens = v },
            "New output tokens that have left through the account, ever."),
        new Setting<Condition, double?>("budget", new Optional<double>(new Number(0.01, 100, "1")), static c => c.Budget, static (c, v) => c with { Budget = v },
            "Share of the tier's budget that is used: 1 is all of it."),
        new Setting<Condition, IReadOnlyList<AskKinds>>("kinds", Kinds, static c => c.Kinds, static (c, v) => c with { Kinds = v },
            "Output went to asks of these kinds …"),
        new Setting<Condition, double>("kind_share", new Share("0.5"), static c => c.KindShare, static (c, v) => c with { KindShare = v },
            "… with at least this share of it."),
        new Setting<Condition, int?>("biased_tokens", new Optional<int>(new Whole<int>(1, int.MaxValue, "1000")), static c => c.BiasedTokens, static (c, v) => c with { BiasedTokens = v },
            "Distinct tokens that the account, or its campaign, set a bias on in thirty days, bans aside."),
        new Setting<Condition, IReadOnlyList<string>>("models", ModelNames, static c => c.Models, static (c, v) => c with { Models = v },
            "The model it took most from in thirty days is one of these."),
        new Setting<Condition, IReadOnlyList<string>>("tiers", Tiers, static c => c.Tiers, static (c, v) => c with { Tiers = v },
            "The account is of one of these tiers; `none` is an account without one."),
        new Setting<Condition, bool?>("verified", new Optional<bool>(YesNo), static c => c.Verified, static (c, v) => c with { Verified = v },
            "Whether it confirmed who it is."),
        new Setting<Condition, bool?>("trusted", new Optional<bool>(YesNo), static c => c.Trusted, static (c, v) => c with { Trusted = v },
            "Whether it is trusted."),
        new Setting<Condition, IReadOnlyList<string>>("countries", new ListOf<string>(new Text("a country", "two letters (ISO 3166)", "NL"), static name => name), static c => c.Countries, static (c, v) => c with { Countries = v },
            "Facts name one of these countries. Never enough by itself."),
        new Setting<Condition, TimeSpan?>("younger_than", new Optional<TimeSpan>(new Duration(Hour, Year, "30d")), static c => c.YoungerThan, static (c, v) => c with { YoungerThan = v },
            "The account was made less long ago. One of which facts do not say when is not young. Never enough by itself."));

    private static readonly Section<MeasureScope> Only = new(
        MeasureScope.All,
        new Setting<MeasureScope, IReadOnlyList<AskKinds>>("kinds", Kinds, static c => c.Kinds, static (c, v) => c with { Kinds = v },
            "Asks of these kinds."),
        new Setting<MeasureScope, IReadOnlyList<string>>("models", ModelNames, static c => c.Models, static (c, v) => c with { Models = v },
            "Asks to these models."));

    internal static readonly Section<PolicyRule> Rule = new(
        new PolicyRule(),
        new Setting<PolicyRule, string>("name", new Name(), static c => c.Name, static (c, v) => c with { Name = v },
            "Stands in decisions.") { Required = true },
        new Setting<PolicyRule, SubjectKind>("about", new OneOf<SubjectKind>(("account", SubjectKind.Account), ("end_user", SubjectKind.EndUser), ("organization", SubjectKind.Organization), ("campaign", SubjectKind.Campaign)), static c => c.About, static (c, v) => c with { About = v },
            "Whom it judges: each account, each of an account's own customers, a declared organization, or a campaign as a whole. A decision about a group reaches its members."),
        new Setting<PolicyRule, Condition>("when", When, static c => c.When, static (c, v) => c with { When = v },
            "What must hold, all of it.") { Required = true },
        new Setting<PolicyRule, Posture>("then", AnyPosture, static c => c.Then, static (c, v) => c with { Then = v },
            "The posture that follows.") { Required = true },
        new Setting<PolicyRule, TimeSpan>("for", new Duration(Hour, Year, "7d"), static c => c.For, static (c, v) => c with { For = v },
            "How long it holds after the rule was last met."),
        new Setting<PolicyRule, bool>("approval", new OneOf<bool>(("none", false), ("person", true)), static c => c.NeedsPerson, static (c, v) => c with { NeedsPerson = v },
            "Whether a person must say yes first. Until then the next milder rule holds."),
        new Setting<PolicyRule, string>("clause", new Name(), static c => c.Clause, static (c, v) => c with { Clause = v },
            "The clause of the terms behind it. Needed from `slow` on."),
        new Setting<PolicyRule, MeasureScope>("only", Only, static c => c.Only, static (c, v) => c with { Only = v },
            "Measures hold for these asks alone; the rest of the customer's work goes on."));

    private static readonly Section<PostureMeasures> Bundles = new(
        new PostureMeasures(),
        Bundle("watch", static c => c.Watch, static (c, v) => c with { Watch = v }, "Nothing is felt."),
        Bundle("slow", static c => c.Slow, static (c, v) => c with { Slow = v }, "Less at a time."),
        Bundle("narrow", static c => c.Narrow, static (c, v) => c with { Narrow = v }, "Answers that are worth less to a student."));

    private static readonly Section<HoldConfig> Hold = new(
        new HoldConfig(),
        new Setting<HoldConfig, TimeSpan>("step", new Duration(TimeSpan.FromMinutes(10), TimeSpan.FromDays(30), "12h"), static c => c.Step, static (c, v) => c with { Step = v },
            "How long each step of the way back to `open` takes."),
        new Setting<HoldConfig, double>("margin", new Number(0, 10, "0.5"), static c => c.Margin, static (c, v) => c with { Margin = v },
            "A rule that was met stays met until evidence has fallen by this below what it asks for."),
        new Setting<HoldConfig, TimeSpan>("proposals_for", new Duration(Hour, Year, "14d"), static c => c.ProposalsFor, static (c, v) => c with { ProposalsFor = v },
            "How long a proposal waits for a person."),
        new Setting<HoldConfig, TimeSpan>("declined_for", new Duration(Hour, Year, "30d"), static c => c.DeclinedFor, static (c, v) => c with { DeclinedFor = v },
            "How long a rule that a person turned down for an account is not proposed for it again."),
        new Setting<HoldConfig, double>("certainty", new Share("0.9"), static c => c.Certainty, static (c, v) => c with { Certainty = v },
            "How surely an account must belong to a campaign before the campaign's posture is its own."));

    private static readonly Section<LeakConfig> Leaks = new(
        new LeakConfig(),
        new Setting<LeakConfig, int>("biased_tokens", new Whole<int>(1, 1_000_000, "1000"), static c => c.BiasedTokens, static (c, v) => c with { BiasedTokens = v },
            "Distinct tokens biased beyond bans, in thirty days, at which an account or a campaign is reported."),
        new Setting<LeakConfig, int>("bans", new Whole<int>(0, 1024, "16"), static c => c.Bans, static (c, v) => c with { Bans = v },
            "Tokens that one request without trust may ban."),
        new Setting<LeakConfig, int>("top_logprobs", new Whole<int>(0, 20, "5"), static c => c.TopLogprobs, static (c, v) => c with { TopLogprobs = v },
            "Alternatives a position that a request without trust may ask for."));

    private static readonly Section<GuardConfig> Guard = new(
        new GuardConfig(),
        new Setting<GuardConfig, GuardAction>("system_prompt", new OneOf<GuardAction>(("off", GuardAction.Off), ("flag", GuardAction.Flag), ("cut", GuardAction.Cut)), static c => c.SystemPrompt, static (c, v) => c with { SystemPrompt = v },
            "What happens to an answer that repeats its system prompt: nothing, a record, or an end to the answer."),
        new Setting<GuardConfig, IReadOnlyList<string>>("canaries", new ListOf<string>(new Text("a word", "a word of at least six characters that stands nowhere else", "quillotrope-7"), static text => text), static c => c.Canaries, static (c, v) => c with { Canaries = v },
            "Words that stand in system prompts only to be recognised in an answer, translated ones too."));

    public static Section<ResponsePolicy> Root { get; } = new(
        new ResponsePolicy(),
        new Setting<ResponsePolicy, PolicyMode>("mode", new OneOf<PolicyMode>(("shadow", PolicyMode.Shadow), ("enforce", PolicyMode.Enforce)), static c => c.Mode, static (c, v) => c with { Mode = v },
            "`shadow` decides and records, and enforces nothing."),
        new Setting<ResponsePolicy, TermsConfig>("terms", Terms, static c => c.Terms, static (c, v) => c with { Terms = v },
            "What customers agreed to."),
        new Setting<ResponsePolicy, TrustConfig>("trust", Trust, static c => c.Trust, static (c, v) => c with { Trust = v },
            "Who is trusted."),
        new Setting<ResponsePolicy, PostureMeasures>("postures", Bundles, static c => c.Postures, static (c, v) => c with { Postures = v },
            "What each posture does."),
        new Setting<ResponsePolicy, IReadOnlyDictionary<string, ExposureBudget>>("budgets", new MapOf<ExposureBudget>(Budget, "default"), static c => c.Budgets, static (c, v) => c with { Budgets = v },
            "New output that may leave through one account, by tier; `default` for all others."),
        new Setting<ResponsePolicy, IReadOnlyList<PolicyRule>>("rules", new ListOf<PolicyRule>(Rule, static rule => rule.Name), static c => c.Rules, static (c, v) => c with { Rules = v },
            "What leads to which posture. Of the rules that are met the hardest counts."),
        new Setting<ResponsePolicy, HoldConfig>("hold", Hold, static c => c.Hold, static (c, v) => c with { Hold = v },
            "How postures end."),
        new Setting<ResponsePolicy, LeakConfig>("leaks", Leaks, static c => c.Leaks, static (c, v) => c with { Leaks = v },
            "Parameters that give away more than text."),
        new Setting<ResponsePolicy, GuardConfig>("guard", Guard, static c => c.Guard, static (c, v) => c with { Guard = v },
            "Answers that repeat a system prompt."));

    private static OrWord<long> Tokens(string example) => new(new Whole<long>(1, long.MaxValue, example), "none");

    private static IEnumerable<(string, AskKinds)> KindWords()
    {
        for (var bit = 0; bit < AskKindNames.Count; bit++)
            yield return (AskKindNames.Name(bit), (AskKinds)(1u << bit));
    }

    private static Setting<PostureMeasures, Measures> Bundle(string name, Func<PostureMeasures, Measures> get, Func<PostureMeasures, Measures, PostureMeasures> with, string doc) =>
        new(name, MeasureKeys.Of(get(new PostureMeasures())), get, with, doc);
}

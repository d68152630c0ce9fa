namespace Weir.Policy;

/// <summary>The keys of one posture's bundle.</summary>
internal static class MeasureKeys
{
    private static readonly TrueOrFalse YesNo = new();

    public static Section<Measures> Of(Measures start) => new(
        start,
        new Setting<Measures, bool>("keep_content", YesNo, static c => c.KeepContent, static (c, v) => c with { KeepContent = v },
            "Keep the texts of prompts and answers in the journal while it holds."),
        new Setting<Measures, bool>("leak_rules", YesNo, static c => c.LeakRules, static (c, v) => c with { LeakRules = v },
            "Refuse requests that leak the model by their parameters (group `leaks`)."),
        new Setting<Measures, long?>("requests_per_minute", Most("60"), static c => c.RequestsPerMinute, static (c, v) => c with { RequestsPerMinute = v },
            "Calls in a minute."),
        new Setting<Measures, long?>("tokens_per_minute", Most("20000"), static c => c.TokensPerMinute, static (c, v) => c with { TokensPerMinute = v },
            "Output tokens in a minute."),
        new Setting<Measures, long?>("new_tokens_per_hour", Most("60000"), static c => c.NewTokensPerHour, static (c, v) => c with { NewTokensPerHour = v },
            "New output tokens in an hour. Repeated work costs nothing."),
        new Setting<Measures, long?>("new_tokens_per_day", Most("500000"), static c => c.NewTokensPerDay, static (c, v) => c with { NewTokensPerDay = v },
            "New output tokens in twenty-four hours."),
        new Setting<Measures, int?>("concurrency", new OrWord<int>(new Whole<int>(1, 65_535, "8"), "none"), static c => c.Concurrency, static (c, v) => c with { Concurrency = v },
            "Calls at once."),
        new Setting<Measures, TimeSpan?>("pace", new OrWord<TimeSpan>(new Duration(TimeSpan.FromMilliseconds(100), TimeSpan.FromSeconds(60), "2s"), "none"), static c => c.Pace, static (c, v) => c with { Pace = v },
            "Each call begins later by a random time up to this."),
        new Setting<Measures, LogprobsMeasure>("logprobs", new OneOf<LogprobsMeasure>(("keep", LogprobsMeasure.Keep), ("rounded", LogprobsMeasure.Rounded), ("none", LogprobsMeasure.None)), static c => c.Logprobs, static (c, v) => c with { Logprobs = v },
            "Log-probabilities as they are, rounded to 0.01, or none."),
        new Setting<Measures, int?>("top_logprobs", new OrWord<int>(new Whole<int>(0, 20, "5"), "none"), static c => c.TopLogprobs, static (c, v) => c with { TopLogprobs = v },
            "Alternatives a position, at most."),
        new Setting<Measures, BiasMeasure>("logit_bias", new OneOf<BiasMeasure>(("keep", BiasMeasure.Keep), ("bans_only", BiasMeasure.BansOnly), ("none", BiasMeasure.None)), static c => c.LogitBias, static (c, v) => c with { LogitBias = v },
            "A bias on tokens as it is, bans alone, or none."),
        new Setting<Measures, int?>("choices", new OrWord<int>(new Whole<int>(1, 128, "1"), "none"), static c => c.Choices, static (c, v) => c with { Choices = v },
            "Answers to one ask, at most."),
        new Setting<Measures, int?>("max_tokens", new OrWord<int>(new Whole<int>(16, 1_000_000, "1024"), "none"), static c => c.MaxTokens, static (c, v) => c with { MaxTokens = v },
            "Length of an answer, at most."),
        new Setting<Measures, bool>("hide_reasoning", YesNo, static c => c.HideReasoning, static (c, v) => c with { HideReasoning = v },
            "Reasoning and its summaries are withheld."),
        new Setting<Measures, bool>("no_seeds", YesNo, static c => c.NoSeeds, static (c, v) => c with { NoSeeds = v },
            "Seeds are taken out."),
        new Setting<Measures, string>("model", new Text("a model name", "a model's name", "small-model"), static c => c.Model, static (c, v) => c with { Model = v },
            "The model that answers in place of the one asked for."));

    private static OrWord<long> Most(string example) => new(new Whole<long>(1, long.MaxValue, example), "none");
}

using Weir.Traffic;

namespace Weir.Bench.Detection;

/// <summary>One thing taken away from what detection sees.</summary>
public sealed record Removal(string Name, Func<Exchange, Exchange>? Take, bool Facts = true, bool ThroughJournal = false)
{
    public async ValueTask<IReadOnlyList<Exchange>> FromAsync(List<Exchange> batch) =>
        ThroughJournal ? await JournalTrip.OfAsync(batch) : Take is null ? batch : batch.ConvertAll(exchange => Take(exchange));

    public static Removal Nothing { get; } = new("everything there", null);

    public static IReadOnlyList<Removal> All { get; } =
    [
        Nothing,
        new("as the gateway's journal: written without content, read again", null, ThroughJournal: true),
        new("no account facts", null, Facts: false),
        new("no client (user agent, TLS)", static exchange => exchange with { UserAgent = null, Tls = null }),
        new("no network (address, block)", static exchange => exchange with { Address = KeyedHash.None, Network = KeyedHash.None }),
        new("no end user", static exchange => exchange with { EndUser = KeyedHash.None }),
        new("no key", static exchange => exchange with { Key = null }),
        new("no model", static exchange => exchange with { Model = null }),
        new("no parameters", static exchange => exchange with
        {
            Ask = exchange.Ask with
            {
                MaxTokens = null, Temperature = null, TopP = null, Choices = 1, Seeded = false, Logprobs = false, TopLogprobs = 0,
                BiasedTokens = 0, BiasBeyondBans = false, Format = AnswerFormat.Text, Reasoning = false,
            },
        }),
        new("no conversation (messages, tools)", static exchange => exchange with
        {
            Ask = exchange.Ask with { Messages = 1, UserMessages = 1, AssistantMessages = 0, ToolResults = 0, Tools = 0, TotalChars = exchange.Ask.PromptChars },
        }),
        new("no answer facts, tokens only", static exchange => exchange with { Answer = AnswerFacts.None, LatencyMs = 0, FirstByteMs = 0, BytesOut = 0, Stream = false }),
        new("no prompt features at all", static exchange => exchange with { Prompt = null }),
    ];
}

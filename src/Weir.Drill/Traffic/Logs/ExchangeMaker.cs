using Weir.Drill.Traffic.Accounts;
using Weir.Traffic;
using Weir.Traffic.Text;

namespace Weir.Drill.Traffic.Logs;

/// <summary>Made exchanges as the facts that a gateway would have seen, without a detour over text files.</summary>
public sealed class ExchangeMaker(KeyedHasher hasher)
{
    // Addresses and names of customers come again and again; an HMAC for each would cost more than the rest.
    private readonly Dictionary<string, KeyedHash> _hashes = new(StringComparer.Ordinal);

    public Exchange Make(MadeExchange made)
    {
        var ask = Ask(made);
        return new Exchange
        {
            Time = made.Time,
            Account = made.By.Who.Account,
            Organization = made.By.Who.Facts.Organization,
            Key = made.Key,
            EndUser = made.EndUser is null ? KeyedHash.None : Hash(made.EndUser),
            Address = Hash(made.Place.Address),
            Network = Hash(made.Place.Network),
            UserAgent = made.Client.UserAgent,
            Tls = made.Client.Tls,
            Dialect = made.Shape.Dialect,
            Model = made.Model,
            Stream = made.Shape.Stream && !made.Embedding,
            Outcome = made.Status == 200 ? Outcome.Completed : Outcome.Rejected,
            Status = made.Status,
            LatencyMs = made.LatencyMs,
            FirstByteMs = made.LatencyMs / 8,
            BytesIn = made.TotalChars + 220,
            BytesOut = made.AnswerChars + 180,
            Usage = new Usage(made.InputTokens, made.OutputTokens),
            Ask = ask,
            Answer = Answer(made),
            Prompt = PromptFeatures.Compute(made.Prompt.Span, made.System, made.FirstUser, ask, hasher),
        };
    }

    public static AskFacts Ask(MadeExchange made) => new()
    {
        MaxTokens = made.Shape.MaxTokens,
        Temperature = made.Shape.Temperature,
        TopP = made.Shape.TopP,
        Choices = made.Shape.Choices,
        Seeded = made.Shape.Seeded,
        Logprobs = made.Shape.Logprobs,
        TopLogprobs = made.Shape.TopLogprobs,
        BiasedTokens = made.Shape.BiasedTokens,
        BiasBeyondBans = made.Shape.BiasedTokens > 0,
        Format = made.Shape.Format,
        Reasoning = made.Shape.Reasoning,
        Tools = made.Tools,
        Messages = made.Messages,
        UserMessages = made.UserMessages,
        AssistantMessages = made.AssistantMessages,
        ToolResults = made.ToolResults,
        Images = made.Images,
        SystemChars = made.System?.Length ?? 0,
        PromptChars = made.Prompt.Length,
        TotalChars = made.TotalChars,
    };

    public static AnswerFacts Answer(MadeExchange made) => made.Status != 200 || made.Embedding
        ? AnswerFacts.None
        : new AnswerFacts
        {
            Finish = made.RanToLimit ? Finish.Length : made.CallsTool ? Finish.ToolCalls : Finish.Stop,
            Choices = made.Shape.Choices,
            Chars = made.AnswerChars,
            ReasoningChars = made.Shape.Reasoning ? made.AnswerChars / 3 : 0,
            ToolCalls = made.CallsTool ? 1 : 0,
            LogprobTokens = made.Shape.Logprobs ? made.OutputTokens : 0,
            Events = made.Shape.Stream ? 2 + made.OutputTokens : 1,
            Hash = new KeyedHash(made.AnswerSeed),
        };

    private KeyedHash Hash(string name)
    {
        if (!_hashes.TryGetValue(name, out var hash))
            _hashes.Add(name, hash = hasher.Hash(name));
        return hash;
    }
}

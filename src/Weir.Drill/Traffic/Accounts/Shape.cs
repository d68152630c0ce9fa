using Weir.Drill.Traffic.Wording;
using Weir.Traffic;

namespace Weir.Drill.Traffic.Accounts;

/// <summary>
/// The parameters that an account's program sends. One distribution for everybody: whoever asks for 8,192 tokens, a
/// fixed seed or log-probabilities says something about a program, nothing about its purpose.
/// </summary>
public sealed record Shape
{
    public Dialect Dialect { get; init; }
    public int? MaxTokens { get; init; }
    public double? Temperature { get; init; }
    public double? TopP { get; init; }
    public int Choices { get; init; } = 1;
    public bool Seeded { get; init; }
    public bool Logprobs { get; init; }
    public int TopLogprobs { get; init; }
    public int BiasedTokens { get; init; }
    public AnswerFormat Format { get; init; }
    public bool Reasoning { get; init; }
    public bool Stream { get; init; }

    public static Shape Draw(ref Dice dice)
    {
        var dialect = dice.Weighted([58, 12, 20, 10]) switch
        {
            0 => Dialect.OpenAiChat, 1 => Dialect.OpenAiResponses, 2 => Dialect.AnthropicMessages, _ => Dialect.GeminiGenerate,
        };
        var logprobs = dialect is Dialect.OpenAiChat && dice.Chance(0.08);
        return new Shape
        {
            Dialect = dialect,
            MaxTokens = dialect is Dialect.AnthropicMessages || dice.Chance(0.5) ? dice.Pick<int>([256, 512, 1000, 1024, 2000, 2048, 4096, 4096, 8192, 16384]) : null,
            Temperature = dice.Chance(0.55) ? dice.Pick<double>([0, 0, 0.1, 0.2, 0.3, 0.7, 0.7, 0.8, 1]) : null,
            TopP = dice.Chance(0.12) ? dice.Pick<double>([0.8, 0.9, 0.95]) : null,
            Choices = dice.Chance(0.05) ? dice.Between(2, 8) : 1,
            Seeded = dice.Chance(0.08),
            Logprobs = logprobs,
            TopLogprobs = logprobs && dice.Chance(0.6) ? dice.Pick<int>([1, 3, 5, 20]) : 0,
            BiasedTokens = dice.Chance(0.03) ? dice.Between(1, 40) : 0,
            Format = dice.Weighted([84, 10, 6]) switch { 0 => AnswerFormat.Text, 1 => AnswerFormat.Json, _ => AnswerFormat.JsonSchema },
            Reasoning = dice.Chance(0.18),
            Stream = dice.Chance(0.5),
        };
    }
}

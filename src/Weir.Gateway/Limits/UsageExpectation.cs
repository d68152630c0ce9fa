using System.Runtime.CompilerServices;
using Weir.Traffic;

namespace Weir.Gateway.Limits;

/// <summary>
/// What an account's calls usually come to, by model and by the size of answer asked for: four sizes of eight models, where
/// models that fall together share a place.
/// Output is a mean that leans to the upper end: it rises by half of any surprise and falls by a twentieth,
/// so it settles where nine calls in ten stay below, and calls that grow longer are believed at once.
/// Updates may lose one another; the next call corrects it.
/// </summary>
internal sealed class UsageExpectation
{
    private const int Models = 8, Sizes = 4, Classes = Models * Sizes;
    private const float Rise = 0.5f, Fall = 0.05f;
    /// <summary>Before anything is known.</summary>
    private const long FirstOutput = 512;
    /// <summary>How long an answer may get where the caller names no most.</summary>
    private const long UnstatedOutput = 4096;
    /// <summary>No model writes more in one answer, whatever a caller asks for.</summary>
    private const long MostOutput = 131_072;
    private const int MostChoices = 128;
    private const int BytesPerToken = 5, CharsPerToken = 4, TokensPerImage = 1000, TokensPerMedium = 2000;
    private const float MinFactor = 0.05f, MaxFactor = 8f;

    [InlineArray(Classes)]
    private struct Values
    {
        private float _first;
    }

    // Both are kept one up, so that zero means "not known yet".
    private Values _output;
    private Values _inputFactor;

    /// <param name="Input">Before the account's own factor.</param>
    internal readonly record struct Guess(int Class, long Input, long Tokens, long AtRisk);

    /// <summary>Calls that were not read as a call to a model use no tokens.</summary>
    public static bool IsUnread(AskFacts ask) => ReferenceEquals(ask, AskFacts.None);

    public Guess Expect(string? model, AskFacts ask, long requestBytes)
    {
        var kind = ClassOf(model, ask);
        var input = InputOf(ask, requestBytes);
        var factor = Volatile.Read(ref _inputFactor[kind]);
        var expectedInput = factor == 0 ? input : (long)(input * (factor - 1));
        var learned = Volatile.Read(ref _output[kind]);
        var output = learned == 0 ? FirstOutput : (long)(learned - 1);
        var most = ask.MaxTokens is { } asked
            ? Math.Clamp(asked, 0, MostOutput) * Math.Clamp(ask.Choices, 1, MostChoices)
            : Math.Max(UnstatedOutput, output);
        output = Math.Min(output, most);
        return new Guess(kind, input, expectedInput + output, most - output);
    }

    public void Learn(in Guess guess, in Usage usage)
    {
        if (usage.Total <= 0)
            return;
        Move(ref _output[guess.Class], usage.OutputTokens, first: FirstOutput);
        if (guess.Input > 0)
            Move(ref _inputFactor[guess.Class], Math.Clamp((float)usage.InputTokens / guess.Input, MinFactor, MaxFactor), first: 1);
    }

    private static void Move(ref float place, float seen, float first)
    {
        var known = Volatile.Read(ref place);
        var value = known == 0 ? first : known - 1;
        // The first value is a guess of ours: what is seen counts for more than it.
        var step = seen > value ? Rise : known == 0 ? Rise : Fall;
        Volatile.Write(ref place, value + step * (seen - value) + 1);
    }

    private static int ClassOf(string? model, AskFacts ask)
    {
        // Kept apart by size, so that short answers asked for as such teach nothing about long ones.
        var size = ask.MaxTokens switch { null => 0, <= 256 => 1, <= 4096 => 2, _ => 3 };
        var place = (HashCode.Combine(model, ask.Reasoning) & (Models - 1)) * Sizes;
        return place + size;
    }

    /// <summary>Media travel as base64, whose bytes say nothing of tokens; without media every byte may be text of some kind.</summary>
    private static long InputOf(AskFacts ask, long requestBytes) => ask.Images + ask.OtherMedia > 0
        ? ask.TotalChars / CharsPerToken + (long)ask.Images * TokensPerImage + (long)ask.OtherMedia * TokensPerMedium
        : Math.Max(ask.TotalChars / CharsPerToken, requestBytes / BytesPerToken);
}

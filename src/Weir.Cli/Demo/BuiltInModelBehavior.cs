using System.Globalization;

namespace Weir.Cli.Demo;

/// <summary>
/// What a caller asks the built-in model to do wrong, by the header <c>x-model-behavior</c>: <c>error=500</c>,
/// <c>die-after=3</c> (frames, or half of a whole body, then the connection is cut), <c>hang</c> or <c>hang-after=3</c> (silence until the caller
/// leaves), <c>garbage</c> (bytes that are no JSON), <c>no-usage</c>. Several are separated by commas.
/// </summary>
internal readonly record struct BuiltInModelBehavior(int Error, int DieAfter, int HangAfter, bool Garbage, bool NoUsage)
{
    public const string Header = "x-model-behavior";

    public static BuiltInModelBehavior None { get; } = new(0, -1, -1, false, false);

    public static BuiltInModelBehavior Read(string? header)
    {
        var behavior = None;
        if (string.IsNullOrEmpty(header))
            return behavior;
        foreach (var part in header.Split(',', StringSplitOptions.TrimEntries))
        {
            var equals = part.IndexOf('=', StringComparison.Ordinal);
            var name = equals < 0 ? part : part[..equals];
            var number = equals > 0 && int.TryParse(part.AsSpan(equals + 1), NumberStyles.None, CultureInfo.InvariantCulture, out var read) ? read : 0;
            behavior = name switch
            {
                "error" => behavior with { Error = number is >= 400 and <= 599 ? number : 500 },
                "die-after" => behavior with { DieAfter = number },
                "hang" => behavior with { HangAfter = 0 },
                "hang-after" => behavior with { HangAfter = number },
                "garbage" => behavior with { Garbage = true },
                "no-usage" => behavior with { NoUsage = true },
                _ => behavior,
            };
        }

        return behavior;
    }
}

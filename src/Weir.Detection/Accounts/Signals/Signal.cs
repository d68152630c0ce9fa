using Weir.Detection.Evidence;

namespace Weir.Detection.Accounts.Signals;

/// <summary>
/// Families of evidence. Signals of one family tell much the same thing, so what a family may contribute is capped (<see cref="Comparison"/>).
/// </summary>
internal enum Family : byte
{
    /// <summary>Person or script. Never enough: a script is not a thief.</summary>
    Automation = 0,
    /// <summary>How much that is new is taken, and how broadly.</summary>
    Taking,
    Templates,
    /// <summary>What is asked for.</summary>
    Content,
    /// <summary>How the identity is used: networks, clients.</summary>
    Identity,
    /// <summary>The same thing asked over and over with other parameters: raw outputs, limits, countermeasures.</summary>
    Sweep,
}

/// <summary>What a signal found: so many hits in so many trials.</summary>
internal readonly record struct Measure(double Hits, double Trials)
{
    public static Measure None => default;

    public bool IsNone => Trials <= 0;
    public double Rate => Hits / Trials;

    /// <summary>A quantity between 0 and 1 that is measured once, known about as well as so many trials would tell.</summary>
    public static Measure OfLevel(double level, double worth) => new(Math.Clamp(level, 0, 1) * worth, worth);
}

internal delegate Measure Measuring(in Stretch stretch);

internal delegate string Saying(double rate, in Stretch stretch);

/// <summary>
/// One named measurement: how it is read from a stretch of exchanges, and how its values lie over accounts of which nothing else is known. What
/// each kind of honest use and each kind of harvest does differently stands in <see cref="Archetypes"/>.
/// </summary>
internal sealed class Signal
{
    public required string Name { get; init; }
    public required string Unit { get; init; }
    public required Family Family { get; init; }
    public required Belief Anybody { get; init; }
    /// <summary>How much of what is believed of any honest kind is left for what nobody thought of: less where nobody gets there by accident.</summary>
    public double Unforeseen { get; init; } = Belief.Unforeseen;
    public required string Usual { get; init; }
    public required Measuring Measure { get; init; }
    public required Saying Says { get; init; }

    public static string Percent(double rate) => rate.ToString("0%", System.Globalization.CultureInfo.InvariantCulture);

    public static string Number(double value) => value.ToString("#,0", System.Globalization.CultureInfo.InvariantCulture);

    public static string Fine(double value) => value.ToString("0.00", System.Globalization.CultureInfo.InvariantCulture);
}

using System.Globalization;
using System.Numerics;
using System.Text.Json.Nodes;

namespace Weir.Settings;

internal sealed class TrueOrFalse : WordKind<bool>
{
    public override bool Quotable => false;
    public override string What => "true or false";
    public override string Allowed => "`true`, `false`";
    public override string Example => "true";
    protected override JsonObject Schema() => new() { ["type"] = "boolean" };
    protected override string WriteWord(bool value) => value ? "true" : "false";

    protected override bool TryParse(ConfigScalar scalar, ConfigFaults faults, out bool value)
    {
        value = scalar.Text is "true";
        return !scalar.Quoted && scalar.Text is "true" or "false";
    }
}

internal sealed class Whole<T>(T least, T most, string example) : WordKind<T>
    where T : struct, IBinaryInteger<T>, IMinMaxValue<T>
{
    public override bool Quotable => false;
    public override string What => "a whole number in this range";
    public override string Allowed => $"whole number, {Bounds.Say(least, most, WriteWord, most == T.MaxValue)}";
    public override string Example => example;
    protected override string WriteWord(T value) => value.ToString(null, CultureInfo.InvariantCulture);

    protected override JsonObject Schema()
    {
        var schema = new JsonObject { ["type"] = "integer", ["minimum"] = long.CreateChecked(least) };
        if (most != T.MaxValue)
            schema["maximum"] = long.CreateChecked(most);
        return schema;
    }

    protected override bool TryParse(ConfigScalar scalar, ConfigFaults faults, out T value)
    {
        value = default;
        return !scalar.Quoted && T.TryParse(scalar.Text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out value)
            && value >= least && value <= most;
    }
}

internal class Number(double least, double most, string example) : WordKind<double>
{
    public override bool Quotable => false;
    public override string What => "a number in this range";
    public override string Allowed => $"number from {WriteWord(least)} to {WriteWord(most)}";
    public override string Example => example;
    protected override JsonObject Schema() => new() { ["type"] = "number", ["minimum"] = least, ["maximum"] = most };
    protected override string WriteWord(double value) => value.ToString(CultureInfo.InvariantCulture);

    protected override bool TryParse(ConfigScalar scalar, ConfigFaults faults, out double value)
    {
        value = 0;
        return !scalar.Quoted && double.TryParse(scalar.Text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out value) && value >= least && value <= most;
    }
}

internal sealed class Share(string example = "0.01") : Number(0, 1, example);

internal sealed class Duration(TimeSpan least, TimeSpan most, string example) : WordKind<TimeSpan>
{
    public override string What => "a duration in this range";
    public override string Allowed => $"{DurationText.Form}, {Bounds.Say(least, most, WriteWord, open: false)}";
    public override string Example => example;
    protected override JsonObject Schema() => new() { ["type"] = "string", ["pattern"] = "^[0-9]+(ms|s|m|h|d)$" };
    protected override string WriteWord(TimeSpan value) => DurationText.Write(value);

    protected override bool TryParse(ConfigScalar scalar, ConfigFaults faults, out TimeSpan value) =>
        DurationText.TryParse(scalar.Text, out value) && value >= least && value <= most;
}

internal sealed class Size(long least, long most, string example) : WordKind<long>
{
    private static readonly (string Unit, int Shift)[] Units = [("GiB", 30), ("MiB", 20), ("KiB", 10), ("B", 0)];

    public override string What => "a size in this range";
    public override string Allowed => $"whole number with `B`, `KiB`, `MiB` or `GiB`, {Bounds.Say(least, most, WriteWord, open: false)}";
    public override string Example => example;
    protected override JsonObject Schema() => new() { ["type"] = "string", ["pattern"] = "^[0-9]+(B|KiB|MiB|GiB)$" };

    protected override string WriteWord(long value)
    {
        foreach (var (unit, shift) in Units)
        {
            if (value >= 1L << shift && value % (1L << shift) == 0)
                return $"{value >> shift}{unit}";
        }

        return $"{value}B";
    }

    protected override bool TryParse(ConfigScalar scalar, ConfigFaults faults, out long value)
    {
        value = 0;
        foreach (var (unit, shift) in Units)
        {
            if (!scalar.Text.EndsWith(unit, StringComparison.Ordinal)
                || !long.TryParse(scalar.Text.AsSpan(0, scalar.Text.Length - unit.Length), NumberStyles.None, CultureInfo.InvariantCulture, out var count))
                continue;
            if (count > most >> shift)
                return false;
            value = count << shift;
            return value >= least && value <= most;
        }

        return false;
    }
}

internal static class Bounds
{
    public static string Say<T>(T least, T most, Func<T, string> write, bool open) =>
        open ? $"{write(least)} or more" : $"{write(least)} to {write(most)}";
}

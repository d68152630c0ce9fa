using Weir.Policy;

namespace Weir.Console.Policies;

/// <summary>A fault or a warning, at its place.</summary>
public sealed record PolicyMark(int Line, int Column, bool Warning, string Path, string Problem, string? Allowed, string Do)
{
    internal static PolicyMark Of(ConfigFault fault, bool warning) => new(fault.Place.Line, fault.Place.Column, warning, fault.Path, fault.Problem, fault.Allowed, fault.Do);
}

/// <summary>A line of a policy and what is wrong with it.</summary>
public sealed record PolicyLine(int Number, string Text, IReadOnlyList<PolicyMark> Marks)
{
    public bool HasFault => Marks.Any(static mark => !mark.Warning);
}

/// <summary>A policy's text with its faults in place.</summary>
public sealed record PolicyText(string Text, string Hash, IReadOnlyList<PolicyMark> Marks)
{
    public int Faults => Marks.Count(static mark => !mark.Warning);
    public int Warnings => Marks.Count(static mark => mark.Warning);

    /// <summary>Faults that are about the whole.</summary>
    public IEnumerable<PolicyMark> Nowhere => Marks.Where(static mark => mark.Line == 0);

    public IReadOnlyList<PolicyLine> Lines()
    {
        var at = Marks.ToLookup(static mark => mark.Line);
        var lines = Text.ReplaceLineEndings("\n").TrimEnd('\n').Split('\n');
        return [.. lines.Select((line, i) => new PolicyLine(i + 1, line, [.. at[i + 1], .. i == lines.Length - 1 ? Marks.Where(mark => mark.Line > lines.Length) : []]))];
    }

    public static PolicyText Of(string text, PolicyReading reading) => new(text, reading.Hash, [.. reading.Faults.Select(static fault => PolicyMark.Of(fault, warning: false)), .. reading.Warnings.Select(static warning => PolicyMark.Of(warning, warning: true))]);

    public static PolicyText Read(string text) => Of(text, PolicyReader.Read(text, "policy.yaml"));

    /// <summary>As a browser sends it back and a file has it: lines end as on every system of ours, and the last one ends too.</summary>
    public static string FromForm(string sent)
    {
        var text = sent.ReplaceLineEndings("\n");
        return text.Length == 0 || text.EndsWith('\n') ? text : text + "\n";
    }
}

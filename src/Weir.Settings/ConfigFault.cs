using System.Text;

namespace Weir.Settings;

/// <summary>One thing that is wrong with a configuration: where, what, what would be right, and what to do now.</summary>
public sealed record ConfigFault(ConfigPlace Place, string Path, string Problem, string? Allowed, string Do)
{
    public override string ToString()
    {
        var text = new StringBuilder();
        text.Append(Place).Append(": ");
        if (Path.Length > 0)
            text.Append(Path).Append(' ');
        text.Append(Problem).Append('\n');
        if (Allowed is not null)
            text.Append("    allowed: ").Append(Allowed).Append('\n');
        return text.Append("    do:      ").Append(Do).ToString();
    }

    /// <summary>For a log.</summary>
    public string OneLine => $"{Place}: {(Path.Length > 0 ? Path + " " : "")}{Problem}; {(Allowed is null ? "" : $"allowed: {Allowed}; ")}do: {Do}";

    /// <summary>The whole list, as a person reads it.</summary>
    public static string Render(IReadOnlyList<ConfigFault> faults, string of = "the configuration") =>
        $"{faults.Count} {(faults.Count == 1 ? "fault" : "faults")} in {of}\n\n" + string.Join("\n\n", faults) + "\n";
}

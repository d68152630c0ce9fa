using System.Globalization;

namespace Weir.Settings;

/// <summary>Collects every fault of one reading, so that one look at the list mends them all.</summary>
/// <param name="known">Every key of the whole file, so that one that stands under the wrong group can be told its place.</param>
internal sealed class ConfigFaults(Func<string, string?> environment, Func<IEnumerable<ConfigKey>>? known = null, string document = "docs/configuration.md")
{
    private const int MostShown = 80;
    private readonly List<ConfigFault> _found = [];

    public int Count => _found.Count;

    public string? Variable(string name) => environment(name);

    /// <summary>Where keys are explained.</summary>
    public string Document => document;

    /// <summary>The one place where a key of this name may stand; null where there is none, or more than one.</summary>
    public string? PlaceOf(string name) =>
        known?.Invoke().Where(key => string.Equals(key.Setting.Name, name, StringComparison.Ordinal)).Take(2).ToArray() is [var only] ? only.Path : null;

    /// <summary>Nothing was wrong with the key or below it; otherwise another fault would only repeat the first.</summary>
    public bool IsClean(string path) => !_found.Exists(fault =>
        fault.Path.StartsWith(path, StringComparison.Ordinal) && (fault.Path.Length == path.Length || fault.Path[path.Length] is '.' or '['));

    /// <summary>In the order of the file, flags last.</summary>
    public IReadOnlyList<ConfigFault> InOrder() => [.. _found.Order(Comparer<ConfigFault>.Create(static (a, b) =>
        (a.Place.Line == 0 ? int.MaxValue : a.Place.Line).CompareTo(b.Place.Line == 0 ? int.MaxValue : b.Place.Line)))];

    public void Add(ConfigPlace place, string path, string problem, string? allowed, string @do) =>
        _found.Add(new ConfigFault(place, path, problem, allowed, @do));

    public void Add(ConfigNode node, string problem, string? allowed, string @do) => Add(node.Place, node.Path, problem, allowed, @do);

    /// <summary>A value that is not of its kind.</summary>
    public void NotA(ConfigNode node, Kind kind, bool secret = false) =>
        Add(node, secret ? $"is not {kind.What} (value not shown)" : $"is {Show(node, kind.Quotable)}, which is not {kind.What}", kind.Allowed, $"write for example {kind.Example}");

    public static string Show(ConfigNode node, bool quotable = true) => node switch
    {
        ConfigScalar { IsEmpty: true } => "empty",
        ConfigScalar { Quoted: true } scalar when !quotable => $"\"{Printable(scalar.Text)}\" (text in quotes)",
        ConfigScalar scalar => $"'{Printable(scalar.Text)}'",
        ConfigList => "a list",
        _ => "a group of keys",
    };

    /// <summary>Short and without control characters: values of a file end up on terminals.</summary>
    public static string Printable(string text)
    {
        var shown = text.Length > MostShown ? string.Concat(text.AsSpan(0, MostShown), "…") : text;
        return string.Concat(shown.Select(static c => char.IsControl(c) || CharUnicodeInfo.GetUnicodeCategory(c) == UnicodeCategory.Format ? '?' : c));
    }
}

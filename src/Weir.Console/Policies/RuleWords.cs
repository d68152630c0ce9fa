using System.Collections;
using System.Globalization;
using System.Reflection;
using System.Text.Json;
using Weir.Policy;
using Weir.Traffic.Text;

namespace Weir.Console.Policies;

/// <summary>The conditions of a rule as they stand in the file: whatever is not at its default, so that a condition that comes later is shown as well.</summary>
internal static class RuleWords
{
    private static readonly Condition Nothing = new();
    private static readonly PropertyInfo[] Members = [.. typeof(Condition).GetProperties().Where(static member => member.CanWrite)];

    public static IReadOnlyList<string> Of(Condition when) =>
        [.. Members.Select(member => (member.Name, Value: Text(member.GetValue(when)), Usual: Text(member.GetValue(Nothing)))).Where(static one => one.Value.Length > 0 && !string.Equals(one.Value, one.Usual, StringComparison.Ordinal))
            .Select(static one => $"{JsonNamingPolicy.SnakeCaseLower.ConvertName(one.Name).Replace('_', ' ')} {one.Value}")];

    /// <summary>To what a rule's measures are limited; null where they hold for everything.</summary>
    public static string? Of(MeasureScope only) =>
        only.IsAll ? null : string.Join("; ", new[] { string.Join(", ", only.Kinds.Select(static kind => AskKindNames.Name(AskKindNames.Main(kind)))), string.Join(", ", only.Models) }.Where(static part => part.Length > 0));

    private static string Text(object? value) => value switch
    {
        null => "",
        bool yes => yes ? "yes" : "no",
        AskKinds kind => AskKindNames.Name(AskKindNames.Main(kind)),
        Enum word => word.ToString().ToLowerInvariant(),
        string text => text,
        long or int => string.Create(CultureInfo.InvariantCulture, $"{value:N0}"),
        IEnumerable list => string.Join(", ", list.Cast<object>().Select(Text)),
        IFormattable number => number.ToString(null, CultureInfo.InvariantCulture),
        _ => value.ToString() ?? "",
    };
}

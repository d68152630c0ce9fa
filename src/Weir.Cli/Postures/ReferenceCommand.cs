using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Weir.Policy;

namespace Weir.Cli.Postures;

/// <summary>`weir reference`: what a reference stands for that a customer reads out to support.</summary>
internal sealed class ReferenceCommand
{
    private const int LongestText = 600;
    private static readonly JsonSerializerOptions Indented = new(PolicyEntryJson.Options) { WriteIndented = true };

    private readonly Terminal _terminal;

    private ReferenceCommand(Terminal terminal) => _terminal = terminal;

    public static Command Create(Terminal terminal)
    {
        var door = new AdminDoor(terminal);
        var json = new Option<bool>("--json") { Description = "As JSON." };
        var reference = new Argument<string>("reference") { Description = "As the customer has it: in any case, spaces do not matter.", HelpName = "wr-…" };
        var command = new WeirCommand("reference", "What a reference stands for: the call, what the customer was told, the decision behind it, and where the ledger has it.")
        {
            Examples = ["weir reference wr-1HZX3K8M2-9QW4R7T1BN"],
        };
        command.Arguments.Add(reference);
        foreach (var option in (Option[])[json, door.Gateway])
            command.Options.Add(option);
        var told = new ReferenceCommand(terminal);
        command.SetAction((parsed, cancellation) => door.GetAsync(parsed, "/api/references/" + Uri.EscapeDataString(parsed.GetRequiredValue(reference)), found =>
        {
            if (parsed.GetValue(json))
                terminal.Out.WriteLine(found.ToJsonString(Indented));
            else
                told.Tell(found);
        }, cancellation));
        return command;
    }

    private void Tell(JsonNode found)
    {
        Line("reference", $"{Text(found, "reference")}, made {Time(found, "made")}");
        if (found["call"] is { } call)
        {
            Line("account", (Text(call, "account") ?? "nobody known") + (Text(call, "organization") is { } firm ? $" of {firm}" : "") + (Text(call, "key") is { } key ? $", key {key}" : ""));
            Line("call", $"{Time(call, "time")}, {Text(call, "dialect")}{(Text(call, "model") is { } model ? $", {model}" : "")}, {Text(call, "status")} {Text(call, "code") ?? Text(call, "outcome")}"
                + (call["recorded"]?.GetValue<bool>() == true ? "" : " (not in the journal)"));
            if (Text(call, "says") is { } says)
                Line("was told", says);
        }

        if (found["decision"] is { } decision)
            Tell(decision, "");
        else if (found["call"]?["decision"] is { } missing)
            Line("decision", $"{missing} (not found among what is kept)");
        else if (found["call"] is not null)
            Line("decision", "none: no posture is behind it");
        foreach (var since in found["since"]?.AsArray() ?? [])
            Tell(since!, "since: ");
        if (Text(found, "now") is { } now)
            Line("now", now);
    }

    private void Tell(JsonNode referred, string before)
    {
        var entry = referred["entry"]!;
        var whom = Text(entry, "subject") is { } subject ? $", {(Text(entry, "subject_kind") is "account" or null ? "" : Text(entry, "subject_kind") + " ")}{subject}" : "";
        Line(before + "entry", $"{Text(entry, "id")}: {Text(entry, "kind")}{whom}{(Text(entry, "posture") is { } posture ? $", {Text(entry, "from") ?? "open"} → {posture}" : "")}, {Time(entry, "time")}"
            + (Text(entry, "until") is null ? "" : $" until {Time(entry, "until")}") + (Text(entry, "mode") is "shadow" ? " (while mode was shadow)" : ""));
        Line("  by", Text(entry, "actor") ?? "weir");
        Line("  rule", Text(entry, "rule"));
        Line("  campaign", Text(entry, "campaign"));
        Line("  clause", Text(entry, "clause") is { } clause ? clause + (referred["clause"] is { } reads ? $": {Text(reads, "says")}" : "") : null);
        foreach (var because in entry["because"]?.AsArray() ?? [])
            Line("  because", because?.ToString());
        Line("  reason", Text(entry, "reason"));
        Line("  text", Text(entry, "text"));
        Line("  ledger", Text(referred, "ledger") is { } index ? $"entry {index}" : "not in it");
    }

    private void Line(string name, string? text)
    {
        if (text is not null)
            _terminal.Out.WriteLine($"{name,-12} {SafeText.Name(text, LongestText)}");
    }

    private static string? Text(JsonNode node, string name) => node[name]?.ToString();

    private static string? Time(JsonNode node, string name) =>
        Text(node, name) is { } text && DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time) ? time.UtcDateTime.ToString("yyyy-MM-dd HH:mm:ss'Z'", CultureInfo.InvariantCulture) : Text(node, name);
}

using System.CommandLine;
using System.Text.Json;
using System.Text.Json.Nodes;
using Weir.Policy;

namespace Weir.Cli.Postures;

/// <summary>What an operator does about accounts: `weir posture`, `verify`, `licence`, `appeal`, `note`. Every act needs a reason and names its actor.</summary>
internal sealed class ActCommands
{
    private static readonly JsonSerializerOptions Indented = new(PolicyEntryJson.Options) { WriteIndented = true };

    private readonly Terminal _terminal;
    private readonly AdminDoor _door;
    private readonly Option<string> _reason = new("--reason") { Description = "Why. Stands in the record for good.", HelpName = "TEXT", Required = true };
    private readonly Option<string> _kind = new("--kind") { Description = "What the name names.", HelpName = "account|end_user|organization|campaign", DefaultValueFactory = static _ => "account" };
    private readonly Option<string?> _of = new("--of") { Description = "The account of an end user.", HelpName = "ACCOUNT" };
    private readonly Option<string?> _for = new("--for") { Description = "How long it holds: 30m, 12h, 7d.", HelpName = "TIME" };
    private readonly Option<bool> _all = new("--all") { Description = "Also what is over." };
    private readonly Option<bool> _json = new("--json") { Description = "As JSON." };

    private ActCommands(Terminal terminal)
    {
        (_terminal, _door) = (terminal, new AdminDoor(terminal));
        _kind.AcceptOnlyFromAmong("account", "end_user", "organization", "campaign");
    }

    public static IEnumerable<Command> Create(Terminal terminal)
    {
        var acts = new ActCommands(terminal);
        return [acts.Posture(), acts.Verify(), acts.Licence(), acts.Appeal(), acts.Note()];
    }

    private Command Posture()
    {
        var posture = new Argument<string>("posture") { Description = "open, watch, slow, narrow, verify or suspend." };
        posture.AcceptOnlyFromAmong("open", "watch", "slow", "narrow", "verify", "suspend");
        var set = OnSubject("set", "Decide where somebody stands. It outranks the machine until it lapses.", "set", ["weir posture set acme slow --for 7d --reason 'agreed by phone'"], parsed => new JsonObject { ["posture"] = parsed.GetRequiredValue(posture) }, _for);
        set.Arguments.Add(posture);
        return new Command("posture", "See and decide where accounts stand.")
        {
            List("list", "Who is not open, hardest first.", "/api/postures", static row => Row(row)),
            Show(),
            set,
            OnSubject("clear", "Take a decision back: the subject is open until a rule is met anew.", "clear", ["weir posture clear acme --reason 'our mistake'"]),
            List("proposals", "What the machine asks a person for.", "/api/proposals", static row => $"{Text(row, "id")}  {Text(row, "posture"),-8} {Text(row["whom"]!, "name"),-32} {Text(row, "rule")}"),
            OnId("approve", "Say yes to a proposal.", "approve", "PROPOSAL", _for),
            OnId("decline", "Say no to a proposal. It is not made again for a while.", "decline", "PROPOSAL", _for),
        };
    }

    private Command Verify() => new("verify", "Confirm who accounts are, and whom you trust.")
    {
        OnSubject("confirm", "The account's owner has confirmed who they are. What waited for it goes on at once.", "verify", ["weir verify confirm acme --reason 'passport seen, case 4711'"]),
        OnSubject("withdraw", "Take the confirmation back.", "unverify", []),
        OnSubject("trust", "Trust an account by name: the machine alone does no more than trust.most to it.", "trust", []),
        OnSubject("distrust", "Take the trust back.", "untrust", []),
    };

    private Command Licence()
    {
        var models = new Option<string[]>("--model") { Description = "Model, or a pattern with *; all where none is named.", HelpName = "NAME" };
        var kinds = new Option<string[]>("--ask") { Description = "Kind of ask; all where none is named.", HelpName = "KIND" };
        var tokens = new Option<long?>("--tokens") { Description = "Output tokens in all.", HelpName = "N" };
        var grant = OnSubject("grant", "Give leave to distil. Inside it nothing is slowed.", "grant", ["weir licence grant lab-7 --model 'small-*' --ask reasoning --tokens 50000000 --for 90d --reason 'contract 12'"], parsed =>
        {
            var act = new JsonObject { ["models"] = List(parsed.GetValue(models)), ["kinds"] = List(parsed.GetValue(kinds)) };
            if (parsed.GetValue(tokens) is { } most)
                act["tokens"] = most;
            return act;
        }, _for, models, kinds, tokens);
        return new Command("licence", "Leave to distil: give it, take it back, see how much is used.")
        {
            grant,
            OnId("revoke", "Take a licence back.", "revoke", "LICENCE"),
            List("list", "Licences, and how much of each is used.", "/api/licences", static row => $"{Text(row["licence"]!, "id")}  {Text(row["licence"]!, "account") ?? Text(row["licence"]!, "organization"),-32} used {row["used"]} of {row["licence"]!["tokens"]?.ToString() ?? "no bound"}, until {Text(row["licence"]!, "until") ?? "revoked"}"),
        };
    }

    private Command Appeal()
    {
        var text = new Option<string>("--text") { Description = "What the customer is told.", HelpName = "TEXT", Required = true };
        return new Command("appeal", "What customers sent: appeals, requests for licences, reports of abuse.")
        {
            List("list", "What waits for an answer.", "/api/appeals", static row => $"{Text(row["entry"]!, "id")}  {Text(row["entry"]!, "time")?[..10]}  {Text(row["entry"]!, "kind"),-18} {Text(row["entry"]!, "subject") ?? "-",-24} {Text(row["entry"]!, "text")}"),
            OnId("answer", "Answer it. What follows from the answer is an act of its own.", "answer", "ID", parsed => new JsonObject { ["text"] = parsed.GetRequiredValue(text) }, text),
        };
    }

    private Command Note()
    {
        var text = new Option<string>("--text") { Description = "The note.", HelpName = "TEXT", Required = true };
        return new Command("note", "Remember something about an account.")
        {
            OnSubject("add", "Add a note.", "note", ["weir note add acme --text 'moves its back-fill in March' --reason 'mail of 2 March'"], parsed => new JsonObject { ["text"] = parsed.GetRequiredValue(text) }, text),
        };
    }

    private WeirCommand OnSubject(string name, string description, string act, IReadOnlyList<string> examples, Func<ParseResult, JsonObject>? more = null, params Option[] options)
    {
        var subject = new Argument<string>("name") { Description = "The account, end user's hash, organization or campaign." };
        var command = new WeirCommand(name, description) { Examples = examples };
        command.Arguments.Add(subject);
        foreach (var option in (Option[])[_reason, _kind, _of, .. options, _door.Gateway])
            command.Options.Add(option);
        command.SetAction((parsed, cancellation) => _door.ActAsync(parsed, Act(parsed, act, more, new JsonObject { ["subject"] = parsed.GetRequiredValue(subject), ["subject_kind"] = parsed.GetValue(_kind), ["of"] = parsed.GetValue(_of) }), cancellation));
        return command;
    }

    private WeirCommand OnId(string name, string description, string act, string what, params Option[] options) => OnId(name, description, act, what, null, options);

    private WeirCommand OnId(string name, string description, string act, string what, Func<ParseResult, JsonObject>? more, params Option[] options)
    {
        var id = new Argument<string>("id") { Description = "Its reference.", HelpName = what };
        var command = new WeirCommand(name, description);
        command.Arguments.Add(id);
        foreach (var option in (Option[])[_reason, .. options, _door.Gateway])
            command.Options.Add(option);
        command.SetAction((parsed, cancellation) => _door.ActAsync(parsed, Act(parsed, act, more, new JsonObject { ["id"] = parsed.GetRequiredValue(id) }), cancellation));
        return command;
    }

    private JsonObject Act(ParseResult parsed, string act, Func<ParseResult, JsonObject>? more, JsonObject start)
    {
        start["act"] = act;
        start["reason"] = parsed.GetRequiredValue(_reason);
        if (parsed.CommandResult.Command.Options.Contains(_for))
            start["for"] = parsed.GetValue(_for);
        foreach (var (key, value) in more?.Invoke(parsed) ?? [])
            start[key] = value?.DeepClone();
        return start;
    }

    private WeirCommand Show()
    {
        var subject = new Argument<string>("name") { Description = "The account, end user's hash, organization or campaign." };
        var command = new WeirCommand("show", "All that is known of where one stands: reasons, notes, licences, messages.");
        command.Arguments.Add(subject);
        foreach (var option in (Option[])[_kind, _of, _door.Gateway])
            command.Options.Add(option);
        command.SetAction((parsed, cancellation) => _door.GetAsync(
            parsed, $"/api/postures/{parsed.GetValue(_kind)}/{Uri.EscapeDataString(parsed.GetRequiredValue(subject))}" + (parsed.GetValue(_of) is { } of ? "?of=" + Uri.EscapeDataString(of) : ""),
            json => _terminal.Out.WriteLine(json.ToJsonString(Indented)), cancellation));
        return command;
    }

    private WeirCommand List(string name, string description, string path, Func<JsonNode, string> row)
    {
        var command = new WeirCommand(name, description);
        foreach (var option in (Option[])[_all, _json, _door.Gateway])
            command.Options.Add(option);
        command.SetAction((parsed, cancellation) => _door.GetAsync(parsed, path + (parsed.GetValue(_all) ? "?all=1" : ""), json =>
        {
            if (parsed.GetValue(_json))
            {
                _terminal.Out.WriteLine(json.ToJsonString(Indented));
                return;
            }

            foreach (var one in json.AsArray())
                _terminal.Out.WriteLine(SafeText.Name(row(one!), 400));
            if (json.AsArray().Count == 0)
                _terminal.Out.WriteLine("none");
        }, cancellation));
        return command;
    }

    private static string Row(JsonNode row) =>
        $"{Text(row, "posture"),-8} {(Text(row, "subject_kind") is "account" ? "" : Text(row, "subject_kind") + " ") + Text(row, "subject"),-36} by {Text(row, "decided_by"),-12} {Text(row, "rule") ?? Text(row, "reason"),-28} until {Text(row, "until")?[..16]}  {Text(row, "decision")}";

    private static string? Text(JsonNode row, string name) => row[name]?.ToString();

    private static JsonArray List(string[]? words) => new([.. (words ?? []).Select(static word => JsonValue.Create(word))]);
}

using System.Globalization;
using Microsoft.AspNetCore.Http;
using Weir.Gateway.Admin;
using Weir.Policy;

namespace Weir.Console.Inbox;

/// <summary>What a person wrote into the form of an item.</summary>
public sealed class InboxForm(IFormCollection form)
{
    public string? Reason => Text("reason");
    public string? ToCustomer => Text("text");
    public string? For => Text("for");
    public IReadOnlyList<string> Models => List("models");
    public IReadOnlyList<string> Kinds => List("kinds");
    public long? Tokens => Text("tokens") is { } text ? (long.TryParse(text.Replace(",", "", StringComparison.Ordinal), NumberStyles.None, CultureInfo.InvariantCulture, out var tokens) ? tokens : -1) : null;

    // Forms end their lines as no file does.
    private string? Text(string name) => form[name].ToString().ReplaceLineEndings("\n").Trim() is { Length: > 0 } text ? text : null;

    private IReadOnlyList<string> List(string name) => Text(name)?.Split([',', '\n', ' '], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries) ?? [];
}

/// <summary>What can be done with an item, as the acts that do it.</summary>
internal static class InboxActs
{
    /// <summary>None where this cannot be done with it.</summary>
    public static IReadOnlyList<ActRequest> Of(InboxItem item, string what, InboxForm form)
    {
        var reason = form.Reason;
        var answer = new ActRequest { Act = "answer", Id = item.Id, Reason = reason, Text = form.ToCustomer };
        return (item.Kind, what) switch
        {
            (WaitingKind.Approval, "approve" or "decline") => [new ActRequest { Act = what, Id = item.Id, Reason = reason }],
            // Answered first: whoever is second learns it before anybody is released twice.
            (WaitingKind.Appeal, "release") when item.Whom is { } whom => [answer, new ActRequest { Act = "set", SubjectKind = whom.KindWord, Subject = whom.Name, Of = whom.Of, Posture = Posture.Open.Word(), For = form.For ?? "30d", Reason = reason }],
            (WaitingKind.Licence, "grant") when item.Whom is { } whom => [answer, new ActRequest { Act = "grant", SubjectKind = whom.KindWord, Subject = whom.Name, Models = form.Models, Kinds = form.Kinds, Tokens = form.Tokens, For = form.For ?? "365d", Reason = reason }],
            (WaitingKind.Appeal, "uphold") or (WaitingKind.Licence, "refuse") or (WaitingKind.Report, "close") => [answer],
            (WaitingKind.Verification, "confirm") when item.Whom is { } whom => [new ActRequest { Act = "verify", Subject = whom.Name, Reason = reason }],
            (WaitingKind.Verification, "lift") when item.Whom is { } whom => [new ActRequest { Act = "set", Subject = whom.Name, Posture = Posture.Open.Word(), For = form.For ?? "30d", Reason = reason }],
            (WaitingKind.Verification, "suspend") when item.Whom is { } whom => [new ActRequest { Act = "set", Subject = whom.Name, Posture = Posture.Suspend.Word(), For = form.For ?? "90d", Reason = reason }],
            (WaitingKind.Webhook, "redeliver" or "dismiss") => [new ActRequest { Act = what, Id = item.Id, Reason = reason }],
            _ => [],
        };
    }

    public static string Said(string what, InboxItem item) => what switch
    {
        "approve" => $"Approved: {item.Asked?.Word()} holds now.",
        "decline" => "Turned down. It is not proposed again for a while.",
        "release" => "Released and answered. The gateway answers its calls again.",
        "grant" => "The licence holds, and the customer is told.",
        "uphold" => "Upheld; the customer is told.",
        "refuse" => "Refused; the customer is told.",
        "close" => "Closed.",
        "confirm" => "Confirmed. What waited for it goes on.",
        "lift" => "Lifted. It goes on without a confirmation.",
        "suspend" => "Suspended.",
        "redeliver" => "In line again. If it fails once more, it comes back here.",
        _ => "Let go.",
    };
}

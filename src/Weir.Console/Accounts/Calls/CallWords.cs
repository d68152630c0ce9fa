using Weir.Traffic;
using Weir.Traffic.Text;

namespace Weir.Console.Accounts.Calls;

/// <summary>A call in words.</summary>
internal static class CallWords
{
    public static string Kind(Exchange exchange) => exchange.Prompt is { } prompt ? AskKindNames.Name(AskKindNames.Main(prompt.Kinds)).Replace('_', ' ') : "not told";

    public static string Kinds(PromptFeatures prompt)
    {
        var names = new List<string>();
        for (var bit = 0; bit < AskKindNames.Count; bit++)
        {
            if (((uint)prompt.Kinds >> bit & 1) != 0)
                names.Add(AskKindNames.Name(bit).Replace('_', ' '));
        }

        return names.Count == 0 ? "none that has a name" : string.Join(", ", names);
    }

    public static string Ended(Exchange exchange) => exchange.Outcome switch
    {
        Outcome.Completed => exchange.Via == Via.BatchRequest ? "handed in as part of a batch" : "answered",
        Outcome.Rejected => $"refused by the model's server ({exchange.Status})",
        Outcome.Refused => $"refused by Weir ({exchange.Status})",
        Outcome.CallerLeft => "the caller left before the end",
        Outcome.CallerTimedOut => "the caller was too slow",
        Outcome.UpstreamFailed => "no server of the model could be reached",
        Outcome.UpstreamBroke => "the model's server broke off",
        Outcome.UpstreamTimedOut => "the model's server was silent for too long",
        Outcome.Cut => "cut short by Weir",
        _ => exchange.Outcome.ToString(),
    };

    /// <summary>Why no text of a call is there, or none can be shown.</summary>
    public static string WhyNoText(TextKeeping keeping) => keeping.Content
        ? "No text of this call was kept. The journal keeps texts now (journal.content), but did not when this call was made, or it had none that Weir reads."
        : "No text of this call was kept: the journal keeps features and hashes only (journal.content is off), and no posture in force asked for more when it was made (keep_content).";
}

using Weir.Gateway.Relay;
using Weir.Traffic;
using Weir.Traffic.Dialects;

namespace Weir.Gateway.Enforcement;

/// <summary>What must differ between the request as sent and the request as one upstream gets it. Usually nothing.</summary>
public readonly record struct RequestShape(string Target, IReadOnlyList<BodyEdit>? Edits, bool AsksUsage)
{
    public static RequestShape For(Upstream upstream, in Endpoint endpoint, string target, RequestReading? reading, ReadOnlySpan<byte> body, bool streams, Hold? hold = null)
    {
        var asked = reading?.Model ?? endpoint.PathModel;
        var model = asked is null ? null : hold?.Measures.Model ?? asked;
        var rename = model is not null && upstream.Config.Aliases.TryGetValue(model, out var known) ? known : string.Equals(model, asked, StringComparison.Ordinal) ? null : model;
        if (rename is not null && endpoint.PathModel is not null)
            target = RequestTarget.WithModel(target, endpoint.PathModel, rename);
        if (reading is null)
            return new RequestShape(target, null, false);

        var renaming = rename is null ? null : RequestEdits.RenameModel(reading, rename);
        var asks = streams && !reading.UsageWanted && upstream.Config.AskUsage && endpoint.Dialect is Dialect.OpenAiChat or Dialect.OpenAiCompletions;
        var asking = asks ? RequestEdits.AskForUsage(reading, body) : null;
        if (hold?.Narrow is not { } narrow)
            return new RequestShape(target, InOrder(renaming, asking), asking is not null);
        var edits = new List<BodyEdit>();
        RequestNarrowing.Add(reading, endpoint, body, narrow, edits);
        if (renaming is { } named)
            edits.Add(named);
        if (asking is { } usage)
            edits.Add(usage);
        // A stable sort: what is put in at one place keeps its order.
        return new RequestShape(target, edits.Count == 0 ? null : [.. edits.OrderBy(static edit => edit.Start)], asking is not null);
    }

    private static BodyEdit[]? InOrder(BodyEdit? a, BodyEdit? b) => (a, b) switch
    {
        (null, null) => null,
        ({ } one, null) => [one],
        (null, { } one) => [one],
        ({ } one, { } two) => one.Start <= two.Start ? [one, two] : [two, one],
    };
}

using Weir.Traffic.Dialects;
using static Weir.Signatures.Answers.TextPlaces;

namespace Weir.Signatures.Answers;

/// <summary>A choice of a legacy completion. What it goes on from stands in the request, and the scan begins there.</summary>
internal static class CompletionPlaces
{
    public static void Choice(ref JsonWalk json, List<TextPlace> places, int lane)
    {
        var from = places.Count;
        var ends = false;
        while (json.NextMember())
        {
            var name = json.Name;
            if (!json.Value())
                return;
            if (name.SequenceEqual("index"u8) && json.TryInt(out var index))
                lane = index & (MostLanes - 1);
            else if (name.SequenceEqual("text"u8) && json.IsString)
                places.Add(Piece(ref json, 0));
            else if (name.SequenceEqual("finish_reason"u8) && json.IsString)
                ends = true;
            json.Skip();
        }

        if (ends)
            places.Add(End(lane));
        Assign(places, from, lane);
    }

    /// <summary>
    /// The one text that all answers to a request go on from. Null where there are several or none, where it is tokens, or where the answer
    /// is to fit in front of something: then nobody can tell what surrounds what comes.
    /// </summary>
    public static string? Before(ReadOnlySpan<byte> request)
    {
        var json = new JsonWalk(request);
        if (!json.Next() || !json.IsObject)
            return null;
        string? before = null;
        while (json.NextMember())
        {
            var (prompt, suffix) = (json.Name.SequenceEqual("prompt"u8), json.Name.SequenceEqual("suffix"u8));
            if (!json.Value())
                return null;
            if (suffix && !json.IsNull)
                return null;
            if (prompt)
            {
                // Twice the same name: servers differ on which counts.
                if (before is not null || !json.IsString)
                    return null;
                before = json.Text();
            }

            json.Skip();
        }

        return json.Ended ? null : before;
    }
}

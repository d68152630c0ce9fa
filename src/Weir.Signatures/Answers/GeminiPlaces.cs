using Weir.Traffic.Dialects;
using static Weir.Signatures.Answers.TextPlaces;

namespace Weir.Signatures.Answers;

/// <summary>A candidate of Gemini: the parts of its content that are no thoughts.</summary>
internal static class GeminiPlaces
{
    public static void Candidate(ref JsonWalk json, List<TextPlace> places, int lane)
    {
        var from = places.Count;
        var (ends, cited) = (false, false);
        while (json.NextMember())
        {
            var name = json.Name;
            if (!json.Value())
                return;
            if (name.SequenceEqual("index"u8) && json.TryInt(out var index))
                lane = index & (MostLanes - 1);
            else if (name.SequenceEqual("finishReason"u8) && json.IsString)
                ends = true;
            else if (name.SequenceEqual("citationMetadata"u8) || name.SequenceEqual("groundingMetadata"u8))
                cited |= json.IsObject;
            else if (name.SequenceEqual("content"u8) && json.IsObject)
                ends |= GeminiContent(ref json, places);
            json.Skip();
        }

        if (cited)
            places.RemoveRange(from, places.Count - from);
        if (ends)
            places.Add(End(lane));
        Assign(places, from, lane);
    }

    private static bool GeminiContent(ref JsonWalk json, List<TextPlace> places)
    {
        var other = false;
        while (json.NextMember())
        {
            var isParts = json.Name.SequenceEqual("parts"u8);
            if (json.Value() && isParts && json.IsArray)
            {
                while (json.NextElement())
                {
                    if (json.IsObject)
                        other |= GeminiPart(ref json, places);
                    json.Skip();
                }
            }

            json.Skip();
        }

        return other;
    }

    private static bool GeminiPart(ref JsonWalk json, List<TextPlace> places)
    {
        TextPlace? text = null;
        var (thought, other) = (false, false);
        while (json.NextMember())
        {
            var name = json.Name;
            if (!json.Value())
                return other;
            if (name.SequenceEqual("text"u8) && json.IsString)
                text = Piece(ref json, 0);
            else if (name.SequenceEqual("thought"u8))
                thought = json.IsTrue;
            else if (name.SequenceEqual("functionCall"u8) || name.SequenceEqual("executableCode"u8))
                other = true;
            json.Skip();
        }

        if (!thought && text is { } place)
            places.Add(place);
        return other;
    }
}

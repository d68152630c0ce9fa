using Weir.Traffic.Dialects;
using static Weir.Signatures.Answers.TextPlaces;

namespace Weir.Signatures.Answers;

/// <summary>A choice of an OpenAI chat completion: its message, or a piece of one.</summary>
internal static class ChatPlaces
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
            else if ((name.SequenceEqual("delta"u8) || name.SequenceEqual("message"u8)) && json.IsObject)
                ends |= ChatMessage(ref json, places);
            else if (name.SequenceEqual("finish_reason"u8) && json.IsString)
                ends = true;
            json.Skip();
        }

        if (ends)
            places.Add(End(lane));
        Assign(places, from, lane);
    }

    /// <summary>True where something else than text begins.</summary>
    private static bool ChatMessage(ref JsonWalk json, List<TextPlace> places)
    {
        var from = places.Count;
        var (other, annotated) = (false, false);
        while (json.NextMember())
        {
            var name = json.Name;
            if (!json.Value())
                return other;
            if (name.SequenceEqual("content"u8) && json.IsString)
            {
                places.Add(Piece(ref json, 0));
            }
            else if (name.SequenceEqual("content"u8) && json.IsArray)
            {
                while (json.NextElement())
                {
                    if (json.IsObject)
                        Part(ref json, places, "text"u8, 0);
                    json.Skip();
                }
            }
            else if ((name.SequenceEqual("tool_calls"u8) || name.SequenceEqual("annotations"u8)) && json.IsArray)
            {
                var tools = name[0] == (byte)'t';
                if (json.NextElement())
                {
                    other |= tools;
                    annotated |= !tools;
                    // Back out of the array, whatever stands in it.
                    do
                    {
                        json.Skip();
                    }
                    while (json.NextElement());
                }
            }

            json.Skip();
        }

        if (annotated)
            places.RemoveRange(from, places.Count - from);
        return other;
    }
}

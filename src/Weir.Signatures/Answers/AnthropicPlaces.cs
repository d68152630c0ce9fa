using Weir.Traffic.Dialects;
using static Weir.Signatures.Answers.TextPlaces;

namespace Weir.Signatures.Answers;

/// <summary>An answer of Anthropic's messages: its text blocks, or the deltas of one.</summary>
internal static class AnthropicPlaces
{
    public static void Find(ref JsonWalk json, List<TextPlace> places)
    {
        var from = places.Count;
        var lane = 0;
        var (stops, whole) = (false, false);
        while (json.NextMember())
        {
            var name = json.Name;
            if (!json.Value())
                return;
            if (name.SequenceEqual("type"u8))
            {
                stops = json.Says("content_block_stop"u8) || json.Says("message_stop"u8) || json.Says("message_delta"u8);
            }
            else if (name.SequenceEqual("index"u8) && json.TryInt(out var index))
            {
                lane = index & (MostLanes - 1);
            }
            else if (name.SequenceEqual("delta"u8) && json.IsObject)
            {
                Part(ref json, places, "text_delta"u8, 0);
            }
            else if (name.SequenceEqual("content_block"u8) && json.IsObject)
            {
                Part(ref json, places, "text"u8, 0);
            }
            else if (name.SequenceEqual("content"u8) && json.IsArray)
            {
                whole = true;
                for (var block = 0; json.NextElement(); block++)
                {
                    if (json.IsObject)
                        Part(ref json, places, "text"u8, block & (MostLanes - 1));
                    json.Skip();
                }
            }

            json.Skip();
        }

        if (stops)
            places.Add(End(-1));
        else if (!whole)
            Assign(places, from, lane);
    }
}

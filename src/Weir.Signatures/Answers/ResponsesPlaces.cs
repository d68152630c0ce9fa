using Weir.Traffic.Dialects;
using static Weir.Signatures.Answers.TextPlaces;

namespace Weir.Signatures.Answers;

/// <summary>An answer or an event of OpenAI's responses, where the same text comes in pieces and then again whole.</summary>
internal static class ResponsesPlaces
{
    public static void Find(ref JsonWalk json, List<TextPlace> places)
    {
        int output = 0, content = 0;
        TextPlace? delta = null, text = null;
        var (isDelta, isDone, partDone, ends) = (false, false, false, false);
        var from = places.Count;
        while (json.NextMember())
        {
            var name = json.Name;
            if (!json.Value())
                return;
            if (name.SequenceEqual("type"u8) && json.IsString)
            {
                isDelta = json.Says("response.output_text.delta"u8);
                isDone = json.Says("response.output_text.done"u8);
                partDone = json.Says("response.content_part.done"u8);
                ends = json.Name.EndsWith(".done"u8) || json.Name.EndsWith(".completed"u8) || json.Name.EndsWith(".incomplete"u8) || json.Name.EndsWith(".failed"u8);
            }
            else if (name.SequenceEqual("output_index"u8) && json.TryInt(out var outputIndex))
            {
                output = outputIndex;
            }
            else if (name.SequenceEqual("content_index"u8) && json.TryInt(out var contentIndex))
            {
                content = contentIndex;
            }
            else if (name.SequenceEqual("delta"u8) && json.IsString)
            {
                delta = Piece(ref json, 0);
            }
            else if (name.SequenceEqual("text"u8) && json.IsString)
            {
                text = Piece(ref json, 0) with { Kind = PlaceKind.Again };
            }
            else if (name.SequenceEqual("part"u8) && json.IsObject)
            {
                Part(ref json, places, "output_text"u8, -2, PlaceKind.Again);
            }
            else if (name.SequenceEqual("item"u8) && json.IsObject)
            {
                Item(ref json, places, -2, PlaceKind.Again);
            }
            else if (name.SequenceEqual("response"u8) && json.IsObject)
            {
                Response(ref json, places);
            }
            else if (name.SequenceEqual("output"u8) && json.IsArray)
            {
                Output(ref json, places, PlaceKind.Piece);
            }

            json.Skip();
        }

        // What ends comes before what repeats: by then everything is decided.
        if (ends)
            places.Insert(from, End(-1));
        for (var at = from; at < places.Count; at++)
        {
            if (places[at] is { Lane: <= -2 } place)
                places[at] = place with { Lane = Lane(output, partDone ? content : -2 - place.Lane) };
        }

        if (isDelta && delta is { } piece)
            places.Add(piece with { Lane = Lane(output, content) });
        if (isDone && text is { } again)
            places.Add(again with { Lane = Lane(output, content) });
    }

    private static int Lane(int output, int content) => ((output & (MostLanes - 1)) << 10) | (content & (MostLanes - 1));

    private static void Response(ref JsonWalk json, List<TextPlace> places)
    {
        while (json.NextMember())
        {
            var isOutput = json.Name.SequenceEqual("output"u8);
            if (json.Value() && isOutput && json.IsArray)
                Output(ref json, places, PlaceKind.Again);
            json.Skip();
        }
    }

    private static void Output(ref JsonWalk json, List<TextPlace> places, PlaceKind kind)
    {
        for (var output = 0; json.NextElement(); output++)
        {
            var from = places.Count;
            if (json.IsObject)
                Item(ref json, places, -2, kind);
            for (var at = from; at < places.Count; at++)
                places[at] = places[at] with { Lane = Lane(output, -2 - places[at].Lane) };
            json.Skip();
        }
    }

    /// <summary>An item of the output. Its contents are numbered -2, -3, … until the item's own number is known.</summary>
    private static void Item(ref JsonWalk json, List<TextPlace> places, int first, PlaceKind kind)
    {
        var from = places.Count;
        var isMessage = false;
        while (json.NextMember())
        {
            var name = json.Name;
            if (!json.Value())
                return;
            if (name.SequenceEqual("type"u8))
            {
                isMessage = json.Says("message"u8);
            }
            else if (name.SequenceEqual("content"u8) && json.IsArray)
            {
                for (var content = first; json.NextElement(); content--)
                {
                    if (json.IsObject)
                        Part(ref json, places, "output_text"u8, content, kind);
                    json.Skip();
                }
            }

            json.Skip();
        }

        if (!isMessage)
            places.RemoveRange(from, places.Count - from);
    }
}

using System.Text.Json;
using Weir.Traffic;
using Weir.Traffic.Dialects;

namespace Weir.Signatures.Answers;

/// <summary>
/// Finds the texts of an answer's frame, in each dialect: what the model says to its reader. Not reasoning (it may be signed), not
/// refusals, not the arguments of tools, not text with citations or annotations, whose offsets count characters.
/// </summary>
internal static class TextPlaces
{
    private const int MostLanes = 1 << 10;

    /// <summary>Adds the places of one JSON object. False where it is no sound JSON: then nothing was added that may be used.</summary>
    public static bool Find(Dialect dialect, ReadOnlySpan<byte> json, List<TextPlace> places)
    {
        var walk = new JsonWalk(json);
        if (!walk.Next() || !walk.IsObject)
            return false;
        switch (dialect)
        {
            case Dialect.OpenAiChat:
                EachOf("choices"u8, ref walk, places, Choice);
                break;
            case Dialect.OpenAiResponses:
                Responses(ref walk, places);
                break;
            case Dialect.AnthropicMessages:
                Anthropic(ref walk, places);
                break;
            case Dialect.GeminiGenerate:
                EachOf("candidates"u8, ref walk, places, Candidate);
                break;
            default:
                return false;
        }

        return !walk.Ended;
    }

    private static TextPlace Piece(ref JsonWalk json, int lane) => new(PlaceKind.Piece, lane, json.Start + 1, json.Raw.Length, json.Escaped);

    private static TextPlace End(int lane) => new(PlaceKind.End, lane, 0, 0, false);

    /// <summary>Gives the places that were found before their number was known the lane that they belong to.</summary>
    private static void Assign(List<TextPlace> places, int from, int lane)
    {
        for (var at = from; at < places.Count; at++)
            places[at] = places[at] with { Lane = lane };
    }

    private delegate void AnswerAt(ref JsonWalk json, List<TextPlace> places, int position);

    /// <summary>Where a dialect may give several answers at once, they are the objects of one array.</summary>
    private static void EachOf(ReadOnlySpan<byte> array, ref JsonWalk json, List<TextPlace> places, AnswerAt read)
    {
        while (json.NextMember())
        {
            var isArray = json.Name.SequenceEqual(array);
            if (json.Value() && isArray && json.IsArray)
            {
                for (var position = 0; json.NextElement(); position++)
                {
                    if (json.IsObject)
                        read(ref json, places, position);
                    json.Skip();
                }
            }

            json.Skip();
        }
    }

    private static void Choice(ref JsonWalk json, List<TextPlace> places, int lane)
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

    /// <summary>An object of some type with its text, unless something counts the text's characters.</summary>
    private static void Part(ref JsonWalk json, List<TextPlace> places, ReadOnlySpan<byte> wanted, int lane, PlaceKind kind = PlaceKind.Piece)
    {
        TextPlace? text = null;
        var (typed, counted) = (false, false);
        while (json.NextMember())
        {
            var name = json.Name;
            if (!json.Value())
                return;
            if (name.SequenceEqual("type"u8))
            {
                typed = json.Says(wanted);
            }
            else if (name.SequenceEqual("text"u8) && json.IsString)
            {
                text = Piece(ref json, lane) with { Kind = kind };
            }
            else if ((name.SequenceEqual("citations"u8) || name.SequenceEqual("annotations"u8)) && json.IsArray && json.NextElement())
            {
                counted = true;
                do
                {
                    json.Skip();
                }
                while (json.NextElement());
            }

            json.Skip();
        }

        if (typed && !counted && text is { } place)
            places.Add(place);
    }

    private static void Anthropic(ref JsonWalk json, List<TextPlace> places)
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

    private static void Candidate(ref JsonWalk json, List<TextPlace> places, int lane)
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

    private static void Responses(ref JsonWalk json, List<TextPlace> places)
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

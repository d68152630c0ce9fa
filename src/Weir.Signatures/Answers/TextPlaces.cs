using System.Text.Json;
using Weir.Traffic;
using Weir.Traffic.Dialects;

namespace Weir.Signatures.Answers;

/// <summary>
/// Finds the texts of an answer's frame, in each dialect: what the model says to its reader. Not reasoning (it may be signed), not
/// refusals, not the arguments of tools, not text with citations or annotations, whose offsets count characters. A file a dialect; here
/// is what they share.
/// </summary>
internal static class TextPlaces
{
    public const int MostLanes = 1 << 10;

    /// <summary>Adds the places of one JSON object. False where it is no sound JSON: then nothing was added that may be used.</summary>
    public static bool Find(Dialect dialect, ReadOnlySpan<byte> json, List<TextPlace> places)
    {
        var walk = new JsonWalk(json);
        if (!walk.Next() || !walk.IsObject)
            return false;
        switch (dialect)
        {
            case Dialect.OpenAiChat:
                EachOf("choices"u8, ref walk, places, ChatPlaces.Choice);
                break;
            case Dialect.OpenAiCompletions:
                EachOf("choices"u8, ref walk, places, CompletionPlaces.Choice);
                break;
            case Dialect.OpenAiResponses:
                ResponsesPlaces.Find(ref walk, places);
                break;
            case Dialect.AnthropicMessages:
                AnthropicPlaces.Find(ref walk, places);
                break;
            case Dialect.GeminiGenerate:
                EachOf("candidates"u8, ref walk, places, GeminiPlaces.Candidate);
                break;
            default:
                return false;
        }

        return !walk.Ended;
    }

    public static TextPlace Piece(ref JsonWalk json, int lane) => new(PlaceKind.Piece, lane, json.Start + 1, json.Raw.Length, json.Escaped);

    public static TextPlace End(int lane) => new(PlaceKind.End, lane, 0, 0, false);

    /// <summary>Gives the places that were found before their number was known the lane that they belong to.</summary>
    public static void Assign(List<TextPlace> places, int from, int lane)
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

    /// <summary>An object of some type with its text, unless something counts the text's characters.</summary>
    public static void Part(ref JsonWalk json, List<TextPlace> places, ReadOnlySpan<byte> wanted, int lane, PlaceKind kind = PlaceKind.Piece)
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
}

using System.Globalization;
using System.Text;

namespace Weir.Traffic.Dialects;

/// <summary>What a request may not ask for.</summary>
public sealed record NarrowRequest
{
    public bool NoLogprobs { get; init; }
    public int? TopLogprobs { get; init; }
    public bool BansOnly { get; init; }
    public bool NoBias { get; init; }
    public int? Choices { get; init; }
    public int? MaxTokens { get; init; }
    public bool HideReasoning { get; init; }
    public bool NoSeeds { get; init; }
}

/// <summary>
/// Edits that make a request ask for less, in every dialect. A parameter that may not stand is put to the value that means its absence, not
/// cut out: every server takes a null where a parameter is optional, and nothing around it moves.
/// </summary>
public static class RequestNarrowing
{
    private static readonly byte[] Null = "null"u8.ToArray();
    private static readonly byte[] False = "false"u8.ToArray();
    private static readonly byte[] Disabled = "{\"type\":\"disabled\"}"u8.ToArray();

    /// <summary>Adds edits in the order of their places.</summary>
    public static void Add(RequestReading reading, in Endpoint endpoint, ReadOnlySpan<byte> body, NarrowRequest narrow, List<BodyEdit> edits)
    {
        if (narrow.MaxTokens is { } most && !NamesLength(reading, body))
            Insert(reading, endpoint.Dialect, body, most, edits);
        foreach (var field in reading.Fields)
            Member(field.Name, field.ValueStart, body.Slice(field.ValueStart, field.ValueLength), endpoint.Dialect, narrow, edits);
    }

    /// <summary>Names of the tokens that a <c>logit_bias</c> does more to than ban.</summary>
    public static List<byte[]> BiasedBeyondBans(ReadOnlySpan<byte> value)
    {
        var tokens = new List<byte[]>();
        var json = new JsonWalk(value);
        if (!json.Next() || !json.IsObject)
            return tokens;
        while (json.NextMember())
        {
            var token = json.Name.ToArray();
            json.Value();
            if (!json.TryNumber(out var bias) || bias > -100)
                tokens.Add(token);
            json.Skip();
        }

        return tokens;
    }

    private static void Member(string name, int start, ReadOnlySpan<byte> value, Dialect dialect, NarrowRequest narrow, List<BodyEdit> edits)
    {
        switch (RequestMembers.Find(Encoding.UTF8.GetBytes(name), out _))
        {
            case RequestMember.Logprobs when narrow.NoLogprobs:
                Put(start, value, IsFlag(value) ? False : Null, edits);
                break;
            case RequestMember.TopLogprobs or RequestMember.ProbabilityCount or RequestMember.PromptLogprobs when narrow.NoLogprobs:
                Put(start, value, Null, edits);
                break;
            case RequestMember.ResponseLogprobs or RequestMember.Echo when narrow.NoLogprobs:
                Put(start, value, False, edits);
                break;
            case RequestMember.Logprobs or RequestMember.TopLogprobs or RequestMember.ProbabilityCount when narrow.TopLogprobs is { } most:
                Cap(start, value, most, edits);
                break;
            case RequestMember.Choices or RequestMember.BestOf when narrow.Choices is { } most:
                Cap(start, value, most, edits);
                break;
            case RequestMember.MaxTokens or RequestMember.MaxCompletionTokens or RequestMember.MaxOutputTokens or RequestMember.MaxTokensToSample when narrow.MaxTokens is { } most:
                Cap(start, value, most, edits);
                break;
            case RequestMember.Seed when narrow.NoSeeds:
                Put(start, value, Null, edits);
                break;
            case RequestMember.LogitBias when narrow.NoBias:
                Put(start, value, Null, edits);
                break;
            case RequestMember.LogitBias when narrow.BansOnly:
                Bans(start, value, edits);
                break;
            case RequestMember.Include:
                Include(start, value, narrow, edits);
                break;
            case RequestMember.IncludeReasoning when narrow.HideReasoning:
                Put(start, value, False, edits);
                break;
            // A budget for thought must be smaller than the answer may be long, so a shorter answer ends it too.
            case RequestMember.Thinking when dialect == Dialect.AnthropicMessages && (narrow.HideReasoning || narrow.MaxTokens is not null):
                Put(start, value, Disabled, edits);
                break;
            case RequestMember.Thinking or RequestMember.Reasoning when narrow.HideReasoning:
                Thoughts(start, value, edits);
                break;
            case RequestMember.GenerationConfig:
                Inside(start, value, dialect, narrow, edits);
                break;
        }
    }

    /// <summary>Gemini keeps its parameters in an object of their own.</summary>
    private static void Inside(int start, ReadOnlySpan<byte> value, Dialect dialect, NarrowRequest narrow, List<BodyEdit> edits)
    {
        var json = new JsonWalk(value);
        if (!json.Next() || !json.IsObject)
            return;
        if (narrow.MaxTokens is { } most && !HasLength(value))
            edits.Add(new BodyEdit(start + 1, 0, Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"\"maxOutputTokens\":{most}") + (IsEmptyObject(value) ? "" : ","))));
        while (json.NextMember())
        {
            var name = json.Text();
            json.Value();
            var at = json.Start;
            json.Skip();
            if (!json.Ended)
                Member(name, start + at, value[at..json.Consumed], dialect, narrow, edits);
        }
    }

    private static void Insert(RequestReading reading, Dialect dialect, ReadOnlySpan<byte> body, int most, List<BodyEdit> edits)
    {
        var member = dialect switch
        {
            // Models that reason by parameter know the new name only.
            Dialect.OpenAiChat => reading.Field("reasoning_effort") is null ? "\"max_tokens\":" : "\"max_completion_tokens\":",
            Dialect.OpenAiCompletions => "\"max_tokens\":",
            Dialect.OpenAiResponses => "\"max_output_tokens\":",
            Dialect.GeminiGenerate when reading.Field("generationConfig") is null && reading.Field("generation_config") is null => "\"generationConfig\":{\"maxOutputTokens\":",
            _ => null,
        };
        if (member is null)
            return;
        var text = member + most.ToString(CultureInfo.InvariantCulture) + (dialect == Dialect.GeminiGenerate ? "}" : "") + (reading.Fields.Count > 0 ? "," : "");
        edits.Add(new BodyEdit(body.IndexOf((byte)'{') + 1, 0, Encoding.UTF8.GetBytes(text)));
    }

    private static bool NamesLength(RequestReading reading, ReadOnlySpan<byte> body)
    {
        foreach (var field in reading.Fields)
        {
            if (IsLength(field.Name) && body[field.ValueStart] != (byte)'n')
                return true;
            // What stands in Gemini's own object is looked for there.
            if (field.Name is "generationConfig" or "generation_config")
                return true;
        }

        return false;
    }

    private static bool HasLength(ReadOnlySpan<byte> value)
    {
        var json = new JsonWalk(value);
        json.Next();
        while (json.NextMember())
        {
            var length = IsLength(json.Text());
            json.Value();
            if (length && !json.IsNull)
                return true;
            json.Skip();
        }

        return false;
    }

    private static bool IsLength(string name) => name is "max_tokens" or "max_completion_tokens" or "max_output_tokens" or "maxOutputTokens" or "max_tokens_to_sample";

    private static bool IsFlag(ReadOnlySpan<byte> value) => value[0] is (byte)'t' or (byte)'f';

    private static bool IsEmptyObject(ReadOnlySpan<byte> value)
    {
        var json = new JsonWalk(value);
        return json.Next() && !json.NextMember();
    }

    private static void Put(int start, ReadOnlySpan<byte> value, byte[] what, List<BodyEdit> edits)
    {
        if (!value.SequenceEqual(what))
            edits.Add(new BodyEdit(start, value.Length, what));
    }

    private static void Cap(int start, ReadOnlySpan<byte> value, int most, List<BodyEdit> edits)
    {
        // Lenient servers take a number in quotes.
        if (System.Buffers.Text.Utf8Parser.TryParse(value.Trim((byte)'"'), out double number, out _) && number > most)
            edits.Add(new BodyEdit(start, value.Length, Encoding.UTF8.GetBytes(most.ToString(CultureInfo.InvariantCulture))));
    }

    private static void Bans(int start, ReadOnlySpan<byte> value, List<BodyEdit> edits)
    {
        var json = new JsonWalk(value);
        if (!json.Next() || !json.IsObject)
            return;
        var kept = new List<byte>((byte[])[(byte)'{']);
        var dropped = false;
        while (json.NextMember())
        {
            var from = json.Start;
            json.Value();
            var ban = json.TryNumber(out var bias) && bias <= -100;
            json.Skip();
            dropped |= !ban;
            if (!ban)
                continue;
            if (kept.Count > 1)
                kept.Add((byte)',');
            kept.AddRange(json.Since(from));
        }

        kept.Add((byte)'}');
        if (dropped)
            edits.Add(new BodyEdit(start, value.Length, kept.Count == 2 ? Null : kept.ToArray()));
    }

    private static void Include(int start, ReadOnlySpan<byte> value, NarrowRequest narrow, List<BodyEdit> edits)
    {
        var json = new JsonWalk(value);
        if (!json.Next() || !json.IsArray)
            return;
        var kept = new List<byte>((byte[])[(byte)'[']);
        var dropped = false;
        while (json.NextElement())
        {
            var drop = narrow.NoLogprobs && json.Says("message.output_text.logprobs"u8) || narrow.HideReasoning && json.Says("reasoning.encrypted_content"u8);
            var from = json.Start;
            json.Skip();
            dropped |= drop;
            if (drop)
                continue;
            if (kept.Count > 1)
                kept.Add((byte)',');
            kept.AddRange(json.Since(from));
        }

        kept.Add((byte)']');
        if (dropped)
            edits.Add(new BodyEdit(start, value.Length, kept.ToArray()));
    }

    /// <summary>How much is thought stays the caller's; that it is shown does not.</summary>
    private static void Thoughts(int start, ReadOnlySpan<byte> value, List<BodyEdit> edits)
    {
        var json = new JsonWalk(value);
        if (!json.Next() || !json.IsObject)
            return;
        while (json.NextMember())
        {
            var name = json.Text();
            json.Value();
            var at = json.Start;
            json.Skip();
            if (json.Ended)
                return;
            if (name is "summary" or "generate_summary")
                Put(start + at, value[at..json.Consumed], Null, edits);
            else if (name is "includeThoughts" or "include_thoughts")
                Put(start + at, value[at..json.Consumed], False, edits);
        }
    }
}

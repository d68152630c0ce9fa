namespace Weir.Traffic.Dialects;

/// <summary>
/// What stands around a request or an answer in a line of a batch. OpenAI: custom_id, method, url, body; custom_id,
/// response {status_code, body}, error. Anthropic: custom_id, params; custom_id, result {type, message or error}.
/// </summary>
internal struct BatchEnvelope
{
    public string? CustomId { get; private set; }
    public string? Method { get; private set; }
    public string? Url { get; private set; }
    public int Status { get; private set; }
    public Range Request { get; private set; }
    public bool HasRequest { get; private set; }
    public Range Answer { get; private set; }
    public bool HasAnswer { get; private set; }

    /// <summary>The dialect of an OpenAI answer, by the kind of object it calls itself.</summary>
    public Dialect Answered { get; private set; }

    public static bool TryRead(ReadOnlySpan<byte> line, out BatchEnvelope envelope)
    {
        envelope = new BatchEnvelope { Answered = Dialect.OpenAiChat };
        var json = new JsonWalk(line);
        if (!json.Next() || !json.IsObject)
            return false;
        while (json.NextMember())
        {
            var name = json.Name;
            if (!json.Value())
                break;
            envelope.Member(ref json, name);
            json.Skip();
        }

        return !json.Ended;
    }

    private void Member(ref JsonWalk json, ReadOnlySpan<byte> name)
    {
        if (json.IsString)
        {
            if (name.SequenceEqual("custom_id"u8))
                CustomId = json.Text();
            else if (name.SequenceEqual("method"u8))
                Method = json.Text();
            else if (name.SequenceEqual("url"u8))
                Url = json.Text();
        }
        else if (json.IsObject)
        {
            if (name.SequenceEqual("body"u8) || name.SequenceEqual("params"u8))
            {
                Request = Whole(ref json);
                HasRequest = true;
            }
            else if (name.SequenceEqual("response"u8))
            {
                Response(ref json);
            }
            else if (name.SequenceEqual("result"u8))
            {
                Result(ref json);
            }
            else if (name.SequenceEqual("error"u8) && !HasAnswer)
            {
                // The call never came to an answer: nothing to read but that it failed.
                HasAnswer = true;
            }
        }
    }

    private void Response(ref JsonWalk json)
    {
        while (json.NextMember())
        {
            var name = json.Name;
            if (!json.Value())
                return;
            if (name.SequenceEqual("status_code"u8) && json.TryInt(out var status))
            {
                Status = status;
            }
            else if (name.SequenceEqual("body"u8) && json.IsObject)
            {
                var start = json.Start;
                Answered = Kind(ref json);
                Answer = start..json.Consumed;
                HasAnswer = true;
            }

            json.Skip();
        }
    }

    private void Result(ref JsonWalk json)
    {
        HasAnswer = true;
        while (json.NextMember())
        {
            var name = json.Name;
            if (!json.Value())
                return;
            if (name.SequenceEqual("type"u8))
                Status = json.Says("succeeded"u8) ? 200 : json.Says("errored"u8) ? 500 : 0;
            else if ((name.SequenceEqual("message"u8) || name.SequenceEqual("error"u8)) && json.IsObject)
                Answer = Whole(ref json);
            json.Skip();
        }
    }

    private static Range Whole(ref JsonWalk json)
    {
        var start = json.Start;
        json.Skip();
        return start..json.Consumed;
    }

    private static Dialect Kind(ref JsonWalk json)
    {
        var dialect = Dialect.OpenAiChat;
        while (json.NextMember())
        {
            var isKind = json.Name.SequenceEqual("object"u8);
            json.Value();
            if (isKind)
            {
                dialect = json.Says("text_completion"u8) ? Dialect.OpenAiCompletions
                    : json.Says("response"u8) ? Dialect.OpenAiResponses
                    : json.Says("list"u8) ? Dialect.OpenAiEmbeddings
                    : dialect;
            }

            json.Skip();
        }

        return dialect;
    }
}

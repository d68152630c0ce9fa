namespace Weir.Traffic.Dialects;

/// <summary>The parts of a message: texts, media, calls and their results. Bounded in depth, since results hold parts themselves.</summary>
internal ref partial struct RequestWalk
{
    private const int DeepestParts = 3;

    private enum PartKind : byte { Text = 0, Image, Media, ToolCall, ToolResult }

    private void Content()
    {
        if (_json.IsString)
            Add(Role.Other, _messages);
        else if (_json.IsArray)
            Parts(_messages, 0);
        else if (_json.IsObject)
            Part(_messages, 0);
    }

    private void Parts(int message, int depth)
    {
        while (_json.NextElement())
        {
            if (_json.IsString)
                Add(Role.Other, message);
            else if (_json.IsObject && depth < DeepestParts)
                Part(message, depth);
            else
                _json.Skip();
        }
    }

    private void Part(int message, int depth)
    {
        var first = _scratch.Pieces.Count;
        var kind = PartKind.Text;
        while (_json.NextMember())
        {
            var name = _json.Name;
            var isType = name.SequenceEqual("type"u8);
            var isText = name.SequenceEqual("text"u8) || name.SequenceEqual("thinking"u8) || name.SequenceEqual("refusal"u8);
            var isContent = name.SequenceEqual("content"u8) || name.SequenceEqual("output"u8);
            var isMedia = name.SequenceEqual("inlineData"u8) || name.SequenceEqual("inline_data"u8) || name.SequenceEqual("fileData"u8) || name.SequenceEqual("file_data"u8);
            var isCall = name.SequenceEqual("functionCall"u8) || name.SequenceEqual("function_call"u8);
            var isResult = name.SequenceEqual("functionResponse"u8) || name.SequenceEqual("function_response"u8);
            var isSource = name.SequenceEqual("source"u8);
            var isArguments = isCall || isResult || name.SequenceEqual("input"u8);
            if (!_json.Value())
                return;
            if (isType)
                kind = KindNamed(kind);
            else if (isText && _json.IsString)
                Add(Role.Other, message);
            else if (isContent && _json.IsString)
                Add(Role.Other, message);
            else if (isContent && _json.IsArray)
                Parts(message, depth + 1);
            else if (isMedia && _json.IsObject)
                kind = Media();
            else if (isSource && _json.IsObject)
                Source(message, depth);
            else if (isArguments)
                Measure();
            else
                _json.Skip();
            kind = isResult ? PartKind.ToolResult : kind;
            _json.Skip();
        }

        switch (kind)
        {
            case PartKind.Image: _images++; break;
            case PartKind.Media: _otherMedia++; break;
            case PartKind.ToolResult:
                _toolResults++;
                Assign(Role.Tool, first);
                break;
            default: break;
        }
    }

    private readonly PartKind KindNamed(PartKind otherwise)
    {
        if (!_json.IsString)
            return otherwise;
        var type = _json.Raw;
        return type.SequenceEqual("text"u8) || type.SequenceEqual("input_text"u8) || type.SequenceEqual("output_text"u8) ? otherwise
            : type.SequenceEqual("image_url"u8) || type.SequenceEqual("input_image"u8) || type.SequenceEqual("image"u8) ? PartKind.Image
            : type.EndsWith("tool_result"u8) ? PartKind.ToolResult
            : type.EndsWith("tool_use"u8) ? PartKind.ToolCall
            : type.SequenceEqual("input_audio"u8) || type.SequenceEqual("audio_url"u8) || type.SequenceEqual("file"u8) || type.SequenceEqual("input_file"u8)
                || type.SequenceEqual("document"u8) || type.SequenceEqual("video"u8) || type.SequenceEqual("video_url"u8) ? PartKind.Media
            : otherwise;
    }

    /// <summary>A document may be plain text or blocks of it: a prompt must not hide there.</summary>
    private void Source(int message, int depth)
    {
        ReadOnlySpan<byte> data = default;
        var start = 0;
        bool escaped = false, text = false;
        while (_json.NextMember())
        {
            var name = _json.Name;
            if (!_json.Value())
                return;
            if (name.SequenceEqual("type"u8))
            {
                text = _json.Says("text"u8);
            }
            else if (name.SequenceEqual("data"u8) && _json.IsString)
            {
                data = _json.Raw;
                start = _json.Start;
                escaped = _json.Escaped;
            }
            else if (name.SequenceEqual("content"u8) && _json.IsString)
            {
                Add(Role.Other, message);
            }
            else if (name.SequenceEqual("content"u8) && _json.IsArray)
            {
                Parts(message, depth + 1);
            }

            _json.Skip();
        }

        if (text)
            Add(Role.Other, message, start, data, escaped);
    }

    private PartKind Media()
    {
        var kind = PartKind.Media;
        while (_json.NextMember())
        {
            var isType = _json.Name.SequenceEqual("mimeType"u8) || _json.Name.SequenceEqual("mime_type"u8);
            _json.Value();
            if (isType && _json.IsString && _json.Raw.StartsWith("image/"u8))
                kind = PartKind.Image;
            _json.Skip();
        }

        return kind;
    }

    /// <summary>Arguments of calls and results that are JSON: counted as they stand on the wire.</summary>
    private void Measure()
    {
        var start = _json.Start;
        _json.Skip();
        _otherTokens += TokenEstimate.OfBytes(_json.Consumed - start);
    }
}

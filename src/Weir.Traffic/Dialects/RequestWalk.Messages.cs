namespace Weir.Traffic.Dialects;

/// <summary>Conversations of all dialects: who said what, where it stands, how long it is.</summary>
internal ref partial struct RequestWalk
{
    /// <summary>Reads a member that holds texts; false, without moving, where it holds none in this dialect.</summary>
    private bool Conversation(RequestMember member, string? name)
    {
        switch (member)
        {
            case RequestMember.Messages when _dialect is Dialect.OpenAiChat or Dialect.AnthropicMessages or Dialect.AnthropicCountTokens:
            case RequestMember.Contents when _dialect is Dialect.GeminiGenerate or Dialect.GeminiCountTokens:
                if (_json.IsArray)
                    Messages();
                else if (member == RequestMember.Contents && _json.IsObject)
                    Message();
                else if (!_json.IsNull)
                    Fail($"'{name}' must be an array.", Offset);
                return true;
            case RequestMember.Input when _dialect is Dialect.OpenAiResponses:
                if (_json.IsString)
                    Inputs();
                else if (_json.IsArray)
                    Messages();
                else if (!_json.IsNull)
                    Fail("'input' must be a string or an array.", Offset);
                return true;
            case RequestMember.Input when _dialect is Dialect.OpenAiEmbeddings:
            case RequestMember.Prompt when _dialect is Dialect.OpenAiCompletions:
                if (_json.IsString || _json.IsArray)
                    Inputs();
                else if (!_json.IsNull)
                    Fail($"'{name}' must be a string or an array.", Offset);
                return true;
            case RequestMember.System when _endpoint.Provider == Provider.Anthropic:
            case RequestMember.Instructions when _dialect is Dialect.OpenAiResponses:
            case RequestMember.SystemInstruction when _endpoint.Provider == Provider.Gemini:
                System();
                return true;
            case RequestMember.Content when _dialect is Dialect.GeminiEmbed && _json.IsObject:
                Message();
                return true;
            case RequestMember.Requests when _dialect is Dialect.GeminiEmbed && _json.IsArray:
                while (_json.NextElement())
                    Nested();
                return true;
            case RequestMember.GenerateContentRequest when _dialect is Dialect.GeminiCountTokens:
                Nested();
                return true;
            default:
                return false;
        }
    }

    /// <summary>A request inside the request. Only one level: a member of the same kind within it is not entered again.</summary>
    private void Nested()
    {
        if (!_json.IsObject)
        {
            _json.Skip();
            return;
        }

        while (_json.NextMember())
        {
            var member = RequestMembers.Find(_json.Name, out var name);
            _json.Value();
            if (member is RequestMember.Requests or RequestMember.GenerateContentRequest || !(Conversation(member, name) || Parameter(member)))
                _json.Skip();
        }
    }

    private void Messages()
    {
        while (_json.NextElement())
        {
            if (_json.IsObject)
                Message();
            else if (_json.IsString)
                Inputs();
            else
                _json.Skip();
        }
    }

    /// <summary>A string, an array of strings, an array of token ids, or an array of such arrays: each a prompt of its own.</summary>
    private void Inputs()
    {
        if (_json.IsString)
        {
            var piece = Add(Role.User, _messages);
            Close(Role.User, piece, said: true);
            return;
        }

        var ids = 0;
        while (_json.NextElement())
        {
            if (_json.IsString)
            {
                Inputs();
            }
            else if (_json.IsArray)
            {
                var inner = 0;
                while (_json.NextElement())
                {
                    inner++;
                    _json.Skip();
                }

                Ids(inner);
            }
            else
            {
                ids++;
                _json.Skip();
            }
        }

        if (ids > 0)
            Ids(ids);
    }

    private void Ids(int count)
    {
        _otherTokens += count;
        Close(Role.User, _scratch.Pieces.Count, said: true);
    }

    private void System()
    {
        var first = _scratch.Pieces.Count;
        if (_json.IsString)
            Add(Role.System, -1);
        else if (_json.IsArray)
            Parts(-1, 0);
        else if (_json.IsObject)
            SystemObject();
        else
            _json.Skip();
        Assign(Role.System, first);
    }

    private void SystemObject()
    {
        while (_json.NextMember())
        {
            var parts = _json.Name.SequenceEqual("parts"u8);
            _json.Value();
            if (parts && _json.IsArray)
                Parts(-1, 0);
            else if (parts && _json.IsObject)
                Part(-1, 0);
            else
                _json.Skip();
        }
    }

    private void Message()
    {
        var first = _scratch.Pieces.Count;
        var results = _toolResults;
        var role = _endpoint.Provider == Provider.Gemini ? Role.User : Role.Other;
        var said = false;
        while (_json.NextMember())
        {
            var name = _json.Name;
            var key = name.Length switch
            {
                4 when name.SequenceEqual("role"u8) => 'r',
                4 when name.SequenceEqual("type"u8) => 't',
                4 when name.SequenceEqual("text"u8) => 'c',
                5 when name.SequenceEqual("parts"u8) => 'c',
                7 when name.SequenceEqual("content"u8) || name.SequenceEqual("summary"u8) || name.SequenceEqual("refusal"u8) => 'c',
                6 when name.SequenceEqual("output"u8) => 'c',
                9 when name.SequenceEqual("reasoning"u8) => 'c',
                17 when name.SequenceEqual("reasoning_content"u8) => 'c',
                9 when name.SequenceEqual("arguments"u8) => 'a',
                5 when name.SequenceEqual("input"u8) => 'a',
                10 when name.SequenceEqual("tool_calls"u8) => 'a',
                13 when name.SequenceEqual("function_call"u8) => 'a',
                _ => ' ',
            };
            if (!_json.Value())
                break;
            switch (key)
            {
                case 'r':
                    role = RoleNamed(role);
                    _json.Skip();
                    break;
                case 't':
                    role = RoleOfItem(role);
                    _json.Skip();
                    break;
                case 'c':
                    var had = _toolResults;
                    Content();
                    said |= _toolResults == had;
                    break;
                case 'a':
                    Measure();
                    break;
                default:
                    _json.Skip();
                    break;
            }
        }

        if (role == Role.Tool && _toolResults == results)
            _toolResults++;
        Close(role, first, said || HasText(first));
    }

    private readonly bool HasText(int first)
    {
        for (var i = first; i < _scratch.Pieces.Count; i++)
        {
            if (_scratch.Pieces[i].Role == Role.Other)
                return true;
        }

        return false;
    }

    private readonly Role RoleNamed(Role otherwise) =>
        _json.Says("user"u8) ? Role.User
        : _json.Says("assistant"u8) || _json.Says("model"u8) ? Role.Assistant
        : _json.Says("system"u8) || _json.Says("developer"u8) ? Role.System
        : _json.Says("tool"u8) || _json.Says("function"u8) ? Role.Tool
        : _json.IsNull ? otherwise : Role.Other;

    /// <summary>Items of the responses dialect have a type and often no role.</summary>
    private readonly Role RoleOfItem(Role otherwise)
    {
        if (otherwise != Role.Other || !_json.IsString)
            return otherwise;
        var type = _json.Raw;
        return type.EndsWith("_call_output"u8) || type.SequenceEqual("mcp_approval_response"u8) ? Role.Tool
            : type.EndsWith("_call"u8) || type.SequenceEqual("reasoning"u8) ? Role.Assistant
            : otherwise;
    }

    private int Add(Role role, int message) => Add(role, message, _json.Start, _json.Raw, _json.Escaped);

    private int Add(Role role, int message, int start, ReadOnlySpan<byte> raw, bool escaped)
    {
        if (_scratch.Pieces.Count == RequestReader.MaxTexts)
        {
            Fail($"The body holds more than {RequestReader.MaxTexts} texts.", Offset);
            return _scratch.Pieces.Count;
        }

        var tally = default(TextTally);
        if (escaped)
            tally.AddEscaped(raw);
        else
            tally.Add(raw);
        _all.Add(tally);
        _scratch.Pieces.Add(new TextPiece(role, message, _base + start + 1, raw.Length, escaped, (int)tally.Chars));
        return _scratch.Pieces.Count - 1;
    }

    /// <summary>Gives pieces that have no speaker yet their own: a role may stand behind the text it belongs to.</summary>
    private readonly void Assign(Role role, int first)
    {
        var pieces = _scratch.Pieces;
        for (var i = first; i < pieces.Count; i++)
        {
            if (pieces[i].Role == Role.Other)
                pieces[i] = pieces[i] with { Role = role };
        }
    }

    private void Close(Role role, int first, bool said)
    {
        Assign(role, first);
        _messages++;
        _lastRole = role;
        // A turn of nothing but tool results is the caller's program speaking, not its user.
        if (role == Role.Assistant)
            _assistantMessages++;
        if (role != Role.User || !said)
            return;
        _userMessages++;
        _promptChars = 0;
        for (var i = first; i < _scratch.Pieces.Count; i++)
        {
            if (_scratch.Pieces[i].Role == Role.User)
                _promptChars += _scratch.Pieces[i].Chars;
        }
    }

    private readonly int InputTokens() => (int)Math.Min(_all.Tokens + _otherTokens, int.MaxValue);

    private readonly AskFacts Ask()
    {
        var system = 0L;
        foreach (var piece in _scratch.Pieces)
        {
            if (piece.Role == Role.System)
                system += piece.Chars;
        }

        return new AskFacts
        {
            MaxTokens = _maxTokens,
            Temperature = _temperature,
            TopP = _topP,
            Choices = _choices,
            Seeded = _seeded,
            Logprobs = _logprobs,
            TopLogprobs = _topLogprobs,
            BiasedTokens = _biased,
            BiasBeyondBans = _biasBeyondBans,
            Echo = _echo,
            Format = _format,
            Reasoning = _reasoning,
            Tools = _tools,
            Messages = _messages,
            UserMessages = _userMessages,
            AssistantMessages = _assistantMessages,
            ToolResults = _toolResults,
            Images = _images,
            OtherMedia = _otherMedia,
            Prefilled = _lastRole == Role.Assistant && _dialect is Dialect.OpenAiChat or Dialect.AnthropicMessages or Dialect.GeminiGenerate,
            SystemChars = (int)system,
            PromptChars = (int)_promptChars,
            TotalChars = (int)Math.Min(_all.Chars, int.MaxValue),
        };
    }
}

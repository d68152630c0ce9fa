using System.Text.Json;

namespace Weir.Traffic.Dialects;

/// <summary>Parameters: measured where they have a shape that Weir knows, ignored where not.</summary>
internal ref partial struct RequestWalk
{
    /// <summary>Reads the value of a parameter; false, without moving, where Weir has no use for it here.</summary>
    private bool Parameter(RequestMember member)
    {
        switch (member)
        {
            case RequestMember.MaxTokens or RequestMember.MaxCompletionTokens or RequestMember.MaxOutputTokens or RequestMember.MaxTokensToSample:
                // Where both the old and the new name are given, the wider one is what may come.
                if (_json.TryInt(out var max))
                    _maxTokens = Math.Max(max, _maxTokens ?? max);
                break;
            case RequestMember.Temperature:
                _temperature = _json.TryNumber(out var temperature) ? temperature : _temperature;
                break;
            case RequestMember.TopP:
                _topP = _json.TryNumber(out var topP) ? topP : _topP;
                break;
            case RequestMember.Choices or RequestMember.BestOf:
                if (_json.TryInt(out var choices))
                    _choices = Math.Max(_choices, choices);
                break;
            case RequestMember.Seed:
                _seeded |= _json.IsScalar && !_json.IsNull;
                break;
            case RequestMember.Logprobs or RequestMember.ResponseLogprobs or RequestMember.TopLogprobs or RequestMember.ProbabilityCount:
                Logprobs(member);
                break;
            case RequestMember.PromptLogprobs:
                _echo |= _json.IsTrue || (_json.TryInt(out _) && _json.Token == JsonTokenType.Number);
                break;
            case RequestMember.Echo:
                _echo |= _json.IsTrue;
                break;
            case RequestMember.LogitBias:
                LogitBias();
                break;
            case RequestMember.Include:
                Include();
                break;
            case RequestMember.Tools or RequestMember.Functions:
                Tools();
                break;
            case RequestMember.GenerationConfig when _json.IsObject:
                while (_json.NextMember())
                {
                    var inner = RequestMembers.Find(_json.Name, out _);
                    _json.Value();
                    if (inner == RequestMember.GenerationConfig || !Parameter(inner))
                        _json.Skip();
                }

                break;
            default:
                if (!Format(member) && !Reasoning(member))
                    return false;
                break;
        }

        // A value of a shape that was not expected is stepped over whole.
        _json.Skip();
        return true;
    }

    private void Logprobs(RequestMember member)
    {
        if (_json.TryInt(out var count))
        {
            // Completions: a number of alternatives, where zero still gives the chosen token's. Elsewhere: top_logprobs.
            _logprobs |= member is RequestMember.Logprobs or RequestMember.TopLogprobs || count > 0;
            _topLogprobs = Math.Max(_topLogprobs, count);
        }
        else
        {
            _logprobs |= _json.IsTrue;
        }
    }

    private void LogitBias()
    {
        if (!_json.IsObject)
            return;
        while (_json.NextMember())
        {
            _biased++;
            _json.Value();
            if (!_json.TryNumber(out var bias) || bias > -100)
                _biasBeyondBans = true;
            _json.Skip();
        }
    }

    private void Include()
    {
        if (!_json.IsArray)
            return;
        while (_json.NextElement())
        {
            _logprobs |= _json.Says("message.output_text.logprobs"u8);
            _json.Skip();
        }
    }

    private void Tools()
    {
        if (!_json.IsArray)
            return;
        while (_json.NextElement())
        {
            var declared = 0;
            if (_json.IsObject)
            {
                while (_json.NextMember())
                {
                    var declarations = _json.Name.SequenceEqual("functionDeclarations"u8) || _json.Name.SequenceEqual("function_declarations"u8);
                    _json.Value();
                    if (!declarations || !_json.IsArray)
                    {
                        _json.Skip();
                        continue;
                    }

                    while (_json.NextElement())
                    {
                        declared++;
                        _json.Skip();
                    }
                }
            }

            _json.Skip();
            _tools += Math.Max(1, declared);
        }
    }

    private bool Format(RequestMember member)
    {
        switch (member)
        {
            case RequestMember.ResponseFormat or RequestMember.OutputFormat:
                FormatObject(nested: false);
                return true;
            case RequestMember.TextFormat or RequestMember.OutputConfig:
                FormatObject(nested: true);
                return true;
            case RequestMember.ResponseMimeType:
                if (_json.Says("application/json"u8) || _json.Says("text/x.enum"u8))
                    Wants(AnswerFormat.Json);
                return true;
            case RequestMember.ResponseSchema or RequestMember.GuidedOutput:
                if (!_json.IsNull)
                    Wants(AnswerFormat.JsonSchema);
                return true;
            default:
                return false;
        }
    }

    /// <summary>{"type": …}, or {"format": {"type": …}} where <paramref name="nested"/>.</summary>
    private void FormatObject(bool nested)
    {
        if (!_json.IsObject)
            return;
        while (_json.NextMember())
        {
            var isType = !nested && _json.Name.SequenceEqual("type"u8);
            var isFormat = nested && _json.Name.SequenceEqual("format"u8);
            _json.Value();
            if (isType && _json.Says("json_object"u8))
                Wants(AnswerFormat.Json);
            else if (isType && (_json.Says("json_schema"u8) || _json.Says("structural_tag"u8) || _json.Says("grammar"u8)))
                Wants(AnswerFormat.JsonSchema);
            else if (isFormat && _json.IsObject)
                FormatObject(nested: false);
            else
                _json.Skip();
        }
    }

    private void Wants(AnswerFormat format) => _format = format > _format ? format : _format;

    private bool Reasoning(RequestMember member)
    {
        switch (member)
        {
            case RequestMember.ReasoningEffort:
                _reasoning |= _json.IsString && !_json.Says("none"u8);
                return true;
            case RequestMember.EnableThinking or RequestMember.IncludeReasoning:
                _reasoning |= _json.IsTrue;
                return true;
            case RequestMember.Reasoning or RequestMember.Thinking or RequestMember.ChatTemplateKwargs when _json.IsObject:
                ReasoningObject(onlyThinking: member == RequestMember.ChatTemplateKwargs);
                return true;
            default:
                return false;
        }
    }

    private void ReasoningObject(bool onlyThinking)
    {
        while (_json.NextMember())
        {
            var name = _json.Name;
            var thinking = name.SequenceEqual("enable_thinking"u8) || name.SequenceEqual("thinking"u8);
            var amount = !onlyThinking && (name.SequenceEqual("thinkingBudget"u8) || name.SequenceEqual("thinking_budget"u8)
                || name.SequenceEqual("budget_tokens"u8) || name.SequenceEqual("max_tokens"u8));
            var words = !onlyThinking && (name.SequenceEqual("effort"u8) || name.SequenceEqual("summary"u8) || name.SequenceEqual("type"u8)
                || name.SequenceEqual("thinkingLevel"u8) || name.SequenceEqual("thinking_level"u8));
            var flag = thinking || (!onlyThinking && (name.SequenceEqual("includeThoughts"u8) || name.SequenceEqual("include_thoughts"u8) || name.SequenceEqual("enabled"u8)));
            _json.Value();
            if (flag)
                _reasoning |= _json.IsTrue;
            else if (amount)
                _reasoning |= _json.TryInt(out var budget) && budget != 0;
            else if (words)
                _reasoning |= _json.IsString && !_json.Says("none"u8) && !_json.Says("disabled"u8);
            _json.Skip();
        }
    }
}

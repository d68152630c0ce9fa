using System.Text.Json;

namespace Weir.Traffic.Dialects;

/// <summary>The walk itself: top level here, parameters and messages in the other parts.</summary>
internal ref partial struct RequestWalk
{
    private readonly Endpoint _endpoint;
    private readonly Dialect _dialect;
    private readonly int _base;
    private readonly RequestScratch _scratch;
    private JsonWalk _json;
    private ulong _seen;
    private string? _model, _user, _safetyIdentifier;
    private bool? _stream;
    private bool _usageWanted;

    // Parameters.
    private int? _maxTokens;
    private double? _temperature, _topP;
    private int _choices, _topLogprobs, _biased, _tools;
    private bool _seeded, _logprobs, _biasBeyondBans, _echo, _reasoning;
    private AnswerFormat _format;

    // Messages.
    private int _messages, _userMessages, _assistantMessages, _toolResults, _images, _otherMedia;
    private long _promptChars, _otherTokens;
    private TextTally _all;
    private Role _lastRole;

    public RequestWalk(in Endpoint endpoint, ReadOnlySpan<byte> json, int skipped)
    {
        _endpoint = endpoint;
        _dialect = endpoint.Dialect;
        _base = skipped;
        _scratch = RequestScratch.Take();
        _json = new JsonWalk(json);
        _choices = 1;
    }

    public ReadFault Fault { get; private set; }

    public readonly long Offset => _base + _json.Consumed;

    public RequestReading? Read()
    {
        if (!_json.Next())
            return _json.Broken ? Unusable() : Fail("The body is empty; a JSON object is expected.", 0);
        if (!_json.IsObject)
            return Fail("The body is not a JSON object.", _base);
        Members();
        if (Fault.Message is not null)
            return null;
        if (_json.Ended)
            return Unusable();
        // Only white space may stand behind the object.
        _json.Next();
        return _json.Broken ? Unusable() : Result();
    }

    private RequestReading? Unusable() => Fail(
        _json.TooDeep ? $"The body is nested more than {RequestReader.MaxDepth} levels deep."
        : _json.Broken ? $"The body is not valid JSON (near byte {Offset})."
        : $"The body ends too early: its JSON is not closed (byte {Offset}).",
        Offset);

    private void Members()
    {
        var unknown = 0;
        while (Fault.Message is null && _json.NextMember())
        {
            var nameStart = _json.Start;
            var raw = _json.Name;
            var member = RequestMembers.Find(raw, out var name);
            if (member != RequestMember.Unknown && !FirstTime(member, name!))
                return;
            if (member == RequestMember.Unknown && unknown++ < RequestReader.MaxUnknownFields)
                name = _json.Text();
            if (!_json.Value())
                return;
            var valueStart = _json.Start;
            Member(member, name);
            if (name is not null && !_json.Ended)
                _scratch.Fields.Add(new Field(name, _base + nameStart, _base + valueStart, _json.Consumed - valueStart));
        }
    }

    private bool FirstTime(RequestMember member, string name)
    {
        var bit = 1UL << (int)member;
        // The guided_* members are different things that share one meaning here.
        if ((_seen & bit) != 0 && member != RequestMember.GuidedOutput)
        {
            Fail($"'{name}' is given twice.", Offset);
            return false;
        }

        _seen |= bit;
        return true;
    }

    private void Member(RequestMember member, string? name)
    {
        switch (member)
        {
            case RequestMember.Model:
                _model = Text(name!);
                if (_model?.Length > RequestReader.MaxModelName)
                    Fail($"'{name}' is longer than {RequestReader.MaxModelName} characters.", Offset);
                break;
            case RequestMember.Stream:
                Stream();
                break;
            case RequestMember.StreamOptions when _endpoint.Provider == Provider.OpenAi:
                StreamOptions();
                break;
            case RequestMember.User when _endpoint.Provider == Provider.OpenAi && _json.IsString:
                _user = _json.Text();
                break;
            case RequestMember.SafetyIdentifier when _endpoint.Provider == Provider.OpenAi && _json.IsString:
                _safetyIdentifier = _json.Text();
                break;
            case RequestMember.Metadata when _endpoint.Provider == Provider.Anthropic && _json.IsObject:
                while (_json.NextMember())
                {
                    var isUser = _json.Name.SequenceEqual("user_id"u8);
                    _json.Value();
                    if (isUser && _json.IsString)
                        _user = _json.Text();
                    _json.Skip();
                }

                break;
            default:
                if (!Conversation(member, name) && !Parameter(member))
                    _json.Skip();
                break;
        }
    }

    private void Stream()
    {
        if (_json.Token is JsonTokenType.True or JsonTokenType.False)
            _stream = _json.IsTrue;
        else if (!_json.IsNull)
            Fail("'stream' must be true or false.", Offset);
    }

    private void StreamOptions()
    {
        if (_json.IsNull)
            return;
        if (!_json.IsObject)
        {
            Fail("'stream_options' must be an object.", Offset);
            return;
        }

        while (_json.NextMember())
        {
            var asksForUsage = _json.Name.SequenceEqual("include_usage"u8);
            _json.Value();
            if (asksForUsage)
                _usageWanted = _json.IsTrue;
            _json.Skip();
        }
    }

    private string? Text(string name)
    {
        if (_json.IsString)
            return _json.Text();
        if (!_json.IsNull)
            Fail($"'{name}' must be a string.", Offset);
        return null;
    }

    private RequestReading? Fail(string message, long offset)
    {
        Fault = new ReadFault(400, message, offset);
        _json.Stop();
        return null;
    }

    private readonly RequestReading Result()
    {
        var reading = new RequestReading(Ask(), [.. _scratch.Pieces], [.. _scratch.Fields])
        {
            Model = _endpoint.PathModel ?? _model,
            BodyModel = _model,
            Stream = _stream,
            EndUser = string.IsNullOrEmpty(_safetyIdentifier) ? NullIfEmpty(_user) : _safetyIdentifier,
            UsageWanted = _usageWanted,
            InputTokens = InputTokens(),
        };
        return reading;
    }

    private static string? NullIfEmpty(string? text) => string.IsNullOrEmpty(text) ? null : text;
}

/// <summary>Lists that a walk fills and that the next walk on the same thread uses again.</summary>
internal sealed class RequestScratch
{
    // A body of very many texts should not pin its lists to a thread for ever.
    private const int KeptCapacity = 4096;

    [ThreadStatic]
    private static RequestScratch? _ofThread;

    public List<TextPiece> Pieces { get; private set; } = new(32);
    public List<Field> Fields { get; } = new(32);

    public static RequestScratch Take()
    {
        var scratch = _ofThread ??= new RequestScratch();
        if (scratch.Pieces.Capacity > KeptCapacity)
            scratch.Pieces = new List<TextPiece>(32);
        scratch.Pieces.Clear();
        scratch.Fields.Clear();
        return scratch;
    }
}

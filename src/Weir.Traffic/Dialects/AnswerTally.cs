namespace Weir.Traffic.Dialects;

/// <summary>What has been read of an answer so far. The readers of the dialects write here.</summary>
internal sealed class AnswerTally
{
    private char[] _text = [];
    private int _textLength;
    private int _maxText;
    private TextTally _visible, _reasoning, _hidden;
    private long _unreadBytes;
    private int _input, _cached, _output, _thought;
    private bool _usageInEvent, _told;

    public Finish Finish { get; set; }
    public int Choices { get; set; }
    public int ToolCalls { get; set; }
    public int LogprobTokens { get; set; }
    public int Images { get; set; }
    public int Events { get; private set; }
    public int Unread { get; private set; }
    public string? Model { get; set; }
    /// <summary>Set by an event that carries usage and nothing else, or by a whole body.</summary>
    public bool UsageAlone { get; set; }
    /// <summary>Set where a stream's last event repeats everything that came before it.</summary>
    public AnswerTally? Repeated { get; set; }

    public ReadOnlySpan<char> Text => _text.AsSpan(0, _textLength);
    public int TextLength => _textLength;

    public void Reset(int maxText)
    {
        _maxText = maxText;
        // The next answer belongs to somebody else.
        _text.AsSpan(0, _textLength).Clear();
        _textLength = 0;
        _visible = _reasoning = _hidden = default;
        _unreadBytes = 0;
        _input = _cached = _output = _thought = 0;
        _usageInEvent = _told = false;
        Finish = Finish.Unknown;
        Choices = ToolCalls = LogprobTokens = Images = Events = Unread = 0;
        Model = null;
        UsageAlone = false;
        Repeated = null;
    }

    public void BeginEvent()
    {
        Events++;
        _usageInEvent = false;
        UsageAlone = false;
    }

    public void EndEvent()
    {
        // Usage that comes before the end is provisional: Anthropic's first event, servers that report it with each chunk.
        if (_usageInEvent && (UsageAlone || Finish != Finish.Unknown))
            _told = true;
        if (Repeated is { } whole)
        {
            Adopt(whole);
            Repeated = null;
        }
    }

    /// <summary>An event that could not be read, or not to its end. Its bytes stand in for what it would have added.</summary>
    public void Miss(long bytes)
    {
        Unread++;
        _unreadBytes += bytes;
    }

    /// <summary>More bytes of something that was counted as unread already.</summary>
    public void MissMore(long bytes) => _unreadBytes += bytes;

    /// <summary>Visible text, the value the walk stands on. Only the first choice's text is kept.</summary>
    public void AddText(ReadOnlySpan<byte> raw, bool escaped, bool keep = true)
    {
        Count(ref _visible, raw, escaped);
        if (keep && _textLength < _maxText)
            KeepText(raw, escaped);
    }

    public void AddReasoning(ReadOnlySpan<byte> raw, bool escaped) => Count(ref _reasoning, raw, escaped);

    /// <summary>Arguments of tool calls: part of the answer's length, not of its text.</summary>
    public void AddArguments(ReadOnlySpan<byte> raw, bool escaped) => Count(ref _hidden, raw, escaped);

    /// <summary>Takes text back that turned out to belong to another choice.</summary>
    public void ForgetText(int length) => _textLength = Math.Min(_textLength, length);

    /// <param name="whole">False where the bytes ended within: then it is no final word.</param>
    public void AddUsage(int? input, int? output, int? cached, int? reasoning, bool whole)
    {
        _usageInEvent |= whole;
        _input = Math.Max(_input, input ?? 0);
        _output = Math.Max(_output, output ?? 0);
        _cached = Math.Max(_cached, cached ?? 0);
        _thought = Math.Max(_thought, reasoning ?? 0);
    }

    /// <summary>The upstream's own count; null until its final word came, and where it says zero for an answer that is not empty.</summary>
    public Usage? Reported => _told && (_output > 0 || Chars == 0) && (_input > 0 || _output > 0) ? new Usage(_input, _output, _cached, _thought) : null;

    public Usage Estimate(int inputTokens)
    {
        var thought = Math.Max(_thought, _reasoning.Tokens);
        var produced = (long)_visible.Tokens + _hidden.Tokens + _reasoning.Tokens + TokenEstimate.OfBytes(_unreadBytes);
        var output = (int)Math.Min(Math.Max(_output, produced), int.MaxValue);
        return new Usage(_input > 0 ? _input : inputTokens, output, _cached, Math.Min(thought, output), Estimated: true);
    }

    /// <summary>Nothing but an error came: there is nothing to pay for.</summary>
    public bool OnlyError => Finish == Finish.Error && Chars == 0 && _reasoning.Chars == 0 && Unread == 0 && _output == 0;

    public AnswerFacts Facts() => new()
    {
        Finish = Finish == Finish.Stop && ToolCalls > 0 ? Finish.ToolCalls : Finish,
        Choices = Choices,
        Chars = (int)Math.Min(Chars, int.MaxValue),
        ReasoningChars = (int)Math.Min(_reasoning.Chars, int.MaxValue),
        ToolCalls = ToolCalls,
        LogprobTokens = LogprobTokens,
        Images = Images,
        Events = Events,
        UnreadEvents = Unread,
    };

    private long Chars => _visible.Chars + _hidden.Chars;

    private void Adopt(AnswerTally whole)
    {
        if (whole._visible.Chars > _visible.Chars)
        {
            _visible = whole._visible;
            _text = whole._text;
            _textLength = whole._textLength;
        }

        _hidden = whole._hidden.Chars > _hidden.Chars ? whole._hidden : _hidden;
        _reasoning = whole._reasoning.Chars > _reasoning.Chars ? whole._reasoning : _reasoning;
        Choices = Math.Max(Choices, whole.Choices);
        ToolCalls = Math.Max(ToolCalls, whole.ToolCalls);
        LogprobTokens = Math.Max(LogprobTokens, whole.LogprobTokens);
        Images = Math.Max(Images, whole.Images);
    }

    /// <summary>A tally for the part of an event that repeats what was streamed.</summary>
    public AnswerTally Repeat()
    {
        if (Repeated is null)
        {
            Repeated = new AnswerTally();
            Repeated.Reset(_maxText);
        }

        return Repeated;
    }

    private static void Count(ref TextTally tally, ReadOnlySpan<byte> raw, bool escaped)
    {
        if (escaped)
            tally.AddEscaped(raw);
        else
            tally.Add(raw);
    }

    private void KeepText(ReadOnlySpan<byte> raw, bool escaped)
    {
        var room = Math.Min(_maxText - _textLength, raw.Length);
        if (_text.Length < _textLength + room)
            Array.Resize(ref _text, Math.Min(_maxText, Math.Max(_textLength + room, _text.Length * 2)));
        _textLength += JsonText.Decode(raw, _text.AsSpan(_textLength, room), escaped, out _);
    }
}

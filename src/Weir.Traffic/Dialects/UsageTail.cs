namespace Weir.Traffic.Dialects;

/// <summary>
/// The last bytes of a body that was too large to keep. Every dialect writes its usage near the end, so that the upstream's
/// own count is found even there (a large batch of embeddings, an answer with images).
/// </summary>
internal sealed class UsageTail
{
    private const int Kept = 8 << 10;

    private byte[] _ring = [];
    private int _length;

    public bool Started { get; private set; }

    public void Feed(ReadOnlySpan<byte> bytes)
    {
        Started = true;
        if (_ring.Length == 0)
            _ring = new byte[Kept];
        if (bytes.Length >= Kept)
        {
            bytes[^Kept..].CopyTo(_ring);
            _length = Kept;
            return;
        }

        var stays = Math.Min(_length, Kept - bytes.Length);
        _ring.AsSpan(_length - stays, stays).CopyTo(_ring);
        bytes.CopyTo(_ring.AsSpan(stays));
        _length = stays + bytes.Length;
    }

    public void Reset()
    {
        Started = false;
        _length = 0;
    }

    public void Read(Dialect dialect, AnswerTally tally)
    {
        var tail = _ring.AsSpan(0, _length);
        var gemini = dialect.Provider() == Provider.Gemini;
        var at = gemini ? tail.LastIndexOf("\"usageMetadata\""u8) : tail.LastIndexOf("\"usage\""u8);
        if (at < 0)
            return;
        // The end of the body taken for an object of its own: its first member is the usage.
        byte[] last = [(byte)'{', .. tail[at..]];
        var json = new JsonWalk(last);
        if (!json.Next() || !json.NextMember() || !json.Value() || !json.IsObject)
            return;
        tally.UsageAlone = true;
        if (gemini)
            GeminiAnswers.Usage(ref json, tally);
        else if (dialect == Dialect.AnthropicMessages)
            AnthropicAnswers.Usage(ref json, tally);
        else
            OpenAiAnswers.Usage(ref json, tally);
        tally.EndEvent();
    }
}

using System.Buffers;

namespace Weir.Traffic.Dialects;

/// <summary>
/// Takes the extra usage chunk out of a chat stream where Weir asked for it and the caller did not. Every other event goes
/// on byte for byte and at once when it is whole; the rule for the extra chunk is the documented one: no choices, and a
/// usage. An event too large to hold back is passed on as it comes.
/// </summary>
public sealed class UsageChunkRemover
{
    private const int MaxHeld = 1 << 20;

    private readonly SseFrames _frames = new(MaxHeld);
    private readonly ByteBuffer _held = new();
    private bool _passing;
    private bool _lastRemoved;

    /// <summary>Chunks taken out so far.</summary>
    public int Removed { get; private set; }

    public void Feed(ReadOnlySpan<byte> bytes, IBufferWriter<byte> output)
    {
        if (bytes.IsEmpty)
            return;
        var sent = 0;
        var at = 0;
        // A LF that completes the CRLF behind the last event goes the way of that event.
        if (_frames.AfterReturn && _frames.BetweenEvents && bytes[0] == (byte)'\n')
        {
            if (!_lastRemoved)
                output.Write(bytes[..1]);
            sent = 1;
        }

        while (_frames.TryNext(bytes, ref at, out var frame))
        {
            var tail = bytes[sent..at];
            sent = at;
            _lastRemoved = !_passing && !frame.Oversize && IsUsageAlone(frame.Data);
            if (_lastRemoved)
            {
                Removed++;
            }
            else
            {
                output.Write(_held.Span);
                output.Write(tail);
            }

            _held.Clear();
            _passing = false;
        }

        if (_frames.InOversize)
            _passing = true;
        if (_passing)
        {
            output.Write(_held.Span);
            output.Write(bytes[sent..]);
            _held.Clear();
        }
        else
        {
            _held.Append(bytes[sent..]);
        }
    }

    /// <summary>The stream is over. What is held back goes out, unless it is the extra chunk without its blank line.</summary>
    public void Finish(IBufferWriter<byte> output)
    {
        if (_frames.TryFinish(out var frame) && !_passing && !frame.Oversize && IsUsageAlone(frame.Data))
            Removed++;
        else
            output.Write(_held.Span);
        _held.Release();
        _frames.Release();
    }

    private static bool IsUsageAlone(ReadOnlySpan<byte> data)
    {
        if (data.IndexOf("\"usage\""u8) < 0)
            return false;
        bool noChoices = false, usage = false;
        var json = new JsonWalk(data);
        if (!json.Next() || !json.IsObject)
            return false;
        while (json.NextMember())
        {
            var isChoices = json.Name.SequenceEqual("choices"u8);
            var isUsage = json.Name.SequenceEqual("usage"u8);
            json.Value();
            if (isChoices)
            {
                // The common chunk has choices, and they stand before its usage: no need to read on.
                if (!json.IsArray || json.NextElement())
                    return false;
                noChoices = true;
            }

            usage |= isUsage && json.IsObject;
            json.Skip();
        }

        return noChoices && usage && !json.Ended;
    }
}

using System.Buffers;
using Weir.Signatures.Marking;
using Weir.Traffic.Dialects;

namespace Weir.Signatures.Answers;

/// <summary>
/// Marks the texts of an answer while its bytes pass. A frame (an event, an element, or the whole body) goes on as soon as its texts are
/// decided, and byte for byte but for the changed places; one whose last words are still open waits, and what comes behind it waits
/// with it. What cannot be read goes on untouched. Never throws on what an upstream sends. One answer, one thread at a time.
/// </summary>
public sealed class AnswerSigner : IDisposable
{
    public const int MaxEvent = 1 << 20;
    public const int MaxBody = 8 << 20;

    // No word is worth more waiting bytes than this.
    private const int MostWaiting = 256 << 10;
    private const int MostLanes = 64;

    private readonly Endpoint _endpoint;
    private readonly Signature _signature;
    private readonly string? _before;
    private readonly SseFrames _sse = new(MaxEvent);
    private readonly JsonArrayFrames _array = new(MaxEvent);
    private readonly Dictionary<int, Lane> _lanes = [];
    private readonly List<TextPlace> _places = [];
    private readonly Queue<WaitingFrame> _waiting = [];
    private readonly ArrayBufferWriter<byte> _part = new();
    private AnswerForm _form;
    private long _waitingBytes;
    private bool _sniffed, _opaque;
    private char[] _chars = new char[256];

    /// <param name="before">The text that the answer goes on from, where it does not begin at its beginning.</param>
    public AnswerSigner(in Endpoint endpoint, AnswerForm form, Signature signature, string? before = null)
    {
        _before = before;
        _endpoint = endpoint;
        _form = form;
        _signature = signature;
    }

    /// <summary>Something waits for words that have not come.</summary>
    public bool Holds => _waiting.Count > 0;

    /// <summary>Changes made so far.</summary>
    public int Changes { get; private set; }

    /// <summary>What the answers to a legacy completion's request go on from; null where that cannot be told, and they must stay as they are.</summary>
    public static string? TextBefore(ReadOnlySpan<byte> request) => CompletionPlaces.Before(request);

    public void Feed(ReadOnlySpan<byte> bytes, IBufferWriter<byte> output)
    {
        if (bytes.IsEmpty)
            return;
        if (!_sniffed)
            Sniff(bytes);
        if (_opaque || _form is not (AnswerForm.Sse or AnswerForm.JsonArray or AnswerForm.Json))
        {
            output.Write(bytes);
            return;
        }

        if (_form == AnswerForm.Json)
        {
            _part.Write(bytes);
            if (_part.WrittenCount > MaxBody)
                GiveUp(output);
            return;
        }

        var sent = 0;
        var at = 0;
        // A LF that completes the CRLF behind the last event goes the way of that event.
        if (_form == AnswerForm.Sse && _sse.AfterReturn && _sse.BetweenEvents && bytes[0] == (byte)'\n')
        {
            Pass(bytes[..1], output);
            sent = 1;
        }

        while (Next(bytes, ref at, out var oversize))
        {
            Take(bytes[sent..at], oversize, output);
            sent = at;
        }

        _part.Write(bytes[sent..]);
        if (_part.WrittenCount > MaxEvent)
        {
            // Longer than is looked into: everything up to here goes on, and so does its rest when it comes.
            LetGo(output);
            output.Write(_part.WrittenSpan);
            _part.ResetWrittenCount();
        }
    }

    /// <summary>Everything that waits goes on unmarked: nothing came for a while, and a reader must not wait for a guard.</summary>
    public void LetGo(IBufferWriter<byte> output)
    {
        foreach (var lane in _lanes.Values)
            lane.Embedder.LetGo();
        Release(output);
    }

    /// <summary>The answer is over, whether it was whole or not.</summary>
    public void Finish(IBufferWriter<byte> output)
    {
        if (_part.WrittenCount > 0)
            Take(default, oversize: false, output);
        EndLane(-1);
        Release(output);
    }

    public void Dispose()
    {
        while (_waiting.TryDequeue(out var frame))
            frame.Return();
        _sse.Release();
        _array.Release();
    }

    private void Sniff(ReadOnlySpan<byte> bytes)
    {
        var first = bytes.IndexOfAnyExcept(" \t\r\n\uFEFF"u8);
        if (first < 0)
            return;
        _sniffed = true;
        _form = bytes[first] switch
        {
            (byte)'{' when _form == AnswerForm.Sse => AnswerForm.Json,
            (byte)'[' => AnswerForm.JsonArray,
            (byte)'d' or (byte)'e' or (byte)':' or (byte)'i' or (byte)'r' => AnswerForm.Sse,
            _ => _form,
        };
    }

    private bool Next(ReadOnlySpan<byte> bytes, ref int at, out bool oversize)
    {
        var found = _form == AnswerForm.Sse ? _sse.TryNext(bytes, ref at, out var frame) : _array.TryNext(bytes, ref at, out frame);
        oversize = found && frame.Oversize;
        return found;
    }

    private void GiveUp(IBufferWriter<byte> output)
    {
        _opaque = true;
        output.Write(_part.WrittenSpan);
        _part.ResetWrittenCount();
    }

    /// <summary>A frame is whole: what was kept of it, and its last bytes.</summary>
    private void Take(ReadOnlySpan<byte> tail, bool oversize, IBufferWriter<byte> output)
    {
        if (_part.WrittenCount > 0)
        {
            _part.Write(tail);
            tail = _part.WrittenSpan;
        }

        if (oversize)
        {
            LetGo(output);
            output.Write(tail);
        }
        else
        {
            Read(tail, output);
        }

        _part.ResetWrittenCount();
    }

    private void Read(ReadOnlySpan<byte> frame, IBufferWriter<byte> output)
    {
        _places.Clear();
        var json = Json(frame, out var start, out var ends);
        if (ends || (!json.IsEmpty && !TextPlaces.Find(_endpoint.Dialect, json, _places)))
        {
            // The end of a stream, or nothing that can be read: what was said before it is all there will be.
            _places.Clear();
            EndLane(-1);
        }

        FramePlace[]? texts = null;
        var count = 0;
        foreach (var place in _places)
        {
            if (place.Kind == PlaceKind.End)
            {
                EndLane(place.Lane);
                continue;
            }

            if (LaneOf(place) is not { } lane)
                continue;
            texts ??= ArrayPool<FramePlace>.Shared.Rent(_places.Count);
            texts[count++] = Enter(frame.Slice(start + place.Start, place.Length), place with { Start = start + place.Start }, lane);
        }

        if (_form == AnswerForm.Json)
            EndLane(-1);
        if (_waiting.Count == 0 && Settled(texts, count))
        {
            Write(frame, texts, count, output);
            Return(texts);
            return;
        }

        _waiting.Enqueue(new WaitingFrame(Copy(frame), frame.Length, texts, count));
        _waitingBytes += frame.Length;
        if (_waitingBytes > MostWaiting)
            LetGo(output);
        else
            Release(output);
    }

    /// <summary>The frame's JSON and where it begins. Empty where there is none, or where several lines would have to be put together.</summary>
    private ReadOnlySpan<byte> Json(ReadOnlySpan<byte> frame, out int start, out bool ends)
    {
        start = 0;
        ends = false;
        if (_form != AnswerForm.Sse)
        {
            start = frame.IndexOf((byte)'{');
            return start < 0 ? default : frame[start..];
        }

        ReadOnlySpan<byte> json = default;
        for (var at = 0; at < frame.Length;)
        {
            var rest = frame[at..];
            var end = rest.IndexOfAny((byte)'\r', (byte)'\n');
            var line = end < 0 ? rest : rest[..end];
            if (line.StartsWith("data:"u8))
            {
                if (!json.IsEmpty)
                {
                    // Data over several lines: no dialect writes it so.
                    start = 0;
                    ends = true;
                    return default;
                }

                var skip = line.Length > 5 && line[5] == (byte)' ' ? 6 : 5;
                start = at + skip;
                json = line[skip..];
            }

            at += end < 0 ? rest.Length : end + 1;
        }

        if (!json.SequenceEqual("[DONE]"u8))
            return json;
        ends = true;
        return default;
    }

    private Lane? LaneOf(in TextPlace place)
    {
        if (_lanes.TryGetValue(place.Lane, out var lane))
            return lane;
        // A text that repeats what never streamed stays as it is.
        if (place.Kind == PlaceKind.Again || _lanes.Count >= MostLanes)
            return null;
        var embedder = new Embedder(_signature);
        if (_before is not null)
            embedder.GoOnFrom(_before);
        return _lanes[place.Lane] = new Lane(embedder);
    }

    private FramePlace Enter(ReadOnlySpan<byte> raw, in TextPlace place, Lane lane)
    {
        if (_chars.Length < raw.Length)
            _chars = new char[Math.Max(raw.Length, _chars.Length * 2)];
        var count = JsonText.Decode(raw, _chars, place.Escaped, out _);
        if (place.Kind == PlaceKind.Again)
        {
            // The same text once more gets the same changes, or none where it is not the same.
            var same = count == lane.Embedder.Taken && lane.Embedder.Settled == count;
            return new FramePlace(place, lane, 0, same ? count : 0);
        }

        var start = lane.Embedder.Taken;
        lane.Embedder.Feed(_chars.AsSpan(0, count));
        return new FramePlace(place, lane, start, start + count);
    }

    private void EndLane(int lane)
    {
        foreach (var (number, one) in _lanes)
        {
            if (lane < 0 || number == lane)
                one.Embedder.Finish();
        }
    }

    private void Release(IBufferWriter<byte> output)
    {
        while (_waiting.TryPeek(out var frame) && Settled(frame.Places, frame.Count))
        {
            Write(frame.Bytes.AsSpan(0, frame.Length), frame.Places, frame.Count, output);
            _waiting.Dequeue();
            _waitingBytes -= frame.Length;
            frame.Return();
        }
    }

    private static bool Settled(FramePlace[]? places, int count)
    {
        for (var at = 0; at < count; at++)
        {
            if (places![at].Lane.Embedder.Settled < places[at].CharEnd)
                return false;
        }

        return true;
    }

    private void Write(ReadOnlySpan<byte> frame, FramePlace[]? places, int count, IBufferWriter<byte> output)
    {
        var sent = 0;
        for (var at = 0; at < count; at++)
        {
            ref readonly var place = ref places![at];
            var edits = place.Lane.Embedder.Edits;
            // Frames of a lane go out in their order, so the first change that may touch this one is known; a repeat begins afresh.
            var next = place.Text.Kind == PlaceKind.Again ? 0 : place.Lane.NextEdit;
            for (; next < edits.Count && edits[next].Start < place.CharEnd; next++)
            {
                var edit = edits[next];
                var from = Math.Max(edit.Start, place.CharStart);
                var to = Math.Min(edit.End, place.CharEnd);
                var begins = edit.Start >= place.CharStart;
                if (to < from || (!begins && to == from))
                    continue;
                var text = frame.Slice(place.Text.Start, place.Text.Length);
                var start = place.Text.Start + Bytes(text, place.Text.Escaped, (int)(from - place.CharStart));
                var end = place.Text.Start + Bytes(text, place.Text.Escaped, (int)(to - place.CharStart));
                output.Write(frame[sent..start]);
                if (begins)
                    JsonPiece.Write(edit.Text, output);
                sent = end;
                Changes += begins && place.Text.Kind == PlaceKind.Piece ? 1 : 0;
                if (edit.End > place.CharEnd)
                    break;
            }

            if (place.Text.Kind == PlaceKind.Piece)
                place.Lane.NextEdit = next;
        }

        output.Write(frame[sent..]);
    }

    /// <summary>How many bytes of a JSON string its first characters take.</summary>
    private int Bytes(ReadOnlySpan<byte> raw, bool escaped, int chars)
    {
        JsonText.Decode(raw, _chars.AsSpan(0, chars), escaped, out var consumed);
        return consumed;
    }

    /// <summary>A piece that has been let out of the window goes on as it is.</summary>
    private void Pass(ReadOnlySpan<byte> bytes, IBufferWriter<byte> output)
    {
        if (_waiting.Count == 0)
        {
            output.Write(bytes);
            return;
        }

        _waiting.Enqueue(new WaitingFrame(Copy(bytes), bytes.Length, null, 0));
        _waitingBytes += bytes.Length;
    }

    private static byte[] Copy(ReadOnlySpan<byte> bytes)
    {
        var copy = ArrayPool<byte>.Shared.Rent(bytes.Length);
        bytes.CopyTo(copy);
        return copy;
    }

    private static void Return(FramePlace[]? places)
    {
        if (places is not null)
            ArrayPool<FramePlace>.Shared.Return(places, clearArray: true);
    }

    private sealed class Lane(Embedder embedder)
    {
        public Embedder Embedder { get; } = embedder;
        public int NextEdit;
    }

    private readonly record struct FramePlace(TextPlace Text, Lane Lane, long CharStart, long CharEnd);

    private readonly record struct WaitingFrame(byte[] Bytes, int Length, FramePlace[]? Places, int Count)
    {
        // Cleared before it goes back, since it held somebody's words.
        public void Return()
        {
            ArrayPool<byte>.Shared.Return(Bytes, clearArray: true);
            AnswerSigner.Return(Places);
        }
    }
}

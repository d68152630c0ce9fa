using Weir.Signatures.Language;
using Weir.Signatures.Scanning;

namespace Weir.Signatures.Marking;

/// <summary>
/// Marks a text while it streams: takes pieces, and tells which changes are to be made and up to where the text is decided.
/// What is not decided is at most four words. The changes do not depend on how the text was cut. One text at a time.
/// </summary>
public sealed class Embedder(Signature signature)
{
    private readonly Scanner _scanner = new();
    private readonly List<Edit> _edits = [];
    private readonly bool?[] _turned = new bool?[Carriers.All.Length];
    private char[] _window = new char[256];
    private int _length;
    private long _base;

    /// <summary>All changes so far, in order; each lies before <see cref="Settled"/>.</summary>
    public IReadOnlyList<Edit> Edits => _edits;

    /// <summary>Characters from the text's beginning that no later change will touch.</summary>
    public long Settled { get; private set; }

    /// <summary>Characters taken so far.</summary>
    public long Taken => _base + _length;

    /// <summary>Places where the key had a choice.</summary>
    public int Slots { get; private set; }

    public int Words => _scanner.Words;

    public void Reset()
    {
        _scanner.Reset();
        _edits.Clear();
        Array.Clear(_turned);
        _length = 0;
        _base = 0;
        Settled = 0;
        Slots = 0;
    }

    /// <summary>
    /// What comes goes on from this text, which stays as it is: what is open in it (a fence, a quote, a formula, a list) is open when the text begins, and
    /// what begins in it is not changed where it ends.
    /// </summary>
    public void GoOnFrom(ReadOnlySpan<char> before)
    {
        Reset();
        _base = -before.Length;
        Scan(before, final: false);
        Keep(before);
    }

    public void Feed(ReadOnlySpan<char> piece)
    {
        if (_length == 0)
        {
            // Most pieces are decided where they lie.
            Scan(piece, final: false);
            Keep(piece);
            return;
        }

        Append(piece);
        Scan(_window.AsSpan(0, _length), final: false);
        Drop();
    }

    /// <summary>The text is over: everything is decided.</summary>
    public void Finish()
    {
        Scan(_window.AsSpan(0, _length), final: true);
        Settled = Taken;
        _scanner.Shift(_length);
        _base += _length;
        _length = 0;
    }

    /// <summary>Lets go of what is undecided, unmarked, because nothing came for a while: a reader must not wait for a guard.</summary>
    public void LetGo()
    {
        _scanner.SkipTo(_length);
        Settled = Taken;
        Drop();
    }

    /// <summary>A whole text, marked.</summary>
    public string Apply(string text)
    {
        Reset();
        Scan(text, final: true);
        if (_edits.Count == 0)
            return text;
        var marked = new System.Text.StringBuilder(text.Length + 64);
        var at = 0;
        foreach (var edit in _edits)
        {
            marked.Append(text, at, (int)edit.Start - at).Append(edit.Text);
            at = (int)edit.End;
        }

        return marked.Append(text, at, text.Length - at).ToString();
    }

    private void Scan(ReadOnlySpan<char> window, bool final)
    {
        while (_scanner.TryNext(window, final, out var slot))
        {
            // In what stood before this text.
            if (_base + slot.Start < 0)
                continue;
            Slots++;
            if (Turns(slot))
                Turn(window.Slice(slot.Start, slot.Length), slot);
        }

        Settled = Math.Max(Settled, _base + _scanner.Settled);
    }

    private bool Turns(in Slot slot)
    {
        if (slot.Repeat)
            return _turned[slot.Carrier] == true;
        var turns = signature.Rewrites is { } rewrites
            ? rewrites(slot, _scanner) is { } form && form != slot.Form
            : slot.Form != signature.Form(slot, _scanner) && signature.Picks(_scanner.Paragraph, slot.Carrier);
        _turned[slot.Carrier] = turns;
        return turns;
    }

    private void Turn(ReadOnlySpan<char> now, in Slot slot)
    {
        var other = Carriers.All[slot.Carrier].Form(1 - slot.Form);
        if (slot.Capital)
            other = char.ToUpperInvariant(other[0]) + other[1..];
        if (_scanner.Curly)
            other = other.Replace('\'', '’');
        // Only what differs is touched.
        var front = now.CommonPrefixLength(other);
        var back = 0;
        while (back < Math.Min(now.Length, other.Length) - front && now[^(back + 1)] == other[^(back + 1)])
            back++;
        _edits.Add(new Edit(_base + slot.Start + front, now.Length - front - back, other[front..^back]));
    }

    private void Append(ReadOnlySpan<char> piece)
    {
        if (_length + piece.Length > _window.Length)
            Array.Resize(ref _window, Math.Max(_window.Length * 2, _length + piece.Length));
        piece.CopyTo(_window.AsSpan(_length));
        _length += piece.Length;
    }

    private void Keep(ReadOnlySpan<char> piece)
    {
        var from = _scanner.Position;
        _base += from;
        _scanner.Shift(from);
        Append(piece[from..]);
    }

    private void Drop()
    {
        var done = _scanner.Position;
        if (done == 0)
            return;
        _window.AsSpan(done, _length - done).CopyTo(_window);
        _length -= done;
        _base += done;
        _scanner.Shift(done);
    }
}

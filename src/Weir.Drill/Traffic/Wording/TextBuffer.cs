using System.Globalization;

namespace Weir.Drill.Traffic.Wording;

/// <summary>Text under construction: one growing array that is used again for every exchange.</summary>
public sealed class TextBuffer
{
    private char[] _chars = new char[1024];

    public int Length { get; private set; }

    public ReadOnlySpan<char> Span => _chars.AsSpan(0, Length);

    public ReadOnlyMemory<char> Memory => _chars.AsMemory(0, Length);

    public void Clear() => Length = 0;

    public void Add(ReadOnlySpan<char> text)
    {
        text.CopyTo(Room(text.Length));
        Length += text.Length;
    }

    public void Add(char c)
    {
        Room(1)[0] = c;
        Length++;
    }

    public void Add(int number)
    {
        number.TryFormat(Room(11), out var written, provider: CultureInfo.InvariantCulture);
        Length += written;
    }

    /// <summary>Makes a tidy text look typed: no capitals, no full stop at the end, now and then a slip of the finger.</summary>
    public void Scribble(int from, ref Dice dice, bool lower, bool noStop, double slips)
    {
        if (noStop && Length > from && _chars[Length - 1] is '.' or '?' or '!')
            Length--;
        for (var i = from; i < Length; i++)
        {
            if (lower)
                _chars[i] = char.ToLowerInvariant(_chars[i]);
        }

        if (slips <= 0)
            return;
        for (var i = from + 1 + (int)dice.Exponential(1 / slips); i < Length; i += 1 + (int)dice.Exponential(1 / slips))
        {
            if (char.IsAsciiLetter(_chars[i]) && char.IsAsciiLetter(_chars[i - 1]))
                (_chars[i - 1], _chars[i]) = (_chars[i], _chars[i - 1]);
        }
    }

    public override string ToString() => new(_chars, 0, Length);

    private Span<char> Room(int more)
    {
        if (Length + more > _chars.Length)
            Array.Resize(ref _chars, Math.Max(Length + more, _chars.Length * 2));
        return _chars.AsSpan(Length);
    }
}

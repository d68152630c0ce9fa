using Weir.Signatures.Language;

namespace Weir.Signatures.Scanning;

/// <summary>
/// Finds the slots of a text, piece by piece. Embedding and recognition both read through it, so what is marked is exactly what
/// is counted. A slot is decided only when everything that its guards look ahead for is there, so the slots of a text do not
/// depend on how it was cut; and no state depends on which form stood in a slot, so a marked text has the slots of the unmarked one.
/// </summary>
/// <remarks>
/// The caller keeps a window of text that begins no later than <see cref="Position"/>, and may let go of everything before
/// <see cref="Settled"/>: no slot that is still to come begins there.
/// </remarks>
internal sealed partial class Scanner
{
    private const int Recent = 8;

    /// <summary>Function words among the last 16 that make a stretch English.</summary>
    private const int EnglishEnough = 4;

    // Two to begin with: a text is thought English a little sooner at its start.
    private const ushort EnglishAtStart = 0b11;

    private enum Step : byte { On, Found, More }

    private readonly ulong[] _recent = new ulong[Recent];
    private readonly bool[] _decided = new bool[Carriers.All.Length];
    private int _at;
    private bool _off;
    private bool _started;
    private bool _lineStart;
    private Slot _slot;
    private bool _found;

    // What stands in front of the next word.
    private char _before;
    private byte _context;
    private Sets _sets;
    private Endings _endings;
    private bool _afterWord;
    private bool _afterDigit;
    private bool _sentenceStart;
    private bool _curly;

    private int _words;
    private ushort _english;
    private ulong _paragraph;

    public Scanner() => Reset();

    /// <summary>Where scanning goes on; the window must reach back to here.</summary>
    public int Position => _at;

    /// <summary>No slot begins before this place in the window any more.</summary>
    public int Settled { get; private set; }

    /// <summary>Words read so far, however they are written.</summary>
    public int Words => _words;

    /// <summary>The text writes its apostrophes as ’.</summary>
    public bool Curly => _curly;

    /// <summary>Everything since the line's beginning, in canonical words: the same whichever forms stand in it.</summary>
    public ulong Paragraph => _paragraph;

    public void Reset()
    {
        Array.Clear(_recent);
        Array.Clear(_decided);
        _at = 0;
        _off = _started = _found = false;
        _words = 0;
        _english = EnglishAtStart;
        _paragraph = 0;
        _curly = false;
        Settled = 0;
        ResetLines();
        ResetGuards();
        NewLine();
    }

    /// <summary>The window's first characters were let go.</summary>
    public void Shift(int count)
    {
        _at -= count;
        Settled = Math.Max(0, Settled - count);
    }

    /// <summary>Hash of the last words before the slot: canonical, so that both forms of a text have the same.</summary>
    public ulong Before(int words)
    {
        var hash = Lexicon.Start;
        for (var back = 1; back <= words; back++)
            hash = (hash * 0x9E3779B97F4A7C15) ^ _recent[(_words - back) & (Recent - 1)];
        return hash;
    }

    /// <summary>Gives up what lies in the window undecided: it has been let go unmarked. What follows is read on from there.</summary>
    public void SkipTo(int position)
    {
        if (position <= _at)
            return;
        _at = position;
        _lineStart = false;
        _waitingKind = 0;
        Interrupt('\uFFFF');
        Settled = position;
    }

    /// <summary>Moves to the next slot. False where the window is used up as far as it can be decided.</summary>
    /// <param name="final">Nothing comes behind the window.</param>
    public bool TryNext(ReadOnlySpan<char> window, bool final, out Slot slot)
    {
        if (_found)
            Pass();
        while (_at < window.Length && !_off)
        {
            var step = _waitingKind != 0 ? ListGap(window, final, _waitingKind) : _lineStart ? BeginLine(window, final) : Inside(window, final);
            if (step == Step.On)
                continue;
            slot = _slot;
            _found = step == Step.Found;
            return _found;
        }

        if (_off)
            _at = window.Length;
        Settled = Math.Max(Settled, _at);
        slot = default;
        return false;
    }

    /// <param name="holds">A slot may begin at the scanner's place.</param>
    private Step More(ReadOnlySpan<char> window, bool holds)
    {
        Settled = Math.Max(Settled, holds ? _at : window.Length);
        return Step.More;
    }

    private Step Inside(ReadOnlySpan<char> window, bool final)
    {
        var c = window[_at];
        if (c == '\n')
        {
            _at++;
            EndLine();
            return Step.On;
        }

        if (_lineGuard)
        {
            var end = window[_at..].IndexOf('\n');
            _at = end < 0 ? window.Length : _at + end;
            return Step.On;
        }

        if (char.IsAsciiLetter(c) || (c >= 0x80 && char.IsLetter(c)))
            return Word(window, final);
        if (c == ' ')
            return Space(window, final);
        if (char.IsAsciiDigit(c))
        {
            Interrupt(c);
            _afterDigit = true;
            _at++;
            return Step.On;
        }

        return Mark(window, final, c);
    }

    private Step Space(ReadOnlySpan<char> window, bool final)
    {
        var joint = Joint(window, final);
        if (joint != Step.On)
            return joint;
        // A spaced dash begins with its space.
        if (char.IsLetter(_before) && !Guarded && _words > 3)
        {
            if (window.Length - _at < 2 && !final)
                return More(window, holds: true);
            if (_at + 1 < window.Length && window[_at + 1] == '—')
                return Dash(window, final, spaced: true);
        }

        _before = ' ';
        _at++;
        return Step.On;
    }

    private Step Found(Carrier carrier, byte context, int form, int start, int length, bool capital = false)
    {
        var once = carrier.Group == CarrierGroup.Form;
        var repeat = once && _decided[carrier.Index];
        if (once)
            _decided[carrier.Index] = true;
        _slot = new Slot(carrier.Index, context, (byte)form, start, length, capital, repeat);
        Settled = Math.Max(Settled, start);
        return Step.Found;
    }

    /// <summary>Moves behind the slot that was handed out. From here on nothing tells which form stood there.</summary>
    private void Pass()
    {
        _found = false;
        var carrier = Carriers.All[_slot.Carrier];
        _at = _slot.Start + _slot.Length;
        Settled = Math.Max(Settled, _at);
        if (carrier.Group == CarrierGroup.Form)
        {
            PassForm(carrier);
            return;
        }

        if (carrier.Joint)
        {
            Interrupt(',');
            _context = Contexts.Comma;
            return;
        }

        var last = Lexicon.Find(Lexicon.Hash(carrier.LastWord))!;
        Remember(Lexicon.Hash(carrier.Name), last, english: true);
        _context = last.Context;
        _sets = last.Sets;
        _endings = Endings.None;
        _before = 'x';
        _lastKind = 0;
        _armedKind = 0;
        if (carrier.Subordinates || carrier.Group == CarrierGroup.Lexical)
            _listOpen = false;
    }

    private void Remember(ulong hash, Entry? entry, bool english)
    {
        _recent[_words & (Recent - 1)] = hash;
        _words++;
        _paragraph = (_paragraph ^ hash) * 0x9E3779B97F4A7C15;
        _english = (ushort)((_english << 1) | (english ? 1 : 0));
        _afterWord = true;
        _afterDigit = false;
        _sentenceStart = false;
        _sentenceWords++;
        if (entry is not null && (entry.Sets & Sets.Subordinates) != Sets.None)
            _listOpen = false;
    }

    /// <summary>Something that is no word stands in front of what follows.</summary>
    private void Interrupt(char c)
    {
        _before = c;
        _context = Contexts.Other;
        _sets = Sets.None;
        _endings = Endings.None;
        _afterWord = false;
        _afterDigit = false;
        _lastKind = 0;
        _armedKind = 0;
        _sentenceStart = false;
    }
}

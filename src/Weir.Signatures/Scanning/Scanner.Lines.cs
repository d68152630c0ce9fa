using Weir.Signatures.Language;

namespace Weir.Signatures.Scanning;

// Lines: fences, quotes, tables and headings, which stay as they are, and the items of lists, whose marks are carriers.
internal sealed partial class Scanner
{
    private const int CodeIndent = 4;
    private const int MostNumber = 99;

    private char _fence;
    private int _fenceLength;
    private bool _lineGuard;
    private bool _quoteBlock, _table;
    private bool _afterColon;
    // The last line that was not blank is an item of one line; with which mark, and how far in.
    private char _itemMark;
    private int _itemIndent;
    private bool _blank;
    // This line's item has been looked at for the gap before it.
    private bool _gapSeen;
    // The answer began with an item: its first character went out at once, so the list stays as it is.
    private bool _bulletsOff, _numbersOff;
    private readonly int[] _number = new int[CodeIndent];

    private void ResetLines()
    {
        _fence = '\0';
        _quoteBlock = _table = _afterColon = _blank = _gapSeen = _bulletsOff = _numbersOff = false;
        _itemMark = '\0';
        Array.Clear(_number);
    }

    private void NewLine()
    {
        _lineStart = true;
        _lineGuard = false;
        Interrupt('\n');
        _sentenceStart = true;
        _context = Contexts.Start;
        _paragraph = Lexicon.Start;
        _gapSeen = false;
        EndSentence();
    }

    private void EndSentence()
    {
        _sentenceWords = 0;
        _listOpen = false;
    }

    private void EndLine()
    {
        _afterColon = _before == ':';
        EndInline();
        NewLine();
    }

    private Step BeginLine(ReadOnlySpan<char> window, bool final)
    {
        var at = _at;
        while (at < window.Length && window[at] is ' ' or '\r')
            at++;
        if (at == window.Length)
        {
            // The gap before an item begins in front of its indent.
            if (!final)
                return More(window, holds: _itemMark != 0);
            _at = at;
            return Step.On;
        }

        var c = window[at];
        if (c == '\n')
            return BlankLine(window, final, at);
        var indent = at - _at;
        if (_fence != 0 || (c is '`' or '~' && indent < CodeIndent))
            return FenceLine(window, final, at);
        if (!_started && c is '{' or '[')
        {
            // An answer that is data, not prose.
            _off = true;
            return Step.On;
        }

        if (_table || _quoteBlock || c is '>' or '#' or '|' or '\t' || indent >= CodeIndent)
        {
            _quoteBlock |= c == '>';
            _table |= c == '|';
            return BeginProse(at, '\n', guard: true);
        }

        if (c is '-' or '*' or '+' || char.IsAsciiDigit(c))
        {
            var item = Item(window, final, at, out var mark, out var markAt, out var number);
            if (item is null)
                return More(window, holds: _started);
            if (item == true)
                return ItemLine(window, mark, at, indent, markAt, number);
        }

        return BeginProse(at, '\n', guard: false);
    }

    private Step BeginProse(int at, char before, bool guard)
    {
        _itemMark = '\0';
        return BeginText(at, before, guard);
    }

    private Step BeginText(int at, char before, bool guard)
    {
        _started = true;
        _blank = false;
        _lineStart = false;
        _lineGuard = guard;
        _before = before;
        _at = at;
        return Step.On;
    }

    private Step ItemLine(ReadOnlySpan<char> window, char mark, int at, int indent, int markAt, int number)
    {
        if (_itemMark == mark && _itemIndent == indent && !_blank && !_gapSeen)
        {
            _gapSeen = true;
            return Found(Carriers.ItemGap, Contexts.Other, 0, _at, 0);
        }

        EndParagraph();
        _itemMark = mark;
        _itemIndent = indent;
        var context = _afterColon ? Contexts.Colon : Contexts.Start;
        if (mark == '1')
        {
            var follows = number == 1 || number == _number[indent] + 1;
            if (follows)
                _number[indent] = number;
            _numbersOff |= !_started;
            return follows && !_numbersOff ? Found(Carriers.Number, context, window[markAt] == '.' ? 0 : 1, markAt, 1) : BeginText(markAt + 2, '\n', guard: false);
        }

        _bulletsOff |= !_started;
        return mark == '+' || _bulletsOff ? BeginText(at + 2, '\n', guard: false) : Found(Carriers.Bullet, context, mark == '-' ? 0 : 1, at, 1);
    }

    private void PassForm(Carrier carrier)
    {
        if (carrier == Carriers.ItemGap)
        {
            _gapSeen = true;
            _blank = false;
        }
        else if (carrier == Carriers.Bullet || carrier == Carriers.Number)
        {
            BeginText(_slot.Start + 2, '\n', guard: false);
        }
        else
        {
            Interrupt(carrier == Carriers.Dash ? '—' : ':');
            _label = false;
        }
    }

    private Step BlankLine(ReadOnlySpan<char> window, bool final, int at)
    {
        if (_fence == 0)
        {
            if (_itemMark != 0 && !_blank && !_table && !_quoteBlock)
            {
                var start = at + 1;
                var next = start;
                while (next < window.Length && window[next] == ' ')
                    next++;
                var item = next == window.Length ? (final ? false : null) : Item(window, final, next, out var mark, out _, out _) switch
                {
                    true => mark == _itemMark && next - start == _itemIndent,
                    var other => other,
                };
                if (item is null)
                    return More(window, holds: true);
                if (item == true)
                    return Found(Carriers.ItemGap, Contexts.Other, 1, _at, start - _at);
            }

            EndParagraph();
            _quoteBlock = _table = false;
            _blank = true;
        }

        _at = at + 1;
        return Step.On;
    }

    private Step FenceLine(ReadOnlySpan<char> window, bool final, int at)
    {
        var c = window[at];
        if (_fence != 0 && c != _fence)
            return BeginProse(at, '\n', guard: true);
        var run = Run(window, at, c);
        if (at + run == window.Length && !final)
            return More(window, holds: false);
        if (_fence != 0)
        {
            if (run >= _fenceLength)
                _fence = '\0';
            return BeginProse(at + run, c, guard: true);
        }

        if (run < 3)
            return BeginProse(at, '\n', guard: false);
        EndParagraph();
        _fence = c;
        _fenceLength = run;
        return BeginProse(at + run, c, guard: true);
    }

    /// <summary>Whether a list's item begins here; null where that cannot be told yet.</summary>
    private static bool? Item(ReadOnlySpan<char> window, bool final, int at, out char mark, out int markAt, out int number)
    {
        mark = window[at];
        markAt = at;
        number = 0;
        if (char.IsAsciiDigit(mark))
        {
            while (markAt < window.Length && char.IsAsciiDigit(window[markAt]))
            {
                number = Math.Min((number * 10) + (window[markAt] - '0'), MostNumber + 1);
                markAt++;
            }

            if (markAt == window.Length)
                return final ? false : null;
            if (window[markAt] is not ('.' or ')'))
                return false;
            // One mark for both ways to write a number: the gap between items must not see which.
            mark = '1';
        }
        else if (mark is not ('-' or '*' or '+'))
        {
            return false;
        }

        if (markAt + 3 >= window.Length && !final)
            return markAt + 1 < window.Length && window[markAt + 1] != ' ' ? false : null;
        if (markAt + 2 >= window.Length || window[markAt + 1] != ' ')
            return false;
        var first = window[markAt + 2];
        // "* * *" is a rule.
        return !char.IsWhiteSpace(first) && (mark == '1' || !(first is '-' or '*' && markAt + 3 < window.Length && window[markAt + 3] == ' ')) && number <= MostNumber;
    }
}

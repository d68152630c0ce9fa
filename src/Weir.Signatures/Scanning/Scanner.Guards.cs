using Weir.Signatures.Language;

namespace Weir.Signatures.Scanning;

// What must stay as it is although it stands in a line of prose: code, quotes, formulas, braces, tags, links, bold labels.
// Each opens with what is seen, never with what would have to be looked ahead for. Where markdown is broken the guard stays
// up to the end of the line or of the paragraph: that loses slots and harms nothing.
internal sealed partial class Scanner
{
    private enum Formula : byte { None, Dollar, Dollars, Round, Square }

    private int _code;
    private char _quote;
    private int _braces, _brackets;
    private Formula _formula;
    private bool _environment, _tag, _raw, _link, _label;

    private bool Guarded => _code != 0 || _quote != 0 || _braces > 0 || _brackets > 0 || _formula != Formula.None || _environment || _tag || _raw || _link || _label;

    private void ResetGuards()
    {
        _environment = _raw = false;
        EndParagraph();
    }

    private void EndParagraph()
    {
        _code = 0;
        _braces = 0;
        _formula = Formula.None;
        EndInline();
    }

    private void EndInline()
    {
        _quote = '\0';
        _brackets = 0;
        _tag = _link = _label = false;
        if (_formula == Formula.Dollar)
            _formula = Formula.None;
    }

    private Step Mark(ReadOnlySpan<char> window, bool final, char c)
    {
        var next = _at + 1 < window.Length ? window[_at + 1] : '\0';
        var last = _at + 1 >= window.Length && !final;
        if (_code != 0 && c != '`')
            return Plain(c);
        switch (c)
        {
            case '.' or '!' or '?':
                Plain(c);
                _sentenceStart = true;
                _context = Contexts.Start;
                EndSentence();
                return Step.On;
            case ',':
                var joint = Joint(window, final);
                if (joint != Step.On)
                    return joint;
                var kind = _before == 'x' ? _lastKind : (byte)0;
                Plain(c);
                _context = Contexts.Comma;
                _armedKind = kind;
                return Step.On;
            case '`':
                return Backticks(window, final);
            case ':' when _label:
                return LabelEnd(window, final, colonFirst: true);
            case '*' when _before == '\n':
                if (window.Length - _at < 3 && !final)
                    return More(window, holds: false);
                _label = next == '*' && (window.Length - _at < 3 || window[_at + 2] != '*');
                Interrupt('*');
                _at += _label ? 2 : 1;
                return Step.On;
            case '*' when _label:
                return LabelEnd(window, final, colonFirst: false);
            case '—':
                return Dash(window, final, spaced: false);
            case '"' or '“' or '”' or '„' or '«' or '»':
                Quote(c);
                return Plain(c);
            case '\'' or '‘' or '’':
                if (last)
                    return More(window, holds: false);
                Apostrophe(c, next);
                return Plain(c);
            case '$' or '\\' or '<':
                return last ? More(window, holds: false) : Escape(window, final, c, next);
            case '{':
                _braces++;
                return Plain(c);
            case '}':
                _braces = Math.Max(0, _braces - 1);
                return Plain(c);
            case '[':
                _brackets++;
                return Plain(c);
            case ']':
                if (last)
                    return More(window, holds: false);
                _brackets = Math.Max(0, _brackets - 1);
                _link = next == '(';
                return Plain(c);
            case ')':
                _link = false;
                return Plain(c);
            case '>':
                _tag = false;
                return Plain(c);
            case '|':
                _table = _lineGuard = true;
                return Plain(c);
            default:
                return Plain(c);
        }
    }

    private Step Plain(char c)
    {
        Interrupt(c);
        _at++;
        return Step.On;
    }

    private Step Backticks(ReadOnlySpan<char> window, bool final)
    {
        var run = Run(window, _at, '`');
        if (_at + run == window.Length && !final)
            return More(window, holds: false);
        _code = _code == 0 ? run : _code == run ? 0 : _code;
        Interrupt('`');
        _at += run;
        return Step.On;
    }

    private void Quote(char c)
    {
        if (_quote != 0)
        {
            if (c == _quote || (_quote == '“' && c == '”'))
                _quote = '\0';
            return;
        }

        _quote = c switch { '"' => '"', '“' => '”', '„' => '“', '«' => '»', '»' => '«', _ => '\0' };
    }

    /// <summary>A single quote opens before a word and closes behind one; inside a word it is the word's.</summary>
    private void Apostrophe(char c, char next)
    {
        if (_quote == 0 && _before is ' ' or '\n' or '(' && char.IsLetter(next))
            _quote = c == '\'' ? '\'' : '’';
        else if (_quote == c && !char.IsLetter(next))
            _quote = '\0';
    }

    private Step Escape(ReadOnlySpan<char> window, bool final, char c, char next)
    {
        switch (c)
        {
            case '$' when next == '$':
                _formula = _formula switch { Formula.Dollars => Formula.None, Formula.None => Formula.Dollars, _ => _formula };
                _at++;
                return Plain(c);
            case '$' when _formula == Formula.Dollar:
                _formula = Formula.None;
                return Plain(c);
            case '$':
                // A price is no formula.
                if (_formula == Formula.None && !char.IsAsciiDigit(next) && !char.IsWhiteSpace(next))
                    _formula = Formula.Dollar;
                return Plain(c);
            case '<':
                return Tag(window, final, next);
            default:
                return Command(window, final, next);
        }
    }

    private Step Command(ReadOnlySpan<char> window, bool final, char next)
    {
        if (char.IsAsciiLetter(next))
        {
            var end = _at + 1;
            while (end < window.Length && char.IsAsciiLetter(window[end]))
                end++;
            if (end == window.Length && !final)
                return More(window, holds: false);
            var name = window[(_at + 1)..end];
            if (name is "begin")
                _environment = true;
            else if (name is "end")
                _environment = false;
            Interrupt('\\');
            _at = end;
            return Step.On;
        }

        _formula = next switch
        {
            '(' when _formula == Formula.None => Formula.Round,
            '[' when _formula == Formula.None => Formula.Square,
            ')' when _formula == Formula.Round => Formula.None,
            ']' when _formula == Formula.Square => Formula.None,
            _ => _formula,
        };
        Interrupt('\\');
        // A line's end is never skipped: what counts lines must see it.
        _at += next is '\0' or '\n' ? 1 : 2;
        return Step.On;
    }

    private Step Tag(ReadOnlySpan<char> window, bool final, char next)
    {
        if (!char.IsAsciiLetter(next) && next is not ('/' or '!'))
            return Plain('<');
        var closes = next == '/';
        var start = _at + (closes ? 2 : 1);
        var end = start;
        while (end < window.Length && char.IsAsciiLetter(window[end]))
            end++;
        if (end == window.Length && !final)
            return More(window, holds: false);
        // Elements whose text is no prose, up to their closing tag.
        if (window[start..end] is "pre" or "code" or "script" or "style" or "svg" or "math" or "kbd" or "samp" or "textarea" or "thinking" or "think")
            _raw = !closes;
        _tag = true;
        Interrupt('<');
        _at = end;
        return Step.On;
    }

    private Step Dash(ReadOnlySpan<char> window, bool final, bool spaced)
    {
        var length = spaced ? 3 : 1;
        var open = !Guarded && _words > 3 && (spaced || _before == 'x');
        if (open && window.Length - _at <= length && !final)
            return More(window, holds: true);
        if (open && _at + length < window.Length && char.IsLetter(window[_at + length]) && (!spaced || window[_at + 2] == ' '))
            return Found(Carriers.Dash, Contexts.Other, spaced ? 1 : 0, _at, length);
        return Plain(window[_at]);
    }

    /// <summary>The end of a bold label with a colon: "**:" or ":**", and a space behind it.</summary>
    private Step LabelEnd(ReadOnlySpan<char> window, bool final, bool colonFirst)
    {
        if (window.Length - _at < 4 && !final)
        {
            var begins = colonFirst ? ":**" : "**:";
            var there = window[_at..];
            if (there.Length >= 3 ? there.StartsWith(begins) : begins.AsSpan().StartsWith(there))
                return More(window, holds: true);
        }

        var rest = window[_at..];
        if (rest.StartsWith(colonFirst ? ":**" : "**:") && (rest.Length == 3 || rest[3] is ' ' or '\n'))
            return Found(Carriers.BoldLabel, Contexts.Other, colonFirst ? 1 : 0, _at, 3);
        if (colonFirst)
            return Plain(':');
        if (rest.Length < 2 && !final)
            return More(window, holds: true);
        // The label ends without a colon.
        _label = !rest.StartsWith("**");
        Interrupt('*');
        _at += _label ? 1 : 2;
        return Step.On;
    }

    private static int Run(ReadOnlySpan<char> window, int at, char c)
    {
        var rest = window[at..].IndexOfAnyExcept(c);
        return rest < 0 ? window.Length - at : rest;
    }
}

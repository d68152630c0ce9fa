using System.Numerics;
using Weir.Signatures.Language;

namespace Weir.Signatures.Scanning;

// Words: which may begin a slot, and the comma before the last item of a list.
internal sealed partial class Scanner
{
    private byte _lastKind;
    private byte _armedKind;
    // The comma's place is found, and what stands behind it has not come yet.
    private byte _waitingKind;
    private bool _listOpen;
    private int _sentenceWords;

    private ref struct Reading
    {
        public int End;
        public ulong Hash;
        public bool Capital;
        public bool OtherCapitals;
        public bool Whole;
    }

    /// <summary>Reads the word that begins at a letter. Not whole where the window ends before it does.</summary>
    private static Reading Read(ReadOnlySpan<char> window, int start, bool final, ref bool curly)
    {
        var word = new Reading { Hash = Lexicon.Start };
        var at = start;
        while (at < window.Length)
        {
            var c = window[at];
            if (c is >= 'a' and <= 'z')
            {
                word.Hash = Lexicon.Step(word.Hash, c);
            }
            else if (c is >= 'A' and <= 'Z')
            {
                if (at == start)
                    word.Capital = true;
                else
                    word.OtherCapitals = true;
                word.Hash = Lexicon.Step(word.Hash, (char)(c | 0x20));
            }
            else if (c is '\'' or '’')
            {
                if (at + 1 >= window.Length)
                {
                    // An apostrophe belongs to the word only if it goes on.
                    word.Whole = final;
                    word.End = at;
                    return word;
                }

                if (!char.IsLetter(window[at + 1]))
                    break;
                curly |= c == '’';
                word.Hash = Lexicon.Step(word.Hash, '\'');
            }
            else if (c >= 0x80 && char.IsLetter(c))
            {
                word.Hash = Lexicon.Step(word.Hash, c);
            }
            else
            {
                break;
            }

            at++;
        }

        word.End = at;
        word.Whole = at < window.Length || final;
        return word;
    }

    private Step Word(ReadOnlySpan<char> window, bool final)
    {
        var open = !Guarded && _words > 0 && _before is ' ' or '\n' or '(' && !_afterDigit && BitOperations.PopCount(_english) >= EnglishEnough;
        var word = Read(window, _at, final, ref _curly);
        if (!word.Whole)
            return More(window, open && Lexicon.MayBegin(window[_at..]));
        // What looked like a sentence's end was an abbreviation's.
        if (_context == Contexts.Start && !word.Capital)
            _context = Contexts.Other;
        var entry = Lexicon.Find(word.Hash);
        if (open && entry is { Attempts.Length: > 0 } && !word.OtherCapitals)
        {
            foreach (var attempt in entry.Attempts)
            {
                var step = Try(window, final, attempt, word);
                if (step != Step.On)
                    return step;
            }
        }

        var item = open && (_listOpen || _armedKind != 0) && _before == ' ' && !word.Capital && !word.OtherCapitals ? ListItems.KindOf(window[_at..word.End], entry) : (byte)0;
        var second = item != 0 && item == _armedKind && _listOpen;
        Open(entry, word, window[_at..word.End]);
        _at = word.End;
        _before = 'x';
        _armedKind = 0;
        _lastKind = _sentenceWords >= 3 ? item : (byte)0;
        return second ? ListGap(window, final, item) : Step.On;
    }

    private void Open(Entry? entry, in Reading word, ReadOnlySpan<char> text)
    {
        var endings = ListItems.EndingsOf(text);
        if (_sentenceWords == 0)
            _listOpen = endings == Endings.None && !text.EndsWith("ly", StringComparison.Ordinal) && (entry is null || (entry.Sets & (Sets.Introduces | Sets.Subordinates)) == Sets.None);
        Remember(word.Hash, entry, entry is not null && (entry.Sets & Sets.English) != Sets.None);
        _context = entry?.Context ?? Contexts.Other;
        _sets = entry?.Sets ?? Sets.None;
        _endings = endings;
    }

    /// <summary>Whether a form stands here, with all that its guards ask for.</summary>
    private Step Try(ReadOnlySpan<char> window, bool final, in Attempt attempt, in Reading word)
    {
        var carrier = attempt.Carrier;
        var form = carrier.Form(attempt.Form);
        // "I" is one wherever it stands; any other capital inside a sentence is a name's.
        var first = form[0] == 'i' && form.Length > 1 && form[1] is ' ' or '\'';
        if (first ? !word.Capital : word.Capital && !_sentenceStart)
            return Step.On;
        if (!Fits(carrier))
            return Step.On;

        var rest = window[word.End..];
        if (!rest.StartsWith(attempt.Rest))
        {
            if (!final && rest.Length < attempt.Rest.Length && attempt.Rest.AsSpan().StartsWith(rest))
                return More(window, holds: true);
            return Step.On;
        }

        var end = word.End + attempt.Rest.Length;
        return Follows(window, final, end, carrier.Follow, word.Capital && !first, _afterWord && (_sets & Sets.Joins) != Sets.None) switch
        {
            true => Found(carrier, _context, attempt.Form, _at, end - _at, word.Capital),
            false => Step.On,
            null => More(window, holds: true),
        };
    }

    private bool Fits(Carrier carrier)
    {
        if (_afterWord && (_sets & (carrier.NotAfter | Sets.Article)) != Sets.None)
            return false;
        if (carrier.After != Sets.None || carrier.AfterEndings != Endings.None)
        {
            if (!_afterWord || ((_sets & carrier.After) == Sets.None && (_endings & carrier.AfterEndings) == Endings.None))
                return false;
        }

        return carrier.Place switch
        {
            Place.Start => _context == Contexts.Start,
            Place.StartOrComma => _context is Contexts.Start or Contexts.Comma,
            Place.Inside => _afterWord,
            Place.Clause => _context is Contexts.Start or Contexts.Comma || (_afterWord && (_sets & Sets.Opens) != Sets.None),
            _ => true,
        };
    }

    /// <summary>Whether what stands behind a form lets it be one; null where that has not come yet.</summary>
    private static bool? Follows(ReadOnlySpan<char> window, bool final, int end, Follow follow, bool capital, bool joined)
    {
        if (end >= window.Length)
            return final ? !follow.WordOnly && !follow.CommaOnly : null;
        var c = window[end];
        if (c == '\n')
            return !follow.WordOnly && !follow.CommaOnly;
        var next = end + 1 < window.Length ? window[end + 1] : '\0';
        if (c is ',' or '.' or ';' or ':' or '!' or '?' or ')')
        {
            if (follow.WordOnly || (follow.CommaOnly && c != ','))
                return false;
            if (end + 1 >= window.Length)
                return final ? true : null;
            return next is ' ' or '\n';
        }

        if (c != ' ' || follow.CommaOnly)
            return false;
        if (end + 1 >= window.Length)
            return final ? !follow.WordOnly : null;
        if (!char.IsLetter(next))
            return false;
        return FollowsWord(window, final, end + 1, follow, capital, joined);
    }

    private static bool? FollowsWord(ReadOnlySpan<char> window, bool final, int at, Follow follow, bool capital, bool joined)
    {
        var none = false;
        var word = Read(window, at, final, ref none);
        if (!word.Whole)
            return null;
        var isI = window[at] == 'I' && (word.End == at + 1 || window[at + 1] is '\'' or '’');
        if (word.Capital && !isI)
            return !capital && follow.Only == Sets.None && follow.OnlyEndings == Endings.None;
        if (word.OtherCapitals)
            return false;
        var sets = Lexicon.Find(word.Hash)?.Sets ?? Sets.None;
        var endings = ListItems.EndingsOf(window[at..word.End]);
        if ((follow.OnlyEndings & Endings.Describing) != Endings.None && ListItems.Describes(window[at..word.End]))
            endings |= Endings.Describing;
        if (joined && (sets & follow.NotAfterJoin) != Sets.None)
            return false;
        if ((sets & follow.Not) != Sets.None || (endings & follow.NotEndings) != Endings.None)
            return false;
        if (follow.Only == Sets.None && follow.OnlyEndings == Endings.None)
            return true;
        if (word.End < window.Length && window[word.End] is '-' or '_' or '/' or '@' or '\\' or '(')
            return false;
        if ((sets & follow.Only) == Sets.None && (endings & follow.OnlyEndings) == Endings.None)
            return false;
        return follow.Then == Sets.None || window[at..word.End].ContainsAny('\'', '’') ? true : Then(window, final, word.End, follow.Then);
    }

    private static bool? Then(ReadOnlySpan<char> window, bool final, int end, Sets then)
    {
        if (end + 1 >= window.Length)
            return final || (end < window.Length && window[end] != ' ') ? false : null;
        if (window[end] != ' ' || !char.IsAsciiLetterLower(window[end + 1]))
            return false;
        var none = false;
        var word = Read(window, end + 1, final, ref none);
        return word.Whole ? (Lexicon.Find(word.Hash)?.Sets & then) is not (null or Sets.None) : null;
    }

    /// <summary>A comma that may stand or not between the word in front and a clause that a joining word begins.</summary>
    private Step Joint(ReadOnlySpan<char> window, bool final)
    {
        if (_before != 'x')
            return Step.On;
        var rest = window[_at..];
        var comma = rest[0] == ',' ? 1 : 0;
        var word = comma + 1;
        // Behind most words none of these begins: what costs more than a look comes after it.
        if (rest.Length > comma && (rest[comma] != ' ' || (rest.Length > word && rest[word] is not ('a' or 'b' or 'e' or 'o' or 'u'))))
            return Step.On;
        if (!_afterWord || Guarded || BitOperations.PopCount(_english) < EnglishEnough)
            return Step.On;
        if (word >= rest.Length)
            return final ? Step.On : More(window, holds: true);
        foreach (var carrier in Carriers.Joints)
        {
            var joining = carrier.Last!;
            if (!rest[word..].StartsWith(joining))
            {
                if (!final && rest.Length - word < joining.Length && joining.AsSpan().StartsWith(rest[word..]))
                    return More(window, holds: true);
                continue;
            }

            if (!Fits(carrier))
                continue;
            switch (Follows(rest, final, word + joining.Length, carrier.Follow, capital: false, joined: false))
            {
                case true:
                    return Found(carrier, _context, comma == 1 ? 0 : 1, _at, comma);
                case null:
                    return More(window, holds: true);
            }
        }

        return Step.On;
    }

    /// <summary>Behind "a, b": "and c" follows, with a comma or without.</summary>
    private Step ListGap(ReadOnlySpan<char> window, bool final, byte kind)
    {
        _waitingKind = 0;
        var rest = window[_at..];
        var comma = !rest.IsEmpty && rest[0] == ',';
        var joint = comma ? rest[1..] : rest;
        foreach (var carrier in (ReadOnlySpan<Carrier>)[Carriers.ListComma, Carriers.ListCommaOr])
        {
            if (!joint.StartsWith(carrier.B))
            {
                if (!final && joint.Length < carrier.B.Length && carrier.B.AsSpan().StartsWith(joint))
                    return Rewait(window, kind);
                continue;
            }

            var at = (comma ? 1 : 0) + carrier.B.Length;
            if (at + 1 >= rest.Length)
                return final ? Step.On : Rewait(window, kind);
            if (rest[at] != ' ' || !char.IsAsciiLetterLower(rest[at + 1]))
                return Step.On;
            var none = false;
            var third = Read(rest, at + 1, final, ref none);
            if (!third.Whole)
                return Rewait(window, kind);
            var ends = third.End < rest.Length ? rest[third.End] : '\n';
            if (ListItems.KindOf(rest[(at + 1)..third.End], Lexicon.Find(third.Hash)) != kind || ends is not (' ' or '.' or ';' or ':' or ')' or '\n' or '?' or '!' or '—'))
                return Step.On;
            return Found(carrier, (byte)(Contexts.FirstKind + kind), comma ? 0 : 1, _at, at);
        }

        return Step.On;
    }

    private Step Rewait(ReadOnlySpan<char> window, byte kind)
    {
        _waitingKind = kind;
        return More(window, holds: true);
    }
}

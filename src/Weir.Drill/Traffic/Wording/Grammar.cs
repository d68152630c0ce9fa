using System.Text;

namespace Weir.Drill.Traffic.Wording;

/// <summary>
/// The wording of one language: sections of forms, each a sequence of text, choices and references to other sections.
/// A file line is <c>section: form | form</c>; <c>{section}</c> refers, <c>[a;b]</c> chooses, <c>&lt;&gt;</c> is a slot that a caller
/// fills, <c>\n</c> a line break, <c>\{</c> a brace. <c>{#}</c> and <c>{##}</c> are numbers, <c>{brand}</c> and <c>{id}</c> invented
/// words, <c>{t}</c> a topic of the scene, <c>{T}</c> what the conversation is about, <c>{M}</c> what the last answer mentioned.
/// </summary>
public sealed class Grammar
{
    private static readonly Dictionary<string, int> Symbols = new(StringComparer.Ordinal);
    private static readonly Lock Gate = new();

    private readonly Grammar? _fallback;
    private readonly System.Collections.Concurrent.ConcurrentDictionary<int, bool> _spoken = new();
    private Token[][]?[] _sections = [];

    private Grammar(Grammar? fallback) => _fallback = fallback;

    private enum Kind : byte { Text, Section, Choice, Small, Large, Brand, Identifier, Topic, Subject, Mention }

    /// <summary>The number of a section's name, the same in every language.</summary>
    public static int Symbol(string name)
    {
        lock (Gate)
        {
            if (!Symbols.TryGetValue(name, out var symbol))
                Symbols.Add(name, symbol = Symbols.Count);
            return symbol;
        }
    }

    /// <summary>Reads a language's file. Sections that it lacks are taken from <paramref name="fallback"/>.</summary>
    public static Grammar Read(TextReader file, Grammar? fallback)
    {
        var grammar = new Grammar(fallback);
        var forms = new Dictionary<int, List<Token[]>>();
        while (file.ReadLine() is { } line)
        {
            if (line.Length == 0 || line[0] == '#')
                continue;
            var colon = line.IndexOf(": ", StringComparison.Ordinal);
            var symbol = Symbol(line[..colon]);
            if (!forms.TryGetValue(symbol, out var list))
                forms.Add(symbol, list = []);
            foreach (var form in line[(colon + 2)..].Split(" | "))
                list.Add(Compile(form.Trim()));
        }

        grammar._sections = new Token[forms.Keys.Max() + 1][][];
        foreach (var (symbol, list) in forms)
            grammar._sections[symbol] = [.. list];
        return grammar;
    }

    public bool Has(int symbol) => symbol < _sections.Length && _sections[symbol] is not null;

    /// <summary>Whether the language words a section itself, or every part of it that carries words.</summary>
    public bool Speaks(int symbol) => Has(symbol) || _spoken.GetOrAdd(symbol, FromSpokenParts);

    private bool FromSpokenParts(int symbol)
    {
        if (_fallback is null || !_fallback.Has(symbol))
            return false;
        foreach (var form in _fallback._sections[symbol]!)
        {
            foreach (var token in form)
            {
                if (token.Kind == Kind.Choice || (token.Kind == Kind.Text && token.Text.Any(char.IsLetter)) || (token.Kind == Kind.Section && !Speaks(token.Symbol)))
                    return false;
            }
        }

        return true;
    }

    /// <summary>Plain forms of a section, for lists of words such as topics.</summary>
    public string[] Words(int symbol) =>
        Has(symbol) ? [.. _sections[symbol]!.Select(static form => string.Concat(form.Select(static token => token.Text)))] : [];

    public void Write(int symbol, Scene scene, ref Dice dice, TextBuffer to)
    {
        var grammar = this;
        while (!grammar.Has(symbol))
            grammar = grammar._fallback ?? throw new ArgumentException($"No language has a section {Symbols.First(pair => pair.Value == symbol).Key}.", nameof(symbol));
        var forms = grammar._sections[symbol]!;
        Write(forms[dice.Below(forms.Length)], scene, ref dice, to);
    }

    private void Write(Token[] form, Scene scene, ref Dice dice, TextBuffer to)
    {
        foreach (var token in form)
        {
            switch (token.Kind)
            {
                case Kind.Text: to.Add(token.Text); break;
                case Kind.Section: Write(token.Symbol, scene, ref dice, to); break;
                case Kind.Choice: Write(token.Choices[dice.Below(token.Choices.Length)], scene, ref dice, to); break;
                case Kind.Small: to.Add(dice.LogUniform(2, 98)); break;
                case Kind.Large: to.Add(dice.LogUniform(100, 9999)); break;
                case Kind.Brand: scene.WriteName(ref dice, to); break;
                case Kind.Identifier: scene.WriteIdentifier(ref dice, to); break;
                case Kind.Topic: scene.WriteTopic(ref dice, to); break;
                case Kind.Subject: to.Add(scene.Subject); break;
                default: to.Add(scene.Mention); break;
            }
        }
    }

    private static Token[] Compile(string form)
    {
        var at = 0;
        return Compile(form, ref at, inChoice: false);
    }

    private static Token[] Compile(string form, ref int at, bool inChoice)
    {
        var tokens = new List<Token>();
        var text = new StringBuilder();
        for (; at < form.Length; at++)
        {
            var c = form[at];
            if (c == '\\' && at + 1 < form.Length)
            {
                text.Append(form[++at] == 'n' ? '\n' : form[at]);
            }
            else if (c == '{')
            {
                Flush(text, tokens);
                var end = form.IndexOf('}', at);
                tokens.Add(Reference(form[(at + 1)..end]));
                at = end;
            }
            else if (c == '[' && !inChoice)
            {
                Flush(text, tokens);
                var choices = new List<Token[]>();
                do
                {
                    at++;
                    choices.Add(Compile(form, ref at, inChoice: true));
                }
                while (form[at] == ';');
                tokens.Add(new Token(Kind.Choice, "", 0, [.. choices]));
            }
            else if (inChoice && c is ';' or ']')
            {
                break;
            }
            else
            {
                text.Append(c);
            }
        }

        Flush(text, tokens);
        return [.. tokens];
    }

    private static void Flush(StringBuilder text, List<Token> tokens)
    {
        if (text.Length == 0)
            return;
        tokens.Add(new Token(Kind.Text, text.ToString(), 0, []));
        text.Clear();
    }

    private static Token Reference(string name) => name switch
    {
        "#" => new(Kind.Small, "", 0, []),
        "##" => new(Kind.Large, "", 0, []),
        "brand" => new(Kind.Brand, "", 0, []),
        "id" => new(Kind.Identifier, "", 0, []),
        "t" => new(Kind.Topic, "", 0, []),
        "T" => new(Kind.Subject, "", 0, []),
        "M" => new(Kind.Mention, "", 0, []),
        _ => new(Kind.Section, "", Symbol(name), []),
    };

    private sealed record Token(Kind Kind, string Text, int Symbol, Token[][] Choices);
}

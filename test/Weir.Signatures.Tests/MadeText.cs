using System.Text;

namespace Weir.Signatures.Tests;

/// <summary>Answers as a model writes them, made at random out of pieces that carry marks, pieces that must not be touched, and breakage.</summary>
internal sealed class MadeText(int seed)
{
    private static readonly string[] Prose =
    [
        "It is a good idea to keep the door of the shed shut.", "They do not know what is in the box, and it is not clear who does.",
        "For example, the price of the house is based on the size of the land.", "You will need to be sure to read all of the notes.",
        "Furthermore, this helps to reduce the cost of the work.", "We are able to see the top of the hill, although it is far.",
        "There is no way to tell; that is the problem with it, isn't it?", "It’s a matter of taste, and they’re often right—nearly always.",
        "The list has cats, dogs and birds in it, and the rest was lost due to the rain.", "Therefore, it can't be used by everyone — not yet.",
        "I think that they have been there, e.g. in May (it is not far), at 50 often.", "Generally, someone who is particularly kind will begin by asking.",
        "It is small but it is ours, and there is no other; otherwise you need to wait, even if it rains.", "Otherwise the house is lost. By default, they do not pay (e.g. the owner), but that's not the rule.",
        "We may want to see whether the lake is deep, and then we have to go, unless it means that it's late.", "In this case you will have to ask for more information.",
        "He said \"it is a rule\" and 'do not go' to the men.", "The value of `it is` is $x$ or \\(do not\\), see [it is a link](do-not).",
    ];

    private static readonly string[] Untouched =
    [
        "```\nit is a test\ndo not touch, for example\n```", "~~~python\nx = \"it is a good one\"  # do not change\n~~~",
        "    it is a line of indented code and they do not move", "> it is a quote of the others\n> they do not agree, for example, here",
        "| it is a | they do not |\n|---|---|\n| is not the | for example, a |", "$$\n\\text{it is a set} and they do not\n$$",
        "\\begin{align}\nit is a set and they do not add\n\\end{align}", "<pre>it is a block\nthey do not move</pre>", "# It is a heading that they do not change",
    ];

    private static readonly string[] Lists =
    [
        "Here is what it takes:\n\n- It is a start\n- They do not stop\n- You will see", "The steps are these:\n1. It is a start\n2. Do not stop\n3. **Then:** go on",
        "* one\n\n* two\n  - **it is**: a part\n  - another\n\n* three", "1) It is not done\n\n2) It is a start\n\n   and it goes on\n3) End",
        "**Note:** It is a good day.\n**Next**: They do not come.", "* * *\n- - -\n+ plus it is a sign",
    ];

    private static readonly string[] Breakage =
    [
        "```", "`", "**", "\"", "$", "\\", "{", "[", "(", "<", "|", "'", "“", "—", " — ", "\ud83d\ude00", "\ud83d", "…", "\t", "\r\n", "  ", "it's", "don’t", "It", "5", "-", "* ", "1. ", "\n\n",
    ];

    private readonly Random _random = new(seed);

    public string Next(int pieces)
    {
        var text = new StringBuilder(Texts.Opening).Append('\n');
        for (var piece = 0; piece < pieces; piece++)
        {
            var what = _random.Next(10);
            text.Append(what switch { < 5 => Pick(Prose), < 6 => Pick(Untouched), < 8 => Pick(Lists), _ => Pick(Breakage) });
            text.Append(_random.Next(6) switch { < 2 => " ", < 4 => "\n", < 5 => "\n\n", _ => "" });
        }

        // Cut anywhere, in the middle of a word or of a pair.
        return text.ToString(0, text.Length - _random.Next(Math.Min(20, text.Length)));
    }

    /// <summary>Prose around pieces that must stay, each apart by blank lines.</summary>
    public (string Text, string[] Kept) Around()
    {
        var kept = Enumerable.Range(0, 4).Select(_ => Pick(Untouched)).ToArray();
        var text = new StringBuilder(Texts.Opening);
        foreach (var piece in kept)
            text.Append(Pick(Prose)).Append("\n\n").Append(piece).Append("\n\n");
        return (text.ToString(), kept);
    }

    private string Pick(string[] from) => from[_random.Next(from.Length)];
}

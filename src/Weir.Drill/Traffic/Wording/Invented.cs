namespace Weir.Drill.Traffic.Wording;

/// <summary>Words that no list holds: brands and identifiers, so that no product's wording can be known beforehand.</summary>
public static class Invented
{
    private static readonly string[] Starts = ["ve", "lo", "mar", "tri", "qua", "sol", "nor", "ka", "bel", "dyn", "fer", "glo", "hex", "ju", "kro", "lum", "my", "nex", "or", "pra", "rev", "sta", "tel", "ul", "vor", "wen", "xa", "yor", "zen", "ar"];
    private static readonly string[] Middles = ["", "", "li", "ra", "to", "ni", "ve", "ma", "do", "ki", "sa", "pe", "ru", "la", "mo"];
    private static readonly string[] Ends = ["mora", "tek", "via", "dan", "ris", "lo", "nix", "vent", "go", "sta", "bit", "ly", "fin", "ro", "berg", "son", "ta", "mi", "que", "zo", "port", "net", "lux", "kon"];
    private static readonly string[] Parts = ["item", "user", "order", "row", "buf", "ctx", "node", "path", "token", "cache", "page", "event", "job", "cfg", "batch", "state", "input", "result", "key", "frame", "chunk", "lease", "span", "queue", "worker", "range", "index", "offset", "total", "draft", "grid", "price", "slot", "trace", "stamp", "owner"];
    private static readonly string[] Verbs = ["get", "load", "merge", "apply", "build", "parse", "flush", "is", "to", "next", "sync", "find", "drop", "fold", "mark", "split"];

    public static void Brand(ref Dice dice, TextBuffer to)
    {
        var start = dice.Pick<string>(Starts);
        to.Add(char.ToUpperInvariant(start[0]));
        to.Add(start.AsSpan(1));
        to.Add(dice.Pick<string>(Middles));
        to.Add(dice.Pick<string>(Ends));
    }

    public static void Identifier(ref Dice dice, TextBuffer to)
    {
        // One in three is named after the trade that the program is for.
        if (dice.Chance(0.33))
        {
            to.Add(dice.Pick<string>(Starts));
            to.Add(dice.Pick<string>(Middles));
            to.Add(dice.Pick<string>(Ends));
            to.Add('_');
        }

        var part = dice.Pick<string>(Parts);
        if (dice.Chance(0.4))
        {
            to.Add(dice.Pick<string>(Verbs));
            to.Add('_');
        }

        to.Add(part);
        if (dice.Chance(0.3))
        {
            to.Add('_');
            to.Add(dice.Pick<string>(Parts));
        }
    }
}

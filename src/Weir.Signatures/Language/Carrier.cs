namespace Weir.Signatures.Language;

/// <summary>What a reword does to the mark differs by group, so recognition never adds groups up with one sign blindly.</summary>
public enum CarrierGroup : byte
{
    /// <summary>Contractions and the comma before "and": a paraphrase keeps them more often than not.</summary>
    Orthographic,
    /// <summary>Bullets, numbers, bold labels, dashes: any language.</summary>
    Form,
    /// <summary>One word for another: a paraphrase turns them over.</summary>
    Lexical,
    /// <summary>Words that may stand or not.</summary>
    Optional,
}

internal enum Place : byte { Anywhere, Start, StartOrComma, Inside, Clause }

/// <summary>What a guard asks of the spelling of a neighbour.</summary>
[Flags]
internal enum Endings : byte { None = 0, Ing = 1, Ed = 2, Describing = 4 }

/// <summary>What must and what must not stand right behind a slot.</summary>
internal sealed record Follow
{
    public static Follow Anything { get; } = new();
    public static Follow Comma { get; } = new() { CommaOnly = true };
    public static Follow AWord { get; } = new() { WordOnly = true };

    public bool CommaOnly { get; init; }
    public bool WordOnly { get; init; }
    /// <summary>Where a word follows it must be one of these, or end like one of <see cref="OnlyEndings"/>.</summary>
    public Sets Only { get; init; }
    public Endings OnlyEndings { get; init; }
    public Sets Not { get; init; }
    public Endings NotEndings { get; init; }
    /// <summary>Not these either where a joining word stands in front: a question may begin there.</summary>
    public Sets NotAfterJoin { get; init; }

    /// <summary>Behind that word one of these must stand, unless it carries them itself as "it's" does.</summary>
    public Sets Then { get; init; }

    public static Follow One(Sets only, Endings endings = Endings.None) => new() { WordOnly = true, Only = only, OnlyEndings = endings };
}

/// <summary>
/// Two ways to write the same, and where one may stand for the other. The name is part of the scheme: a key's bits for a carrier
/// are derived from it, so carriers may be added but never renamed.
/// </summary>
internal sealed class Carrier(string name, CarrierGroup group, string a, string b)
{
    public int Index { get; set; }
    public string Name { get; } = name;
    public CarrierGroup Group { get; } = group;
    public string A { get; } = a;
    public string B { get; } = b;

    public Place Place { get; init; }
    /// <summary>The previous word must be one of these; nothing asked where none.</summary>
    public Sets After { get; init; }
    public Endings AfterEndings { get; init; }
    public Sets NotAfter { get; init; }
    public Follow Follow { get; init; } = Follow.Anything;
    /// <summary>Not words but the comma between them: the slot is the comma, and what has it is looked at from the word in front.</summary>
    public bool Joint { get; init; }
    /// <summary>Begins a clause under another.</summary>
    public bool Subordinates { get; init; }

    /// <summary>The last word of the first form: what the next slot sees in front of it, whichever form stands there.</summary>
    public string LastWord => Last ?? A[(A.LastIndexOf(' ') + 1)..].TrimEnd(',');

    /// <summary>Where the last word is not what stands behind the last space.</summary>
    public string? Last { get; init; }

    public string Form(int form) => form == 0 ? A : B;
}

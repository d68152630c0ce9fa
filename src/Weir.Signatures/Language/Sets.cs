namespace Weir.Signatures.Language;

/// <summary>What a word is to the guards. A word may be several.</summary>
[Flags]
internal enum Sets : long
{
    None = 0,
    /// <summary>A form of a carrier has it: it is never a list's item, and never what a guard looks ahead for.</summary>
    Carrier = 1 << 0,
    /// <summary>Behind these, words belong to a clause with a gap: "what it is", "than they are". Nothing is contracted there.</summary>
    Gap = 1 << 1,
    /// <summary>What may follow "it is" so that "it's" can mean nothing else.</summary>
    Predicative = 1 << 2,
    /// <summary>More of the kind where "'re" and "'m" can only be a form of "be".</summary>
    AfterAre = 1 << 3,
    AfterThere = 1 << 4,
    Determiner = 1 << 5,
    Perfect = 1 << 6,
    AfterWill = 1 << 7,
    /// <summary>Before these a negative turns a clause round or narrows what is negated.</summary>
    NotDenied = 1 << 8,
    /// <summary>In front of these a negative may begin a question.</summary>
    Joins = 1 << 9,
    Asks = 1 << 10,
    AfterLet = 1 << 11,
    Degree = 1 << 12,
    It = 1 << 13,
    Whole = 1 << 14,
    Verb = 1 << 15,
    BeforeHelp = 1 << 16,
    AfterNearly = 1 << 17,
    /// <summary>A clause under another begins here: what stands behind its comma may be the main clause, not a list.</summary>
    Subordinates = 1 << 18,
    TimeNoun = 1 << 19,
    Subject = 1 << 20,
    Article = 1 << 21,
    AfterEntirely = 1 << 22,
    AfterNoOne = 1 << 23,
    AfterEachOther = 1 << 24,
    BeforeRegarding = 1 << 25,
    /// <summary>Function words of English, by which a stretch of text is known to be English.</summary>
    English = 1 << 26,
    AfterUsually = 1 << 27,
    Because = 1 << 28,
    AfterGive = 1 << 29,
    Thing = 1 << 30,
    BeforeUsually = 1L << 31,
    BeforeThus = 1L << 32,
    AfterRoughly = 1L << 33,
    BeforeBegin = 1L << 34,
    /// <summary>Words that one carrier alone must not have behind it.</summary>
    Asked = 1L << 35,
    Far = 1L << 36,
    ToBegin = 1L << 37,
    /// <summary>At the head of a sentence: what stands behind the first comma may be the clause itself.</summary>
    Introduces = 1L << 38,
    Persons = 1L << 39,
    AfterAllNot = 1L << 40,
    BeforeAllNot = 1L << 41,
    BeforeKind = 1L << 42,
    BeforeKinds = 1L << 43,
    BeforeTry = 1L << 44,
    BeforeTries = 1L << 45,
    BeforeCalled = 1L << 46,
    BeforeSure = 1L << 47,
    BeforeUsing = 1L << 48,
    Given = 1L << 49,
    ByOnly = 1L << 50,
    AfterWould = 1L << 51,
    AfterMay = 1L << 52,
    BeforeLot = 1L << 53,
    AfterBit = 1L << 54,
    AfterHere = 1L << 55,
    Likens = 1L << 56,
    BeforeVerb = 1L << 57,
    /// <summary>In front of these a clause begins that has no gap.</summary>
    Opens = 1L << 58,
    BeforeNeed = 1L << 59,
    /// <summary>What makes a clause of a pronoun in front of it.</summary>
    Does = 1L << 60,
    NotBut = 1L << 61,
    Stated = 1L << 62,
    BeforeWant = 1L << 63,
}

namespace Weir.Signatures.Language;

/// <summary>Every carrier. English phrases stand in <see cref="Phrases"/>; what is marked by form alone has a name below.</summary>
internal static class Carriers
{
    public static readonly Carrier ListComma = new("comma before and", CarrierGroup.Orthographic, ", and", " and");
    public static readonly Carrier ListCommaOr = new("comma before or", CarrierGroup.Orthographic, ", or", " or");
    /// <summary>Commas in front of a clause: they stand between the words, so only the comma is the slot.</summary>
    public static readonly Carrier[] Joints =
    [
        Joint("but", Follow.One(Sets.Given | Sets.It | Sets.Determiner | Sets.Does), Sets.NotBut),
        Joint("and", NewClause, Sets.Joins | Sets.Given), Joint("or", NewClause, Sets.Joins | Sets.Given),
        Joint("and then", Follow.AWord, Sets.NotBut | Sets.Joins | Sets.TimeNoun), Joint("unless", Follow.AWord, Sets.Joins | Sets.Asks),
        Joint("even if", Follow.AWord, Sets.Joins | Sets.Asks | Sets.NotBut), Joint("even though", Follow.AWord, Sets.Joins | Sets.Asks | Sets.NotBut),
        Joint("even when", Follow.AWord, Sets.Joins | Sets.Asks | Sets.NotBut),
    ];

    public static readonly Carrier Bullet = new("bullet", CarrierGroup.Form, "-", "*");
    public static readonly Carrier Number = new("number", CarrierGroup.Form, ".", ")");
    public static readonly Carrier BoldLabel = new("bold label", CarrierGroup.Form, "**:", ":**");
    public static readonly Carrier Dash = new("dash", CarrierGroup.Form, "—", " — ");
    public static readonly Carrier ItemGap = new("gap between items", CarrierGroup.Form, "", "\n");

    public static readonly Carrier[] Phrases = [.. Contractions(), .. Synonyms(), .. Optional(), .. Introductions()];

    /// <summary>All, in the order of their <see cref="Carrier.Index"/>.</summary>
    public static readonly Carrier[] All = [ListComma, ListCommaOr, Bullet, Number, BoldLabel, Dash, ItemGap, .. Joints, .. Phrases];

    private static Follow Clause => new() { WordOnly = true, Only = Sets.Given | Sets.It, Then = Sets.Does };

    // "He and she are" is one subject, "he waits and it is" is not.
    private static Follow NewClause => new() { WordOnly = true, Only = Sets.It, Not = Sets.Subject, Then = Sets.Does };

    static Carriers()
    {
        for (var at = 0; at < All.Length; at++)
            All[at].Index = at;
    }

    private static IEnumerable<Carrier> Contractions()
    {
        var predicative = Follow.One(Sets.Predicative, Endings.Ing | Endings.Describing);
        var are = Follow.One(Sets.Predicative | Sets.AfterAre, Endings.Ing | Endings.Ed | Endings.Describing);
        yield return Contraction("it is", "it's", predicative);
        yield return Contraction("that is", "that's", predicative);
        yield return Contraction("he is", "he's", predicative);
        yield return Contraction("she is", "she's", predicative);
        yield return Contraction("there is", "there's", Follow.One(Sets.AfterThere));
        yield return Contraction("here is", "here's", Follow.One(Sets.AfterHere));
        foreach (var subject in (string[])["i", "you", "we", "they", "it", "he", "she"])
            yield return Contraction(subject + " would", subject + "'d", Follow.One(Sets.AfterWould));
        yield return Contraction("what is", "what's", Follow.One(Sets.Determiner));
        yield return Contraction("they are", "they're", are);
        yield return Contraction("we are", "we're", are);
        yield return Contraction("you are", "you're", are);
        yield return Contraction("i am", "i'm", are);
        foreach (var subject in (string[])["they", "we", "you", "i"])
            yield return Contraction(subject + " have", subject + "'ve", Follow.One(Sets.Perfect));
        foreach (var subject in (string[])["they", "we", "you", "i", "it"])
            yield return Contraction(subject + " will", subject + "'ll", Follow.One(Sets.AfterWill));
        yield return new Carrier("do not first", CarrierGroup.Orthographic, "do not", "don't") { Place = Place.Start, Follow = new Follow { WordOnly = true, Not = Sets.NotDenied | Sets.Determiner | Sets.Persons } };
        foreach (var verb in (string[])["do", "does", "did", "is", "are", "was", "were", "could", "would", "should", "have", "has", "had"])
            yield return Negative(verb + " not", verb + "n't");
        yield return Negative("will not", "won't");
        yield return Negative("cannot", "can't");
        yield return new Carrier("let us", CarrierGroup.Orthographic, "let us", "let's") { Place = Place.Start, Follow = Follow.One(Sets.AfterLet) };
    }

    private static Carrier Contraction(string whole, string brief, Follow follow) => new(whole, CarrierGroup.Orthographic, whole, brief) { NotAfter = Sets.Gap, Follow = follow };

    // At the head of a clause a negative may ask, and "isn't the" cannot be written out there.
    private static Carrier Negative(string whole, string brief) => new(whole, CarrierGroup.Orthographic, whole, brief)
    {
        Place = Place.Inside, NotAfter = Sets.Asks, Follow = new Follow { Not = Sets.NotDenied, NotAfterJoin = Sets.Determiner | Sets.Persons },
    };

    private static IEnumerable<Carrier> Synonyms()
    {
        yield return new Carrier("often", CarrierGroup.Lexical, "often", "frequently") { NotAfter = Sets.Degree, Follow = new Follow { Not = Sets.Asked } };
        yield return new Carrier("usually", CarrierGroup.Lexical, "usually", "typically") { After = Sets.BeforeUsually, Follow = Follow.One(Sets.AfterUsually, Endings.Ed) };
        yield return new Carrier("usually before a verb", CarrierGroup.Lexical, "usually", "typically") { After = Sets.BeforeVerb, Follow = Follow.AWord };
        yield return new Carrier("usually first", CarrierGroup.Lexical, "usually", "typically") { Place = Place.Start, Follow = Follow.Comma };
        yield return new Carrier("may", CarrierGroup.Lexical, "may", "might") { Place = Place.Inside, NotAfter = Sets.Asks, Follow = Follow.One(Sets.AfterMay) };
        yield return new Carrier("a lot of", CarrierGroup.Lexical, "a lot of", "lots of") { After = Sets.BeforeLot, Follow = Follow.AWord };
        yield return new Carrier("a bit", CarrierGroup.Lexical, "a bit", "a little") { NotAfter = Sets.Degree, Follow = Follow.One(Sets.AfterBit) };
        yield return new Carrier("as if", CarrierGroup.Lexical, "as if", "as though") { NotAfter = Sets.Likens, Follow = Follow.AWord };
        yield return new Carrier("due to", CarrierGroup.Lexical, "due to", "because of") { After = Sets.Because, AfterEndings = Endings.Ed, Follow = Follow.One(Sets.Determiner) };
        yield return new Carrier("particularly", CarrierGroup.Lexical, "particularly", "especially") { NotAfter = Sets.Degree, Follow = new Follow { WordOnly = true, NotEndings = Endings.Ed, Not = Sets.AfterUsually } };
        yield return new Carrier("nearly", CarrierGroup.Lexical, "nearly", "almost") { NotAfter = Sets.Degree, Follow = Follow.One(Sets.AfterNearly) };
        yield return new Carrier("therefore first", CarrierGroup.Lexical, "therefore", "thus") { Place = Place.Start, Follow = Follow.Comma };
        yield return new Carrier("therefore", CarrierGroup.Lexical, "therefore", "thus") { After = Sets.BeforeThus, Follow = new Follow { WordOnly = true, Not = Sets.Far, NotEndings = Endings.Ing } };
        yield return new Carrier("although", CarrierGroup.Lexical, "although", "though") { Place = Place.StartOrComma, Follow = Follow.AWord, Subordinates = true };
        yield return new Carrier("toward", CarrierGroup.Lexical, "toward", "towards") { Follow = Follow.AWord };
        yield return new Carrier("among", CarrierGroup.Lexical, "among", "amongst") { Follow = Follow.AWord };
        yield return new Carrier("afterward", CarrierGroup.Lexical, "afterward", "afterwards");
        yield return new Carrier("begin by", CarrierGroup.Lexical, "begin by", "start by") { Follow = new Follow { WordOnly = true, OnlyEndings = Endings.Ing, Not = Sets.Thing } };
        yield return new Carrier("begin to", CarrierGroup.Lexical, "begin to", "start to") { After = Sets.BeforeBegin, Follow = new Follow { WordOnly = true, Not = Sets.ToBegin } };
        yield return new Carrier("for example", CarrierGroup.Lexical, "for example", "for instance") { Follow = Follow.Comma };
        foreach (var (one, other) in ((string, string)[])
        [
            ("additionally", "in addition"), ("furthermore", "moreover"), ("consequently", "as a result"), ("similarly", "likewise"),
            ("in contrast", "by contrast"), ("generally", "in general"), ("nowadays", "these days"), ("in summary", "to sum up"),
        ])
            yield return new Carrier(one, CarrierGroup.Lexical, one, other) { Place = Place.Start, Follow = Follow.Comma };
        yield return new Carrier("aside from", CarrierGroup.Lexical, "aside from", "apart from") { Place = Place.Start, Follow = new Follow { WordOnly = true, OnlyEndings = Endings.Ing, Not = Sets.Thing } };
        yield return new Carrier("anyone", CarrierGroup.Lexical, "anyone", "anybody");
        yield return new Carrier("someone", CarrierGroup.Lexical, "someone", "somebody");
        yield return new Carrier("everyone", CarrierGroup.Lexical, "everyone", "everybody");
        yield return new Carrier("no one", CarrierGroup.Lexical, "no one", "nobody") { Follow = Follow.One(Sets.AfterNoOne) };
        yield return new Carrier("maybe", CarrierGroup.Lexical, "maybe", "perhaps") { Follow = Follow.AWord };
        yield return new Carrier("despite", CarrierGroup.Lexical, "despite", "in spite of") { Follow = Follow.AWord };
        yield return new Carrier("instead of", CarrierGroup.Lexical, "instead of", "rather than") { Follow = new Follow { WordOnly = true, OnlyEndings = Endings.Ing, Not = Sets.Thing } };
        yield return new Carrier("each other", CarrierGroup.Lexical, "each other", "one another") { Follow = new Follow { Only = Sets.AfterEachOther } };
        yield return new Carrier("make sure", CarrierGroup.Lexical, "make sure that", "ensure that") { Follow = Follow.AWord };
        yield return new Carrier("makes sure", CarrierGroup.Lexical, "makes sure that", "ensures that") { Follow = Follow.AWord };
        yield return new Carrier("the entire", CarrierGroup.Lexical, "the entire", "the whole") { Follow = Follow.One(Sets.Whole) };
        yield return new Carrier("regarding", CarrierGroup.Lexical, "regarding", "concerning") { After = Sets.BeforeRegarding, Follow = Follow.AWord };
        yield return new Carrier("mainly", CarrierGroup.Lexical, "mainly", "primarily") { NotAfter = Sets.Degree, Follow = Follow.AWord };
        yield return new Carrier("completely", CarrierGroup.Lexical, "completely", "entirely") { NotAfter = Sets.Degree, Follow = Follow.One(Sets.AfterEntirely) };
        yield return new Carrier("roughly", CarrierGroup.Lexical, "roughly", "approximately") { Follow = Follow.One(Sets.AfterRoughly) };
        yield return new Carrier("allows you to", CarrierGroup.Lexical, "allows you to", "lets you") { Follow = Follow.One(Sets.AfterGive) };
        yield return new Carrier("allow you to", CarrierGroup.Lexical, "allow you to", "let you") { Follow = Follow.One(Sets.AfterGive) };
        yield return new Carrier("in case of", CarrierGroup.Lexical, "in case of", "in the event of") { Follow = Follow.AWord };
        yield return new Carrier("if you want to", CarrierGroup.Lexical, "if you want to", "if you wish to") { Follow = Follow.AWord };
        yield return new Carrier("every time", CarrierGroup.Lexical, "every time", "each time") { Follow = Follow.AWord };
        yield return new Carrier("meanwhile", CarrierGroup.Lexical, "meanwhile", "in the meantime") { Place = Place.Start, Follow = Follow.Comma };
        foreach (var verb in (string[])["based", "depends", "depending", "rely", "relies", "relying"])
            yield return new Carrier(verb + " on", CarrierGroup.Lexical, verb + " on", verb + " upon") { Follow = Follow.AWord };
        yield return new Carrier("kinds of", CarrierGroup.Lexical, "kinds of", "types of") { After = Sets.BeforeKinds, Follow = new Follow { WordOnly = true, Not = Sets.Determiner } };
        yield return new Carrier("kind of", CarrierGroup.Lexical, "kind of", "type of") { After = Sets.BeforeKind, Follow = new Follow { WordOnly = true, Not = Sets.Determiner } };
        yield return new Carrier("if necessary", CarrierGroup.Lexical, "if necessary", "if needed") { Follow = new Follow { Not = Sets.ToBegin } };
        yield return new Carrier("as necessary", CarrierGroup.Lexical, "as necessary", "as needed") { After = Sets.None, Follow = new Follow { Not = Sets.Far | Sets.ToBegin } };
        yield return new Carrier("try to", CarrierGroup.Lexical, "try to", "attempt to") { After = Sets.BeforeTry, Follow = Follow.AWord };
        yield return new Carrier("tries to", CarrierGroup.Lexical, "tries to", "attempts to") { After = Sets.BeforeTries, Follow = Follow.AWord };
        yield return new Carrier("trying to", CarrierGroup.Lexical, "trying to", "attempting to") { Follow = Follow.AWord };
        yield return new Carrier("tried to", CarrierGroup.Lexical, "tried to", "attempted to") { Follow = Follow.AWord };
        yield return new Carrier("called", CarrierGroup.Lexical, "called", "known as") { After = Sets.BeforeCalled, Follow = Follow.One(Sets.Determiner) };
        yield return new Carrier("need to", CarrierGroup.Lexical, "need to", "have to") { After = Sets.BeforeNeed, Follow = Follow.AWord };
        foreach (var subject in (string[])["you", "we", "they"])
            yield return new Carrier(subject + " need to", CarrierGroup.Lexical, subject + " need to", subject + " have to") { Place = Place.Clause, Follow = new Follow { WordOnly = true, Not = Sets.Thing } };
        yield return new Carrier("want to", CarrierGroup.Lexical, "want to", "wish to") { After = Sets.BeforeWant, Follow = Follow.AWord };
        yield return new Carrier("you want to", CarrierGroup.Lexical, "you want to", "you wish to") { Place = Place.Clause, Follow = Follow.AWord };
        // A check and a test are things as well: there a verb must be plain.
        foreach (var (verb, after) in ((string, Sets)[])
            [("see", Sets.None), ("determine", Sets.None), ("decide", Sets.None), ("verify", Sets.None), ("check", Sets.BeforeTry), ("test", Sets.BeforeTry), ("checks", Sets.BeforeTries), ("tests", Sets.BeforeTries), ("determines", Sets.BeforeTries)])
            yield return new Carrier(verb + " whether", CarrierGroup.Lexical, verb + " whether", verb + " if") { After = after, Follow = Follow.One(Sets.Determiner | Sets.Subject | Sets.It) };
        yield return new Carrier("check whether first", CarrierGroup.Lexical, "check whether", "check if") { Place = Place.Start, Follow = Follow.One(Sets.Determiner | Sets.It) };
        yield return new Carrier("instead of a thing", CarrierGroup.Lexical, "instead of", "rather than") { NotAfter = Sets.Degree | Sets.BeforeNeed, Follow = Follow.One(Sets.Determiner) };
        yield return new Carrier("in order to", CarrierGroup.Lexical, "in order to", "so as to") { Place = Place.Inside, Follow = new Follow { WordOnly = true, Not = Sets.Determiner } };
        yield return new Carrier("the specified", CarrierGroup.Lexical, "the specified", "the given") { Follow = Follow.One(Sets.Stated) };
        yield return new Carrier("for more information", CarrierGroup.Lexical, "for more information", "for more details") { Follow = Follow.Anything };
        yield return new Carrier("begin with", CarrierGroup.Lexical, "begin with", "start with") { After = Sets.BeforeTry, Follow = Follow.AWord };
        yield return new Carrier("begins with", CarrierGroup.Lexical, "begins with", "starts with") { Place = Place.Inside, NotAfter = Sets.Determiner, Follow = Follow.AWord };
        yield return new Carrier("beginning with", CarrierGroup.Lexical, "beginning with", "starting with") { Place = Place.StartOrComma, Follow = Follow.AWord };
        yield return new Carrier("at the beginning of", CarrierGroup.Lexical, "at the beginning of", "at the start of") { Follow = Follow.AWord };
        yield return new Carrier("be sure to first", CarrierGroup.Lexical, "be sure to", "make sure to") { Place = Place.Start, Follow = Follow.AWord };
        yield return new Carrier("be sure to", CarrierGroup.Lexical, "be sure to", "make sure to") { After = Sets.BeforeSure, Follow = Follow.AWord };
    }

    private static IEnumerable<Carrier> Optional()
    {
        foreach (var verb in (string[])["think", "believe", "know", "suggest", "suggests"])
            yield return new Carrier(verb + " that", CarrierGroup.Optional, verb + " that", verb) { Follow = Follow.One(Sets.Subject) };
        foreach (var verb in (string[])["means", "indicates", "realize"])
            yield return new Carrier(verb + " that", CarrierGroup.Optional, verb + " that", verb) { NotAfter = Sets.Determiner, Follow = Clause };
        foreach (var owner in (string[])["the", "these", "those", "your", "its", "our", "their"])
            yield return new Carrier("all of " + owner, CarrierGroup.Optional, "all of " + owner, "all " + owner) { NotAfter = Sets.BeforeAllNot, Follow = new Follow { WordOnly = true, Not = Sets.AfterAllNot } };
        foreach (var owner in (string[])["the", "your", "their"])
        {
            yield return new Carrier("outside of " + owner, CarrierGroup.Optional, "outside of " + owner, "outside " + owner) { NotAfter = Sets.Determiner, Follow = Follow.AWord };
            yield return new Carrier("inside of " + owner, CarrierGroup.Optional, "inside of " + owner, "inside " + owner) { NotAfter = Sets.Determiner, Follow = Follow.AWord };
        }

        yield return new Carrier("please note that", CarrierGroup.Optional, "please note that", "note that") { Place = Place.Start, Follow = Follow.AWord };
        yield return new Carrier("by using", CarrierGroup.Optional, "by using", "using") { After = Sets.BeforeUsing, AfterEndings = Endings.Ed, Follow = Follow.AWord };
        yield return new Carrier("the way that", CarrierGroup.Optional, "the way that", "the way") { NotAfter = Sets.ByOnly, Follow = Follow.One(Sets.Given) };
        yield return new Carrier("in this way", CarrierGroup.Optional, "in this way", "this way") { Place = Place.Start, Follow = Follow.Comma };
        yield return new Carrier("help to", CarrierGroup.Optional, "help to", "help") { After = Sets.BeforeHelp, Follow = Follow.One(Sets.Verb) };
        foreach (var verb in (string[])["helps", "helped"])
            yield return new Carrier(verb + " to", CarrierGroup.Optional, verb + " to", verb) { Follow = Follow.One(Sets.Verb) };
    }
    /// <summary>The comma behind a word or two that lead a sentence in, where what follows is plainly the sentence itself.</summary>
    private static IEnumerable<Carrier> Introductions()
    {
        foreach (var lead in (string[])
        [
            "otherwise", "currently", "then", "normally", "sometimes", "finally", "instead", "now", "next", "also", "first", "again", "unfortunately", "initially",
            "eventually", "ideally", "obviously", "occasionally", "internally", "by default", "in this case", "in that case", "in most cases", "in some cases",
            "in such cases", "for this reason", "in practice", "in theory", "in fact", "as usual", "at this point", "for now",
        ])
            yield return new Carrier("comma behind " + lead, CarrierGroup.Orthographic, lead + ",", lead) { Place = Place.Start, Follow = new Follow { WordOnly = true, Only = Sets.Determiner | Sets.Given, Not = Sets.Article } };
        foreach (var letter in (string[])["e.g", "i.e"])
            yield return new Carrier(letter + ". with comma", CarrierGroup.Orthographic, letter + ".,", letter + ".") { Last = letter[2..], Follow = Follow.AWord };
    }

    private static Carrier Joint(string word, Follow follow, Sets notAfter) =>
        new("comma before " + word + " a clause", CarrierGroup.Orthographic, ",", "") { Joint = true, Last = word, Place = Place.Inside, NotAfter = notAfter, Follow = follow };
}

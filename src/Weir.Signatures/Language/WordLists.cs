namespace Weir.Signatures.Language;

/// <summary>
/// The words that guards ask for. A list is short where a doubtful word would cost more than the slots that it gives:
/// a text must mean afterwards what it meant before.
/// </summary>
internal static class WordLists
{
    /// <summary>
    /// Previous words that are a context of their own, in an order that is part of the scheme: the place of a word here is its
    /// number. Frequent ones only, for a student inherits only what it has seen often. New ones go to the end.
    /// </summary>
    public const string Contexts =
        """
        the of and to a in is that for it as with on are be by this or you can an from at which not if will have they was we
        your has but their more also one when all these other what use there may so no its than about how some any should do each
        most such only because into time then like make need want where who would could must many through between after before
        while over up out new them were been had he she i his her our us me my does did being both first even just very much too
        people think see know still always never often here well
        """;

    public static readonly (Sets Set, string Words)[] All =
    [
        (Sets.Gap, "than as what how where who whom whose which when whatever wherever however whoever whether why of in on at for from by with to about into under over all"),
        (Sets.Predicative,
            """
            a an the important possible impossible necessary essential likely unlikely worth hard easy easier harder difficult best
            good better useful helpful common crucial true clear vital safe wise advisable more less very quite critical great nice
            fine okay normal natural simple unclear
            recommended assumed supposed intended designed meant considered advised believed expected up
            """),
        (Sets.AfterAre, "able used based made both also still just always happy sorry glad sure afraid going ready designed required interested new here"),
        (Sets.AfterThere, "a an no one nothing something another much little"),
        (Sets.Determiner, "the a an its their his her our your my this these those some any each such"),
        (Sets.Perfect, "been become already"),
        (Sets.AfterWill, "be need have find see get want learn make take use help go give show know notice receive likely probably still always also"),
        (Sets.NotDenied, "only just merely simply to because so all every everyone everybody anybody anyone both i you we they he she it there necessarily but without until unless one at let"),
        (Sets.Asks, "why if nor how when who what where like too"),
        (Sets.Joins, "and but or so then yet"),
        (Sets.Persons, "people men women children others many most some anyone"),
        (Sets.AfterLet, "look consider take assume explore suppose call try think dive break go compare examine imagine"),
        (Sets.Degree, "more most less least how too so as very quite that this not no nothing anything than rather fairly pretty"),
        (Sets.It, "it that there what he she i who here how where"),
        (Sets.Whole, "process system world day time story country team family city book project article film village week month year region house body"),
        (Sets.Verb,
            """
            improve reduce prevent identify create protect maintain explain avoid manage understand find develop choose specify define
            """),
        (Sets.BeforeHelp, "can will may could would might also they we you must should"),
        (Sets.AfterNearly, "all every everyone everything everywhere identical impossible half complete entirely twice"),
        (Sets.Subordinates,
            """
            when if as because while since after before once although though until unless where whereas which who whose whom that whether
            however whenever wherever whatever how why what than
            """),
        (Sets.TimeNoun, "days weeks months years hours minutes seconds times mornings evenings nights decades centuries nowadays sometimes always besides perhaps thus"),
        (Sets.Subject, "they we he she i"),
        (Sets.Article, "a an"),
        (Sets.AfterEntirely, "different new free separate clear normal natural safe sure wrong right unrelated independent"),
        (Sets.AfterNoOne, "is was has can knows wants will would could should ever"),
        (Sets.AfterEachOther, "and to in on at for by with when as but or is are while without if from about"),
        (Sets.BeforeRegarding, "information question questions detail details data decision decisions advice guidance issue issues law laws rule rules regulations policy policies inquiries concerns"),
        (Sets.English,
            """
            the of and to a in is that for it as with on are be by this or you can an from at which not if will have they was we your
            has but their more also one when these other what there may so than about how some any should do each most such only
            because into then where who would could must through between after before while were been had he she i his her our my
            does did being both
            """),
        (Sets.AfterUsually, "used made done found have has be involves requires takes means includes consists refers works begins"),
        (Sets.Because, "caused largely mainly partly mostly primarily probably chiefly"),
        (Sets.AfterGive, "create use make see choose add build run change write read save define specify access control"),
        (Sets.Thing, "hand date something anything nothing everything thing king spring ring bring string evening morning during wing"),
        (Sets.Introduces,
            """
            in on at for from by with to of about through between after before into during under over among amid beyond across within
            without despite unlike like given due depending according upon per via thanks apart aside besides toward towards near nearly
            yesterday today tomorrow next last every once first second finally then also still yet maybe perhaps instead therefore thus
            afterward afterwards nowadays often usually typically
            """),
        (Sets.BeforeUsually, "is are was were"),
        (Sets.BeforeThus, "and is are was were can must will should may"),
        (Sets.AfterRoughly, "half equal twice two three four five six seven eight nine ten twenty"),
        (Sets.BeforeBegin, "you we they i will can may people"),
        (Sets.AfterAllNot, "same more better way while rage best worse time"),
        (Sets.BeforeAllNot, "of at they we you them us it once all not"),
        (Sets.BeforeKind, "this that any what some each every same which another"),
        (Sets.BeforeKinds, "all many different these those various several other two what which both most some certain"),
        (Sets.BeforeTry, "to will can may not you we they i must should would could might cannot"),
        (Sets.BeforeTries, "it that which who he she"),
        (Sets.BeforeCalled, "is are was were be also commonly sometimes"),
        (Sets.BeforeSure, "and please should must to"),
        (Sets.BeforeUsing, "done made built set given written"),
        (Sets.ByOnly, "by"),
        (Sets.AfterWould, "be like need have love want recommend suggest expect say prefer"),
        (Sets.AfterMay, "want find cause result lead vary differ occur happen depend wish"),
        (Sets.BeforeLot, "have has had is are was were there with for to in takes take need needs get gets see spend be save saves"),
        (Sets.AfterBit, "more less different harder easier better faster slower longer later"),
        (Sets.AfterHere, "a an the how what one some my our your"),
        (Sets.Likens, "same well soon much"),
        (Sets.BeforeVerb, "it you they we which i he she"),
        (Sets.Given, "you we they it i he she"),
        (Sets.Asked, "asked than"),
        (Sets.Far, "far as"),
        (Sets.ToBegin, "finish begin start the a an its their his her our your my this"),
        (Sets.Opens, "if when because so and but then unless since until while though although"),
        (Sets.BeforeNeed, "will would may might not only just also still"),
        (Sets.Does,
            """
            is are am was were be has have had do does did can could will would may might must should shall cannot isn't aren't wasn't weren't hasn't
            haven't hadn't don't doesn't didn't can't couldn't won't wouldn't shouldn't
            """),
        (Sets.BeforeWant, "may might"),
        (Sets.NotBut, "nothing anything none all everything everyone anyone one last first next now no who what help cannot could not never and or"),
        (Sets.Stated, "file files value values path directory string number pattern argument arguments option options command column columns type range size list object function format index table user branch commit expression"),
    ];
}

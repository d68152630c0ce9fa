namespace Weir.Detection.Campaigns;

/// <summary>What speaks for a campaign, each part by itself.</summary>
/// <param name="Taken">How much better a harvest explains what all members do together than honest use does, without rhythm, networks and clients.</param>
/// <param name="Chance">What the same measure reaches in random groups of ordinary accounts of that size.</param>
/// <param name="Tied">How surely its accounts are tied, beyond what it takes to be found among so many.</param>
/// <param name="Worded">Part of the members that use templates which many of them use, beyond the part of ordinary accounts that do.</param>
/// <param name="Deck">Differences between members' subjects over differences within: about 1 where one deck was dealt out, more where each has interests of their own. 0: cannot be told.</param>
/// <param name="Depth">Openings of a member by which that was told: with many of them two people never look like hands of one deck.</param>
/// <param name="Shared">Part of the openings that another member had sent before: people share work, a harvest pays for every prompt once.</param>
/// <param name="Balance">Spread of the members' volumes (standard deviation of the natural logarithm); 0: cannot be told.</param>
/// <param name="OfMove">What a joint move to a new model says, log10.</param>
/// <param name="Replaced">Members that began within hours after another had fallen silent, beyond what chance gives; 0 where that is few.</param>
/// <param name="Firm">Members whose tie does not rest on what others can put on them.</param>
/// <param name="Bearers">How many members carry the exchanges, were they alike: one that sends nearly all of it makes no campaign.</param>
/// <param name="Age">Hours since half of the members had begun.</param>
/// <param name="Under">Part of the members on the commonest card, network or network of registration: a firm has its people under one.</param>
/// <param name="Roof">Part of the members that began within a day and a half of one another on one card or from one network: a class, a workshop, a hackathon.</param>
internal readonly record struct GroupWeight(
    double Taken, double Chance, double Tied, double Worded, double Deck, double Depth, double Shared, double Balance, double Moved, double MovedElsewhere, double OfMove,
    int Replaced, int Firm, double Bearers, Faces Faces, double Under, double Roof, double Age, int Members)
{
    private const double MostTaken = 8;
    private const double MostCoordination = 3;
    private const double Even = 0.35;
    /// <summary>Fewer faces are none: a large firm has as many.</summary>
    private const double LeastHidden = 0.4;
    private const double SamePrompts = 0.6;
    private const int FewestOpen = 40;
    private const int FewestOfChurn = 15;
    private const int FewestReplaced = 6;
    private const double DepthOfConcert = 40;
    private const double EvenOfConcert = 0.4;
    private const double Dispatched = 0.8;
    private const double OwnWork = 3;
    private const int FewestOfOwnWork = 20;
    private const double MostUnder = 0.3;
    private const int FewestInConcert = 10;
    /// <summary>Honest groups that are as even in load and subjects lie below -1.9.</summary>
    private const double LeastInConcert = -1;
    /// <summary>Below this, all of it together is a narrow product.</summary>
    private const double LeastTaken = -3;

    public double BeyondChance => Taken - Math.Max(0, Chance);

    /// <summary>How much of one hand shows: ties, and that they act in step.</summary>
    public double Coordination => Math.Min(MostCoordination, Tied + InStep);

    /// <summary>An even load, one deck, a joint move, seats that are filled again.</summary>
    public double InStep => OfBalance + OfDeck + OfMove + OfReplacement;

    /// <summary>Who does not know of each other sends several times more or less.</summary>
    public double OfBalance => Balance is > 0 and < Even ? Math.Min(1, Math.Log10(1.1 / Balance)) : 0;

    /// <summary>The more openings of each there are, the surer it is that people would have differed.</summary>
    public double OfDeck => IsOneDeck ? Math.Clamp(Math.Log10((1 + Depth / 20) / Deck), 0, 1) : 0;

    /// <summary>Hands of one deck differ by chance. Those that differ less than that have the same prompts, which is shared work.</summary>
    public bool IsOneDeck => Deck is > 0 and < Judging.OneDeck && (Deck >= SamePrompts || Depth < 30);

    /// <summary>Dealt out by a program: no class and no staff sends so evenly, and of workshops only those whose vouchers hold the same amount each.</summary>
    public bool IsDispatched => OfBalance >= Dispatched;

    /// <summary>
    /// What is taken need tell less where accounts act as no honest group does: evenly, moving together, filling seats again, behind faces. To ask about one mixture of subjects does not count: seats of
    /// one firm do.
    /// </summary>
    public double NeededTaken => InStep + Hidden >= Judging.ActInStep ? Math.Min(Judging.ActTakenInStep, TakenByStep) : TakenByStep;

    private double TakenByStep => Judging.ActTaken - (Judging.ActTaken - Judging.LeastActTaken) * Math.Min(1, OfBalance + OfMove + OfReplacement + Hidden);

    /// <summary>One deck, over so many openings of each that people would have shown interests of their own.</summary>
    public bool IsDealtDeep => IsOneDeck && Depth >= DepthOfConcert;

    public double OfReplacement => Replaced == 0 ? 0 : Math.Min(1, Replaced / 10.0 + 0.3);

    /// <summary>What the faces say, log10: honest groups of all kinds have one card, one domain and one network they registered from, or two where they are large.</summary>
    public double Hidden => (Faces.Part < 0.5 ? 0 : Math.Min(2.5, 0.4 * Math.Max(0, Faces.Spare - 1)) + OfExits) + Churn;

    /// <summary>Many networks alone, and work of their own behind each: that is a cloud's build machines.</summary>
    private double OfExits => Math.Min(Faces.Spare >= 2 || IsOneDeck || Deck == 0 ? 1.2 : LeastHidden / 2, 0.2 * Faces.Exits);

    /// <summary>Accounts that end, one after the other, and are followed by fresh ones at once: nobody honest changes who they are every few days.</summary>
    private double Churn => Replaced < FewestReplaced || Replaced * 4 < Members ? 0 : Math.Min(1.5, 0.1 * Replaced);

    private double OfTaking => Math.Min(BeyondChance, MostTaken) + (BeyondChance > 0 ? Coordination : 0);

    /// <summary>A few accounts, each with work of its own: two firms' build machines that one cloud and one mail provider bring together.</summary>
    private bool IsFewWithOwnWork => Members < FewestOfOwnWork && Deck > OwnWork && Depth >= DepthOfConcert;

    /// <summary>One hand behind several faces: what is taken need not convict by itself, and must not speak against it either; the more faces, the less.</summary>
    public double OneHand => Hidden < LeastHidden || IsFewWithOwnWork || Hidden + InStep < 1.5 * Judging.ActHidden && Hidden < Judging.ActHidden || BeyondChance < Math.Min(0, Judging.ActHidden - Hidden) ? 0
        : Math.Min(BeyondChance, MostTaken) + Coordination + Hidden;

    /// <summary>
    /// Open coordination: many accounts that work off one deck under one set of templates, never the same prompt twice, and hide behind several
    /// cards, domains and networks of registration, each of them many accounts'. A firm has one card and one domain; people have work of their own.
    /// </summary>
    public double Open => Members < (Churn >= 1 ? FewestOfChurn : FewestOpen) || Hidden < Judging.ActHidden || Worded < 0.6 || Shared > Judging.MostShared || Taken < LeastTaken ? 0
        : Math.Min(4, Math.Log10(Members / 5.0) + Hidden / 2 + Coordination / 2);

    /// <summary>
    /// In concert: accounts that for dozens of questions each never differ in what they ask about by more than hands of one deck, and send evenly. People have interests of
    /// their own. What is taken need not tell a harvest from a product, and must not speak for a product either.
    /// </summary>
    public double Concert => !IsDealtDeep || OfBalance < EvenOfConcert || Members < FewestInConcert || Shared > Judging.MostShared / 2 || BeyondChance < LeastInConcert ? 0
        : Math.Min(BeyondChance, MostTaken) + Tied + InStep + Math.Min(1, Math.Log10((double)Members / FewestInConcert));

    /// <summary>Strangers on paper. Seats of one firm have one card or one network, and may well share a job out evenly: they deserve a look and no more.</summary>
    public bool IsUnderNoRoof => Under <= MostUnder;

    public double Evidence => Math.Max(Math.Max(OfTaking, Concert), Math.Max(OneHand, Open));
}

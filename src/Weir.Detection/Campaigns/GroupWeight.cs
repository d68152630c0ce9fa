namespace Weir.Detection.Campaigns;

/// <summary>What speaks for a campaign, each part by itself.</summary>
/// <param name="Taken">How much better a harvest explains what all members do together than honest use does, without rhythm, networks and clients.</param>
/// <param name="Chance">What the same measure reaches in random groups of ordinary accounts of that size.</param>
/// <param name="Coordination">How surely its accounts are tied, beyond what it takes to be found among so many, and what they do in step.</param>
/// <param name="Worded">Part of the members that use templates which many of them use, beyond the part of ordinary accounts that do.</param>
/// <param name="Deck">Differences between members' subjects over differences within: about 1 where one deck was dealt out, more where each has interests of their own. 0: cannot be told.</param>
/// <param name="Shared">Part of the openings that another member had sent before: people share work, a harvest pays for every prompt once.</param>
/// <param name="Balance">Spread of the members' volumes (standard deviation of the natural logarithm); 0: cannot be told.</param>
/// <param name="Firm">Members whose tie does not rest on what others can put on them.</param>
/// <param name="Bearers">How many members carry the exchanges, were they alike: one that sends nearly all of it makes no campaign.</param>
/// <param name="Marks">Means of payment, mail domains and networks of registration that several members share and ordinary accounts hardly have: faces of one hand.</param>
internal readonly record struct GroupWeight(double Taken, double Chance, double Coordination, double Worded, double Deck, double Shared, double Balance, double Moved, double MovedElsewhere, int Firm, double Bearers, double Marks, int Members)
{
    private const double MostTaken = 8;
    private const double MostCoordination = 3;

    public double BeyondChance => Taken - Math.Max(0, Chance);

    private double OfTaking => Math.Min(BeyondChance, MostTaken) + (BeyondChance > 0 ? Math.Min(Coordination, MostCoordination) : 0);

    public double Evidence => Math.Max(OfTaking, Open);

    /// <summary>
    /// Open coordination: a hundred accounts and more that work off one deck under one set of templates, never the same prompt twice, and hide behind several
    /// cards, domains and networks of registration, each of them many accounts'. A firm has one card and one domain; people have work of their own.
    /// </summary>
    public double Open => Members < FewestOpen || Marks < FewestMarks || Worded < 0.6 || Shared > Judging.MostShared || Taken < LeastTaken ? 0
        : Math.Min(4, Math.Log10(Members / 10.0) + 0.2 * (Math.Min(Marks, 12) - FewestMarks) + Math.Min(Coordination, MostCoordination) / 2 + (Deck is > 0 and < Judging.OneDeck ? 0.5 : 0));

    private const int FewestOpen = 40;
    private const double FewestMarks = 5;
    /// <summary>Below this, all of it together is a narrow product.</summary>
    private const double LeastTaken = -3;
}

namespace Weir.Detection.Campaigns;

/// <summary>What keeps a group from a verdict. All of them keep it from <c>act</c>; those of <see cref="OfWatch"/> from <c>watch</c> as well.</summary>
[Flags]
internal enum Lack
{
    None = 0,
    /// <summary>Evidence enough for a look.</summary>
    Evidence = 1 << 0,
    /// <summary>That what is taken says anything, where nothing is hidden.</summary>
    Taken = 1 << 1,
    /// <summary>Members tied by more than others can put on them.</summary>
    Members = 1 << 2,
    Bearers = 1 << 3,
    Openings = 1 << 4,
    Hours = 1 << 5,

    OfWatch = Evidence | Taken | Members | Bearers | Openings | Hours,

    EvidenceForAct = 1 << 6,
    /// <summary>Templates that most use, or one deck.</summary>
    Deck = 1 << 7,
    BearersForAct = 1 << 8,
    /// <summary>That members do not send what others of them sent.</summary>
    OwnWork = 1 << 9,
    Duration = 1 << 10,
    HoursForAct = 1 << 11,
    Prompts = 1 << 12,
}

namespace Weir.Detection.Campaigns;

/// <summary>What two accounts can have in common. Several kinds tell much the same thing and form a <see cref="LinkFamily"/>.</summary>
internal enum LinkKind : byte
{
    None = 0,
    /// <summary>The first five words of a prompt.</summary>
    Head,
    /// <summary>The first fourteen words.</summary>
    LongHead,
    /// <summary>The last five words.</summary>
    Tail,
    System,
    /// <summary>Two bins of a prompt's MinHash: phrases anywhere in it.</summary>
    Phrase,
    /// <summary>User agent and TLS fingerprint together.</summary>
    Client,
    Network,
    EndUser,
    EmailDomain,
    SignupNetwork,
    CreatedHour,
    /// <summary>The hour of the first exchange, where nobody knows when the account was made; the day, where it was made shortly before.</summary>
    BeganHour,
    Payment,
    /// <summary>The day on which an account spoke for the first time that had been made a month and more before: bought old, or woken.</summary>
    WokenDay,

    End,
}

/// <summary>
/// Kinds that have one cause. Wording and client both follow from using the same program, so they count as one cause; a tie needs two causes.
/// </summary>
internal enum LinkFamily : byte
{
    Wording = 0,
    Client,
    Place,
    Registration,
    Payment,
    Conduct,

    End,
}

internal static class Links
{
    public const int Kinds = (int)LinkKind.End;
    public const int Families = (int)LinkFamily.End;

    /// <summary>What one family may say for a tie, by <see cref="LinkFamily"/>, on a log10 scale.</summary>
    public static readonly double[] FamilyCap = [4.0, 1.5, 3.5, 3.0, 3.5, 1.5];
    /// <summary>What one kind may say.</summary>
    public static readonly double[] KindCap = [0, 1.5, 3.0, 2.0, 2.0, 1.0, 1.5, 3.0, 2.5, 2.5, 2.5, 1.3, 0.8, 3.5, 1.3];
    /// <summary>How common a thing is before anything was counted.</summary>
    public static readonly double[] Prior = [1, 1 / 150.0, 1 / 800.0, 1 / 300.0, 1 / 500.0, 1 / 500.0, 1 / 60.0, 1 / 400.0, 1 / 400.0, 1 / 20.0, 1 / 300.0, 1 / 300.0, 1 / 40.0, 1 / 3_000.0, 1 / 60.0];

    private static readonly LinkFamily[] FamilyOfKind =
    [
        LinkFamily.End, LinkFamily.Wording, LinkFamily.Wording, LinkFamily.Wording, LinkFamily.Wording, LinkFamily.Wording, LinkFamily.Client,
        LinkFamily.Place, LinkFamily.Place, LinkFamily.Registration, LinkFamily.Registration, LinkFamily.Registration, LinkFamily.Registration, LinkFamily.Payment, LinkFamily.Registration,
    ];

    /// <summary>A link that is worth naming.</summary>
    public const double Worth = 0.5;
    /// <summary>A link that counts as a cause.</summary>
    private const double Cause = 0.8;
    private const double CauseOfProgram = 1.2;
    private const double LongWording = 3.5;
    public const double CauseOfDeck = 0.8;
    /// <summary>More than to have begun in the same hour.</summary>
    private const double CauseOfRegistration = 1.0;

    public static LinkFamily Family(this LinkKind kind) => FamilyOfKind[(int)kind];

    public static bool IsWording(this LinkKind kind) => kind is >= LinkKind.Head and <= LinkKind.Phrase;

    /// <summary>What an attacker can put on somebody else: everything but how an account was registered and paid for.</summary>
    public static bool IsForgeable(this LinkFamily family) => family is not (LinkFamily.Registration or LinkFamily.Payment);

    /// <summary>
    /// Where nothing is known of accounts: long wording that ordinary accounts have not, in accounts that began in the same days, is as much as there is to see of somebody who registers many.
    /// </summary>
    public static bool IsNewWithOneDeck(ReadOnlySpan<double> families) =>
        families[(int)LinkFamily.Wording] >= LongWording && families[(int)LinkFamily.Registration] >= Worth && families[(int)LinkFamily.Registration] < CauseOfRegistration;

    /// <summary>How many causes are behind the families: a program (wording, client), a place, a registration, a payment.</summary>
    public static int Causes(ReadOnlySpan<double> families)
    {
        var causes = families[(int)LinkFamily.Wording] + families[(int)LinkFamily.Client] >= CauseOfProgram ? 1 : 0;
        causes += families[(int)LinkFamily.Place] >= Cause ? 1 : 0;
        causes += families[(int)LinkFamily.Registration] >= CauseOfRegistration ? 1 : 0;
        causes += families[(int)LinkFamily.Payment] >= Cause ? 1 : 0;
        return causes;
    }
}

/// <summary>One thing that accounts can have in common: its kind and a hash of it.</summary>
internal readonly record struct LinkToken(ulong Key)
{
    public LinkToken(LinkKind kind, uint hash) : this((ulong)kind << 32 | hash) { }

    public LinkKind Kind => (LinkKind)(byte)(Key >> 32);
    public uint Hash => (uint)Key;

    /// <summary>Spreads the key over 64 bits: keys of different kinds often share their low half.</summary>
    public static ulong Spread(ulong key)
    {
        key ^= key >> 31;
        key *= 0x9E37_79B9_7F4A_7C15;
        key ^= key >> 29;
        key *= 0xBF58_476D_1CE4_E5B9;
        return key ^ key >> 32;
    }
}

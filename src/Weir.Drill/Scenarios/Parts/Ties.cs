using Weir.Drill.Traffic.Wording;

namespace Weir.Drill.Scenarios.Parts;

/// <summary>
/// What the accounts of one hand have in common besides what they do. Zero means nothing. Every campaign has its own
/// mixture: none has all of them, so that none of them alone finds all.
/// </summary>
internal sealed record Ties
{
    /// <summary>Accounts that are paid with one card.</summary>
    public int AccountsPerCard { get; init; }
    /// <summary>Networks that all of them call from, in turn.</summary>
    public int Exits { get; init; }
    /// <summary>Networks that they registered from.</summary>
    public int SignupNetworks { get; init; }
    /// <summary>Mail domains of their own.</summary>
    public int MailDomains { get; init; }
    /// <summary>Programs that they run, each with its client and its parameters.</summary>
    public int Programs { get; init; }
    /// <summary>Accounts that were registered one after the other.</summary>
    public int AccountsPerBatch { get; init; }
    /// <summary>How many of them were bought old.</summary>
    public double Aged { get; init; }

    public static Ties None { get; } = new();

    /// <summary>Three to five of six.</summary>
    public static Ties Draw(ref Dice dice, int members)
    {
        var ties = All(ref dice, members);
        for (var loose = dice.Between(1, 3); loose > 0; loose--)
        {
            ties = dice.Below(6) switch
            {
                0 => ties with { AccountsPerCard = 0 },
                1 => ties with { Exits = 0 },
                2 => ties with { SignupNetworks = 0 },
                3 => ties with { MailDomains = 0 },
                4 => ties with { Programs = 0 },
                _ => ties with { AccountsPerBatch = 0 },
            };
        }

        return ties;
    }

    private static Ties All(ref Dice dice, int members) => new()
    {
        AccountsPerCard = dice.LogUniform(3, 40),
        Exits = Math.Max(2, members / dice.LogUniform(3, 25)),
        SignupNetworks = Math.Max(1, members / dice.LogUniform(8, 60)),
        // Most use what everybody uses; a domain of their own costs money and is a mark.
        MailDomains = dice.Chance(0.4) ? dice.Between(1, 1 + (members / 40)) : 0,
        Programs = dice.Between(1, 3),
        AccountsPerBatch = dice.LogUniform(5, 40),
        Aged = dice.Chance(0.3) ? dice.Between(0.1, 0.5) : 0,
    };
}

using System.Text;
using Weir.Traffic;
using Weir.Traffic.Text;

namespace Weir.Sharing;

/// <summary>
/// A template as it may be shared: those bins of a MinHash on which prompts made from it agree. What fills the slot is not among
/// them, and nobody reads a text out of the rest.
/// </summary>
/// <param name="Bins">The agreed value of each bin; <see cref="MinHash.Empty"/> where they differ.</param>
public sealed record TemplateIndicator(MinHash Bins, int Accounts)
{
    /// <summary>Fewer agreed bins than this would fit too much.</summary>
    public const int FewestBins = 4;
    private const double Alike = 0.8;

    public int Agreed
    {
        get
        {
            var agreed = 0;
            for (var bin = 0; bin < MinHash.Bins; bin++)
                agreed += Bins[bin] == MinHash.Empty ? 0 : 1;
            return agreed;
        }
    }

    public bool Fits(in MinHash prompt)
    {
        if (prompt.IsNone)
            return false;
        int agreed = 0, equal = 0;
        for (var bin = 0; bin < MinHash.Bins; bin++)
        {
            var value = Bins[bin];
            if (value == MinHash.Empty)
                continue;
            agreed++;
            equal += prompt[bin] == value ? 1 : 0;
        }

        return agreed >= FewestBins && equal >= Alike * agreed;
    }
}

/// <summary>What one installation tells others of a campaign: no content, no customer, no account.</summary>
public sealed record SharedIndicators
{
    /// <summary>Names the campaign among those of its sender; not the sender's own id of it.</summary>
    public required Guid Campaign { get; init; }
    public required string Epoch { get; init; }
    public required DateTimeOffset First { get; init; }
    public required DateTimeOffset Last { get; init; }
    public required int Accounts { get; init; }
    public required long Exchanges { get; init; }
    public IReadOnlyList<TemplateIndicator> Templates { get; init; } = [];
    /// <summary>Blocks of addresses, under the group's key.</summary>
    public IReadOnlyList<KeyedHash> Networks { get; init; } = [];
    /// <summary>User agents with their TLS fingerprints, under the group's key.</summary>
    public IReadOnlyList<KeyedHash> Clients { get; init; } = [];
    /// <summary>Kinds of ask, most first.</summary>
    public IReadOnlyList<string> Targets { get; init; } = [];
    /// <summary>Percent of the exchanges in each hour of the day, UTC.</summary>
    public IReadOnlyList<int> Hours { get; init; } = [];
    /// <summary>Median of exchanges that an account makes in a day.</summary>
    public int PerDay { get; init; }

    public static KeyedHash ClientOf(Exchange exchange, KeyedHasher hasher) =>
        exchange.UserAgent is null && exchange.Tls is null ? KeyedHash.None : hasher.Hash(Encoding.UTF8.GetBytes($"{exchange.UserAgent}\n{exchange.Tls}"));
}

using System.Collections.Concurrent;
using System.Security.Cryptography;
using Weir.Console.Campaigns.Graph;
using Weir.Detection;
using Weir.Detection.Campaigns;
using Weir.Gateway;
using Weir.Policy;

namespace Weir.Console.Campaigns;

/// <summary>One campaign as it was seen at a moment, with its picture.</summary>
public sealed record CampaignSight(CampaignFinding Finding, CampaignBonds Bonds, CampaignLayout Layout, Waves Waves, DateTimeOffset Seen)
{
    public string Id => Finding.Campaign;
    public int Members { get; } = Bonds.Accounts.Count(static one => one.Belonging == Belonging.Member);
}

/// <summary>A picture as it is sent.</summary>
public sealed record SentPicture(byte[] Bytes, string ETag);

/// <summary>
/// Campaigns as they were seen last. To look at a large one takes detection a tenth of a second, so that is not done for every page: each is looked at again when it is two seconds old, or so
/// old that all looks together take no more than a twentieth of detection's time.
/// </summary>
internal sealed class CampaignSights(GatewayParts gateway)
{
    private const int Share = 20;
    private const int MostKept = 16;
    private static readonly TimeSpan Fresh = TimeSpan.FromSeconds(2);

    private readonly ConcurrentDictionary<string, Kept> _kept = new(StringComparer.Ordinal);

    private sealed class Kept
    {
        public SemaphoreSlim Gate { get; } = new(1);
        public CampaignSight? Sight;
        public long At;
        public TimeSpan Cost;
        public SentPicture? Picture;
        public (CampaignSight Sight, long Book) PictureOf;
    }

    private sealed record Answer(CampaignFinding? Finding, CampaignBonds? Bonds);

    /// <summary>Null where detection is too busy; a sight of nothing where there is no such campaign.</summary>
    public async Task<(bool Busy, CampaignSight? Sight)> LookAsync(string id, CancellationToken cancel)
    {
        var kept = _kept.GetOrAdd(id, static _ => new Kept());
        await kept.Gate.WaitAsync(cancel);
        try
        {
            if (kept.Sight is { } last && TimeProvider.System.GetElapsedTime(kept.At) < (kept.Cost * Share > Fresh ? kept.Cost * Share : Fresh))
                return (false, last);
            var cost = TimeSpan.Zero;
            var answer = await gateway.Detection.LookAsync(
                analysis =>
                {
                    var began = TimeProvider.System.GetTimestamp();
                    var look = new Answer(analysis.Campaign(id, mostAccounts: 0), analysis.CampaignBonds(id, PictureBytes.MostAccounts, int.MaxValue));
                    cost = TimeProvider.System.GetElapsedTime(began);
                    return look;
                },
                cancel);
            if (answer is null)
                return (true, kept.Sight);
            (kept.At, kept.Cost) = (TimeProvider.System.GetTimestamp(), cost);
            kept.Sight = answer is { Finding: { } finding, Bonds: { } bonds }
                ? new CampaignSight(finding, bonds, CampaignLayout.Of(bonds, kept.Sight?.Layout), Waves.Of([.. bonds.Accounts.Where(static one => one.Belonging == Belonging.Member).Select(static one => one.FirstAt)]), TimeProvider.System.GetUtcNow())
                : null;
            if (kept.Sight is null)
                _kept.TryRemove(id, out _);
            else
                MakeRoom(id);
            return (false, kept.Sight);
        }
        finally
        {
            kept.Gate.Release();
        }
    }

    private void MakeRoom(string spared)
    {
        if (_kept.Count > MostKept && _kept.Where(one => !string.Equals(one.Key, spared, StringComparison.Ordinal)).MinBy(static one => one.Value.At) is { Key: { } oldest })
            _kept.TryRemove(oldest, out _);
    }

    /// <summary>The picture with postures as they are now.</summary>
    public SentPicture Picture(CampaignSight sight)
    {
        var kept = _kept.GetOrAdd(sight.Id, static _ => new Kept());
        var (postures, version) = gateway.Policy.Look((book, _, _) =>
        {
            if (kept.Picture is not null && kept.PictureOf == (sight, book.Version))
                return (default(Dictionary<string, Posture>?), book.Version);
            var now = gateway.Policy.Now;
            var held = new Dictionary<string, Posture>(StringComparer.Ordinal);
            foreach (var one in sight.Bonds.Accounts)
            {
                if (book.Of(Subject.Account(one.Account)) is { } standing && standing.At(now) is > Posture.Open and var posture)
                    held[one.Account] = posture;
            }

            return ((Dictionary<string, Posture>?)held, book.Version);
        });
        if (postures is null)
            return kept.Picture!;
        var bytes = PictureBytes.Write(sight.Bonds, sight.Layout, sight.Waves, account => postures.GetValueOrDefault(account));
        kept.PictureOf = (sight, version);
        return kept.Picture = new SentPicture(bytes, $"\"{Convert.ToHexStringLower(SHA256.HashData(bytes))[..20]}\"");
    }
}

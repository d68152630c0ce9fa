using System.Text.Json;
using Weir.Detection;

namespace Weir.Cli.Demo;

/// <summary>A campaign as the admin port tells of it, read as any program would read it.</summary>
internal sealed record CampaignSeen
{
    public required string Id { get; init; }
    public required Verdict Verdict { get; init; }
    public required IReadOnlyList<string> Accounts { get; init; }
    public required IReadOnlyList<string> Reasons { get; init; }
    public required IReadOnlyList<string> Targets { get; init; }
    public required long? ExchangesBeforeAct { get; init; }

    /// <summary>Nothing where the port does not answer just now.</summary>
    public static async Task<IReadOnlyList<CampaignSeen>> AllAsync(HttpClient admin, CancellationToken cancellation)
    {
        try
        {
            await using var answer = await admin.GetStreamAsync(new Uri("/api/campaigns", UriKind.Relative), cancellation);
            using var json = await JsonDocument.ParseAsync(answer, default, cancellation);
            return [.. json.RootElement.GetProperty("campaigns"u8).EnumerateArray().Select(Read)];
        }
        catch (Exception exception) when (exception is HttpRequestException or JsonException or IOException)
        {
            return [];
        }
    }

    private static CampaignSeen Read(JsonElement campaign) => new()
    {
        Id = campaign.GetProperty("campaign"u8).GetString()!,
        Verdict = campaign.GetProperty("verdict"u8).ValueEquals("act"u8) ? Verdict.Act : Verdict.Watch,
        Accounts = [.. campaign.GetProperty("accounts"u8).EnumerateArray().Select(static member => member.GetProperty("account"u8).GetString()!)],
        Reasons = [.. campaign.GetProperty("reasons"u8).EnumerateArray().Select(static reason => reason.GetProperty("says"u8).GetString()!)],
        Targets = [.. campaign.GetProperty("targets"u8).EnumerateArray().Select(static target => target.GetString()!)],
        ExchangesBeforeAct = campaign.GetProperty("exchanges_before_act"u8) is { ValueKind: JsonValueKind.Number } count ? count.GetInt64() : null,
    };
}

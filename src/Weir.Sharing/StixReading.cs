using System.Buffers.Binary;
using System.Globalization;
using System.Text.Json;
using Weir.Traffic;
using Weir.Traffic.Text;

namespace Weir.Sharing;

/// <summary>What a bundle says, as far as Weir goes by it.</summary>
public sealed record ReceivedIndicators(string Sender, Tlp Tlp, DateTimeOffset ValidFrom, DateTimeOffset ValidUntil, SharedIndicators Shared);

/// <summary>
/// Reads bundles that strangers wrote. Everything is bounded, and what does not fit is refused as a whole: half a bundle would be
/// believed for what it is not.
/// </summary>
public static class StixReading
{
    public const int LargestBundle = 1 << 20;
    private const int MostTemplates = 200;
    private const int MostHashes = 2_000;
    private const int LongestName = 200;

    /// <summary>The indicators of all campaigns in the bundle, or null and what is wrong.</summary>
    public static IReadOnlyList<ReceivedIndicators>? Read(ReadOnlyMemory<byte> bundle, out string fault)
    {
        fault = "";
        if (bundle.Length > LargestBundle)
        {
            fault = $"is larger than {LargestBundle} bytes";
            return null;
        }

        try
        {
            using var json = JsonDocument.Parse(bundle);
            return Objects(json.RootElement, out fault);
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException or KeyNotFoundException or FormatException)
        {
            fault = "is no STIX 2.1 bundle with Weir's indicators: " + exception.Message;
            return null;
        }
    }

    private static List<ReceivedIndicators>? Objects(JsonElement root, out string fault)
    {
        fault = "";
        if (!root.GetProperty("type"u8).ValueEquals("bundle"u8))
        {
            fault = "is no bundle";
            return null;
        }

        var names = new Dictionary<string, string>(StringComparer.Ordinal);
        var campaigns = new Dictionary<string, (DateTimeOffset First, DateTimeOffset Last)>(StringComparer.Ordinal);
        var found = new List<ReceivedIndicators>();
        foreach (var one in root.GetProperty("objects"u8).EnumerateArray())
        {
            if (one.GetProperty("type"u8).ValueEquals("identity"u8))
                names[one.GetProperty("id"u8).GetString()!] = one.GetProperty("name"u8).GetString()!;
        }

        foreach (var one in root.GetProperty("objects"u8).EnumerateArray())
        {
            if (!one.GetProperty("type"u8).ValueEquals("indicator"u8) || !one.TryGetProperty("pattern_type"u8, out var type) || !type.ValueEquals("weir"u8))
                continue;
            var sender = names.GetValueOrDefault(one.GetProperty("created_by_ref"u8).GetString()!, "");
            if (sender.Length is 0 or > LongestName || sender.Any(char.IsControl))
            {
                fault = "names no sender, or one that no sender can be called";
                return null;
            }

            if (Indicator(one, sender, out fault) is not { } indicator)
                return null;
            found.Add(indicator);
        }

        if (found.Count == 0)
            fault = "holds no indicator of Weir's";
        return found.Count == 0 ? null : found;
    }

    private static ReceivedIndicators? Indicator(JsonElement one, string sender, out string fault)
    {
        fault = "";
        var extension = one.GetProperty("extensions"u8).GetProperty(StixBundle.Extension);
        var templates = new List<TemplateIndicator>();
        foreach (var template in extension.GetProperty("templates"u8).EnumerateArray())
        {
            if (!template.GetProperty("alg"u8).ValueEquals("minhash-1p"u8) || !template.GetProperty("params"u8).GetString()!.EndsWith($"features={PromptFeatures.CurrentVersion}", StringComparison.Ordinal))
                continue;
            if (Bins(template.GetProperty("values_b64"u8).GetString()!) is not { } bins)
            {
                fault = "has a template that is none";
                return null;
            }

            // What fits nearly everything must not be pointed at anybody.
            if (new TemplateIndicator(bins, template.GetProperty("accounts"u8).GetInt32()) is { Agreed: >= TemplateIndicator.FewestBins } usable)
                templates.Add(usable);
        }

        var networks = Hashes(extension.GetProperty("networks"u8));
        var clients = Hashes(extension.GetProperty("clients"u8));
        if (templates.Count > MostTemplates || networks.Count > MostHashes || clients.Count > MostHashes)
        {
            fault = $"holds more than {MostTemplates} templates or {MostHashes} hashes";
            return null;
        }

        var pattern = one.GetProperty("pattern"u8).GetString()!;
        if (!Guid.TryParse(pattern.AsSpan(pattern.LastIndexOf(' ') + 1), CultureInfo.InvariantCulture, out var campaign))
        {
            fault = "has a pattern that names no campaign";
            return null;
        }

        var (from, until) = (one.GetProperty("valid_from"u8).GetDateTimeOffset(), one.GetProperty("valid_until"u8).GetDateTimeOffset());
        return new ReceivedIndicators(sender, MarkedAs(one), from, until, new SharedIndicators
        {
            Campaign = campaign,
            Epoch = extension.GetProperty("key_epoch"u8).GetString()!,
            First = from,
            Last = until.AddDays(-StixBundle.DaysValid),
            Accounts = 0,
            Exchanges = 0,
            Templates = templates,
            Networks = networks,
            Clients = clients,
            Targets = [.. extension.GetProperty("targets"u8).EnumerateArray().Take(AskKindNames.Count).Select(static target => target.GetString()!).Where(static target => AskKindNames.TryParse(target, out _))],
        });
    }

    private static Tlp MarkedAs(JsonElement one)
    {
        foreach (var reference in one.GetProperty("object_marking_refs"u8).EnumerateArray())
        {
            foreach (var tlp in Enum.GetValues<Tlp>())
            {
                if (reference.ValueEquals(tlp.Id()))
                    return tlp;
            }
        }

        // Unmarked is treated as the strictest.
        return Tlp.Red;
    }

    private static List<KeyedHash> Hashes(JsonElement array)
    {
        var hashes = new List<KeyedHash>();
        foreach (var one in array.EnumerateArray().Take(MostHashes + 1))
        {
            if (KeyedHash.TryParse(one.GetString(), out var hash))
                hashes.Add(hash);
        }

        return hashes;
    }

    private static MinHash? Bins(string text)
    {
        Span<byte> bytes = stackalloc byte[(MinHash.Bins * 2) + 1];
        if (!Convert.TryFromBase64String(text, bytes, out var written) || written != MinHash.Bins * 2)
            return null;
        Span<ushort> bins = stackalloc ushort[MinHash.Bins];
        for (var bin = 0; bin < MinHash.Bins; bin++)
            bins[bin] = BinaryPrimitives.ReadUInt16BigEndian(bytes[(bin * 2)..]);
        return MinHash.FromBins(bins);
    }
}

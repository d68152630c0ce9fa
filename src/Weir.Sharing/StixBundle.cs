using System.Buffers.Binary;
using System.Globalization;
using System.Text.Json;
using Weir.Traffic.Text;

namespace Weir.Sharing;

/// <summary>
/// Indicators as a STIX 2.1 bundle: who says it, the campaign, an indicator that points to it. What other tools do not know
/// stands in an extension, and its essentials again in plain words, since tools drop what they do not know.
/// </summary>
public static class StixBundle
{
    /// <summary>Names the extension; the same in every bundle of every installation.</summary>
    public const string Extension = "extension-definition--5f0d3b6e-7d59-8a4c-9c61-3f1f6e0b2a77";
    public const string Schema = "urn:weir:indicators:1";
    /// <summary>After that nobody should go by it any more.</summary>
    public const int DaysValid = 90;

    public static void Write(Stream to, SharedIndicators shared, string sender, Tlp tlp, DateTimeOffset now)
    {
        using var json = new Utf8JsonWriter(to, new JsonWriterOptions { Indented = true });
        var identity = "identity--" + StixId.Of(sender, "identity").ToString("D");
        var campaign = "campaign--" + shared.Campaign.ToString("D");
        var indicator = "indicator--" + StixId.Of(sender, "indicator " + shared.Campaign).ToString("D");
        json.WriteStartObject();
        json.WriteString("type"u8, "bundle"u8);
        json.WriteString("id"u8, "bundle--" + StixId.Of(sender, $"bundle {shared.Campaign} {now:O}").ToString("D"));
        json.WriteStartArray("objects"u8);
        Marking(json, tlp);
        Head(json, "identity", identity, identity, now, now, tlp);
        json.WriteString("name"u8, sender);
        json.WriteString("identity_class"u8, "organization"u8);
        json.WriteEndObject();
        Definition(json, identity, now, tlp);
        Campaign(json, shared, campaign, identity, now, tlp);
        Indicator(json, shared, indicator, identity, now, tlp);
        Head(json, "relationship", "relationship--" + StixId.Of(sender, "indicates " + shared.Campaign).ToString("D"), identity, now, now, tlp);
        json.WriteString("relationship_type"u8, "indicates"u8);
        json.WriteString("source_ref"u8, indicator);
        json.WriteString("target_ref"u8, campaign);
        json.WriteEndObject();
        json.WriteEndArray();
        json.WriteEndObject();
    }

    /// <summary>Opens an object with what every object has; the caller closes it.</summary>
    private static void Head(Utf8JsonWriter json, string type, string id, string by, DateTimeOffset created, DateTimeOffset modified, Tlp tlp)
    {
        json.WriteStartObject();
        json.WriteString("type"u8, type);
        json.WriteString("spec_version"u8, "2.1"u8);
        json.WriteString("id"u8, id);
        if (!string.Equals(by, id, StringComparison.Ordinal))
            json.WriteString("created_by_ref"u8, by);
        json.WriteString("created"u8, Moment(created));
        json.WriteString("modified"u8, Moment(modified));
        json.WriteStartArray("object_marking_refs"u8);
        json.WriteStringValue(tlp.Id());
        json.WriteEndArray();
    }

    private static void Marking(Utf8JsonWriter json, Tlp tlp)
    {
        json.WriteStartObject();
        json.WriteString("type"u8, "marking-definition"u8);
        json.WriteString("spec_version"u8, "2.1"u8);
        json.WriteString("id"u8, tlp.Id());
        json.WriteString("created"u8, "2022-10-01T00:00:00.000Z"u8);
        json.WriteString("name"u8, "TLP:" + tlp.Word().ToUpperInvariant());
        json.WriteStartObject("extensions"u8);
        json.WriteStartObject("extension-definition--60a3c5c5-0d10-413e-aab3-9e08dde9e88d"u8);
        json.WriteString("extension_type"u8, "property-extension"u8);
        json.WriteString("tlp_2_0"u8, tlp.Word());
        json.WriteEndObject();
        json.WriteEndObject();
        json.WriteEndObject();
    }

    private static void Definition(Utf8JsonWriter json, string identity, DateTimeOffset now, Tlp tlp)
    {
        Head(json, "extension-definition", Extension, identity, now, now, tlp);
        json.WriteString("name"u8, "weir-indicators"u8);
        json.WriteString("description"u8, "What the accounts of a distillation campaign have in common: MinHash values of templates, hashes of networks and clients under a group's key, hours, targets. No content, no customer."u8);
        json.WriteString("schema"u8, Schema);
        json.WriteString("version"u8, "1.0"u8);
        json.WriteStartArray("extension_types"u8);
        json.WriteStringValue("property-extension"u8);
        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static void Campaign(Utf8JsonWriter json, SharedIndicators shared, string id, string identity, DateTimeOffset now, Tlp tlp)
    {
        Head(json, "campaign", id, identity, now, now, tlp);
        json.WriteString("name"u8, $"Distillation campaign {shared.Campaign.ToString("N")[..8]}");
        json.WriteString("description"u8, string.Create(CultureInfo.InvariantCulture, $"{shared.Accounts:N0} accounts that act as one; {shared.Exchanges:N0} exchanges."));
        json.WriteString("first_seen"u8, Moment(shared.First));
        json.WriteString("last_seen"u8, Moment(shared.Last));
        json.WriteString("objective"u8, "Take answers of a model to train another one: " + string.Join(", ", shared.Targets));
        json.WriteEndObject();
    }

    private static void Indicator(Utf8JsonWriter json, SharedIndicators shared, string id, string identity, DateTimeOffset now, Tlp tlp)
    {
        Head(json, "indicator", id, identity, now, now, tlp);
        json.WriteString("name"u8, "Accounts of a distillation campaign"u8);
        json.WriteString("description"u8, string.Create(CultureInfo.InvariantCulture,
            $"{shared.Templates.Count} templates, {shared.Networks.Count} networks, {shared.Clients.Count} clients; targets: {string.Join(", ", shared.Targets)}; about {shared.PerDay} exchanges an account a day. Adds evidence; proves nothing by itself."));
        json.WriteStartArray("indicator_types"u8);
        json.WriteStringValue("malicious-activity"u8);
        json.WriteEndArray();
        json.WriteString("pattern"u8, $"campaign {shared.Campaign:D}");
        json.WriteString("pattern_type"u8, "weir"u8);
        json.WriteString("valid_from"u8, Moment(shared.First));
        json.WriteString("valid_until"u8, Moment(shared.Last.AddDays(DaysValid)));
        json.WriteStartArray("labels"u8);
        json.WriteStringValue("model-distillation"u8);
        foreach (var target in shared.Targets)
            json.WriteStringValue("target-" + target);
        json.WriteEndArray();
        json.WriteStartObject("extensions"u8);
        json.WriteStartObject(Extension);
        json.WriteString("extension_type"u8, "property-extension"u8);
        json.WriteString("key_epoch"u8, shared.Epoch);
        Templates(json, shared);
        Hashes(json, "networks"u8, shared.Networks.Select(static hash => hash.ToString()));
        Hashes(json, "clients"u8, shared.Clients.Select(static hash => hash.ToString()));
        Hashes(json, "targets"u8, shared.Targets);
        json.WriteStartObject("rhythm"u8);
        json.WriteStartArray("hours_utc"u8);
        foreach (var hour in shared.Hours)
            json.WriteNumberValue(hour);
        json.WriteEndArray();
        json.WriteNumber("per_account_per_day"u8, shared.PerDay);
        json.WriteEndObject();
        json.WriteEndObject();
        json.WriteEndObject();
        json.WriteEndObject();
    }

    private static void Templates(Utf8JsonWriter json, SharedIndicators shared)
    {
        json.WriteStartArray("templates"u8);
        foreach (var template in shared.Templates)
        {
            json.WriteStartObject();
            json.WriteString("alg"u8, "minhash-1p"u8);
            json.WriteString("params"u8, string.Create(CultureInfo.InvariantCulture, $"words=3,bins={MinHash.Bins},bits=16,features={PromptFeatures.CurrentVersion}"));
            json.WriteNumber("accounts"u8, template.Accounts);
            json.WriteString("values_b64"u8, Base64(template.Bins));
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private static void Hashes(Utf8JsonWriter json, ReadOnlySpan<byte> name, IEnumerable<string> values)
    {
        json.WriteStartArray(name);
        foreach (var value in values)
            json.WriteStringValue(value);
        json.WriteEndArray();
    }

    private static string Base64(in MinHash bins)
    {
        Span<byte> bytes = stackalloc byte[MinHash.Bins * 2];
        for (var bin = 0; bin < MinHash.Bins; bin++)
            BinaryPrimitives.WriteUInt16BigEndian(bytes[(bin * 2)..], bins[bin]);
        return Convert.ToBase64String(bytes);
    }

    private static string Moment(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture);
}

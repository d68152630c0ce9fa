using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using Weir.Detection;

namespace Weir.Policy;

/// <summary>What happened. Names in records are the words with underscores.</summary>
public enum EntryKind : byte
{
    /// <summary>The machine moved a subject to a posture, or renewed it.</summary>
    Decided = 0,
    /// <summary>The machine asks a person for a posture.</summary>
    Proposed,
    Approved,
    Declined,
    /// <summary>A person's word: it outranks the machine until it lapses.</summary>
    PostureSet,
    PostureCleared,
    Verified,
    Unverified,
    Trusted,
    Untrusted,
    LicenceGranted,
    LicenceRevoked,
    LicenceMetered,
    LicenceRequested,
    Appealed,
    /// <summary>An appeal or a licence request was answered.</summary>
    Answered,
    Reported,
    Noted,
    PolicyTaken,
}

/// <summary>
/// One decision or act. The state of everybody is the fold of these and of nothing else, so what is kept of them is the whole
/// truth; each kind fills in its own members.
/// </summary>
public sealed record PolicyEntry
{
    /// <summary>The reference that customers and support name.</summary>
    public required string Id { get; init; }
    /// <summary>On the exchanges' clock.</summary>
    public required DateTimeOffset Time { get; init; }
    public required EntryKind Kind { get; init; }
    public SubjectKind? SubjectKind { get; init; }
    public string? Subject { get; init; }
    /// <summary>The account of an end user.</summary>
    public string? Of { get; init; }

    public Posture? Posture { get; init; }
    public Posture? From { get; init; }
    public DateTimeOffset? Until { get; init; }
    public string? Rule { get; init; }
    public string? Clause { get; init; }
    public IReadOnlyList<string>? Kinds { get; init; }
    public IReadOnlyList<string>? Models { get; init; }
    public PolicyMode? Mode { get; init; }
    /// <summary>SHA-256 of the policy's text.</summary>
    public string? Policy { get; init; }

    public Verdict? Verdict { get; init; }
    public double? Evidence { get; init; }
    public long? NewTokens { get; init; }
    public double? BudgetUsed { get; init; }
    public string? Campaign { get; init; }
    public double? Certainty { get; init; }
    /// <summary>Reasons that an analyst can check.</summary>
    public IReadOnlyList<string>? Because { get; init; }

    /// <summary>The person, or the service, that acted.</summary>
    public string? Actor { get; init; }
    public string? Reason { get; init; }
    /// <summary>The entry that this one answers.</summary>
    public string? About { get; init; }
    public Licence? Licence { get; init; }
    public long? Tokens { get; init; }
    public string? Text { get; init; }
    public string? Contact { get; init; }

    [JsonIgnore]
    public Subject? Whom => SubjectKind is { } kind && Subject is { } name ? new Subject(kind, name, Of) : null;

    /// <summary>Whether it stops somebody's work. Such an entry acts only once it is durable.</summary>
    [JsonIgnore]
    public bool IsHard => Kind is EntryKind.Decided or EntryKind.Approved or EntryKind.PostureSet && Posture is { } posture && posture.IsHard();

    /// <summary>Whether it lets somebody go on. Such an entry never waits for a disk or a ledger.</summary>
    [JsonIgnore]
    public bool Frees => Kind is EntryKind.PostureCleared or EntryKind.Verified or EntryKind.Declined or EntryKind.Trusted
        || this is { Kind: EntryKind.PostureSet, Posture: Weir.Policy.Posture.Open or Weir.Policy.Posture.Watch };

    public static PolicyEntry For(EntryKind kind, string id, DateTimeOffset time, Subject whom) =>
        new() { Id = id, Time = time, Kind = kind, SubjectKind = whom.Kind, Subject = whom.Name, Of = whom.Of };
}

/// <summary>Entries as they are kept: one JSON object each.</summary>
public static class PolicyEntryJson
{
    public static JsonSerializerOptions Options { get; } = new(JsonSerializerDefaults.Web)
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.SnakeCaseLower) },
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    public static byte[] Write(PolicyEntry entry) => JsonSerializer.SerializeToUtf8Bytes(entry, Options);

    /// <summary>Null where it is no entry.</summary>
    public static PolicyEntry? Read(ReadOnlySpan<byte> json)
    {
        try
        {
            return JsonSerializer.Deserialize<PolicyEntry>(json, Options);
        }
        catch (JsonException)
        {
            return null;
        }
    }
}

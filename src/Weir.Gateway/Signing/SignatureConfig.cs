using System.Collections.Frozen;
using Weir.Gateway.Configuration;
using Weir.Gateway.Configuration.Reading;
using Weir.Settings;

namespace Weir.Gateway.Signing;

public enum SignatureMode { Off, Owner, OwnerAndCampaign }

/// <summary>Whether answers are marked, with what, and whose are not.</summary>
public sealed record SignatureConfig
{
    public SignatureMode Mode { get; init; }
    public string Key { get; init; } = "main";
    public Secret? Master { get; init; }
    public double Strength { get; init; } = 0.6;
    /// <summary>For accounts that a posture holds.</summary>
    public double FlaggedStrength { get; init; } = 1;
    /// <summary>Campaign's key, and the accounts that act as one under it.</summary>
    public IReadOnlyDictionary<string, IReadOnlyList<string>> Campaigns { get; init; } = FrozenDictionary<string, IReadOnlyList<string>>.Empty;
    public IReadOnlyList<string> ExceptModels { get; init; } = [];
    public IReadOnlyList<string> ExceptAccounts { get; init; } = [];
    public IReadOnlyList<SignedEndpoint> ExceptEndpoints { get; init; } = [];
}

/// <summary>Endpoints whose answers can be marked.</summary>
public enum SignedEndpoint { Chat, Responses, Messages, Generate }

/// <summary>The keys of the group <c>signatures</c>, for the one table of all keys.</summary>
internal static class SignatureTable
{
    private static readonly ListOf<string> Models = new(new Text("a model name", "model name, or a pattern with `*`", "code-*"), static name => name);
    private static readonly ListOf<string> Accounts = new(new Text("an account", "name of an account", "acme"), static name => name);

    public static readonly Section<SignatureConfig> Keys = new(
        new SignatureConfig(),
        new Setting<SignatureConfig, SignatureMode>("mode",
            new OneOf<SignatureMode>(("off", SignatureMode.Off), ("owner", SignatureMode.Owner), ("owner+campaign", SignatureMode.OwnerAndCampaign)),
            static c => c.Mode, static (c, v) => c with { Mode = v },
            "Mark answers by which of two interchangeable ways they are written in (`docs/signatures.md`). It changes what callers read: off unless you decide otherwise."),
        new Setting<SignatureConfig, string>("key", new Text("a key's name", "name of a signature key", "main"), static c => c.Key, static (c, v) => c with { Key = v },
            "The owner's key. Made where there is none; answers are marked from the moment its commitment stands in the ledger."),
        new Setting<SignatureConfig, Secret>("master", new SecretSource(SignatureMaster.Variable), static c => c.Master, static (c, v) => c with { Master = v },
            "The master that keys are derived from. Without it the variable WEIR_SIGNATURE_MASTER, then a file in the data folder, which is made."),
        new Setting<SignatureConfig, double>("strength", new Share("0.6"), static c => c.Strength, static (c, v) => c with { Strength = v },
            "Share of the open places that are set as the key says."),
        new Setting<SignatureConfig, double>("flagged_strength", new Share("1"), static c => c.FlaggedStrength, static (c, v) => c with { FlaggedStrength = v },
            "The same for accounts that a posture holds, and for those of `campaigns`."),
        new Setting<SignatureConfig, IReadOnlyDictionary<string, IReadOnlyList<string>>>("campaigns", new MapOf<IReadOnlyList<string>>(Accounts, "spring-harvest"),
            static c => c.Campaigns, static (c, v) => c with { Campaigns = v },
            "With `owner+campaign`: accounts that act as one share a key of this name under the owner's. An account in none has a key of its own."),
        new Setting<SignatureConfig, IReadOnlyList<string>>("except_models", Models, static c => c.ExceptModels, static (c, v) => c with { ExceptModels = v },
            "Models whose answers are never marked."),
        new Setting<SignatureConfig, IReadOnlyList<string>>("except_accounts", Accounts, static c => c.ExceptAccounts, static (c, v) => c with { ExceptAccounts = v },
            "Accounts whose answers are never marked."),
        new Setting<SignatureConfig, IReadOnlyList<SignedEndpoint>>("except_endpoints",
            new ListOf<SignedEndpoint>(new OneOf<SignedEndpoint>(("chat", SignedEndpoint.Chat), ("responses", SignedEndpoint.Responses), ("messages", SignedEndpoint.Messages), ("generate", SignedEndpoint.Generate)), static endpoint => endpoint.ToString().ToLowerInvariant()),
            static c => c.ExceptEndpoints, static (c, v) => c with { ExceptEndpoints = v },
            "Endpoints whose answers are never marked: OpenAI chat and responses, Anthropic messages, Gemini generate."));
}

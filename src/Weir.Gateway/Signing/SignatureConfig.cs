using System.Collections.Frozen;
using Weir.Gateway.Configuration;
using Weir.Gateway.Configuration.Reading;
using Weir.Policy;
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
    public SignatureStrengths Strengths { get; init; } = new();
    /// <summary>Campaign's key, and the accounts that act as one under it.</summary>
    public IReadOnlyDictionary<string, IReadOnlyList<string>> Campaigns { get; init; } = FrozenDictionary<string, IReadOnlyList<string>>.Empty;
    public IReadOnlyList<string> ExceptModels { get; init; } = [];
    public IReadOnlyList<string> ExceptAccounts { get; init; } = [];
    public IReadOnlyList<SignedEndpoint> ExceptEndpoints { get; init; } = [];
}

/// <summary>How strongly those are marked that give reason to: the worse an account stands, the more is worth knowing whose student it feeds.</summary>
public sealed record SignatureStrengths
{
    public double Watch { get; init; } = 0.8;
    public double Slow { get; init; } = 1;
    public double Narrow { get; init; } = 1;
    public double Campaign { get; init; } = 1;

    /// <param name="open">Where nothing is held against the account.</param>
    internal double Of(Posture posture, double open) => posture switch
    {
        Posture.Open => open,
        Posture.Watch => Watch,
        Posture.Slow => Slow,
        // What is stopped gets answers only where they were under way.
        _ => Narrow,
    };
}

/// <summary>Endpoints whose answers can be marked.</summary>
public enum SignedEndpoint { Chat, Completions, Responses, Messages, Generate }

/// <summary>The keys of the group <c>signatures</c>, for the one table of all keys.</summary>
internal static class SignatureTable
{
    private static readonly ListOf<string> Models = new(new Text("a model name", "model name, or a pattern with `*`", "code-*"), static name => name);
    private static readonly ListOf<string> Accounts = new(new Text("an account", "name of an account", "acme"), static name => name);

    private static readonly Section<SignatureStrengths> Strengths = new(
        new SignatureStrengths(),
        new Setting<SignatureStrengths, double>("watch", new Share("0.8"), static c => c.Watch, static (c, v) => c with { Watch = v }, "Share for accounts in `watch`."),
        new Setting<SignatureStrengths, double>("slow", new Share("1"), static c => c.Slow, static (c, v) => c with { Slow = v }, "Share for accounts in `slow`."),
        new Setting<SignatureStrengths, double>("narrow", new Share("1"), static c => c.Narrow, static (c, v) => c with { Narrow = v }, "Share for accounts in `narrow`, and for what is under way when one is stopped."),
        new Setting<SignatureStrengths, double>("campaign", new Share("1"), static c => c.Campaign, static (c, v) => c with { Campaign = v },
            "Share for accounts of `campaigns`, where their posture does not ask for more."));

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
            "Share of the open places that are set as the key says, for accounts that no posture holds."),
        new Setting<SignatureConfig, SignatureStrengths>("strengths", Strengths, static c => c.Strengths, static (c, v) => c with { Strengths = v },
            "The same for accounts that a posture holds, and for those of `campaigns`."),
        new Setting<SignatureConfig, IReadOnlyDictionary<string, IReadOnlyList<string>>>("campaigns", new MapOf<IReadOnlyList<string>>(Accounts, "spring-harvest"),
            static c => c.Campaigns, static (c, v) => c with { Campaigns = v },
            "With `owner+campaign`: accounts that act as one share a key of this name under the owner's. An account in none has a key of its own."),
        new Setting<SignatureConfig, IReadOnlyList<string>>("except_models", Models, static c => c.ExceptModels, static (c, v) => c with { ExceptModels = v },
            "Models whose answers are never marked."),
        new Setting<SignatureConfig, IReadOnlyList<string>>("except_accounts", Accounts, static c => c.ExceptAccounts, static (c, v) => c with { ExceptAccounts = v },
            "Accounts whose answers are never marked."),
        new Setting<SignatureConfig, IReadOnlyList<SignedEndpoint>>("except_endpoints",
            new ListOf<SignedEndpoint>(new OneOf<SignedEndpoint>(("chat", SignedEndpoint.Chat), ("completions", SignedEndpoint.Completions), ("responses", SignedEndpoint.Responses), ("messages", SignedEndpoint.Messages), ("generate", SignedEndpoint.Generate)), static endpoint => endpoint.ToString().ToLowerInvariant()),
            static c => c.ExceptEndpoints, static (c, v) => c with { ExceptEndpoints = v },
            "Endpoints whose answers are never marked: OpenAI chat, legacy completions and responses, Anthropic messages, Gemini generate."));
}

using System.Security.Cryptography;
using System.Text;

namespace Weir.Policy;

/// <summary>Either a policy, or the list of what is wrong with it; warnings in both cases.</summary>
/// <param name="Hash">SHA-256 of the text, by which decisions name the policy they were made under.</param>
public sealed record PolicyReading(ResponsePolicy? Policy, IReadOnlyList<ConfigFault> Faults, IReadOnlyList<ConfigFault> Warnings, string Hash);

/// <summary>Reads <c>policy.yaml</c>. Never throws for what an operator wrote; opens nothing itself.</summary>
public static class PolicyReader
{
    public const int MostChars = 1 << 20;

    private const string Document = "docs/policy.md";

    public static string HashOf(string text) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)));

    /// <param name="name">What the text is called in faults: its file as the operator named it.</param>
    public static PolicyReading Read(string text, string name)
    {
        var faults = new ConfigFaults(static _ => null, static () => PolicyTable.Root.Keys(null, ""), Document);
        var warnings = new ConfigFaults(static _ => null, null, Document);
        var place = new ConfigPlace(name);
        var hash = HashOf(text);
        if (text.Length > MostChars)
        {
            faults.Add(place, "", "is larger than 1 MiB", "a YAML file of at most 1 MiB", "check that this is the file that was meant");
            return new PolicyReading(null, faults.InOrder(), [], hash);
        }

        using var reader = new StringReader(text);
        var before = faults.Count;
        var root = YamlTree.Read(reader, "", name, "", flag: false, faults) switch
        {
            ConfigMap map => map with { Place = place },
            null or ConfigScalar { IsEmpty: true } => faults.Count > before ? null : new ConfigMap("", place, "", []),
            { } other => NotKeys(other, faults),
        };
        if (root is null)
            return new PolicyReading(null, faults.InOrder(), [], hash);
        PolicyTable.Root.TryReadOver(new ResponsePolicy(), root, faults, out var policy);
        PolicyChecks.Run(policy, root, faults, warnings);
        return new PolicyReading(faults.Count == 0 ? policy : null, faults.InOrder(), warnings.InOrder(), hash);
    }

    private static ConfigMap? NotKeys(ConfigNode root, ConfigFaults faults)
    {
        faults.Add(root, $"is {ConfigFaults.Show(root)}, where keys are expected", PolicyTable.Root.Allowed, "write keys and values, for example mode: shadow");
        return null;
    }
}

/// <summary>What the table of keys says to people and editors. The committed copies are held to these by a test.</summary>
public static class PolicyDocuments
{
    public static string Schema() => SettingDocuments.Schema(PolicyTable.Root, "policy.yaml", "What findings lead to at the Weir gateway.");

    /// <summary>A documented policy to begin with: the file of that name in samples.</summary>
    public static string Sample(bool strict = false)
    {
        using var text = new StreamReader(typeof(PolicyDocuments).Assembly.GetManifestResourceStream(strict ? "policy-strict.yaml" : "policy.yaml")!);
        return text.ReadToEnd();
    }

    /// <summary>The tables of <c>docs/policy.md</c>.</summary>
    public static string Table() => SettingDocuments.Table([.. PolicyTable.Root.Keys(null, "")]);
}

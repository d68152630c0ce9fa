using System.Security.Cryptography;
using System.Text.Json;
using System.Text.Json.Nodes;
using Weir.Detection;

namespace Weir.Cli.EvidencePacks;

/// <summary>By which rules a finding was made, and how often they are wrong.</summary>
internal static class Rules
{
    public static JsonObject Of(string? calibration, string version)
    {
        var rules = new JsonObject
        {
            ["weir"] = version,
            // The same source gives the same number.
            ["detection_module"] = typeof(Finding).Assembly.ManifestModule.ModuleVersionId.ToString(),
            ["evidence"] = "base-10 logarithm of an e-value: valid whenever one looks",
            ["watch_at"] = VerdictThresholds.Watch,
            ["act_at"] = VerdictThresholds.Act,
        };
        if (calibration is null)
        {
            rules["false_alarms"] = "not measured on this operator's traffic: no calibration was named (--calibration)";
            return rules;
        }

        var bytes = File.ReadAllBytes(calibration);
        rules["calibration_sha256"] = Convert.ToHexStringLower(SHA256.HashData(bytes));
        rules["false_alarms"] = (JsonNode.Parse(bytes) as JsonObject)?["touched"]?.DeepClone()
            ?? JsonValue.Create("the calibration does not say");
        rules["false_alarms_are"] = "what each verdict would have touched in the operator's own past traffic, an upper bound of the false alarms in it";
        return rules;
    }

    public static bool IsUsable(string path)
    {
        try
        {
            return JsonNode.Parse(File.ReadAllBytes(path)) is JsonObject;
        }
        catch (Exception broken) when (broken is IOException or UnauthorizedAccessException or JsonException)
        {
            return false;
        }
    }
}

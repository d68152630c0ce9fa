using System.Text.Json;
using Weir.Traffic;

namespace Weir.Drill.Model.Wire;

/// <summary>Lists of models and single models, in the three dialects.</summary>
internal static class ModelLists
{
    private const long Since = 1_735_689_600;
    private const string SinceText = "2025-01-01T00:00:00Z";

    public static WireReply Reply(Provider provider, string path, ModelCatalog models)
    {
        var start = path.IndexOf("/models", StringComparison.Ordinal) + "/models".Length;
        var name = path.Length > start + 1 ? path[(start + 1)..] : null;
        if (name is not null && !models.Has(name))
            return ModelDesk.Error(provider, OpenAiWire.UnknownModel(name), "none");
        using var frames = new FrameWriter();
        var json = frames.Json;
        if (name is not null)
            WriteOne(json, provider, name);
        else
            WriteAll(json, provider, models.Names);
        return WireReply.Json(frames.Take(0).Bytes.ToArray());
    }

    private static void WriteAll(Utf8JsonWriter json, Provider provider, IReadOnlyList<string> names)
    {
        json.WriteStartObject();
        if (provider == Provider.OpenAi)
            json.WriteString("object"u8, "list"u8);
        json.WriteStartArray(provider == Provider.Gemini ? "models"u8 : "data"u8);
        foreach (var name in names)
            WriteOne(json, provider, name);
        json.WriteEndArray();
        if (provider == Provider.Anthropic)
        {
            json.WriteBoolean("has_more"u8, false);
            json.WriteString("first_id"u8, names[0]);
            json.WriteString("last_id"u8, names[^1]);
        }

        json.WriteEndObject();
    }

    private static void WriteOne(Utf8JsonWriter json, Provider provider, string name)
    {
        json.WriteStartObject();
        switch (provider)
        {
            case Provider.Anthropic:
                json.WriteString("type"u8, "model"u8);
                json.WriteString("id"u8, name);
                json.WriteString("display_name"u8, $"{name} (built-in, not a real model)");
                json.WriteString("created_at"u8, SinceText);
                break;
            case Provider.Gemini:
                WriteGemini(json, name);
                break;
            default:
                json.WriteString("id"u8, name);
                json.WriteString("object"u8, "model"u8);
                json.WriteNumber("created"u8, Since);
                json.WriteString("owned_by"u8, "weir-built-in"u8);
                break;
        }

        json.WriteEndObject();
    }

    private static void WriteGemini(Utf8JsonWriter json, string name)
    {
        json.WriteString("name"u8, "models/" + name);
        json.WriteString("version"u8, "1"u8);
        json.WriteString("displayName"u8, name);
        json.WriteString("description"u8, "Weir's built-in model for trials. Not a real model."u8);
        json.WriteNumber("inputTokenLimit"u8, LanguageModel.ContextTokens);
        json.WriteNumber("outputTokenLimit"u8, LanguageModel.MostOutputTokens);
        json.WriteStartArray("supportedGenerationMethods"u8);
        foreach (var method in (ReadOnlySpan<string>)["generateContent", "streamGenerateContent", "embedContent", "countTokens"])
            json.WriteStringValue(method);
        json.WriteEndArray();
    }
}

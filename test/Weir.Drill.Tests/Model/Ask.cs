using System.Text.Json;
using Weir.Drill.Model;

namespace Weir.Drill.Tests.Model;

/// <summary>Short ways to ask the built-in model.</summary>
internal static class Ask
{
    public static LanguageModel Tiny { get; } = new ModelCatalog().Find("weir-tiny")!;

    public static ModelRequest For(string prompt) => new() { Model = "weir-tiny", Turns = [new Turn(Speaker.User, prompt)] };

    public static Completion Of(ModelRequest request) => Tiny.Answer(request).Completions[0];

    public static JsonElement Json(string text) => JsonDocument.Parse(text).RootElement;
}

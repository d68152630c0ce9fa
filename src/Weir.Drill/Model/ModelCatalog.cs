using System.Collections.Concurrent;

namespace Weir.Drill.Model;

/// <summary>The built-in models by name. A model is built when it is first asked for, once in a process for a seed.</summary>
public sealed class ModelCatalog(ulong seed = 0, IReadOnlyList<string>? aliases = null)
{
    private static readonly ConcurrentDictionary<(string Name, ulong Seed), Lazy<LanguageModel>> Built = new();
    private static readonly ModelTraits[] Known = [ModelTraits.Tiny, ModelTraits.Tiny2];

    public const string EmbeddingModel = "weir-embed";

    /// <summary>What a list of models shows. Further names of the first model are not real models either.</summary>
    public IReadOnlyList<string> Names { get; } = [.. Known.Select(k => k.Name), EmbeddingModel, .. aliases ?? []];

    public bool Has(string name) => Names.Contains(name, StringComparer.Ordinal);

    /// <summary>The model of that name, or null.</summary>
    public LanguageModel? Find(string name)
    {
        if (!Has(name))
            return null;
        var traits = Array.Find(Known, k => string.Equals(k.Name, name, StringComparison.Ordinal)) ?? ModelTraits.Tiny;
        return Built.GetOrAdd((traits.Name, seed), key => new Lazy<LanguageModel>(() => new LanguageModel(traits, key.Seed))).Value;
    }
}

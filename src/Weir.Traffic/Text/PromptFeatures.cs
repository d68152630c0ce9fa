namespace Weir.Traffic.Text;

/// <summary>What is computed from a prompt's text and kept in place of it.</summary>
public sealed record PromptFeatures
{
    /// <summary>Keyed hash of the last user message as sent.</summary>
    public KeyedHash Prompt { get; init; }
    /// <summary>Keyed hash of the system prompt.</summary>
    public KeyedHash System { get; init; }
    /// <summary>Keyed hash of the first user message: turns of one conversation share it.</summary>
    public KeyedHash Opening { get; init; }
    public int Words { get; init; }
}

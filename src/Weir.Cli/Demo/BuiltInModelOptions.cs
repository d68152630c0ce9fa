namespace Weir.Cli.Demo;

/// <summary>How the built-in model is served. The defaults suit tests: any free port, as fast as it goes.</summary>
public sealed record BuiltInModelOptions
{
    public Uri Listen { get; init; } = new("http://127.0.0.1:0");
    public ulong Seed { get; init; }
    /// <summary>Tokens a second of one answer; 0 is as fast as it goes.</summary>
    public double TokensPerSecond { get; init; }
    public TimeSpan TimeToFirstToken { get; init; }
    /// <summary>Credentials that are accepted. Empty: any, and none at all.</summary>
    public IReadOnlyList<string> Credentials { get; init; } = [];
    /// <summary>More names under which the first model answers.</summary>
    public IReadOnlyList<string> Aliases { get; init; } = [];
    /// <summary>Whether the header <c>x-model-behavior</c> may make the server misbehave, as tests want.</summary>
    public bool Misbehaves { get; init; } = true;
    public TimeProvider Time { get; init; } = TimeProvider.System;
}

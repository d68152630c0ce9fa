namespace Weir.Cli;

/// <summary>What a command may touch of the world around it. Tests hand in their own.</summary>
public sealed class Terminal
{
    public required TextWriter Out { get; init; }
    public required TextWriter Error { get; init; }
    /// <summary>Standard input as bytes; opened only by a command that reads it.</summary>
    public required Func<Stream> Input { get; init; }
    public TimeProvider Time { get; init; } = TimeProvider.System;
    /// <summary>Whether a person looks at standard error, so that a progress bar makes sense.</summary>
    public bool Interactive { get; init; }
    /// <summary>Whether standard output may carry colour.</summary>
    public bool Colour { get; init; }
    public int Width { get; init; } = 100;

    /// <summary>The user no longer wants to wait for an orderly end.</summary>
    public CancellationToken Hurry { get; init; }

    public static Terminal OfProcess(CancellationToken hurry) => new()
    {
        Hurry = hurry,
        Out = System.Console.Out,
        Error = System.Console.Error,
        Input = System.Console.OpenStandardInput,
        Interactive = !System.Console.IsErrorRedirected && Environment.GetEnvironmentVariable("TERM") is not "dumb",
        // https://no-color.org
        Colour = !System.Console.IsOutputRedirected && string.IsNullOrEmpty(Environment.GetEnvironmentVariable("NO_COLOR")),
        Width = System.Console.IsOutputRedirected ? 100 : Math.Clamp(System.Console.WindowWidth, 60, 160),
    };

    /// <summary>One plain sentence to standard error, and the exit code that goes with it.</summary>
    public int Fail(string sentence, int code = ExitCodes.Unusable)
    {
        Error.WriteLine("weir: " + sentence);
        return code;
    }
}

/// <summary>What the program's exit codes mean, for every command.</summary>
public static class ExitCodes
{
    public const int Ok = 0;
    /// <summary>A bug, or something outside that broke while working.</summary>
    public const int Broken = 1;
    /// <summary>The command line, a file or a setting cannot be used as given.</summary>
    public const int Unusable = 2;
    /// <summary>The work is done and something was found.</summary>
    public const int Found = 3;
    /// <summary>Stopped by the user.</summary>
    public const int Interrupted = 130;
}

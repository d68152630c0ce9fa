namespace Weir.Cli.Tests;

/// <summary>One run of the program inside the test: what it printed, and how it ended.</summary>
internal sealed record Program_run(int Exit, string Out, string Error)
{
    public static async Task<Program_run> Of(params string[] arguments)
    {
        using var output = new StringWriter();
        using var error = new StringWriter();
        var terminal = new Terminal { Out = output, Error = error, Input = static () => Stream.Null };
        var exit = await WeirProgram.RunAsync(arguments, terminal, Xunit.TestContext.Current.CancellationToken);
        return new Program_run(exit, output.ToString(), error.ToString());
    }
}

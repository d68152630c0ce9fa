using System.Net;
using System.Text;
using System.Text.RegularExpressions;
using Weir.TestKit;
using Xunit;

namespace Weir.Cli.Tests.Demo;

public sealed partial class Demo_command
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_line_that_it_prints_works_as_printed_and_the_data_that_was_asked_for_stays()
    {
        using var folder = new TempFolder();
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(Cancel);
        var screen = new Screen();
        var terminal = new Terminal { Out = screen, Error = TextWriter.Null, Input = static () => Stream.Null };
        var demo = WeirProgram.RunAsync(["demo", "--listen", "http://127.0.0.1:0", "--admin", "http://127.0.0.1:0", "--data", folder.File("data")], terminal, stop.Token);
        await Task.WhenAny(screen.Shown, demo);
        var curl = Curl().Match(screen.Text);
        Assert.True(curl.Success, screen.Text);

        using var http = new HttpClient();
        http.DefaultRequestHeaders.Add("Authorization", curl.Groups["key"].Value);
        using var body = new StringContent(curl.Groups["body"].Value, Encoding.UTF8, "application/json");
        using var answer = await http.PostAsync(new Uri(curl.Groups["url"].Value), body, Cancel);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Equal("ready\n", await http.GetStringAsync(new Uri(new Uri(Admin().Match(screen.Text).Value), "/health/ready"), Cancel));

        await stop.CancelAsync();
        Assert.Equal(0, await demo);
        Assert.Matches(@"Ended: [1-9][0-9,]* calls, [1-9][0-9,]* tokens, [1-9][0-9,]* journal lines\.\n$", screen.Text);
        Assert.Contains("\"account\":\"you\"", string.Concat(Directory.GetFiles(folder.File("data/journal")).Select(File.ReadAllText)), StringComparison.Ordinal);
    }

    [Fact]
    public async Task It_ends_by_itself_and_leaves_nothing_behind()
    {
        var run = await Program_run.Of("demo", "--seconds", "2", "--listen", "http://127.0.0.1:0", "--admin", "http://127.0.0.1:0");
        Assert.True(run.Exit == 0, run.Error);
        Assert.False(Directory.Exists(Path.GetDirectoryName(Journal().Match(run.Out).Value)));
    }

    [Theory]
    [InlineData("--seconds", "0")]
    [InlineData("--seconds", "long")]
    [InlineData("--listen", "8080")]
    [InlineData("--data", "/proc/weir")]
    public async Task What_cannot_be_used_is_refused(string flag, string value)
    {
        var run = await Program_run.Of("demo", flag, value);
        Assert.Equal(2, run.Exit);
        Assert.StartsWith("weir: ", run.Error, StringComparison.Ordinal);
    }

    [GeneratedRegex("curl (?<url>\\S+) -H \"Authorization: (?<key>[^\"]+)\" -H \"Content-Type: application/json\" -d '(?<body>[^']+)'", RegexOptions.None, 1000)]
    private static partial Regex Curl();

    [GeneratedRegex(@"http://\S+(?=/api/status)", RegexOptions.None, 1000)]
    private static partial Regex Admin();

    [GeneratedRegex(@"\S+(?= \(gone when the demo ends\))", RegexOptions.None, 1000)]
    private static partial Regex Journal();

    /// <summary>What is written while it is read, and a task that ends once there is something to try.</summary>
    internal sealed class Screen : StringWriter
    {
        private readonly TaskCompletionSource _shown = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private readonly Lock _gate = new();

        public Task Shown => _shown.Task;

        public string Text
        {
            get
            {
                lock (_gate)
                    return ToString();
            }
        }

        public override void WriteLine(string? value)
        {
            lock (_gate)
                base.WriteLine(value);
            _shown.TrySetResult();
        }
    }
}

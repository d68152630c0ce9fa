using System.Net.Http.Json;
using Weir.Cli.Demo;
using Weir.TestKit;
using Xunit;

namespace Weir.Cli.Tests.Model;

public sealed class PaceTests
{
    [Theory]
    [InlineData("x")]
    [InlineData("-1")]
    [InlineData("NaN")]
    [InlineData("1000001")]
    public async Task A_pace_that_is_none_is_one_sentence_and_exit_code_2(string pace)
    {
        var run = await Program_run.Of("model", "serve", "--pace", pace);
        Assert.Equal(2, run.Exit);
        Assert.Contains("--pace takes a number from 0 to 1000000.", run.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_paced_stream_waits_for_its_clock()
    {
        var cancel = TestContext.Current.CancellationToken;
        var time = new ManualTimeProvider(DateTimeOffset.UnixEpoch);
        await using var server = await BuiltInModelServer.StartAsync(new BuiltInModelOptions { TokensPerSecond = 10, TimeToFirstToken = TimeSpan.FromSeconds(2), Time = time }, cancel);
        using var http = new HttpClient { BaseAddress = server.Address };
        using var request = new HttpRequestMessage(HttpMethod.Post, "/v1/chat/completions")
        {
            Content = JsonContent.Create(new { model = "weir-tiny", stream = true, messages = new[] { new { role = "user", content = "What is 3 * 4?" } } }),
        };
        using var response = await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancel);
        using var reader = new StreamReader(await response.Content.ReadAsStreamAsync(cancel));
        // The first chunk carries no token and is sent at once; the second waits for the time to first token.
        Assert.Contains("\"role\"", await reader.ReadLineAsync(cancel), StringComparison.Ordinal);
        await reader.ReadLineAsync(cancel);
        var rest = reader.ReadToEndAsync(cancel);
        var seconds = 0.0;
        for (; !rest.IsCompleted; seconds += 0.1)
        {
            time.Advance(TimeSpan.FromMilliseconds(100));
            await Task.Yield();
            await Task.WhenAny(rest, Task.Delay(TimeSpan.FromMilliseconds(5), TimeProvider.System, cancel));
        }

        var tokens = (await rest).Split("\"content\"").Length - 1;
        Assert.True(seconds >= 2 + (tokens - 1) / 10.0 - 0.2, $"{tokens} tokens after {seconds} s");
    }
}

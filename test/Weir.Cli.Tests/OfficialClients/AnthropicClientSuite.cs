using System.Text.Json;
using Anthropic;
using Anthropic.Core;
using Anthropic.Exceptions;
using Anthropic.Models.Messages;
using Xunit;

namespace Weir.Cli.Tests.OfficialClients;

/// <summary>What the official Anthropic client of .NET must be able to do.</summary>
public sealed class AnthropicClientSuite(Uri address, string key) : ClientChecks
{
    private const string Model = "weir-tiny";

    private AnthropicClient Client() => new(new ClientOptions { BaseUrl = address.ToString().TrimEnd('/'), ApiKey = key, MaxRetries = 0 });

    private static MessageCreateParams Ask(string prompt, long limit = 400) => new()
    {
        Model = Model,
        MaxTokens = limit,
        Messages = [new UserMessageParam { Content = prompt }],
    };

    private static Tool Weather => new()
    {
        Name = "get_weather",
        Description = "Current weather of a city",
        InputSchema = new InputSchema
        {
            Properties = new Dictionary<string, JsonElement>(StringComparer.Ordinal) { ["city"] = JsonSerializer.SerializeToElement(new { type = "string" }) },
            Required = ["city"],
        },
    };

    private static string TextOf(Message message) => string.Concat(message.Content.Select(c => c.TryPickText(out var text) ? text.Text : ""));

    public async Task Messages_answer_with_text_and_usage(CancellationToken cancel)
    {
        var message = await Client().Messages.Create(Ask("What is 17 + 4 * 3?"), cancel);
        Assert.Contains("29", TextOf(message), StringComparison.Ordinal);
        Assert.Equal("end_turn", message.StopReason?.Raw());
        Assert.True(message.Usage.InputTokens > 0 && message.Usage.OutputTokens > 0);
    }

    public async Task Messages_stream_the_same_text(CancellationToken cancel)
    {
        var whole = await Client().Messages.Create(Ask("How does a rainbow form?"), cancel);
        var text = "";
        long? output = null;
        string? stop = null;
        await foreach (var update in Client().Messages.CreateStreaming(Ask("How does a rainbow form?"), cancel))
        {
            if (update.TryPickContentBlockDelta(out var block) && block.Delta.TryPickText(out var delta))
                text += delta.Text;
            if (update.TryPickDelta(out var end))
                (output, stop) = (end.Usage.OutputTokens, end.Delta.StopReason?.Raw());
        }

        Assert.Equal(TextOf(whole), text);
        Assert.Equal(whole.Usage.OutputTokens, output);
        Assert.Equal("end_turn", stop);
    }

    public async Task Messages_use_a_tool_and_read_its_result(CancellationToken cancel)
    {
        var ask = Ask("What is the weather in Madrid?") with { Tools = [Weather] };
        var message = await Client().Messages.Create(ask, cancel);
        Assert.Equal("tool_use", message.StopReason?.Raw());
        Assert.True(message.Content[^1].TryPickToolUse(out var use));
        Assert.Equal("Madrid", use.Input["city"].GetString());

        var told = await Client().Messages.Create(ask with
        {
            Messages =
            [
                new UserMessageParam { Content = "What is the weather in Madrid?" },
                new AssistantMessageParam { Content = new List<ContentBlockParam> { new ToolUseBlockParam { ID = use.ID, Name = use.Name, Input = use.Input } } },
                new UserMessageParam { Content = new List<ContentBlockParam> { new ToolResultBlockParam { ToolUseID = use.ID, Content = "31 degrees" } } },
            ],
        }, cancel);
        Assert.Contains("31 degrees", TextOf(told), StringComparison.Ordinal);
    }

    public async Task Messages_stream_the_input_of_a_tool(CancellationToken cancel)
    {
        var input = "";
        string? name = null;
        await foreach (var update in Client().Messages.CreateStreaming(Ask("Berlin") with { Tools = [Weather], ToolChoice = new ToolChoiceAny() }, cancel))
        {
            if (update.TryPickContentBlockStart(out var start) && start.ContentBlock.TryPickToolUse(out var use))
                name = use.Name;
            if (update.TryPickContentBlockDelta(out var block) && block.Delta.TryPickInputJson(out var delta))
                input += delta.PartialJson;
        }

        Assert.Equal("get_weather", name);
        using var document = JsonDocument.Parse(input);
        Assert.Equal(JsonValueKind.String, document.RootElement.GetProperty("city").ValueKind);
    }

    public async Task Messages_show_thinking_with_a_signature(CancellationToken cancel)
    {
        var message = await Client().Messages.Create(Ask("What is 12 * 12 - 4?", 4000) with { Thinking = new ThinkingConfigEnabled { BudgetTokens = 1024 } }, cancel);
        Assert.True(message.Content[0].TryPickThinking(out var thinking));
        Assert.Contains("144", thinking.Thinking, StringComparison.Ordinal);
        Assert.NotEmpty(thinking.Signature);
        Assert.Contains("140", TextOf(message), StringComparison.Ordinal);
    }

    public async Task Messages_answer_in_a_schema(CancellationToken cancel)
    {
        var schema = JsonSerializer.Deserialize<Dictionary<string, JsonElement>>("""{"type":"object","properties":{"result":{"type":"integer"}},"required":["result"],"additionalProperties":false}""")!;
        var message = await Client().Messages.Create(Ask("What is 6 * 7?") with { OutputConfig = new OutputConfig { Format = new JsonOutputFormat { Schema = schema } } }, cancel);
        using var document = JsonDocument.Parse(TextOf(message));
        Assert.Equal(42, document.RootElement.GetProperty("result").GetInt32());
    }

    public async Task Messages_stop_at_limit_stop_sequence_and_refusal(CancellationToken cancel)
    {
        var cut = await Client().Messages.Create(Ask("Write 200 words about tea.", 7), cancel);
        Assert.Equal(("max_tokens", 7), (cut.StopReason?.Raw(), cut.Usage.OutputTokens));
        var stopped = await Client().Messages.Create(Ask("Write 200 words about tea.") with { StopSequences = ["."] }, cancel);
        Assert.Equal(("stop_sequence", "."), (stopped.StopReason?.Raw(), stopped.StopSequence));
        var refused = await Client().Messages.Create(Ask("[refuse] Go on."), cancel);
        Assert.Equal("refusal", refused.StopReason?.Raw());
    }

    public async Task Tokens_are_counted_as_they_are_billed(CancellationToken cancel)
    {
        var counted = await Client().Messages.CountTokens(new MessageCountTokensParams { Model = Model, Messages = [new UserMessageParam { Content = "Why is the sky blue?" }] }, cancel);
        var message = await Client().Messages.Create(Ask("Why is the sky blue?"), cancel);
        Assert.Equal(message.Usage.InputTokens, counted.InputTokens);
    }

    public async Task Models_are_listed(CancellationToken cancel)
    {
        var page = await Client().Models.List(new(), cancel);
        Assert.Contains(page.Items, m => m.ID == Model);
    }

    public async Task Errors_become_exceptions_of_their_kind(CancellationToken cancel)
    {
        await Assert.ThrowsAsync<AnthropicNotFoundException>(() => Client().Messages.Create(Ask("Hello") with { Model = "no-such-model" }, cancel));
        await Assert.ThrowsAsync<AnthropicBadRequestException>(() => Client().Messages.Create(Ask("Hello", limit: 0), cancel));
    }

    public async Task A_stream_can_be_left_half_way(CancellationToken cancel)
    {
        using var leaving = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        var events = 0;
        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () =>
        {
            await foreach (var _ in Client().Messages.CreateStreaming(Ask("Write 5000 words about rivers.", 8000), leaving.Token))
            {
                if (++events == 5)
                    await leaving.CancelAsync();
            }
        });
        Assert.InRange(events, 5, 400);
    }

    /// <summary>For a caller who is at its limit.</summary>
    public async Task CheckRateLimitAsync(CancellationToken cancel)
    {
        var error = await Assert.ThrowsAsync<AnthropicRateLimitException>(() => Client().Messages.Create(Ask("Hello"), cancel));
        Assert.Contains("rate_limit_error", error.ResponseBody, StringComparison.Ordinal);
        await Assert.ThrowsAsync<AnthropicRateLimitException>(async () =>
        {
            await foreach (var _ in Client().Messages.CreateStreaming(Ask("Hello"), cancel))
            {
            }
        });
    }
}

using System.ClientModel;
using System.ClientModel.Primitives;
using System.Text.Json;
using OpenAI.Responses;
using Xunit;

namespace Weir.Cli.Tests.OfficialClients;

/// <summary>What the official OpenAI client of .NET must be able to do with responses.</summary>
public sealed class OpenAiResponsesSuite(Uri address, string key) : ClientChecks
{
    private const string Model = "weir-tiny";

    private ResponsesClient Client() => new(new ApiKeyCredential(key), new ResponsesClientOptions { Endpoint = new Uri(address, "/v1"), RetryPolicy = new ClientRetryPolicy(0) });

    private static CreateResponseOptions Ask(string prompt) => new(Model, [ResponseItem.CreateUserMessageItem(prompt)]) { Temperature = 0 };

    public async Task Responses_answer_with_text_and_usage(CancellationToken cancel)
    {
        ResponseResult response = await Client().CreateResponseAsync(Ask("What is 9 * 9 + 1?"), cancel);
        Assert.Contains("82", response.GetOutputText(), StringComparison.Ordinal);
        Assert.Equal(ResponseStatus.Completed, response.Status);
        Assert.True(response.Usage.InputTokenCount > 0 && response.Usage.OutputTokenCount > 0);
    }

    public async Task Responses_stream_the_same_text(CancellationToken cancel)
    {
        ResponseResult whole = await Client().CreateResponseAsync(Ask("Why is the sea salty?"), cancel);
        var streamed = Ask("Why is the sea salty?");
        streamed.StreamingEnabled = true;
        var text = "";
        ResponseResult? completed = null;
        await foreach (var update in Client().CreateResponseStreamingAsync(streamed, cancel))
        {
            if (update is StreamingResponseOutputTextDeltaUpdate delta)
                text += delta.Delta;
            else if (update is StreamingResponseCompletedUpdate end)
                completed = end.Response;
        }

        Assert.Equal(whole.GetOutputText(), text);
        Assert.Equal(text, completed?.GetOutputText());
        Assert.Equal(whole.Usage.OutputTokenCount, completed?.Usage.OutputTokenCount);
    }

    public async Task Responses_call_a_function(CancellationToken cancel)
    {
        var options = Ask("What is the weather in Oslo?");
        options.Tools.Add(ResponseTool.CreateFunctionTool("get_weather", BinaryData.FromString("""{"type":"object","properties":{"city":{"type":"string"}},"required":["city"]}"""), strictModeEnabled: false));
        ResponseResult response = await Client().CreateResponseAsync(options, cancel);
        var call = Assert.IsType<FunctionCallResponseItem>(Assert.Single(response.OutputItems));
        using var arguments = JsonDocument.Parse(call.FunctionArguments);
        Assert.Equal("Oslo", arguments.RootElement.GetProperty("city").GetString());

        ResponseItem[] items = [ResponseItem.CreateUserMessageItem("What is the weather in Oslo?"), call, ResponseItem.CreateFunctionCallOutputItem(call.CallId, "4 degrees, snow")];
        ResponseResult told = await Client().CreateResponseAsync(new CreateResponseOptions(Model, items) { Temperature = 0 }, cancel);
        Assert.Contains("4 degrees", told.GetOutputText(), StringComparison.Ordinal);
    }

    public async Task Responses_show_reasoning_as_an_item(CancellationToken cancel)
    {
        var options = Ask("What is 12 * 12 - 4?");
        options.ReasoningOptions = new ResponseReasoningOptions { ReasoningEffortLevel = ResponseReasoningEffortLevel.Low };
        ResponseResult response = await Client().CreateResponseAsync(options, cancel);
        var reasoning = Assert.IsType<ReasoningResponseItem>(response.OutputItems[0]);
        Assert.Contains("12 * 12 = 144", reasoning.GetSummaryText(), StringComparison.Ordinal);
        Assert.IsAssignableFrom<MessageResponseItem>(response.OutputItems[1]);
        Assert.True(response.Usage.OutputTokenDetails.ReasoningTokenCount > 0);
    }

    public async Task Responses_answer_in_a_schema(CancellationToken cancel)
    {
        var options = Ask("What is 6 * 7?");
        options.TextOptions = new ResponseTextOptions
        {
            TextFormat = ResponseTextFormat.CreateJsonSchemaFormat("sum", BinaryData.FromString("""{"type":"object","properties":{"result":{"type":"number"}},"required":["result"],"additionalProperties":false}""")),
        };
        ResponseResult response = await Client().CreateResponseAsync(options, cancel);
        using var document = JsonDocument.Parse(response.GetOutputText());
        Assert.Equal(42, document.RootElement.GetProperty("result").GetDouble());
    }

    public async Task A_response_that_reaches_its_limit_is_incomplete(CancellationToken cancel)
    {
        var options = Ask("Write 300 words about tea.");
        options.MaxOutputTokenCount = 16;
        ResponseResult response = await Client().CreateResponseAsync(options, cancel);
        Assert.Equal(ResponseStatus.Incomplete, response.Status);
        Assert.Equal(ResponseIncompleteStatusReason.MaxOutputTokens, response.IncompleteStatusDetails.Reason);
    }

    /// <summary>For a caller who is at its limit.</summary>
    public async Task CheckRateLimitAsync(CancellationToken cancel)
    {
        var error = await Assert.ThrowsAsync<ClientResultException>(() => Client().CreateResponseAsync(Ask("Hello"), cancel));
        Assert.Equal(429, error.Status);
    }
}

using System.ClientModel;
using System.ClientModel.Primitives;
using System.Text.Json;
using OpenAI;
using OpenAI.Chat;
using OpenAI.Embeddings;
using Xunit;

namespace Weir.Cli.Tests.OfficialClients;

/// <summary>What the official OpenAI client of .NET must be able to do: chat, embeddings and models.</summary>
public sealed class OpenAiClientSuite(Uri address, string key) : ClientChecks
{
    private const string Model = "weir-tiny";

    private static readonly BinaryData WeatherSchema = BinaryData.FromString(
        """{"type":"object","properties":{"city":{"type":"string"},"unit":{"type":"string","enum":["celsius","fahrenheit"]}},"required":["city","unit"],"additionalProperties":false}""");

    private ChatClient Chat(string model = Model, string? behavior = null) => new(model, new ApiKeyCredential(key), Options(behavior));

    private OpenAIClientOptions Options(string? behavior = null)
    {
        var options = new OpenAIClientOptions { Endpoint = new Uri(address, "/v1"), RetryPolicy = new ClientRetryPolicy(0) };
        if (behavior is not null)
            options.AddPolicy(new BehaviorPolicy(behavior), PipelinePosition.PerCall);
        return options;
    }

    public async Task Chat_answers_with_text_and_usage(CancellationToken cancel)
    {
        ChatCompletion completion = await Chat().CompleteChatAsync([ChatMessage.CreateUserMessage("What is 17 + 4 * 3?")], new ChatCompletionOptions { Temperature = 0 }, cancel);
        Assert.Contains("29", completion.Content[0].Text, StringComparison.Ordinal);
        Assert.Equal(ChatFinishReason.Stop, completion.FinishReason);
        Assert.Equal(ChatMessageRole.Assistant, completion.Role);
        Assert.True(completion.Usage.InputTokenCount > 0 && completion.Usage.OutputTokenCount > 0);
        Assert.Equal(completion.Usage.TotalTokenCount, completion.Usage.InputTokenCount + completion.Usage.OutputTokenCount);
    }

    public async Task Chat_streams_the_same_text(CancellationToken cancel)
    {
        ChatMessage[] messages = [ChatMessage.CreateSystemMessage("Be brief."), ChatMessage.CreateUserMessage("How do vaccines work?")];
        var options = new ChatCompletionOptions { Seed = 7 };
        ChatCompletion whole = await Chat().CompleteChatAsync(messages, options, cancel);
        var text = "";
        var chunks = 0;
        ChatTokenUsage? usage = null;
        ChatFinishReason? finish = null;
        await foreach (var update in Chat().CompleteChatStreamingAsync(messages, options, cancel))
        {
            chunks++;
            text += string.Concat(update.ContentUpdate.Select(c => c.Text));
            usage = update.Usage ?? usage;
            finish = update.FinishReason ?? finish;
        }

        Assert.Equal(whole.Content[0].Text, text);
        Assert.True(chunks > 3);
        Assert.Equal(ChatFinishReason.Stop, finish);
        Assert.Equal(whole.Usage.OutputTokenCount, usage?.OutputTokenCount);
    }

    public async Task Chat_stops_at_its_token_limit(CancellationToken cancel)
    {
        ChatCompletion completion = await Chat().CompleteChatAsync([ChatMessage.CreateUserMessage("Write 300 words about bread.")], new ChatCompletionOptions { MaxOutputTokenCount = 5 }, cancel);
        Assert.Equal(ChatFinishReason.Length, completion.FinishReason);
        Assert.Equal(5, completion.Usage.OutputTokenCount);
    }

    public async Task Chat_tells_log_probabilities(CancellationToken cancel)
    {
        var options = new ChatCompletionOptions { IncludeLogProbabilities = true, TopLogProbabilityCount = 5, Temperature = 0 };
        ChatCompletion completion = await Chat().CompleteChatAsync([ChatMessage.CreateUserMessage("Why is the sky blue?")], options, cancel);
        Assert.Equal(completion.Content[0].Text, string.Concat(completion.ContentTokenLogProbabilities.Select(p => p.Token)));
        Assert.All(completion.ContentTokenLogProbabilities, p =>
        {
            Assert.Equal(5, p.TopLogProbabilities.Count);
            Assert.Equal(p.Token, p.TopLogProbabilities[0].Token);
            Assert.True(p.LogProbability <= 1e-6);
        });
    }

    public async Task Chat_calls_a_tool_and_reads_its_result(CancellationToken cancel)
    {
        var tool = ChatTool.CreateFunctionTool("get_weather", "Current weather of a city", WeatherSchema);
        List<ChatMessage> messages = [ChatMessage.CreateUserMessage("What is the weather in Lisbon?")];
        ChatCompletion asked = await Chat().CompleteChatAsync(messages, new ChatCompletionOptions { Tools = { tool } }, cancel);
        Assert.Equal(ChatFinishReason.ToolCalls, asked.FinishReason);
        var call = Assert.Single(asked.ToolCalls);
        Assert.Equal("get_weather", call.FunctionName);
        using var arguments = JsonDocument.Parse(call.FunctionArguments);
        Assert.Equal("Lisbon", arguments.RootElement.GetProperty("city").GetString());

        messages.Add(ChatMessage.CreateAssistantMessage(asked));
        messages.Add(ChatMessage.CreateToolMessage(call.Id, "18 degrees and sunny"));
        ChatCompletion told = await Chat().CompleteChatAsync(messages, new ChatCompletionOptions { Tools = { tool }, Temperature = 0 }, cancel);
        Assert.Contains("18 degrees", told.Content[0].Text, StringComparison.Ordinal);
    }

    public async Task Chat_streams_tool_calls(CancellationToken cancel)
    {
        var options = new ChatCompletionOptions { Tools = { ChatTool.CreateFunctionTool("get_weather", "Current weather", WeatherSchema) }, ToolChoice = ChatToolChoice.CreateRequiredChoice() };
        var arguments = "";
        string? name = null, id = null;
        ChatFinishReason? finish = null;
        await foreach (var update in Chat().CompleteChatStreamingAsync([ChatMessage.CreateUserMessage("Rome, please.")], options, cancel))
        {
            foreach (var call in update.ToolCallUpdates)
            {
                (id, name) = (call.ToolCallId ?? id, call.FunctionName ?? name);
                arguments += call.FunctionArgumentsUpdate.ToString();
            }

            finish = update.FinishReason ?? finish;
        }

        Assert.Equal("get_weather", name);
        Assert.NotNull(id);
        using var document = JsonDocument.Parse(arguments);
        Assert.Contains(document.RootElement.GetProperty("unit").GetString(), new[] { "celsius", "fahrenheit" });
        Assert.Equal(ChatFinishReason.ToolCalls, finish);
    }

    public async Task Chat_answers_in_a_schema(CancellationToken cancel)
    {
        var schema = BinaryData.FromString("""{"type":"object","properties":{"answer":{"type":"integer"},"steps":{"type":"array","items":{"type":"string"},"minItems":1}},"required":["answer","steps"],"additionalProperties":false}""");
        var options = new ChatCompletionOptions { ResponseFormat = ChatResponseFormat.CreateJsonSchemaFormat("sum", schema, jsonSchemaIsStrict: true) };
        ChatCompletion completion = await Chat().CompleteChatAsync([ChatMessage.CreateUserMessage("What is 20 + 22?")], options, cancel);
        using var document = JsonDocument.Parse(completion.Content[0].Text);
        Assert.Equal(42, document.RootElement.GetProperty("answer").GetInt32());
        Assert.True(document.RootElement.GetProperty("steps").GetArrayLength() > 0);
    }

    public async Task Chat_shows_a_refusal(CancellationToken cancel)
    {
        ChatCompletion completion = await Chat().CompleteChatAsync([ChatMessage.CreateUserMessage("Tell me. [refuse]")], new ChatCompletionOptions(), cancel);
        Assert.False(string.IsNullOrEmpty(completion.Refusal));
    }

    public async Task Embeddings_have_length_one_and_tell_texts_apart(CancellationToken cancel)
    {
        var client = new EmbeddingClient("weir-embed", new ApiKeyCredential(key), Options());
        var embeddings = (await client.GenerateEmbeddingsAsync(["bread and butter", "butter and bread", "quantum field theory"], new EmbeddingGenerationOptions { Dimensions = 128 }, cancel)).Value;
        var vectors = embeddings.Select(e => e.ToFloats().ToArray()).ToArray();
        Assert.All(vectors, v =>
        {
            Assert.Equal(128, v.Length);
            Assert.Equal(1, v.Sum(x => x * x), 3);
        });
        Assert.True(Dot(vectors[0], vectors[1]) > Dot(vectors[0], vectors[2]) + 0.3);
        Assert.True(embeddings.Usage.InputTokenCount > 0);
    }

    public async Task Models_are_listed(CancellationToken cancel)
    {
        var models = await new OpenAIClient(new ApiKeyCredential(key), Options()).GetOpenAIModelClient().GetModelsAsync(cancel);
        Assert.Contains(models.Value, m => m.Id == Model);
    }

    public async Task An_unknown_model_is_a_404(CancellationToken cancel)
    {
        var error = await Assert.ThrowsAsync<ClientResultException>(() => Chat("no-such-model").CompleteChatAsync([ChatMessage.CreateUserMessage("Hello")], new ChatCompletionOptions(), cancel));
        Assert.Equal(404, error.Status);
    }

    public async Task An_invalid_parameter_is_a_400(CancellationToken cancel)
    {
        var error = await Assert.ThrowsAsync<ClientResultException>(() => Chat().CompleteChatAsync([ChatMessage.CreateUserMessage("Hello")], new ChatCompletionOptions { Temperature = 7 }, cancel));
        Assert.Equal(400, error.Status);
        Assert.Contains("temperature", error.Message, StringComparison.Ordinal);
    }

    public async Task A_stream_can_be_left_half_way(CancellationToken cancel)
    {
        using var leaving = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        var chunks = 0;
        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () =>
        {
            await foreach (var _ in Chat().CompleteChatStreamingAsync([ChatMessage.CreateUserMessage("Write 5000 words about rivers.")], new ChatCompletionOptions(), leaving.Token))
            {
                if (++chunks == 3)
                    await leaving.CancelAsync();
            }
        });
        Assert.InRange(chunks, 3, 200);
    }

    /// <summary>Needs a model that heeds the behaviour header; a gateway may strip it.</summary>
    public async Task CheckErrorsOnDemandAsync(int status, CancellationToken cancel)
    {
        var error = await Assert.ThrowsAsync<ClientResultException>(() => Chat(behavior: $"error={status}").CompleteChatAsync([ChatMessage.CreateUserMessage("Hello")], new ChatCompletionOptions(), cancel));
        Assert.Equal(status, error.Status);
    }

    /// <summary>For a caller who is at its limit.</summary>
    public async Task CheckRateLimitAsync(CancellationToken cancel)
    {
        var error = await Assert.ThrowsAsync<ClientResultException>(() => Chat().CompleteChatAsync([ChatMessage.CreateUserMessage("Hello")], new ChatCompletionOptions(), cancel));
        Assert.Equal(429, error.Status);
        Assert.Contains("Rate limit reached", error.Message, StringComparison.Ordinal);
        var headers = error.GetRawResponse()!.Headers;
        Assert.True(headers.TryGetValue("Retry-After", out var wait) && int.Parse(wait!, System.Globalization.CultureInfo.InvariantCulture) is >= 1 and <= 60, wait);
        Assert.True(headers.TryGetValue("x-ratelimit-remaining-requests", out var left) && left == "0", left);
    }

    private static double Dot(float[] a, float[] b) => a.Zip(b, (x, y) => (double)x * y).Sum();

    private sealed class BehaviorPolicy(string behavior) : PipelinePolicy
    {
        public override void Process(PipelineMessage message, IReadOnlyList<PipelinePolicy> pipeline, int currentIndex)
        {
            message.Request.Headers.Set("x-model-behavior", behavior);
            ProcessNext(message, pipeline, currentIndex);
        }

        public override ValueTask ProcessAsync(PipelineMessage message, IReadOnlyList<PipelinePolicy> pipeline, int currentIndex)
        {
            message.Request.Headers.Set("x-model-behavior", behavior);
            return ProcessNextAsync(message, pipeline, currentIndex);
        }
    }
}

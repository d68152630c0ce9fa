using Weir.Traffic.Dialects;
using Xunit;

namespace Weir.Traffic.Tests.Dialects;

public sealed class EndpointsTests
{
    [Theory]
    [InlineData("POST", "/v1/chat/completions", Dialect.OpenAiChat)]
    [InlineData("POST", "/chat/completions", Dialect.OpenAiChat)]
    [InlineData("POST", "/V1//Chat/Completions/", Dialect.OpenAiChat)]
    [InlineData("POST", "/v1beta/openai/chat/completions", Dialect.OpenAiChat)]
    [InlineData("POST", "/openai/deployments/gpt-x/chat/completions?api-version=2024-10-21", Dialect.OpenAiChat, "gpt-x")]
    [InlineData("POST", "/v1/completions", Dialect.OpenAiCompletions)]
    [InlineData("POST", "/v1/engines/old-1/completions", Dialect.OpenAiCompletions, "old-1")]
    [InlineData("POST", "/v1/responses", Dialect.OpenAiResponses)]
    [InlineData("POST", "/openai/v1/responses", Dialect.OpenAiResponses)]
    [InlineData("POST", "/v1/embeddings", Dialect.OpenAiEmbeddings)]
    [InlineData("GET", "/v1/models", Dialect.OpenAiModels)]
    [InlineData("GET", "/v1/models/org/model-7b", Dialect.OpenAiModels)]
    [InlineData("POST", "/v1/messages", Dialect.AnthropicMessages)]
    [InlineData("POST", "/v1/messages?beta=true", Dialect.AnthropicMessages)]
    [InlineData("POST", "/v1/messages/count_tokens", Dialect.AnthropicCountTokens)]
    [InlineData("POST", "/v1beta/models/g-1:generateContent", Dialect.GeminiGenerate, "g-1")]
    [InlineData("POST", "/v1alpha/models/g-1:generateContent?key=k", Dialect.GeminiGenerate, "g-1")]
    [InlineData("POST", "/v1/models/g-1:generateContent", Dialect.GeminiGenerate, "g-1")]
    [InlineData("POST", "/v1/projects/p/locations/l/publishers/google/models/g-1:generateContent", Dialect.GeminiGenerate, "g-1")]
    [InlineData("POST", "/v1beta/tunedModels/mine:generateContent", Dialect.GeminiGenerate, "mine")]
    [InlineData("POST", "/v1beta/models/e-1:embedContent", Dialect.GeminiEmbed, "e-1")]
    [InlineData("POST", "/v1beta/models/e-1:batchEmbedContents", Dialect.GeminiEmbed, "e-1")]
    [InlineData("POST", "/v1beta/models/g-1:countTokens", Dialect.GeminiCountTokens, "g-1")]
    [InlineData("GET", "/v1beta/models", Dialect.GeminiModels)]
    [InlineData("GET", "/v1beta/models/g-1", Dialect.GeminiModels)]
    [InlineData("GET", "/v1beta/openai/models", Dialect.OpenAiModels)]
    [InlineData("GET", "/v1/chat/completions", Dialect.Other)]
    [InlineData("POST", "/v1/models", Dialect.Other)]
    [InlineData("POST", "/v1/files", Dialect.Other)]
    [InlineData("POST", "/v1/audio/transcriptions", Dialect.Other)]
    [InlineData("POST", "/v1/messages/batches", Dialect.Other)]
    [InlineData("POST", "/v1/threads/t/messages", Dialect.Other)]
    [InlineData("POST", "/v1beta/models/g-1:predictLongRunning", Dialect.Other)]
    [InlineData("POST", "/", Dialect.Other)]
    [InlineData("POST", "", Dialect.Other)]
    public void A_path_names_its_dialect(string method, string path, Dialect dialect, string? model = null)
    {
        var endpoint = Endpoints.Recognize(method, path, anthropicHeaders: false);
        Assert.Equal(dialect, endpoint.Dialect);
        Assert.Equal(model, endpoint.PathModel);
    }

    [Fact]
    public void Models_are_told_apart_by_the_callers_headers()
    {
        Assert.Equal(Dialect.AnthropicModels, Endpoints.Recognize("GET", "/v1/models", anthropicHeaders: true).Dialect);
        Assert.Equal(Dialect.OpenAiModels, Endpoints.Recognize("GET", "/v1/models", anthropicHeaders: false).Dialect);
    }

    [Theory]
    [InlineData("/v1/responses/resp_1", Dialect.OpenAiResponses)]
    [InlineData("/v1/responses/resp_1?stream=true", Dialect.OpenAiResponses)]
    [InlineData("/v1/chat/completions/c_1", Dialect.OpenAiChat)]
    public void A_stored_answer_that_is_fetched_is_read_as_an_answer(string path, Dialect dialect)
    {
        var endpoint = Endpoints.Recognize("GET", path, anthropicHeaders: false);
        Assert.Equal((dialect, true), (endpoint.Dialect, endpoint.Fetches));
        Assert.True(RequestReader.TryRead(endpoint, default, out var reading, out _));
        Assert.Equal(AskFacts.None, reading!.Ask);
        Assert.Equal(Dialect.Other, Endpoints.Recognize("GET", "/v1/responses/resp_1/input_items", false).Dialect);
    }

    [Fact]
    public void A_gemini_stream_says_so_in_its_path_and_its_form_in_the_query()
    {
        Assert.True(Paths.StreamSse is { PathStreams: true, PathSse: true });
        Assert.True(Paths.StreamArray is { PathStreams: true, PathSse: false });
        Assert.True(Paths.Generate is { PathStreams: false, PathSse: false });
        Assert.True(Endpoints.Recognize("POST", "/v1beta/models/g:streamGenerateContent?key=1&alt=sse", false).PathSse);
    }

    [Theory]
    [InlineData("/v1/audio/speech", false, Provider.OpenAi)]
    [InlineData("/v1/messages/batches", false, Provider.Anthropic)]
    [InlineData("/v1/files", true, Provider.Anthropic)]
    [InlineData("/v1beta/cachedContents", false, Provider.Gemini)]
    [InlineData("/v1beta/openai/files", false, Provider.OpenAi)]
    public void An_unknown_path_still_belongs_to_a_provider(string path, bool anthropic, Provider provider) =>
        Assert.Equal(provider, Endpoints.Recognize("POST", path, anthropic).Provider);

    [Theory]
    [InlineData("POST", "/v1/files", false, BatchPart.OpenAiUpload)]
    [InlineData("POST", "/v1/files", true, BatchPart.None)]
    [InlineData("GET", "/v1/files/file-1/content", false, BatchPart.OpenAiContent)]
    [InlineData("GET", "/v1/files/file-1", false, BatchPart.None)]
    [InlineData("POST", "/v1/messages/batches", true, BatchPart.AnthropicCreate)]
    [InlineData("GET", "/v1/messages/batches/b/results", true, BatchPart.AnthropicResults)]
    [InlineData("GET", "/v1/messages/batches/b", true, BatchPart.None)]
    [InlineData("POST", "/v1/chat/completions", false, BatchPart.None)]
    public void Parts_of_batches_are_known_by_their_paths(string method, string path, bool anthropic, BatchPart part) =>
        Assert.Equal(part, Endpoints.Batch(method, path, anthropic));
}

using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using Weir.Drill.Model.Text;

namespace Weir.Cli.Lab;

/// <summary>Takes answers from a model through a gateway, as somebody would who wants to train on them.</summary>
internal static class Harvest
{
    private const int AtOnce = 8;
    private const int MostTokens = 400;

    /// <returns>The answers; null where none could be had, which has been told.</returns>
    public static async Task<IReadOnlyList<string>?> TakeAsync(Terminal terminal, Uri gateway, string model, string? credentialVariable, int count, CancellationToken cancellation)
    {
        using var client = new HttpClient { BaseAddress = gateway, Timeout = TimeSpan.FromMinutes(5) };
        if (credentialVariable is not null && Environment.GetEnvironmentVariable(credentialVariable) is { Length: > 0 } secret)
            client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", secret);
        var questions = Corpus.Read().Select(static passage => passage.Question).Where(static question => question.Length > 0).Distinct(StringComparer.Ordinal).ToArray();
        var answers = new string?[count];
        string? fault = null;
        await Parallel.ForEachAsync(Enumerable.Range(0, count), new ParallelOptions { MaxDegreeOfParallelism = AtOnce, CancellationToken = cancellation }, async (number, token) =>
        {
            if (fault is not null)
                return;
            try
            {
                var question = questions[number % questions.Length];
                using var answer = await client.PostAsJsonAsync("/v1/chat/completions", new { model, seed = number, temperature = 1.0, max_tokens = MostTokens, messages = new[] { new { role = "user", content = question } } }, token);
                if (!answer.IsSuccessStatusCode)
                {
                    fault = $"{gateway} answered {(int)answer.StatusCode}";
                    return;
                }

                using var json = JsonDocument.Parse(await answer.Content.ReadAsStreamAsync(token));
                answers[number] = json.RootElement.GetProperty("choices")[0].GetProperty("message").GetProperty("content").GetString();
            }
            catch (Exception broken) when (broken is HttpRequestException or JsonException or KeyNotFoundException or InvalidOperationException)
            {
                fault = $"{gateway} gives no answers: {broken.Message}";
            }
        });
        if (fault is null)
            return [.. answers.OfType<string>().Where(static answer => answer.Length > 0)];
        terminal.Fail(fault);
        return null;
    }
}

using System.Net;
using Weir.Console.Tests.Running;
using Xunit;

namespace Weir.Console.Tests.Pages;

/// <summary>HEAD: what watches whether a page is there asks so.</summary>
public sealed class Asked_without_a_body(Storied story)
{
    [Theory]
    [InlineData("/", HttpStatusCode.OK)]
    [InlineData("/accounts", HttpStatusCode.OK)]
    [InlineData("/ledger/1", HttpStatusCode.OK)]
    [InlineData("/nothing/here", HttpStatusCode.NotFound)]
    public async Task A_page_answers_as_it_would_and_sends_nothing(string path, HttpStatusCode status)
    {
        using var http = new HttpClient { BaseAddress = new Uri(story.Address) };
        using var asked = new HttpRequestMessage(HttpMethod.Head, path);
        using var answer = await http.SendAsync(asked, TestContext.Current.CancellationToken);
        Assert.Equal(status, answer.StatusCode);
        Assert.Equal("text/html", answer.Content.Headers.ContentType?.MediaType);
        Assert.StartsWith("default-src 'none'", answer.Headers.GetValues("Content-Security-Policy").Single(), StringComparison.Ordinal);
        Assert.Empty(await answer.Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task What_a_form_does_is_not_done_by_asking()
    {
        using var http = new HttpClient { BaseAddress = new Uri(story.Address) };
        using var asked = new HttpRequestMessage(HttpMethod.Head, "/accounts/-/export");
        using var answer = await http.SendAsync(asked, TestContext.Current.CancellationToken);
        Assert.False(answer.IsSuccessStatusCode);
    }
}

using System.Net;

namespace Weir.Ledger.Files;

/// <summary>A ledger that is served over HTTP, as C2SP tlog-tiles lays down.</summary>
/// <param name="http">Its time limit, headers and lifetime are the caller's.</param>
/// <param name="prefix">Everything before <c>/checkpoint</c>.</param>
public sealed class WebSource(HttpClient http, Uri prefix) : ILedgerSource
{
    /// <summary>A full bundle of the largest entries has 16 MB; nothing else comes near it.</summary>
    private const long Largest = 17 << 20;

    private readonly string _prefix = prefix.AbsoluteUri.TrimEnd('/') + "/";

    public string Name => _prefix.TrimEnd('/');

    public async ValueTask<byte[]?> ReadAsync(string path, CancellationToken cancellation)
    {
        try
        {
            using var answer = await http.GetAsync(new Uri(_prefix + path), HttpCompletionOption.ResponseHeadersRead, cancellation);
            if (answer.StatusCode is HttpStatusCode.NotFound or HttpStatusCode.Gone)
                return null;
            if (!answer.IsSuccessStatusCode)
                throw new IOException($"{_prefix}{path} answers {(int)answer.StatusCode}");
            await answer.Content.LoadIntoBufferAsync(Largest, cancellation);
            return await answer.Content.ReadAsByteArrayAsync(cancellation);
        }
        catch (HttpRequestException broken)
        {
            throw new IOException($"{_prefix}{path} cannot be read: {broken.Message}", broken);
        }
        catch (OperationCanceledException late) when (!cancellation.IsCancellationRequested)
        {
            throw new IOException($"{_prefix}{path} does not answer in time", late);
        }
    }
}

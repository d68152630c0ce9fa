using Microsoft.Extensions.Logging;
using Weir.Detection;
using Weir.Sharing;
using Weir.Traffic;

namespace Weir.Gateway.Findings;

/// <summary>
/// Indicators that others shared, as <c>weir indicators import</c> left them in the data folder: read at the start and again when the folder has changed and kept still between two looks. They add to the
/// evidence of accounts that have some of their own, and move nobody to <c>act</c>. Networks are not compared: the journal holds them under this installation's own key, which no group shares.
/// One thread at a time.
/// </summary>
internal sealed class ToldByOthers(string data, ILogger log)
{
    private readonly string _folder = Path.Combine(data, ImportedBundle.Folder);
    private IndicatorBook? _book;
    private (int Files, long Newest, long Bytes) _read;
    private (int Files, long Newest, long Bytes) _seen;

    public int Indicators => _book?.Count ?? 0;

    /// <param name="atOnce">At the start there is nothing to wait for.</param>
    public void Look(bool atOnce)
    {
        try
        {
            var files = Directory.Exists(_folder) ? new DirectoryInfo(_folder).GetFiles("*.json") : [];
            var stamp = (files.Length, files.Length == 0 ? 0 : files.Max(static file => file.LastWriteTimeUtc.Ticks), files.Sum(static file => file.Length));
            var still = stamp == _seen || atOnce;
            _seen = stamp;
            if (stamp == _read || !still)
                return;
            Read(files);
            _read = stamp;
        }
        catch (Exception refused) when (refused is IOException or UnauthorizedAccessException)
        {
            // What was in force stays, until the folder can be read or looks otherwise.
            if (_read != _seen)
                log.IndicatorsUnreadable(_folder, refused.Message);
            _read = _seen;
        }
    }

    public void Observe(Exchange exchange) => _book?.Observe(exchange);

    public Finding Raise(Finding finding) => _book?.Raise(finding) ?? finding;

    public double Adds(string account, double evidence, DateTimeOffset now) => _book?.Adds(account, evidence, now) ?? 0;

    private void Read(FileInfo[] files)
    {
        var read = new List<TrustedIndicators>();
        foreach (var file in files.OrderBy(static file => file.Name, StringComparer.Ordinal).Take(ImportedBundle.MostFiles))
        {
            // One that is broken costs the others nothing. In base64 a bundle is a third longer.
            if (file.Length > StixReading.LargestBundle * 2L)
                log.IndicatorsBroken(file.Name, "is too long");
            else if (ImportedBundle.Read(File.ReadAllBytes(file.FullName), out var fault) is { } found)
                read.AddRange(found);
            else
                log.IndicatorsBroken(file.Name, fault);
        }

        if (read.Count > 0 || _book is not null)
            log.IndicatorsRead(read.Count, files.Length);
        _book = read.Count == 0 ? null : new IndicatorBook(read, static _ => null);
    }
}

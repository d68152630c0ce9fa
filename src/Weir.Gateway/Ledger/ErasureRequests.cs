using System.Text.Json;
using Microsoft.Extensions.Logging;
using Weir.Gateway.Configuration;
using Weir.Gateway.Storage;
using Weir.Ledger.Files;

namespace Weir.Gateway.Ledger;

/// <summary>An account that somebody wants erased.</summary>
public sealed record ErasureRequest(string Account, string By, string Reason, DateTimeOffset Time);

/// <summary>
/// Accounts that were asked to be erased while a gateway ran. Their keys open no more from that moment; what is stored of them goes at the
/// next start, before anything reads it: a running gateway writes to the same files, and holds in memory what was learned from them.
/// </summary>
internal sealed partial class ErasureRequests(DataFolder data, ILogger<ErasureRequests> log)
{
    private const string Name = "erasures.jsonl";

    private readonly string _path = Path.Combine(data.Path, Name);
    private readonly Lock _gate = new();

    public IReadOnlyList<ErasureRequest> Pending
    {
        get
        {
            lock (_gate)
                return Read(_path);
        }
    }

    /// <summary>Keeps the request. Throws what the disk throws; then it was not taken.</summary>
    public void Add(ErasureRequest request)
    {
        lock (_gate)
            Write(_path, [.. Read(_path).Where(other => !string.Equals(other.Account, request.Account, StringComparison.Ordinal)), request]);
    }

    /// <summary>At the start, before anything reads the data folder or writes to the ledger. What cannot be done now stays, and is told.</summary>
    public async Task RunAsync(LedgerConfig config, TimeProvider time)
    {
        if (!File.Exists(_path))
            return;
        try
        {
            LedgerLog? ledger = null;
            if (config.Enabled || File.Exists(Path.Combine(data.LedgerPath, LedgerFiles.Checkpoint)))
            {
                var (key, fault) = new LedgerKeyFile(Path.Combine(data.Path, LedgerKeyFile.Name)).Open(data.LedgerPath, config.Name);
                var (opened, report) = key is null ? default : await LedgerLog.OpenAsync(data.LedgerPath, key, CancellationToken.None);
                if (opened is null)
                {
                    // An erasure that no entry tells of would look like damage.
                    NotErased(fault ?? report.Faults[0].ToString());
                    return;
                }

                ledger = opened;
            }

            foreach (var request in Read(_path))
            {
                var erased = await new AccountRecords(data.Path, request.Account).EraseAsync(ledger, time, CancellationToken.None);
                Erased(erased.JournalLines, erased.Payloads);
            }
        }
        catch (Exception refused) when (refused is IOException or UnauthorizedAccessException)
        {
            NotErased(refused.Message);
        }
    }

    /// <summary>The account is erased: nothing waits any more.</summary>
    public static void Forget(string dataFolder, string account)
    {
        var path = Path.Combine(dataFolder, Name);
        if (File.Exists(path))
            Write(path, [.. Read(path).Where(request => !string.Equals(request.Account, account, StringComparison.Ordinal))]);
    }

    private static List<ErasureRequest> Read(string path)
    {
        var requests = new List<ErasureRequest>();
        foreach (var line in File.Exists(path) ? File.ReadAllLines(path) : [])
        {
            if (line.Length > 0 && JsonSerializer.Deserialize<ErasureRequest>(line) is { } request)
                requests.Add(request);
        }

        return requests;
    }

    private static void Write(string path, IReadOnlyList<ErasureRequest> requests)
    {
        if (requests.Count == 0)
            DurableFile.Delete(path);
        else
            DurableFile.Replace(path, System.Text.Encoding.UTF8.GetBytes(string.Concat(requests.Select(static request => JsonSerializer.Serialize(request) + "\n"))));
    }

    [LoggerMessage(7441, LogLevel.Information, "An account was erased, as was asked for: {Lines} journal lines, {Payloads} payloads")]
    private partial void Erased(long lines, int payloads);

    [LoggerMessage(7442, LogLevel.Error, "Accounts wait to be erased, and cannot be before the next start: {Reason}")]
    private partial void NotErased(string reason);
}

using Microsoft.Extensions.Logging;
using Weir.Gateway.Configuration;
using Weir.Ledger.Files;
using Weir.Ledger.Signing;
using Weir.Ledger.Witnesses;

namespace Weir.Gateway.Ledger;

/// <summary>
/// Asks the configured witnesses to sign the newest checkpoint whenever the ledger has grown, at most every few seconds, and keeps the
/// newest checkpoint that some of them signed. Off every path; a witness that does not answer is told of and asked again.
/// </summary>
internal sealed partial class LedgerWitnesses : IAsyncDisposable
{
    private static readonly TimeSpan AskEvery = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    private readonly GatewayLedger _ledger;
    private readonly TimeProvider _time;
    private readonly ILogger _log;
    private readonly HttpClient _http = new() { Timeout = Patience };
    private readonly CancellationTokenSource _stop = new();
    private readonly List<WitnessClient> _witnesses = [];
    private readonly Dictionary<string, string> _faults = new(StringComparer.Ordinal);
    private readonly WitnessedFiles? _files;
    private Task? _loop;
    private volatile Checkpoint? _newest;

    public LedgerWitnesses(GatewayLedger ledger, ConfigSource config, TimeProvider time, ILogger<LedgerWitnesses> log)
    {
        (_ledger, _time, _log) = (ledger, time, log);
        if (ledger.Writer is null)
            return;
        var source = new FolderSource(ledger.Folder);
        foreach (var witness in config.Current.Ledger.Witnesses)
            _witnesses.Add(new WitnessClient(witness, source, _http));
        _files = new WitnessedFiles(ledger.Folder);
        if (_witnesses.Count > 0)
            _newest = _files.Read(ledger.Key!);
    }

    /// <summary>The newest checkpoint that witnesses signed; null where none did.</summary>
    public Checkpoint? Newest => _newest;

    public void Start()
    {
        if (_witnesses.Count > 0)
            _loop = LoopAsync();
    }

    private async Task LoopAsync()
    {
        using var timer = new PeriodicTimer(AskEvery, _time);
        try
        {
            do
            {
                if (_ledger.Writer?.Checkpoint is { } checkpoint && checkpoint.Size > (_newest?.Size ?? -1))
                    await AskAsync(checkpoint, _stop.Token);
            }
            while (await timer.WaitForNextTickAsync(_stop.Token));
        }
        catch (OperationCanceledException)
        {
            // The program ends.
        }
    }

    /// <summary>Asks all of them for one checkpoint, and keeps it with what they signed.</summary>
    public async Task AskAsync(Checkpoint checkpoint, CancellationToken cancellation)
    {
        try
        {
            var answers = await Task.WhenAll(_witnesses.Select(witness => AskAsync(witness, checkpoint, cancellation)));
            var signatures = answers.OfType<NoteSignature>().ToList();
            if (signatures.Count == 0)
                return;
            var signed = checkpoint.With(signatures);
            _files!.Keep(signed, _witnesses.Select(static client => client.Witness.Key));
            _newest = signed;
        }
        catch (Exception refused) when (refused is IOException or UnauthorizedAccessException)
        {
            NotKept(refused.Message);
        }
    }

    private async Task<NoteSignature?> AskAsync(WitnessClient client, Checkpoint checkpoint, CancellationToken cancellation)
    {
        var answer = await client.AskAsync(checkpoint, cancellation);
        Tell(client.Witness.Key.Name, answer.Fault);
        return answer.Cosignature;
    }

    private void Tell(string witness, string? fault)
    {
        lock (_faults)
        {
            if (string.Equals(_faults.GetValueOrDefault(witness), fault, StringComparison.Ordinal))
                return;
            if (fault is null)
            {
                _faults.Remove(witness);
                Signed(witness);
            }
            else
            {
                _faults[witness] = fault;
                NotSigned(witness, fault);
            }
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        if (_loop is not null)
            await _loop;
        _http.Dispose();
        _stop.Dispose();
    }

    [LoggerMessage(7431, LogLevel.Warning, "The witness {Witness} did not sign; it is asked again: {Fault}")]
    private partial void NotSigned(string witness, string fault);

    [LoggerMessage(7432, LogLevel.Information, "The witness {Witness} signs again")]
    private partial void Signed(string witness);

    [LoggerMessage(7433, LogLevel.Warning, "Signatures of witnesses could not be kept: {Reason}")]
    private partial void NotKept(string reason);
}

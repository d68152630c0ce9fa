using System.CommandLine;
using System.Text;
using Weir.Cli.Keys;
using Weir.Ledger.Files;
using Weir.Ledger.Signing;

namespace Weir.Cli.Ledger;

/// <summary><c>weir ledger</c>: reads and verifies a ledger, from its files or from its address, and trusts neither.</summary>
internal static class LedgerCommands
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    public static Command Create(Terminal terminal) => new("ledger", "Verify the ledger of decisions, show entries, prove that they stand in it.")
    {
        VerifyCommand.Create(terminal),
        ShowCommand.Create(terminal),
        ProveCommand.Create(terminal),
        ConsistencyCommand.Create(terminal),
    };

    /// <summary>The options by which every command says which ledger it means.</summary>
    public sealed class Place
    {
        private readonly Option<string> _data = KeyCommands.DataOption();
        private readonly Option<Uri> _url = new("--url") { Description = "The address at which a ledger is served, in place of a data folder.", CustomParser = static result =>
        {
            if (Uri.TryCreate(result.Tokens[0].Value, UriKind.Absolute, out var url) && url.Scheme is "http" or "https")
                return url;
            result.AddError("--url takes an http or https address.");
            return null;
        } };
        private readonly Option<string> _key = new("--key") { Description = "The ledger's public key, from somewhere else than the ledger itself." };

        public IEnumerable<Option> Options => [_data, _url, _key];

        /// <summary>Runs a command over the ledger that was meant; what cannot be read becomes one sentence.</summary>
        public async Task<int> RunAsync(ParseResult parsed, Terminal terminal, Func<OpenLedger, Task<int>> work, CancellationToken cancellation)
        {
            if (!Ed25519.IsAvailable)
                return terminal.Fail(Ed25519.Missing + ".");
            VerifierKey? key = null;
            if (parsed.GetValue(_key) is { } text && !VerifierKey.TryParse(text, out key))
                return terminal.Fail("--key takes a public key as `weir ledger verify` prints it: name+id+base64.");
            using var http = new HttpClient { Timeout = Patience };
            var folder = parsed.GetValue(_url) is null ? FolderOf(parsed.GetValue(_data)!) : null;
            ILedgerSource source = parsed.GetValue(_url) is { } url ? new WebSource(http, url) : new FolderSource(folder!);
            try
            {
                if (folder is not null && !Directory.Exists(folder))
                    return terminal.Fail($"There is no ledger in '{folder}'.");
                var own = key is null;
                key ??= await source.ReadKeyAsync(cancellation);
                if (key is null && folder is null)
                    return terminal.Fail("A ledger that is read from an address needs --key.");
                return await work(new OpenLedger(source, folder, DataAround(folder, parsed.GetValue(_data)!), key, own));
            }
            catch (IOException unreadable)
            {
                return terminal.Fail(unreadable.Message, ExitCodes.Broken);
            }
        }

        private static string? DataAround(string? ledger, string data) => ledger is null || string.Equals(ledger, data, StringComparison.Ordinal) ? null : data;

        /// <summary>A data folder, or the folder of a ledger itself.</summary>
        private static string FolderOf(string data) => File.Exists(Path.Combine(data, LedgerFiles.Checkpoint)) ? data : Path.Combine(data, "ledger");
    }

    /// <param name="Folder">Null where it is read from an address.</param>
    /// <param name="Data">The data folder around it; null where there is none.</param>
    /// <param name="OwnKey">The key is the one that the ledger names itself.</param>
    public sealed record OpenLedger(ILedgerSource Source, string? Folder, string? Data, VerifierKey? Key, bool OwnKey)
    {
        /// <summary>The newest checkpoint, signed by the key; a sentence where there is none.</summary>
        public async Task<(Checkpoint? Checkpoint, string? Fault)> CheckpointAsync(CancellationToken cancellation)
        {
            if (await Source.ReadAsync(LedgerFiles.Checkpoint, cancellation) is not { } bytes || !Checkpoint.TryParse(bytes, out var checkpoint))
                return (null, $"{Source.Name} has no checkpoint.");
            return Key is not null && checkpoint.IsOf(Key) ? (checkpoint, null) : (null, $"The checkpoint of {Source.Name} is not signed by its key.");
        }
    }

    /// <summary>A checkpoint from a file that somebody kept.</summary>
    public static Checkpoint? Read(string path, Terminal terminal)
    {
        try
        {
            if (Checkpoint.TryParse(File.ReadAllBytes(path), out var checkpoint))
                return checkpoint;
            terminal.Fail($"'{path}' is no checkpoint.");
        }
        catch (Exception unreadable) when (unreadable is IOException or UnauthorizedAccessException)
        {
            terminal.Fail($"'{path}' cannot be read: {unreadable.Message}");
        }

        return null;
    }

    public static string Text(ReadOnlyMemory<byte> bytes) => SafeText.Of(Encoding.UTF8.GetString(bytes.Span));
}

using System.Buffers;
using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using Weir.Gateway.Storage;

namespace Weir.Gateway.Admission;

/// <summary>What an operator asks of a new key.</summary>
public sealed record NewKey(string Account)
{
    public string? Organization { get; init; }
    public string? Name { get; init; }
    public IReadOnlyList<string>? Models { get; init; }
    public TimeSpan? ExpiresIn { get; init; }
}

/// <summary>The outcome of a change: a fault, or the record and, for a new secret, the key that is shown this once.</summary>
public sealed record KeyChange(KeyRecord? Record, string? Key, string? Fault)
{
    [MemberNotNullWhen(false, nameof(Record))]
    public bool Failed => Fault is not null;
}

/// <summary>
/// <c>keys.jsonl</c> in the data folder: every change to a key, appended and synced to disk before it is called done. Written by
/// the command line beside a running gateway, which reads it through <see cref="KeyRing"/>. Readable by its owner only,
/// although it holds hashes of 256-bit secrets and nothing else to steal.
/// </summary>
public sealed class KeyFile(string dataFolder, TimeProvider time)
{
    internal const string Name = "keys.jsonl";
    internal const string LockName = Name + LockSuffix;
    private const string LockSuffix = ".lock";
    private const int LockTries = 100;

    public string Path { get; } = System.IO.Path.Combine(dataFolder, Name);

    public KeyBook Read() => Read(KeyBook.Empty);

    internal KeyBook Read(KeyBook before) => File.Exists(Path) ? KeyEvents.Fold(ReadBytes().Span, before) : KeyBook.Empty;

    /// <summary>The events as they stand, one a line; a last line that is not whole is not among them.</summary>
    internal IEnumerable<byte[]> ReadLines()
    {
        var rest = File.Exists(Path) ? ReadBytes() : default;
        while (rest.Span.IndexOf((byte)'\n') is >= 0 and var end)
        {
            if (end > 0)
                yield return rest[..end].ToArray();
            rest = rest[(end + 1)..];
        }
    }

    private ReadOnlyMemory<byte> ReadBytes()
    {
        using var file = new FileStream(Path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        var bytes = new byte[file.Length];
        // Whatever is appended while this reads is found at the next look.
        var read = file.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false);
        return bytes.AsMemory(0, read);
    }

    public async Task<KeyChange> CreateAsync(NewKey wanted, CancellationToken cancellation)
    {
        var id = KeyText.NewId();
        var key = KeyText.NewKey(id);
        var now = time.GetUtcNow();
        var record = new KeyRecord
        {
            Id = id,
            Account = wanted.Account,
            Organization = wanted.Organization,
            Name = wanted.Name,
            Models = wanted.Models is { Count: > 0 } models ? models : null,
            Created = now,
            Expires = now + wanted.ExpiresIn,
            Secret = SecretOf(key),
        };
        return await ChangeAsync(key, (_, line) =>
        {
            KeyEvents.WriteCreate(line, record);
            return (record, null);
        }, cancellation);
    }

    /// <summary>A new secret under the same id. The one before opens for <paramref name="overlap"/> more; any older one no longer.</summary>
    public async Task<KeyChange> RotateAsync(string id, TimeSpan overlap, CancellationToken cancellation)
    {
        var key = KeyText.NewKey(id);
        var now = time.GetUtcNow();
        return await ChangeAsync(key, (book, line) =>
        {
            if (Usable(book, id) is { } fault)
                return (null, fault);
            var record = book.Find(id)!;
            var secret = SecretOf(key);
            KeyEvents.WriteRotate(line, id, now, secret, now + overlap);
            return (record with { Previous = record.Secret, Secret = secret, Rotated = now, OverlapUntil = now + overlap }, null);
        }, cancellation);
    }

    public async Task<KeyChange> RevokeAsync(string id, CancellationToken cancellation)
    {
        var now = time.GetUtcNow();
        return await ChangeAsync(null, (book, line) =>
        {
            if (Usable(book, id) is { } fault)
                return (null, fault);
            KeyEvents.WriteRevoke(line, id, now);
            return (book.Find(id)! with { Revoked = now }, null);
        }, cancellation);
    }

    private static string? Usable(KeyBook book, string id) => book.Find(id) switch
    {
        null => $"There is no key with the id '{id}'.",
        { Revoked: not null } => $"The key '{id}' has been revoked.",
        _ => null,
    };

    private static KeySecret SecretOf(string key)
    {
        var hash = new byte[SHA256.HashSizeInBytes];
        KeyText.Hash(key, hash);
        return new KeySecret(hash);
    }

    private async Task<KeyChange> ChangeAsync(string? key, Func<KeyBook, IBufferWriter<byte>, (KeyRecord?, string?)> change, CancellationToken cancellation)
    {
        try
        {
            // Keys may be made before the gateway's first start.
            if (!Directory.Exists(dataFolder))
                CreateFolder();
            // A lock file of its own: a lock on the file itself would keep the gateway from reading it.
            await using var turn = await TakeTurnAsync(cancellation);
            if (turn is null)
                return new KeyChange(null, null, $"Another program is changing keys in '{dataFolder}'.");
            var line = new ArrayBufferWriter<byte>();
            var (record, fault) = change(Read(), line);
            if (fault is not null)
                return new KeyChange(null, null, fault);
            await AppendAsync(line.WrittenMemory, cancellation);
            return new KeyChange(record, key, null);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return new KeyChange(null, null, $"Keys cannot be written to '{Path}': {e.Message}");
        }
    }

    private void CreateFolder()
    {
        if (OperatingSystem.IsWindows())
            Directory.CreateDirectory(dataFolder);
        else
            Directory.CreateDirectory(dataFolder, DurableFile.PrivateFolder);
    }

    private async Task AppendAsync(ReadOnlyMemory<byte> line, CancellationToken cancellation)
    {
        var isNew = !File.Exists(Path);
        await using var file = new FileStream(Path, DurableFile.Options(FileMode.OpenOrCreate, FileAccess.ReadWrite));
        // A line that a crash tore is ended here, so that it cannot swallow the one that follows.
        if (file.Length > 0)
        {
            file.Seek(-1, SeekOrigin.End);
            if (file.ReadByte() != '\n')
                line = (byte[])[(byte)'\n', .. line.Span];
        }

        file.Seek(0, SeekOrigin.End);
        await file.WriteAsync(line, cancellation);
        file.Flush(flushToDisk: true);
        if (isNew)
            DurableFile.SyncFolder(dataFolder);
    }

    private async Task<FileStream?> TakeTurnAsync(CancellationToken cancellation)
    {
        for (var tries = 0; tries < LockTries; tries++)
        {
            try
            {
                var options = DurableFile.Options(FileMode.OpenOrCreate, FileAccess.ReadWrite);
                options.Share = FileShare.None;
                return new FileStream(Path + LockSuffix, options);
            }
            catch (IOException) when (File.Exists(Path + LockSuffix))
            {
                await Task.Delay(TimeSpan.FromMilliseconds(20), TimeProvider.System, cancellation);
            }
        }

        return null;
    }
}

using System.IO.Compression;
using System.Security.Cryptography;
using System.Text.Json;

namespace Weir.Cli.EvidencePacks;

/// <summary>The zip of a pack: files, a manifest of their SHA-256 at the end, and behind it all a seal over every byte before.</summary>
internal sealed class PackFile : IDisposable
{
    public const string Manifest = "manifest.json";

    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true, Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private readonly ZipArchive _zip;
    private readonly SealedStream _sealed;
    private readonly DateTimeOffset _made;
    private readonly SortedDictionary<string, string> _hashes = new(StringComparer.Ordinal);

    public PackFile(Stream output, DateTimeOffset made)
    {
        (_sealed, _made) = (new SealedStream(output), made);
        // The seal takes the comment's place: a zip ends in its comment.
        _zip = new ZipArchive(_sealed, ZipArchiveMode.Create, leaveOpen: true) { Comment = PackSeal.Empty };
    }

    public IReadOnlyDictionary<string, string> Hashes => _hashes;

    public void Add(string name, ReadOnlySpan<byte> bytes)
    {
        Put(name, bytes);
        _hashes.Add(name, Convert.ToHexStringLower(SHA256.HashData(bytes)));
    }

    public void AddJson<T>(string name, T value) => Add(name, JsonSerializer.SerializeToUtf8Bytes(value, Indented));

    /// <summary>The last file. Returns its hash, which stands for the whole pack.</summary>
    public string Finish(string version)
    {
        var manifest = JsonSerializer.SerializeToUtf8Bytes(new { weir_evidence = 1, made = _made.UtcDateTime, weir = version, sha256 = _hashes }, Indented);
        Put(Manifest, manifest);
        return Convert.ToHexStringLower(SHA256.HashData(manifest));
    }

    private void Put(string name, ReadOnlySpan<byte> bytes)
    {
        var entry = _zip.CreateEntry(name, CompressionLevel.Optimal);
        entry.LastWriteTime = _made.ToUniversalTime();
        using var stream = entry.Open();
        stream.Write(bytes);
    }

    public void Dispose()
    {
        _zip.Dispose();
        _sealed.Dispose();
    }
}

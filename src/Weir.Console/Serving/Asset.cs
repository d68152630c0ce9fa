using System.IO.Compression;
using System.Reflection;
using System.Security.Cryptography;

namespace Weir.Console.Serving;

/// <summary>A file that the program carries within itself. Its address holds a hash of its bytes, so browsers may keep it for ever.</summary>
internal sealed class Asset
{
    private readonly Lazy<byte[]> _brotli;
    private readonly Lazy<byte[]> _gzip;

    private Asset(string name, byte[] bytes)
    {
        Bytes = bytes;
        var dot = name.LastIndexOf('.');
        var extension = name[dot..];
        // Styles name fonts by a hash that the bundler put there.
        Path = extension is ".woff2" ? "/assets/" + name : $"/assets/{name[..dot]}.{Convert.ToHexStringLower(SHA256.HashData(bytes))[..12]}{extension}";
        ContentType = extension switch
        {
            ".js" => "text/javascript; charset=utf-8",
            ".css" => "text/css; charset=utf-8",
            ".svg" => "image/svg+xml",
            ".woff2" => "font/woff2",
            ".txt" => "text/plain; charset=utf-8",
            _ => "application/octet-stream",
        };
        IsCompressed = extension is ".woff2";
        _brotli = new(() => Pack(static stream => new BrotliStream(stream, new BrotliCompressionOptions { Quality = 9 }, leaveOpen: true)));
        _gzip = new(() => Pack(static stream => new GZipStream(stream, CompressionLevel.Optimal, leaveOpen: true)));
    }

    public string Path { get; }
    public string ContentType { get; }
    public byte[] Bytes { get; }
    /// <summary>Small already: packing it again gains nothing.</summary>
    public bool IsCompressed { get; }

    public ReadOnlyMemory<byte> Brotli => _brotli.Value;
    public ReadOnlyMemory<byte> Gzip => _gzip.Value;

    /// <summary>By name, all that the assembly carries.</summary>
    public static IReadOnlyDictionary<string, Asset> All { get; } = ReadAll(typeof(Asset).Assembly);

    /// <summary>The address of a file by its plain name, such as <c>console.js</c>.</summary>
    public static string PathOf(string name) => All[name].Path;

    private static Dictionary<string, Asset> ReadAll(Assembly assembly)
    {
        const string Folder = "assets/";
        var all = new Dictionary<string, Asset>(StringComparer.Ordinal);
        foreach (var resource in assembly.GetManifestResourceNames().Where(static name => name.StartsWith(Folder, StringComparison.Ordinal)))
        {
            using var stream = assembly.GetManifestResourceStream(resource)!;
            var bytes = new byte[stream.Length];
            stream.ReadExactly(bytes);
            all.Add(resource[Folder.Length..], new Asset(resource[Folder.Length..], bytes));
        }

        return all;
    }

    private byte[] Pack(Func<Stream, Stream> packer)
    {
        using var packed = new MemoryStream(Bytes.Length / 2);
        using (var stream = packer(packed))
            stream.Write(Bytes);
        return packed.ToArray();
    }
}

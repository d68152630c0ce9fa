using System.Buffers;
using System.IO.Compression;
using Weir.Traffic.Dialects;

namespace Weir.Gateway.Relay;

/// <summary>
/// Reads an answer while it passes. Never holds it up and never changes it. An answer that is coded although Weir asked
/// for none is kept, as far as a bound allows, and decoded when it has ended.
/// </summary>
public sealed class AnswerTap
{
    private const int MostCoded = 8 << 20;
    private const int MostDecoded = 64 << 20;

    private readonly AnswerReader? _reader;
    private readonly string? _encoding;
    private readonly Action<ReadOnlySpan<byte>>? _also;
    private readonly ArrayBufferWriter<byte>? _coded;

    /// <param name="reader">Null where there is nothing to read, only bytes to count.</param>
    /// <param name="encoding">The answer's Content-Encoding, if it has one.</param>
    /// <param name="also">A further reader of the raw bytes (batches).</param>
    public AnswerTap(AnswerReader? reader, string? encoding, Action<ReadOnlySpan<byte>>? also)
    {
        _reader = reader;
        _also = also;
        if (encoding is not null && reader is not null)
        {
            _encoding = encoding;
            _coded = new ArrayBufferWriter<byte>();
        }
    }

    public long Bytes { get; private set; }

    public AnswerReader? Reader => _reader;

    public void Feed(ReadOnlySpan<byte> bytes)
    {
        Bytes += bytes.Length;
        _also?.Invoke(bytes);
        if (_encoding is null)
            _reader?.Feed(bytes);
        else
            _coded!.Write(bytes[..Math.Min(bytes.Length, MostCoded - _coded!.WrittenCount)]);
    }

    public void Finish()
    {
        if (_coded is { WrittenCount: > 0 })
            Decode(_coded.WrittenMemory);
        _reader?.Finish();
    }

    private void Decode(ReadOnlyMemory<byte> bytes)
    {
        using var coded = new MemoryStream(bytes.ToArray(), writable: false);
        using Stream? decoder = _encoding switch
        {
            "gzip" or "x-gzip" => new GZipStream(coded, CompressionMode.Decompress),
            "br" => new BrotliStream(coded, CompressionMode.Decompress),
            "deflate" => new ZLibStream(coded, CompressionMode.Decompress),
            _ => null,
        };
        if (decoder is null)
            return;
        Span<byte> piece = stackalloc byte[8192];
        try
        {
            for (long total = 0; total < MostDecoded;)
            {
                var count = decoder.Read(piece);
                if (count == 0)
                    return;
                total += count;
                _reader!.Feed(piece[..count]);
            }
        }
        catch (Exception broken) when (broken is InvalidDataException or InvalidOperationException or IOException)
        {
            // Cut off in the middle: what was read until here counts.
        }
    }
}

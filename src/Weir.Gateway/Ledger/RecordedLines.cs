using System.Buffers.Binary;
using System.Security.Cryptography;

namespace Weir.Gateway.Ledger;

/// <summary>Which lines of other files are in the ledger already, by their hashes. Used by several threads.</summary>
internal sealed class RecordedLines
{
    private readonly HashSet<UInt128> _lines = [];
    private readonly Lock _gate = new();

    /// <returns>False where it was known.</returns>
    public bool Add(ReadOnlySpan<byte> line)
    {
        var hash = Of(line);
        lock (_gate)
            return _lines.Add(hash);
    }

    public bool Contains(ReadOnlySpan<byte> line)
    {
        var hash = Of(line);
        lock (_gate)
            return _lines.Contains(hash);
    }

    private static UInt128 Of(ReadOnlySpan<byte> line) => BinaryPrimitives.ReadUInt128BigEndian(SHA256.HashData(line));
}

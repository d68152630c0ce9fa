using Weir.Ledger.Files;

namespace Weir.Ledger.Tree;

/// <summary>
/// The tree of one size, read from its tiles, and the proofs that can be made from it. Tiles are believed only as far as what is made
/// from them is verified against a root.
/// </summary>
public sealed class TreeReader(ILedgerSource source, long size)
{
    private const int TileHeight = 8;
    /// <summary>Proofs of neighbours use the same tiles.</summary>
    private const int MostKept = 256;

    private readonly Dictionary<Tile, byte[]> _tiles = [];

    public long Size => size;

    /// <summary>The root, also of a smaller tree that this one grew from.</summary>
    public async ValueTask<TreeHash> RootAsync(long smaller, CancellationToken cancellation) =>
        smaller == 0 ? TreeHash.Empty : await RangeAsync(0, smaller, cancellation);

    /// <summary>RFC 6962, 2.1.1: the way from an entry up to the root.</summary>
    public async Task<IReadOnlyList<TreeHash>> ProveInclusionAsync(long index, CancellationToken cancellation)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((ulong)index, (ulong)size, nameof(index));
        var path = new List<TreeHash>();
        var (from, to) = (0L, size);
        while (to - from > 1)
        {
            var middle = from + MerkleRoot.Split(to - from);
            if (index < middle)
            {
                path.Add(await RangeAsync(middle, to, cancellation));
                to = middle;
            }
            else
            {
                path.Add(await RangeAsync(from, middle, cancellation));
                from = middle;
            }
        }

        path.Reverse();
        return path;
    }

    /// <summary>RFC 6962, 2.1.2: that this tree grew from a smaller one and changed nothing in it.</summary>
    public async Task<IReadOnlyList<TreeHash>> ProveConsistencyAsync(long older, CancellationToken cancellation)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan((ulong)older, (ulong)size, nameof(older));
        var proof = new List<TreeHash>();
        if (older == 0 || older == size)
            return proof;
        var (from, to) = (0L, size);
        // What is left of the older tree within [from, to), until one subtree holds just that.
        while (older != to)
        {
            var middle = from + MerkleRoot.Split(to - from);
            if (older <= middle)
            {
                proof.Add(await RangeAsync(middle, to, cancellation));
                to = middle;
            }
            else
            {
                proof.Add(await RangeAsync(from, middle, cancellation));
                from = middle;
            }
        }

        // Whoever asks knows the older root itself, and only where it is all of the left side need not be told it.
        if (from != 0)
            proof.Add(await RangeAsync(from, to, cancellation));
        proof.Reverse();
        return proof;
    }

    private async ValueTask<TreeHash> RangeAsync(long from, long to, CancellationToken cancellation)
    {
        var count = to - from;
        if (System.Numerics.BitOperations.IsPow2(count))
            return await NodeAsync(System.Numerics.BitOperations.Log2((ulong)count), from, cancellation);
        var middle = from + MerkleRoot.Split(count);
        var left = await RangeAsync(from, middle, cancellation);
        var right = await RangeAsync(middle, to, cancellation);
        return TreeHash.OfNode(left, right);
    }

    /// <summary>The node over 2^<paramref name="height"/> leaves from <paramref name="from"/> on.</summary>
    private async ValueTask<TreeHash> NodeAsync(int height, long from, CancellationToken cancellation)
    {
        var level = height / TileHeight;
        var count = 1 << (height % TileHeight);
        var first = from >> (TileHeight * level);
        var bytes = await TileAsync(level, first / Tile.Full, cancellation);
        var hashes = new TreeHash[count];
        for (var i = 0; i < count; i++)
            hashes[i] = TreeHash.Read(bytes.AsSpan(((int)(first % Tile.Full) + i) * TreeHash.Bytes));
        return MerkleRoot.Of(hashes);
    }

    private async ValueTask<byte[]> TileAsync(int level, long index, CancellationToken cancellation)
    {
        var tile = new Tile(level, index, Tile.WidthAt(level, index, size));
        if (_tiles.TryGetValue(tile, out var known))
            return known;
        var bytes = await source.ReadTileAsync(tile, cancellation) ?? throw new IOException($"{tile.Path} is missing");
        if (bytes.Length < tile.Width * TreeHash.Bytes)
            throw new IOException($"{tile.Path} is cut short");
        if (_tiles.Count >= MostKept)
            _tiles.Clear();
        return _tiles[tile] = bytes;
    }
}

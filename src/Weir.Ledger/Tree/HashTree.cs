using Weir.Ledger.Files;

namespace Weir.Ledger.Tree;

/// <summary>A finished tree in memory: its root and the proofs from it.</summary>
public sealed class HashTree
{
    private readonly Tiles _tiles = new();
    private readonly TreeReader _reader;

    public HashTree(IReadOnlyList<TreeHash> leaves)
    {
        var edge = new TreeEdge();
        foreach (var leaf in leaves)
            edge.Add(leaf, _tiles.Add);
        for (var level = 0; level < edge.Levels; level++)
        {
            if (edge.At(level).Count > 0)
                _tiles.Add(new Tile(level, Tile.Count(level, edge.Size) / Tile.Full, edge.At(level).Count), [.. edge.At(level)]);
        }

        Root = edge.Root();
        _reader = new TreeReader(_tiles, edge.Size);
    }

    public TreeHash Root { get; }
    public long Size => _reader.Size;

    public Task<IReadOnlyList<TreeHash>> ProveInclusionAsync(long index, CancellationToken cancellation) => _reader.ProveInclusionAsync(index, cancellation);

    private sealed class Tiles : ILedgerSource
    {
        private readonly Dictionary<string, byte[]> _tiles = new(StringComparer.Ordinal);

        public string Name => "memory";

        public void Add(Tile tile, ReadOnlySpan<TreeHash> hashes)
        {
            var bytes = new byte[hashes.Length * TreeHash.Bytes];
            for (var i = 0; i < hashes.Length; i++)
                hashes[i].Write(bytes.AsSpan(i * TreeHash.Bytes));
            _tiles[tile.Path] = bytes;
        }

        public ValueTask<byte[]?> ReadAsync(string path, CancellationToken cancellation) => ValueTask.FromResult(_tiles.GetValueOrDefault(path));
    }
}

using FsCheck;
using FsCheck.Fluent;
using Weir.Ledger.Files;
using Weir.Ledger.Tree;
using Xunit;

namespace Weir.Ledger.Tests;

public sealed class TreeTests
{
    [Fact]
    public void Every_entry_is_proved_in_every_tree_and_nowhere_else()
    {
        for (var size = 1; size <= 40; size++)
            Proves(size);
        Proves(256);
        Proves(257);
        Proves(600);
    }

    private static void Proves(int size)
    {
        var tree = new MemoryTree(size);
        var reader = new TreeReader(tree, size);
        for (var index = 0L; index < size; index += size > 100 ? 13 : 1)
        {
            var proof = reader.ProveInclusionAsync(index, default).GetAwaiter().GetResult();
            Assert.True(TreeProof.Includes(tree.Root, size, index, tree.Leaf(index), proof));
            Assert.False(TreeProof.Includes(tree.Root, size, (index + 1) % size, tree.Leaf(index), proof) && size > 1);
            Assert.False(TreeProof.Includes(tree.Root, size, index, tree.Leaf(index + 1), proof));
            Assert.False(TreeProof.Includes(tree.Root, size, index, tree.Leaf(index), [.. proof, tree.Root]));
        }
    }

    [Fact]
    public async Task Every_tree_extends_every_smaller_one_and_no_other()
    {
        var root = new Dictionary<int, TreeHash>();
        for (var size = 0; size <= 40; size++)
            root[size] = new MemoryTree(size).Root;
        for (var size = 0; size <= 40; size++)
        {
            var reader = new TreeReader(new MemoryTree(size), size);
            for (var older = 0; older <= size; older++)
            {
                var proof = await reader.ProveConsistencyAsync(older, default);
                Assert.True(TreeProof.Extends(root[older], older, root[size], size, proof));
                Assert.True(proof.Count <= 63);
                if (older is 0 || older == size)
                    continue;
                Assert.False(TreeProof.Extends(root[older - 1], older, root[size], size, proof));
                Assert.False(TreeProof.Extends(root[older], older, root[older], size, proof));
                Assert.False(TreeProof.Extends(root[older], older, root[size], size, [.. proof, root[older]]));
                Assert.False(TreeProof.Extends(root[older], older, root[size], size, [.. proof.Skip(1)]));
            }
        }
    }

    [Fact]
    public void The_root_of_an_edge_is_the_root_over_all_its_leaves() =>
        Prop.ForAll(ArbMap.Default.GeneratorFor<int>().Select(static n => Math.Abs(n % 1500)).ToArbitrary(), static size =>
        {
            var tree = new MemoryTree(size);
            var leaves = new TreeHash[size];
            for (var i = 0; i < size; i++)
                leaves[i] = tree.Leaf(i);
            return MerkleRoot.Of(leaves) == tree.Root;
        }).QuickCheckThrowOnFailure();

    [Fact]
    public async Task A_smaller_root_is_read_from_the_tiles_of_a_larger_tree()
    {
        var reader = new TreeReader(new MemoryTree(70_000), 70_000);
        foreach (var size in new[] { 0, 1, 2, 255, 256, 257, 511, 512, 65_535, 65_536, 65_537, 69_999, 70_000 })
            Assert.Equal(new MemoryTree(size).Root, await reader.RootAsync(size, default));
    }

    /// <summary>A tree whose leaves are numbers, with its tiles in memory.</summary>
    private sealed class MemoryTree : ILedgerSource
    {
        private readonly Dictionary<string, byte[]> _tiles = new(StringComparer.Ordinal);

        public MemoryTree(int size)
        {
            var edge = new TreeEdge();
            for (var i = 0; i < size; i++)
                edge.Add(Leaf(i), (tile, hashes) => _tiles[tile.Path] = Bytes(hashes));
            for (var level = 0; level < edge.Levels; level++)
            {
                if (edge.At(level).Count > 0)
                    _tiles[new Tile(level, Tile.Count(level, size) / Tile.Full, edge.At(level).Count).Path] = Bytes([.. edge.At(level)]);
            }

            Root = edge.Root();
        }

        public TreeHash Root { get; }
        public string Name => "memory";

        public TreeHash Leaf(long index) => TreeHash.OfLeaf(BitConverter.GetBytes(index));

        public ValueTask<byte[]?> ReadAsync(string path, CancellationToken cancellation) => ValueTask.FromResult(_tiles.GetValueOrDefault(path));

        private static byte[] Bytes(ReadOnlySpan<TreeHash> hashes)
        {
            var bytes = new byte[hashes.Length * TreeHash.Bytes];
            for (var i = 0; i < hashes.Length; i++)
                hashes[i].Write(bytes.AsSpan(i * TreeHash.Bytes));
            return bytes;
        }
    }
}

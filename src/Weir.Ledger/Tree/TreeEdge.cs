namespace Weir.Ledger.Tree;

/// <summary>
/// The right edge of a growing tree: at each tile level the hashes of the tile that is not full yet. It is all that growing needs
/// to remember, and it gives the root.
/// </summary>
public sealed class TreeEdge
{
    private readonly List<List<TreeHash>> _levels = [];

    public long Size { get; private set; }
    public int Levels => _levels.Count;

    /// <summary>The hashes of the unfinished tile of a level.</summary>
    public IReadOnlyList<TreeHash> At(int level) => _levels[level];

    public TreeEdge Copy()
    {
        var copy = new TreeEdge { Size = Size };
        foreach (var level in _levels)
            copy._levels.Add([.. level]);
        return copy;
    }

    /// <summary>Adds a leaf.</summary>
    /// <param name="filled">Called with each tile that becomes full by it, from the leaves up.</param>
    public void Add(in TreeHash leaf, Action<Tile, ReadOnlySpan<TreeHash>> filled)
    {
        Size++;
        var hash = leaf;
        for (var level = 0; ; level++)
        {
            if (level == _levels.Count)
                _levels.Add(new List<TreeHash>(Tile.Full));
            var hashes = _levels[level];
            hashes.Add(hash);
            if (hashes.Count < Tile.Full)
                return;
            var span = System.Runtime.InteropServices.CollectionsMarshal.AsSpan(hashes);
            filled(new Tile(level, Tile.Count(level, Size) / Tile.Full - 1, Tile.Full), span);
            hash = MerkleRoot.Of(span);
            hashes.Clear();
        }
    }

    public TreeHash Root()
    {
        // Each level's unfinished tile is the left neighbour of everything below it.
        TreeHash? root = null;
        foreach (var level in _levels)
        {
            if (level.Count == 0)
                continue;
            root = root is { } right ? Join(level, right) : MerkleRoot.Of(System.Runtime.InteropServices.CollectionsMarshal.AsSpan(level));
        }

        return root ?? TreeHash.Empty;
    }

    /// <summary>The root over full subtrees of one size, and to their right a tree that is smaller than one of them.</summary>
    private static TreeHash Join(List<TreeHash> full, in TreeHash right)
    {
        TreeHash[] hashes = [.. full, right];
        return MerkleRoot.Of(hashes);
    }
}

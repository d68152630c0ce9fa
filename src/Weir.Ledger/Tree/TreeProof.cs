namespace Weir.Ledger.Tree;

/// <summary>Verifies the proofs of RFC 6962. Needs no ledger, only what the prover handed over.</summary>
public static class TreeProof
{
    /// <summary>Whether the leaf stands at this index of the tree with this root.</summary>
    public static bool Includes(TreeHash root, long size, long index, TreeHash leaf, IReadOnlyList<TreeHash> proof)
    {
        if (index < 0 || index >= size)
            return false;
        var (node, last, hash) = (index, size - 1, leaf);
        foreach (var sibling in proof)
        {
            if (last == 0)
                return false;
            if (node % 2 == 1 || node == last)
            {
                hash = TreeHash.OfNode(sibling, hash);
                while (node % 2 == 0 && node != 0)
                    (node, last) = (node >> 1, last >> 1);
            }
            else
            {
                hash = TreeHash.OfNode(hash, sibling);
            }

            (node, last) = (node >> 1, last >> 1);
        }

        return last == 0 && hash == root;
    }

    /// <summary>Whether the newer tree holds all of the older one, unchanged and in its place.</summary>
    public static bool Extends(TreeHash oldRoot, long oldSize, TreeHash newRoot, long newSize, IReadOnlyList<TreeHash> proof)
    {
        if (oldSize < 0 || oldSize > newSize)
            return false;
        if (oldSize == newSize)
            return proof.Count == 0 && oldRoot == newRoot;
        if (oldSize == 0)
            return proof.Count == 0 && oldRoot == TreeHash.Empty;
        var (node, last) = (oldSize - 1, newSize - 1);
        while (node % 2 == 1)
            (node, last) = (node >> 1, last >> 1);
        var at = 0;
        // Where the older tree is a whole subtree of the newer, its root is known and not in the proof.
        if (node > 0 && proof.Count == 0)
            return false;
        var first = node > 0 ? proof[at++] : oldRoot;
        var (older, newer) = (first, first);
        for (; at < proof.Count; at++)
        {
            if (last == 0)
                return false;
            if (node % 2 == 1 || node == last)
            {
                older = TreeHash.OfNode(proof[at], older);
                newer = TreeHash.OfNode(proof[at], newer);
                while (node % 2 == 0 && node != 0)
                    (node, last) = (node >> 1, last >> 1);
            }
            else
            {
                newer = TreeHash.OfNode(newer, proof[at]);
            }

            (node, last) = (node >> 1, last >> 1);
        }

        return last == 0 && older == oldRoot && newer == newRoot;
    }
}

namespace Weir.Ledger.Tree;

/// <summary>Roots over hashes that stand side by side, as RFC 6962 builds them: the left part is the largest power of two that leaves something.</summary>
public static class MerkleRoot
{
    public static TreeHash Of(ReadOnlySpan<TreeHash> hashes) => hashes.Length switch
    {
        0 => TreeHash.Empty,
        1 => hashes[0],
        var count => TreeHash.OfNode(Of(hashes[..Split(count)]), Of(hashes[Split(count)..])),
    };

    internal static int Split(int count) => (int)Split((long)count);

    internal static long Split(long count) => 1L << (63 - System.Numerics.BitOperations.LeadingZeroCount((ulong)(count - 1)));
}

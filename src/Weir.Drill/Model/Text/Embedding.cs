namespace Weir.Drill.Model.Text;

/// <summary>A vector of length one for a text: hashed words and runs of four letters, so that texts that share them are near.</summary>
public static class Embedding
{
    public const int UsualDimensions = 256;
    public const int MostDimensions = 3072;
    private const int Run = 4;

    public static float[] Of(string text, int dimensions)
    {
        var vector = new float[dimensions];
        Span<char> lower = stackalloc char[64];
        for (var rest = text.AsSpan(); !rest.IsEmpty;)
        {
            var length = Pieces.Length(rest);
            var piece = rest[..length].Trim();
            rest = rest[length..];
            if (piece.IsEmpty || piece.Length > lower.Length)
                continue;
            var word = lower[..Math.Max(0, piece.ToLowerInvariant(lower))];
            // A short word says little; a long one is seen again in its parts, which ties its forms together.
            Add(vector, word, word.Length <= 3 ? 0.3f : 1);
            for (var i = 0; i + Run <= word.Length && word.Length > Run; i++)
                Add(vector, word.Slice(i, Run), 0.4f);
        }

        Normalise(vector);
        return vector;
    }

    private static void Add(float[] vector, ReadOnlySpan<char> feature, float weight)
    {
        var hash = SplitMix.Hash(feature);
        // Four places with signs each: with few dimensions a single place would collide too often.
        for (var i = 0; i < 4; i++)
        {
            hash = SplitMix.Mix(hash + 1);
            vector[(int)(hash % (ulong)vector.Length)] += (hash >> 63) == 0 ? weight : -weight;
        }
    }

    private static void Normalise(float[] vector)
    {
        var sum = 0f;
        foreach (var value in vector)
            sum += value * value;
        if (sum == 0)
        {
            // A text without words still has a direction.
            vector[0] = 1;
            return;
        }

        var scale = 1 / MathF.Sqrt(sum);
        foreach (ref var value in vector.AsSpan())
            value *= scale;
    }
}

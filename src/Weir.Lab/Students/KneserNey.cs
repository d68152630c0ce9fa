namespace Weir.Lab.Students;

/// <summary>
/// A 5-gram student with interpolated Kneser–Ney smoothing. Each order is a sorted table of (context, next) pairs: the highest holds every
/// token of the text, a lower one each kind of longer sequence once, which is what Kneser and Ney count. To draw from the smoothed mixture a
/// pair is picked evenly from the context's range and kept with the chance that its discount leaves it; else the next lower
/// order is asked. That is the mixture exactly, and needs no table of chances.
/// </summary>
public sealed class KneserNey
{
    private const int Order = 5;
    private const int Bits = 16;

    private readonly ulong[][] _contexts = new ulong[Order][];
    private readonly ushort[][] _next = new ushort[Order][];
    private readonly double[] _discounts = new double[Order];
    // Where the contexts of each nearest word begin, so that one is looked for among its own only: most of the time of a draw goes into looking.
    private readonly int[][] _begins = new int[Order][];

    public KneserNey(ReadOnlySpan<ushort> text)
    {
        var contexts = new ulong[text.Length];
        var next = text.ToArray();
        ulong before = 0;
        for (var at = 0; at < text.Length; at++)
        {
            // The nearest word stands highest, so that a shorter context is a prefix of a longer one.
            contexts[at] = before;
            before = (before >> Bits) | ((ulong)text[at] << (64 - Bits));
        }

        for (var order = Order - 1; ; order--)
        {
            Sort(contexts, next);
            (_contexts[order], _next[order]) = (contexts, next);
            _discounts[order] = Discount(contexts, next);
            _begins[order] = Begins(contexts);
            if (order == 0)
                return;
            (contexts, next) = Kinds(contexts, next, Mask(order - 1));
        }
    }

    /// <summary>Draws the next token; <paramref name="before"/> is what the last call left.</summary>
    public ushort Draw(ref ulong before, Random random)
    {
        for (var order = Order - 1; ; order--)
        {
            var (from, to) = Range(order, before & Mask(order));
            if (from == to)
                continue;
            var token = _next[order][random.Next(from, to)];
            if (order > 0)
            {
                var count = Count(_next[order].AsSpan(from, to - from), token);
                if (random.NextDouble() * count < _discounts[order])
                    continue;
            }

            before = (before >> Bits) | ((ulong)token << (64 - Bits));
            return token;
        }
    }

    /// <summary>The part of a context that an order looks at: none, one word, …, four.</summary>
    private static ulong Mask(int order) => order == 0 ? 0 : ulong.MaxValue << (64 - (Bits * order));

    private static void Sort(ulong[] contexts, ushort[] next)
    {
        Array.Sort(contexts, next);
        for (var from = 0; from < contexts.Length;)
        {
            var to = from + 1;
            while (to < contexts.Length && contexts[to] == contexts[from])
                to++;
            if (to - from > 1)
                Array.Sort(next, from, to - from);
            from = to;
        }
    }

    private static (ulong[] Contexts, ushort[] Next) Kinds(ulong[] contexts, ushort[] next, ulong mask)
    {
        var shorter = new List<ulong>();
        var words = new List<ushort>();
        for (var at = 0; at < contexts.Length; at++)
        {
            if (at > 0 && contexts[at] == contexts[at - 1] && next[at] == next[at - 1])
                continue;
            shorter.Add(contexts[at] & mask);
            words.Add(next[at]);
        }

        return ([.. shorter], [.. words]);
    }

    /// <summary>n1 / (n1 + 2·n2), where n1 pairs stand once and n2 twice.</summary>
    private static double Discount(ulong[] contexts, ushort[] next)
    {
        long once = 0, twice = 0;
        for (var at = 0; at < contexts.Length;)
        {
            var end = at + 1;
            while (end < contexts.Length && contexts[end] == contexts[at] && next[end] == next[at])
                end++;
            once += end - at == 1 ? 1 : 0;
            twice += end - at == 2 ? 1 : 0;
            at = end;
        }

        return once == 0 ? 0.5 : (double)once / (once + (2 * twice));
    }

    private (int From, int To) Range(int order, ulong context)
    {
        var nearest = (int)(context >> (64 - Bits));
        var (low, high) = (_begins[order][nearest], _begins[order][nearest + 1]);
        if (order <= 1)
            return (low, high);
        var own = _contexts[order].AsSpan(low, high - low);
        var from = First(own, context);
        return (low + from, low + from + (context == ulong.MaxValue ? own.Length - from : First(own[from..], context + 1)));
    }

    private static int[] Begins(ulong[] sorted)
    {
        var begins = new int[(1 << Bits) + 1];
        foreach (var context in sorted)
            begins[(int)(context >> (64 - Bits)) + 1]++;
        for (var word = 1; word < begins.Length; word++)
            begins[word] += begins[word - 1];
        return begins;
    }

    private static int First(ReadOnlySpan<ulong> sorted, ulong least)
    {
        int low = 0, high = sorted.Length;
        while (low < high)
        {
            var middle = (low + high) >>> 1;
            if (sorted[middle] < least)
                low = middle + 1;
            else
                high = middle;
        }

        return low;
    }

    private static int Count(ReadOnlySpan<ushort> sorted, ushort token) => First(sorted, token + 1) - First(sorted, token);

    private static int First(ReadOnlySpan<ushort> sorted, int least)
    {
        int low = 0, high = sorted.Length;
        while (low < high)
        {
            var middle = (low + high) >>> 1;
            if (sorted[middle] < least)
                low = middle + 1;
            else
                high = middle;
        }

        return low;
    }
}

namespace Weir.Drill.Traffic;

/// <summary>
/// The exchanges of many accounts in the order of time. Memory grows with the accounts and not with the exchanges. One
/// pass, one thread.
/// </summary>
public sealed class TrafficFlow
{
    // A heap key is the time in milliseconds and, below it, the account's number, so that ties have one order.
    private const int AccountBits = 22;

    private readonly IReadOnlyList<Account> _accounts;
    private readonly PriorityQueue<int, long> _next;
    private readonly MadeExchange _exchange = new();
    private readonly DateTimeOffset _start;
    private readonly long _release;

    public TrafficFlow(TrafficPlan plan, IReadOnlyList<Account> accounts)
    {
        if (accounts.Count >= 1 << AccountBits)
            throw new ArgumentException($"At most {1 << AccountBits} accounts fit into one stream.", nameof(accounts));
        (_accounts, _start, _release) = (accounts, plan.Start, (long)(plan.ReleaseDay * 86_400_000));
        _next = new PriorityQueue<int, long>(accounts.Count);
        for (var i = 0; i < accounts.Count; i++)
            Schedule(i, accounts[i].First());
    }

    /// <summary>The next exchange, or null at the end. It is valid until the next call.</summary>
    public MadeExchange? Read()
    {
        if (!_next.TryPeek(out var number, out var key))
            return null;
        var at = key >> AccountBits;
        var next = _accounts[number].Speak(_exchange, at, _start, _release);
        if (next < 0)
            _next.Dequeue();
        else
            _next.DequeueEnqueue(number, Key(number, next));
        return _exchange;
    }

    private void Schedule(int number, long at)
    {
        if (at >= 0)
            _next.Enqueue(number, Key(number, at));
    }

    private static long Key(int number, long at) => (at << AccountBits) | (uint)number;
}

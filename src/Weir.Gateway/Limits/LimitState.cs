using Weir.Gateway.Configuration;

namespace Weir.Gateway.Limits;

/// <summary>What one call asks of a scope.</summary>
/// <param name="Tokens">Expected use, reserved until the true use is known.</param>
/// <param name="AtRisk">How much more than that the call may come to.</param>
internal readonly record struct Demand(long Tokens, long AtRisk, long Now, int Day);

/// <summary>
/// What is left for one key, account, organization or model, or for everyone. Every field is changed by one interlocked step, so that
/// calls never wait for each other; a call that is refused puts back what it had taken.
/// </summary>
internal sealed class LimitState
{
    /// <summary>Calls at once whose answers may grow without bound; from there on the sum is held within <see cref="MaxAtRisk"/>.</summary>
    public const int FreeCalls = 16;

    /// <summary>Minutes' allowances that running calls may come to beyond what was reserved for them.</summary>
    public const int MaxAtRisk = 16;

    private static readonly long BusyWait = MonotonicClock.Second;

    private long _requests;
    private long _tokens;
    private long _day;
    private long _atRisk;
    private long _lastUsed;
    private int _running;

    public UsageExpectation? Expectation;

    public int Running => Volatile.Read(ref _running);

    /// <summary>Counts a call in and tells the how-manieth it is. False when the state has been retired and another must be fetched.</summary>
    public bool TryEnter(long now, out int place)
    {
        place = Interlocked.Increment(ref _running);
        if (place <= 0)
            return false;
        Volatile.Write(ref _lastUsed, now);
        return true;
    }

    public void Leave() => Interlocked.Decrement(ref _running);

    /// <summary>For good, if nobody is in: from then on nobody gets in any more.</summary>
    public bool TryRetire() => Interlocked.CompareExchange(ref _running, int.MinValue / 2, 0) == 0;

    /// <summary>Forgetting it now and starting anew would allow nothing that is not allowed already.</summary>
    public bool IsIdle(long now, int day, long unusedFor) =>
        Running == 0 && now - Volatile.Read(ref _lastUsed) >= unusedFor
        && Bucket.IsFull(ref _requests, now) && Bucket.IsFull(ref _tokens, now) && DayBudget.Used(Volatile.Read(ref _day), day) == 0;

    /// <summary>Takes all that the call needs here, or nothing. It has entered, as the <paramref name="place"/>-th of those running.</summary>
    public bool TryTake(LimitSet limits, in Demand demand, int place, out LimitKind shortOf, out long wait)
    {
        wait = BusyWait;
        shortOf = LimitKind.Concurrency;
        if (limits.Concurrency is { } most && place > most)
            return false;

        shortOf = LimitKind.Requests;
        if (limits.RequestsPerMinute is { } requests && !Bucket.TryTake(ref _requests, demand.Now, Bucket.Weight(1, requests), out wait))
            return false;

        shortOf = LimitKind.Tokens;
        if (limits.TokensPerMinute is { } tokens && !TryTakeTokens(tokens, demand, place, out wait))
        {
            PutBackRequest(limits);
            return false;
        }

        shortOf = LimitKind.TokensPerDay;
        if (limits.TokensPerDay is { } perDay && !DayBudget.TryTake(ref _day, demand.Day, Math.Min(demand.Tokens, perDay), perDay))
        {
            PutBackTokens(limits, demand);
            PutBackRequest(limits);
            return false;
        }

        return true;
    }

    /// <summary>Undoes <see cref="TryTake"/> for a call that another scope refused.</summary>
    public void PutBack(LimitSet limits, in Demand demand)
    {
        if (limits.TokensPerDay is { } perDay)
            DayBudget.Correct(ref _day, demand.Day, -Math.Min(demand.Tokens, perDay));
        PutBackTokens(limits, demand);
        PutBackRequest(limits);
    }

    /// <summary>Puts true use in the place of what was reserved. The request itself stays counted.</summary>
    public void Settle(LimitSet limits, in Demand demand, long used, long now)
    {
        if (limits.TokensPerDay is { } perDay)
            DayBudget.Correct(ref _day, demand.Day, used - Math.Min(demand.Tokens, perDay));
        if (limits.TokensPerMinute is not { } perMinute)
            return;
        Interlocked.Add(ref _atRisk, -demand.AtRisk);
        var difference = Bucket.Debt(used, perMinute) - Bucket.Weight(demand.Tokens, perMinute);
        if (difference > 0)
            Bucket.Owe(ref _tokens, now, difference);
        else if (difference < 0)
            Bucket.PutBack(ref _tokens, -difference);
    }

    public long RemainingRequests(long now, long limit) => Bucket.Remaining(ref _requests, now, limit);

    public long RemainingTokens(long now, long limit) => Bucket.Remaining(ref _tokens, now, limit);

    public TimeSpan RequestsReset(long now) => MonotonicClock.Span(Bucket.UntilFull(ref _requests, now));

    public TimeSpan TokensReset(long now) => MonotonicClock.Span(Bucket.UntilFull(ref _tokens, now));

    private bool TryTakeTokens(long perMinute, in Demand demand, int place, out long wait)
    {
        var atRisk = Interlocked.Add(ref _atRisk, demand.AtRisk);
        wait = BusyWait;
        if ((place <= FreeCalls || atRisk <= Math.Min(perMinute, long.MaxValue / MaxAtRisk) * MaxAtRisk)
            && Bucket.TryTake(ref _tokens, demand.Now, Bucket.Weight(demand.Tokens, perMinute), out wait))
            return true;
        Interlocked.Add(ref _atRisk, -demand.AtRisk);
        return false;
    }

    private void PutBackTokens(LimitSet limits, in Demand demand)
    {
        if (limits.TokensPerMinute is not { } perMinute)
            return;
        Interlocked.Add(ref _atRisk, -demand.AtRisk);
        Bucket.PutBack(ref _tokens, Bucket.Weight(demand.Tokens, perMinute));
    }

    private void PutBackRequest(LimitSet limits)
    {
        if (limits.RequestsPerMinute is { } requests)
            Bucket.PutBack(ref _requests, Bucket.Weight(1, requests));
    }
}

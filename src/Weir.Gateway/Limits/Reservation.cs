using System.Runtime.CompilerServices;
using Microsoft.AspNetCore.Http;
using Weir.Gateway.Configuration;
using Weir.Traffic;

namespace Weir.Gateway.Limits;

/// <summary>
/// What one call holds until it ends. Owned by the call; <see cref="Settle"/> is called once in every outcome, a second call does
/// nothing. The headers may be written before or after.
/// </summary>
public sealed class Reservation
{
    private readonly MonotonicClock _clock;
    private readonly Demand _demand;
    private readonly UsageExpectation? _expectation;
    private readonly UsageExpectation.Guess _guess;
    private Holds _holds;
    /// <summary>Scopes entered, and of these the ones from which all was taken.</summary>
    private int _entered, _taken;
    private int _settled;
    private LimitKind _shortOf;
    private long _wait;

    internal readonly record struct Hold(LimitScope Scope, LimitState State, LimitSet Limits);

    [InlineArray(LimitScopes.Count)]
    private struct Holds
    {
        private Hold _first;
    }

    internal Reservation(MonotonicClock clock, in Demand demand, UsageExpectation? expectation, in UsageExpectation.Guess guess)
    {
        _clock = clock;
        _demand = demand;
        _expectation = expectation;
        _guess = guess;
    }

    /// <summary>Tokens that the call is expected to use.</summary>
    public long Expected => _demand.Tokens;

    /// <summary>
    /// Ends the call with what it used: nothing where it failed, what was produced where its caller left.
    /// </summary>
    public void Settle(in Usage usage)
    {
        if (Interlocked.Exchange(ref _settled, 1) != 0)
            return;
        var now = _clock.Now;
        for (var i = 0; i < _taken; i++)
        {
            ref var hold = ref _holds[i];
            hold.State.Settle(hold.Limits, DemandOn(hold.Scope), usage.Total, now);
            hold.State.Leave();
        }

        _expectation?.Learn(_guess, usage);
    }

    /// <summary>
    /// The usual headers, in the names that the provider's clients know. They show the caller's own limits only: what
    /// is left of a model's or of everyone's would tell of other tenants.
    /// </summary>
    public void WriteHeaders(IHeaderDictionary headers, Provider provider)
    {
        Hold? requests = null, tokens = null;
        long requestsLeft = long.MaxValue, tokensLeft = long.MaxValue;
        var now = _clock.Now;
        for (var i = 0; i < _entered; i++)
        {
            ref var hold = ref _holds[i];
            if (!hold.Scope.IsOwn())
                continue;
            if (hold.Limits.RequestsPerMinute is { } perMinute && hold.State.RemainingRequests(now, perMinute) is var left && left < requestsLeft)
                (requests, requestsLeft) = (hold, left);
            if (hold.Limits.TokensPerMinute is { } tokensPerMinute && hold.State.RemainingTokens(now, tokensPerMinute) is var tokensNow && tokensNow < tokensLeft)
                (tokens, tokensLeft) = (hold, tokensNow);
        }

        if (requests is { } r)
            RateLimitHeaders.WriteRequests(headers, provider, _clock.Time, r.Limits.RequestsPerMinute!.Value, requestsLeft, r.State.RequestsReset(now));
        if (tokens is { } t)
            RateLimitHeaders.WriteTokens(headers, provider, _clock.Time, t.Limits.TokensPerMinute!.Value, tokensLeft, t.State.TokensReset(now));
    }

    /// <summary>Takes from one scope that has been entered.</summary>
    internal bool TryAdd(LimitScope scope, LimitState state, int place, LimitSet limits)
    {
        _holds[_entered++] = new Hold(scope, state, limits);
        if (!state.TryTake(limits, DemandOn(scope), place, out _shortOf, out _wait))
            return false;
        _taken++;
        return true;
    }

    /// <summary>Puts everything back after a scope said no, and says which one it was.</summary>
    internal Refusal Abandon(string? model)
    {
        _settled = 1;
        for (var i = 0; i < _taken; i++)
            _holds[i].State.PutBack(_holds[i].Limits, DemandOn(_holds[i].Scope));
        for (var i = 0; i < _entered; i++)
            _holds[i].State.Leave();
        var refused = _holds[_taken];
        var wait = _shortOf == LimitKind.TokensPerDay ? DayBudget.UntilNext(_clock.Time.GetUtcNow()) : MonotonicClock.Span(_wait);
        return LimitRefusals.Of(_shortOf, refused.Scope, refused.Limits, model, wait);
    }

    /// <summary>
    /// What a call might come to counts against its own limits only: in a shared one, a single account that asks for very
    /// much would keep all others out without using any of it.
    /// </summary>
    private Demand DemandOn(LimitScope scope) => scope.IsOwn() ? _demand : _demand with { AtRisk = 0 };
}

using System.Diagnostics.CodeAnalysis;
using Weir.Gateway.Admission;
using Weir.Gateway.Configuration;
using Weir.Traffic;

namespace Weir.Gateway.Limits;

/// <summary>
/// Who may use how much, and how much is left. A call reserves what it is expected to use in every scope that limits
/// it, or in none, and settles with what it used. All in memory, without locks between calls; a restart starts anew.
/// </summary>
public sealed class LimitBook : IDisposable
{
    private static readonly TimeSpan SweepInterval = TimeSpan.FromSeconds(15);

    private readonly MonotonicClock _clock;
    private readonly ScopeStates _accounts = new(StringComparer.Ordinal);
    private readonly ScopeStates _keys = new(StringComparer.Ordinal);
    private readonly ScopeStates _organizations = new(StringComparer.Ordinal);
    private readonly ScopeStates _models = new(StringComparer.OrdinalIgnoreCase);
    private readonly LimitState _everyone = new();
    private readonly ITimer _sweep;

    public LimitBook(TimeProvider time)
    {
        _clock = new MonotonicClock(time);
        _sweep = time.CreateTimer(static book => ((LimitBook)book!).Sweep(), this, SweepInterval, SweepInterval);
    }

    /// <summary>Accounts that something is held for, for the metrics.</summary>
    public int Accounts => _accounts.Count;

    /// <summary>
    /// Reserves for one call. <paramref name="model"/> is the name that limits are written for, aliases resolved. A refused call gets a
    /// reservation too: it holds nothing, and its headers tell the caller where it stands.
    /// </summary>
    public bool TryReserve(Caller caller, string? model, AskFacts ask, long requestBytes, WeirConfig config,
        out Reservation reservation, [NotNullWhen(false)] out Refusal? refusal)
    {
        var limits = config.Limits;
        var account = Of(limits.Account, limits.Accounts, caller.Account);
        var key = caller.Key is null ? null : Used(limits.Key);
        var organization = caller.Organization is null ? null : Used(Of(limits.Organization, limits.Organizations, caller.Organization));
        var ofModel = model is null ? null : Used(Of(limits.Model, limits.Models, model));
        var everyone = Used(limits.Everyone);

        var now = _clock.Now;
        var meters = Meters(account) | Meters(key) | Meters(organization) | Meters(ofModel) | Meters(everyone);
        var day = meters.HasFlag(Meter.Day) ? DayBudget.DayOf(_clock.Time.GetUtcNow()) : 0;
        var accountState = _accounts.Enter(caller.Account, now, out var place);
        var expectation = meters == Meter.None || UsageExpectation.IsUnread(ask) ? null : accountState.Expectation ??= new UsageExpectation();
        var guess = expectation?.Expect(model, ask, requestBytes) ?? default;
        reservation = new Reservation(_clock, new Demand(guess.Tokens, guess.AtRisk, now, day), expectation, guess);

        // The caller's own limits first, so that what it may not do costs nobody else anything.
        if (reservation.TryAdd(LimitScope.Account, accountState, place, account)
            && (key is null || reservation.TryAdd(LimitScope.Key, _keys.Enter(caller.Key!, now, out place), place, key))
            && (organization is null || reservation.TryAdd(LimitScope.Organization, _organizations.Enter(caller.Organization!, now, out place), place, organization))
            && (ofModel is null || reservation.TryAdd(LimitScope.Model, _models.Enter(model!, now, out place), place, ofModel))
            && (everyone is null || reservation.TryAdd(LimitScope.Everyone, EnterEveryone(now, out place), place, everyone)))
        {
            refusal = null;
            return true;
        }

        refusal = reservation.Abandon(model);
        return false;
    }

    public void Dispose() => _sweep.Dispose();

    [Flags]
    private enum Meter : byte
    {
        None = 0,
        Minute = 1,
        Day = 2,
    }

    private void Sweep()
    {
        var now = _clock.Now;
        var day = DayBudget.DayOf(_clock.Time.GetUtcNow());
        _accounts.Sweep(now, day);
        _keys.Sweep(now, day);
        _organizations.Sweep(now, day);
        _models.Sweep(now, day);
    }

    private LimitState EnterEveryone(long now, out int place)
    {
        // Never retired, so this cannot fail.
        _ = _everyone.TryEnter(now, out place);
        return _everyone;
    }

    private static LimitSet Of(LimitSet general, IReadOnlyDictionary<string, LimitSet> single, string name) =>
        single.Count > 0 && single.TryGetValue(name, out var own) ? own : general;

    private static LimitSet? Used(LimitSet limits) => limits.IsEmpty ? null : limits;

    private static Meter Meters(LimitSet? limits) => limits is null
        ? Meter.None
        : (limits.TokensPerMinute is null ? Meter.None : Meter.Minute) | (limits.TokensPerDay is null ? Meter.None : Meter.Day);
}

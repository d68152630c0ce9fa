using Weir.Console.Drills;
using Weir.Drill.Traffic;

namespace Weir.Cli.Drills;

/// <summary>One drill, as the console looks at it while it is played.</summary>
internal sealed class DrillRun
{
    private const double Day = 86_400_000;

    private readonly Lock _gate = new();
    private readonly CancellationTokenSource _stop;
    private Dictionary<string, DrillAccount> _accounts = new(StringComparer.Ordinal);
    private DrillState _state;
    private DrillSender? _sender;

    public DrillRun(DrillWish wish, double days, CancellationToken cancel)
    {
        _stop = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        Cancel = _stop.Token;
        _state = new DrillState { Phase = DrillPhase.Preparing, Wish = wish, Days = days };
    }

    public CancellationToken Cancel { get; }

    public DrillState State
    {
        get
        {
            lock (_gate)
            {
                return _sender is { } sender
                    ? _state with { Day = sender.AtMs / Day, Sent = sender.Tally.Sent, Refused = sender.Tally.Statuses.GetValueOrDefault(403) + sender.Tally.Statuses.GetValueOrDefault(429) }
                    : _state;
            }
        }
    }

    public DrillRun With(IReadOnlyList<Account> accounts, double? days = null)
    {
        var made = new Dictionary<string, DrillAccount>(StringComparer.Ordinal);
        foreach (var account in accounts)
            made.TryAdd(account.Who.Account, new DrillAccount(account.Who.Account, account.Class.Name, account.Class.IsCampaign));
        lock (_gate)
        {
            _accounts = made;
            _state = _state with { Truth = [.. made.Values], Days = days ?? _state.Days };
        }

        return this;
    }

    public void Follow(DrillSender sender)
    {
        lock (_gate)
        {
            _sender = sender;
            _state = _state with { Phase = DrillPhase.Running };
        }
    }

    public void Called(Account by) => _accounts.GetValueOrDefault(by.Who.Account)?.Called();

    public void Stop()
    {
        lock (_gate)
        {
            if (_state.IsOn)
                _stop.Cancel();
        }
    }

    public void End(DrillPhase phase, string? fault = null)
    {
        var last = State;
        lock (_gate)
        {
            _state = last with { Phase = phase, Fault = fault };
            _sender = null;
        }
    }
}

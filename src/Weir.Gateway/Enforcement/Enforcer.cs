using System.Security.Cryptography;
using Weir.Gateway.Admission;
using Weir.Policy;
using Weir.Traffic;
using Weir.Traffic.Dialects;
using Weir.Traffic.Text;

namespace Weir.Gateway.Enforcement;

/// <summary>
/// Postures on the path. For an account that is open it is one look into one table; everything else happens only to calls of accounts
/// that are held.
/// </summary>
internal sealed class Enforcer
{
    private readonly PolicyDesk _desk;
    private readonly KeyedHasher _hasher;
    private readonly TimeProvider _time;

    public Enforcer(PolicyDesk desk, KeyedHasher hasher, TimeProvider time)
    {
        (_desk, _hasher, _time) = (desk, hasher, time);
        desk.Published += Streams.Show;
    }

    public PostureSnapshot Snapshot => _desk.Snapshot;
    public RunningStreams Streams { get; } = new();

    /// <summary>Before the body is read: who is stopped altogether need not send it.</summary>
    public Refusal? AtTheDoor(Call call)
    {
        var snapshot = _desk.Snapshot;
        if (snapshot.IsEmpty || OfAccount(snapshot, call.Caller!) is not { } hold)
            return null;
        call.Hold = hold;
        return hold.Posture.IsHard() && hold.IsForEverything && snapshot.EndUsers.Count == 0 ? PostureRefusals.Stopped(hold, snapshot.Policy.Policy.Terms) : null;
    }

    /// <summary>With the request read: what holds for this ask of this caller. What it leaves in the call is what later steps go by.</summary>
    public ValueTask<Refusal?> EnforceAsync(Call call)
    {
        var snapshot = _desk.Snapshot;
        // Of whoever is open too: by this count somebody comes to be watched.
        if (call.Reading is { Ask.BiasBeyondBans: true } biased && snapshot.Policy.File is not null && !call.Caller!.Provisional)
            CountBias(call, biased);
        if (snapshot.EndUsers.Count > 0)
            call.Hold = OfEndUser(snapshot, call, call.Hold);
        if (call.Hold is not { Posture: > Posture.Open } hold || !IsMeant(hold, call))
        {
            call.Hold = null;
            return default;
        }

        if (hold.Posture.IsHard())
            return new(PostureRefusals.Stopped(hold, snapshot.Policy.Policy.Terms));
        call.Draft.KeepContent = hold.Measures.KeepContent;
        if (call.Reading is { } reading && hold.Measures.LeakRules && LeakRules.Fault(reading.Ask, snapshot.Policy.Policy.Leaks, hold.Trusted) is { } leak)
            return new(PostureRefusals.Leak(leak, hold));

        // The lines of a batch are not edited, so a narrowed account hands none in.
        if (hold.Narrow is not null && call.Batch is BatchPart.OpenAiUpload or BatchPart.AnthropicCreate)
            return new(PostureRefusals.Batch(hold));
        if (!hold.Limited || call.Reading is null)
            return default;
        if (!hold.Meter.TryEnter(hold.Measures, _desk.Now, out var limit, out var wait))
            return new(PostureRefusals.Limited(limit, wait, hold));
        call.Paced = true;
        return hold.Measures.Pace is { } pace ? PaceAsync(pace, call.Left) : default;
    }

    /// <summary>The call has ended: what it was given counts against the posture's limits.</summary>
    public void Settle(Call call, in Usage usage)
    {
        if (call is { Paced: true, Hold: { } hold })
            hold.Meter.Leave(hold.Measures, _desk.Now, usage.OutputTokens, hold.NewShare);
    }

    /// <summary>Whether a running answer must end: somebody was suspended since it began.</summary>
    public bool IsSuspended(Call call, ref PostureSnapshot? seen)
    {
        var now = _desk.Snapshot;
        if (ReferenceEquals(now, seen))
            return false;
        seen = now;
        if (Suspending(call, now) is not { } hold)
            return false;
        call.Hold = hold;
        return true;
    }

    /// <summary>What suspends the caller of a running call under this snapshot; null where nothing does.</summary>
    public Hold? Suspending(Call call, PostureSnapshot now) =>
        now.Suspends && OfEndUser(now, call, OfAccount(now, call.Caller!)) is { Posture: Posture.Suspend } hold && IsMeant(hold, call) ? hold : null;

    /// <summary>What holds for the account. A person's word about its organization outranks what the machine alone decided about it.</summary>
    private static Hold? OfAccount(PostureSnapshot snapshot, Caller caller)
    {
        var own = snapshot.Accounts.GetValueOrDefault(caller.Account);
        return own is not { IsWord: true } && snapshot.Organizations.Count > 0 && caller.Organization is { } organization && snapshot.Organizations.TryGetValue(organization, out var shared) ? shared : own;
    }

    /// <summary>The same for an end user of it: a person's word about them counts most; what the machine decided about them counts where it is harder.</summary>
    private Hold? OfEndUser(PostureSnapshot snapshot, Call call, Hold? ofAccount)
    {
        if (snapshot.EndUsers.Count == 0 || call.Reading?.EndUser is not { Length: > 0 } endUser || !snapshot.EndUsers.TryGetValue((call.Caller!.Account, _hasher.Hash(endUser).ToString()), out var own))
            return ofAccount;
        return ofAccount is null || own.IsWord || !ofAccount.IsWord && own.Posture >= ofAccount.Posture ? own : ofAccount;
    }

    private bool IsMeant(Hold hold, Call call)
    {
        if (hold.IsForEverything)
            return true;
        var model = call.Reading?.Model ?? call.Endpoint.PathModel;
        return hold.Means(hold.NeedsKinds ? KindsOf(call) : AskKinds.None, model, _desk.Now);
    }

    /// <summary>What Watch computes off the path for everybody is computed here for the few whose measures depend on it.</summary>
    private AskKinds KindsOf(Call call)
    {
        if (call.Reading is not { } reading || call.Readable is not { } body)
            return AskKinds.None;
        using var last = PromptTexts.LastUser(reading, body.Span);
        return last.Span.IsEmpty ? AskKinds.None : PromptFeatures.Compute(last.Span, default, last.Span, reading.Ask, _hasher).Kinds;
    }

    private void CountBias(Call call, RequestReading reading)
    {
        if (reading.Field("logit_bias") is not { } field)
            return;
        foreach (var token in RequestNarrowing.BiasedBeyondBans(call.Readable!.Span.Slice(field.ValueStart, field.ValueLength)))
            _desk.Leaks.Add(call.Caller!.Account, token);
    }

    private async ValueTask<Refusal?> PaceAsync(TimeSpan most, CancellationToken left)
    {
        await Task.Delay(TimeSpan.FromMilliseconds(RandomNumberGenerator.GetInt32((int)most.TotalMilliseconds + 1)), _time, left);
        return null;
    }
}

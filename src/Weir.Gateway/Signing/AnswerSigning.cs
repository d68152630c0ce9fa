using System.Collections.Frozen;
using Weir.Gateway.Admission;
using Weir.Policy;
using Weir.Settings;
using Weir.Signatures.Answers;
using Weir.Signatures.Marking;
using Weir.Traffic;
using Weir.Traffic.Dialects;

namespace Weir.Gateway.Signing;

/// <summary>
/// What answers are marked with now: keys that stand in the ledger, worked out and ready. Swapped whole, null where nothing is marked, so
/// that a gateway without signatures pays one look at a field for an answer.
/// </summary>
internal sealed class AnswerSigning
{
    // An account's table is some kilobytes; a gateway with more accounts than this works the others out for each answer.
    private const int MostAccounts = 10_000;

    // What a completion goes on from is read once more for it, on the path of its answer.
    private const int MostBefore = 256 << 10;

    private readonly SignatureConfig _config;
    private readonly SignatureKey _owner;
    private readonly Signature[] _byPosture;
    private readonly FrozenDictionary<string, SignatureKey> _campaigns;
    private readonly FrozenSet<string> _exceptAccounts;
    private readonly System.Collections.Concurrent.ConcurrentDictionary<string, SignatureKey> _accounts = new(StringComparer.Ordinal);

    /// <param name="campaigns">The committed keys of the configured campaigns, by name.</param>
    public AnswerSigning(SignatureConfig config, SignatureKey owner, IReadOnlyDictionary<string, SignatureKey> campaigns)
    {
        (_config, _owner) = (config, owner);
        _byPosture = [.. Enum.GetValues<Posture>().Select(posture => new Signature(owner, null, config.Strengths.Of(posture, config.Strength)))];
        _exceptAccounts = config.ExceptAccounts.ToFrozenSet(StringComparer.Ordinal);
        var byAccount = new Dictionary<string, SignatureKey>(StringComparer.Ordinal);
        foreach (var (name, accounts) in config.Campaigns)
        {
            if (!campaigns.TryGetValue(name, out var key))
                continue;
            foreach (var account in accounts)
                byAccount[account] = key;
        }

        _campaigns = byAccount.ToFrozenDictionary(StringComparer.Ordinal);
    }

    /// <summary>
    /// The signer for an answer; null where it must stay as it is: excluded, no text, log-probabilities that would contradict it, words put
    /// into the model's mouth, a prompt that says how to write, or a completion of which nobody can tell what it goes on from.
    /// </summary>
    public AnswerSigner? SignerFor(Call call, AnswerForm form)
    {
        if (form == AnswerForm.Opaque || EndpointOf(call.Endpoint.Dialect) is not { } endpoint || _config.ExceptEndpoints.Contains(endpoint))
            return null;
        if (call.Reading is not { } reading || call.Caller is not { } caller || _exceptAccounts.Contains(caller.Account))
            return null;
        var ask = reading.Ask;
        if (ask.Format != AnswerFormat.Text || ask.Logprobs || ask.TopLogprobs > 0 || ask.Echo || ask.Prefilled)
            return null;
        foreach (var pattern in _config.ExceptModels)
        {
            if (reading.Model is { } model && NamePattern.Matches(pattern, model))
                return null;
        }

        if (call.Readable is { } body && PromptRegister.Dictates(body.Span))
            return null;
        string? before = null;
        if (endpoint == SignedEndpoint.Completions)
        {
            before = call.Readable is { Length: <= MostBefore } request ? AnswerSigner.TextBefore(request.Span) : null;
            if (before is null)
                return null;
        }

        return new AnswerSigner(call.Endpoint, form, SignatureOf(caller.Account, call.Hold?.Posture ?? Posture.Open), before);
    }

    private Signature SignatureOf(string account, Posture posture)
    {
        if (_config.Mode == SignatureMode.Owner)
            return _byPosture[(int)posture];
        var strength = _config.Strengths.Of(posture, _config.Strength);
        if (_campaigns.TryGetValue(account, out var campaign))
            return new Signature(_owner, campaign, Math.Max(strength, _config.Strengths.Campaign));
        var key = _accounts.TryGetValue(account, out var known) ? known
            : _accounts.Count < MostAccounts ? _accounts.GetOrAdd(account, _owner.Account)
            : _owner.Account(account);
        return new Signature(_owner, key, strength);
    }

    private static SignedEndpoint? EndpointOf(Dialect dialect) => dialect switch
    {
        Dialect.OpenAiChat => SignedEndpoint.Chat,
        Dialect.OpenAiCompletions => SignedEndpoint.Completions,
        Dialect.OpenAiResponses => SignedEndpoint.Responses,
        Dialect.AnthropicMessages => SignedEndpoint.Messages,
        Dialect.GeminiGenerate => SignedEndpoint.Generate,
        _ => null,
    };
}

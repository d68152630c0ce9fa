using Weir.Gateway.Configuration;
using Weir.Traffic;

namespace Weir.Gateway.Relay;

/// <summary>The upstreams of one configuration, and which of them a call may go to, in order.</summary>
public sealed class Upstreams
{
    private readonly Upstream[] _all;
    private readonly Dictionary<string, Upstream> _byName;
    private readonly Dictionary<string, string> _aliases = new(StringComparer.Ordinal);

    private Upstreams(Upstream[] all)
    {
        _all = all;
        _byName = all.ToDictionary(u => u.Name, StringComparer.Ordinal);
        foreach (var (alias, name) in all.SelectMany(u => u.Config.Aliases))
            _aliases.TryAdd(alias, name);
    }

    public IReadOnlyList<Upstream> All => _all;

    /// <summary>
    /// Connections and health are taken over from <paramref name="previous"/> where the address and the connection
    /// settings are the same, so that a reload neither drops warm connections nor wakes a resting upstream.
    /// </summary>
    public static Upstreams From(WeirConfig config, TimeProvider time, Upstreams? previous = null) =>
        new(config.Upstreams.Select(u => previous?.Find(u.Name) is { } old && SameConnections(old.Config, u)
            ? new Upstream(u, old.Client, old.Health)
            : new Upstream(u, Upstream.NewClient(u), new UpstreamHealth(time))).ToArray());

    public Upstream? Find(string name) => _byName.GetValueOrDefault(name);

    /// <summary>The name behind an alias, so that a limit on a model holds whatever it is called.</summary>
    public string? Canonical(string? model) => model is not null && _aliases.TryGetValue(model, out var name) ? name : model;

    /// <summary>
    /// Where a call goes first: the first listed upstream that speaks the provider's dialect and serves the model and is
    /// not resting; a resting one if there is no other.
    /// </summary>
    public Upstream? First(Provider provider, string? model)
    {
        Upstream? resting = null;
        foreach (var upstream in _all)
        {
            if (!upstream.Speaks(provider) || !upstream.Serves(model))
                continue;
            if (upstream.Health.MayTry())
                return upstream;
            resting ??= upstream;
        }

        if (resting is null)
            return null;
        var next = 0;
        return FallbackOf(resting, provider, ref next) ?? resting;
    }

    /// <summary>The fallback of <paramref name="first"/> to try now, from <paramref name="next"/> on, which moves behind it.</summary>
    public Upstream? FallbackOf(Upstream first, Provider provider, ref int next)
    {
        var names = first.Config.Fallback;
        while (next < names.Count)
        {
            if (Find(names[next++]) is { } upstream && upstream.Speaks(provider) && upstream.Health.MayTry())
                return upstream;
        }

        return null;
    }

    private static bool SameConnections(UpstreamConfig a, UpstreamConfig b) =>
        a.Url == b.Url && a.MaxConnections == b.MaxConnections && a.Timeouts.Connect == b.Timeouts.Connect;
}

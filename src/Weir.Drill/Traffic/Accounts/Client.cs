using Weir.Drill.Traffic.Wording;

namespace Weir.Drill.Traffic.Accounts;

/// <summary>A program that calls the model: its user agent and its TLS fingerprint.</summary>
public sealed record Client(string UserAgent, string Tls)
{
    private static readonly (string Form, double Weight)[] Families =
    [
        ("openai-python/1.{0}.{1}", 22), ("anthropic-python/0.{0}.{1}", 9), ("openai-node/4.{0}.{1}", 12), ("python-httpx/0.2{1}.0", 6),
        ("python-requests/2.3{1}.0", 7), ("axios/1.{1}.{0}", 6), ("LangChain/0.{1}.{0}", 6), ("litellm/1.{0}.{1}", 5), ("okhttp/4.1{1}.0", 3),
        ("Go-http-client/2.0", 5), ("curl/8.{1}.0", 3), ("LibreChat/0.7.{1}", 3), ("open-webui/0.{1}.{0}", 4), ("aiohttp/3.{1}.{0}", 4),
        ("Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 Chrome/1{0}.0.0.0 Safari/537.36", 3),
        ("Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 Version/1{1}.0 Safari/605.1.15", 2),
        ("reqwest/0.1{1}", 2), ("google-genai-sdk/1.{1}.{0} gl-python/3.1{1}", 3), ("Java-http-client/2{1}", 2), ("Zapier/1.0", 1),
    ];

    /// <summary>The one distribution of clients, for people, products and harvests alike.</summary>
    public static Client Draw(ref Dice dice)
    {
        Span<double> weights = stackalloc double[Families.Length];
        for (var i = 0; i < weights.Length; i++)
            weights[i] = Families[i].Weight;
        var family = dice.Weighted(weights);
        var agent = string.Format(System.Globalization.CultureInfo.InvariantCulture, Families[family].Form, dice.Between(10, 60), dice.Below(10));
        // A fingerprint follows the library and its build, not the person.
        var build = Dice.Of((ulong)family, (ulong)dice.Below(3));
        var tls = $"t13d{build.Between(10, 19)}{build.Between(10, 19)}{(build.Chance(0.7) ? "h2" : "h1")}_{build.Next() & 0xFFFFFFFFFFFF:x12}_{build.Next() & 0xFFFFFFFFFFFF:x12}";
        return new Client(agent, tls);
    }
}

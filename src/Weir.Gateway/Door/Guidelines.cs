using System.Net;
using System.Text;
using Weir.Policy;

namespace Weir.Gateway.Door;

/// <summary>The rules in force as a page that people can read, made from the policy and the terms. It names no threshold.</summary>
internal static class Guidelines
{
    public static string Page(ResponsePolicy policy)
    {
        var page = new StringBuilder("""
            <!doctype html><html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>Use of this service</title>
            <style>body{font:16px/1.5 system-ui,sans-serif;max-width:44rem;margin:2rem auto;padding:0 1rem;color:#1b1b1b}h2{margin-top:2rem}code{background:#f2f2f2;padding:0 .2em}</style></head><body>
            <h1>Use of this service</h1>
            <p>Ordinary use of every kind is welcome, in any amount that your plan allows: people, products, agents, tests, back-fills. What is watched for is the collection of
            answers to train another model, and the reading out of how this one is built.</p>

            """);
        Clauses(page, policy.Terms);
        Steps(page, policy);
        page.Append("""
            <h2>Requests that are not answered</h2>
            <p>Where an account is under review, a bias on tokens together with log-probabilities is refused, and so are biases beyond bans and very many alternatives a position.</p>
            <h2>If you are affected</h2>
            <p>Nobody is judged by country, language, client or volume alone. <code>GET /weir/v1/standing</code> with your key says where you stand, since when and until when, and which clause is meant.
            <code>POST /weir/v1/appeals</code> with <code>{"text": "…"}</code> brings a decision before a person. No decision of the machine is final without a person, if you ask for one.
            <code>POST /weir/v1/licence-requests</code> asks for leave to train on answers.</p>
            <h2>If you see abuse</h2>
            <p><code>POST /weir/v1/reports</code> with <code>{"text": "…"}</code>; no key is needed.</p>

            """);
        if (policy.Terms.Contact is { } contact)
            page.Append($"<p>Contact: {Text(contact)}</p>\n");
        return page.Append("</body></html>\n").ToString();
    }

    private static void Clauses(StringBuilder page, TermsConfig terms)
    {
        if (terms.Clauses.Count == 0 && terms.Url is null)
            return;
        page.Append("<h2>What the terms say</h2>\n");
        foreach (var clause in terms.Clauses.Values.OrderBy(static clause => clause.Title, StringComparer.Ordinal))
        {
            page.Append($"<p><b>{Text(clause.Title)}.</b> {Text(clause.Says)}");
            if (clause.Exceptions.Count > 0)
                page.Append(" Not meant: " + Text(string.Join("; ", clause.Exceptions)) + ".");
            page.Append("</p>\n");
        }

        if (terms.Url is { } url)
            page.Append($"<p><a href=\"{Text(url.AbsoluteUri)}\">The terms in full</a></p>\n");
    }

    private static void Steps(StringBuilder page, ResponsePolicy policy)
    {
        if (policy.Rules.Count == 0)
            return;
        page.Append("<h2>What may happen</h2>\n<ul>\n");
        foreach (var posture in policy.Rules.Select(static rule => rule.Then).Where(static then => then > Posture.Watch).Distinct().Order())
        {
            var alone = policy.Rules.Any(rule => rule.Then == posture && !rule.NeedsPerson);
            page.Append($"<li>{Text(string.Join(' ', PlainWords.Of(posture, policy.MeasuresOf(posture))))}{(alone ? "" : " Only after a person has looked at it.")}</li>\n");
        }

        page.Append("</ul>\n<p>Each step ends by itself when what led to it is not seen again.</p>\n");
    }

    private static string Text(string text) => WebUtility.HtmlEncode(text);
}

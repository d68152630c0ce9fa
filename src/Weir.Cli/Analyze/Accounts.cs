using Weir.Detection.Accounts;

namespace Weir.Cli.Analyze;

/// <summary>The file of <c>--accounts</c>.</summary>
internal static class Accounts
{
    public static async Task<bool> ReadAsync(string path, AccountAnalysis into, Terminal terminal, CancellationToken cancellation)
    {
        var known = 0L;
        var bad = await JsonLinesFile.ReadAsync(
            path,
            line =>
            {
                var wrong = AccountFactsJson.ReadSound(line, account: null, out var facts);
                if (facts is null)
                    return wrong + JsonLinesFile.NotUsed;
                into.Facts(facts);
                known++;
                return wrong is null ? null : $"{wrong}; {SafeText.Name(facts.Account)} is judged without it";
            },
            terminal,
            cancellation);
        // Facts that all went unread would leave a report that looks like any other.
        if (bad > 0 && known == 0)
            terminal.Fail($"{SafeText.Name(path, 200)} names no account in a form that can be read: one JSON object a line, such as {{\"account\":\"a1\",\"created\":\"2026-02-12\"}}.");
        return bad is not null && (bad == 0 || known > 0);
    }
}

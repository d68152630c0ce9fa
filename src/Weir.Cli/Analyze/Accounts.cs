using Weir.Detection.Accounts;

namespace Weir.Cli.Analyze;

/// <summary>The file of <c>--accounts</c>.</summary>
internal static class Accounts
{
    public static async Task<bool> ReadAsync(string path, AccountAnalysis into, Terminal terminal, CancellationToken cancellation)
    {
        var bad = await JsonLinesFile.ReadAsync(
            path,
            line =>
            {
                var wrong = AccountFactsJson.Read(line, account: null, out var facts);
                if (facts is not null)
                    into.Facts(facts);
                return wrong;
            },
            terminal,
            cancellation);
        return bad is not null;
    }
}

using System.Security.Cryptography;
using System.Text;

namespace Weir.Cli.Analyze;

/// <summary>The one style sheet of the report. The page's policy allows it by its hash, and nothing else at all.</summary>
internal static class HtmlStyle
{
    public const string Sheet =
        """

        :root{color-scheme:light dark;--page:#f6f7f9;--card:#fff;--ink:#1b2330;--soft:#5b6678;--line:#dfe3ea;--act:#b3261e;--watch:#9a6200;--good:#1f7a44;--bar:#2f6fb0;--dot:#8792a5;--wash:#eef1f6}
        @media(prefers-color-scheme:dark){:root{--page:#12161d;--card:#1b212b;--ink:#e7ebf2;--soft:#9aa6b8;--line:#2d3644;--act:#ff8a80;--watch:#f2bd55;--good:#7fd6a0;--bar:#7db3e8;--dot:#6d7a8f;--wash:#232b37}}
        *{box-sizing:border-box}
        body{margin:0;background:var(--page);color:var(--ink);font:15px/1.5 system-ui,-apple-system,"Segoe UI",Roboto,sans-serif}
        main{max-width:1000px;margin:0 auto;padding:28px 20px 60px}
        h1{font-size:26px;line-height:1.25;margin:0 0 4px;text-wrap:balance}
        h1.act{color:var(--act)}h1.watch{color:var(--watch)}h1.clear{color:var(--good)}
        h2{font-size:17px;margin:34px 0 10px}
        p{margin:0 0 8px}.soft{color:var(--soft)}
        .tiles{display:grid;grid-template-columns:repeat(auto-fit,minmax(140px,1fr));gap:12px;margin:22px 0 0}
        .tile,.card,details{background:var(--card);border:1px solid var(--line);border-radius:8px}
        .tile{padding:12px 14px}.tile b{display:block;font-size:22px;font-variant-numeric:tabular-nums}.tile span{color:var(--soft);font-size:13px}
        .card{padding:14px 16px;overflow-x:auto}
        svg{display:block;width:100%;height:auto}
        svg text{fill:var(--soft);font:12px system-ui,sans-serif}
        .axis{stroke:var(--line);stroke-width:1}.bars{fill:var(--bar)}.cell{fill:var(--dot)}
        .pact{fill:var(--act)}.pwatch{fill:var(--watch)}.mact{stroke:var(--act);stroke-width:2}.mwatch{stroke:var(--watch);stroke-width:2}
        details{margin:0 0 10px;padding:0 16px}
        summary{display:grid;grid-template-columns:84px 1fr auto;gap:14px;align-items:baseline;padding:12px 0;cursor:pointer;list-style:none}
        summary::-webkit-details-marker{display:none}
        summary::after{content:"show";color:var(--soft);font-size:13px;grid-column:3;grid-row:1;text-align:right}
        details[open] summary::after{content:"hide"}
        .verdict{font-weight:700;text-transform:uppercase;font-size:13px;letter-spacing:.04em}
        .verdict.act{color:var(--act)}.verdict.watch{color:var(--watch)}.verdict.clear{color:var(--soft)}
        .who{font-weight:600;overflow-wrap:anywhere}.line{grid-column:2;color:var(--soft);font-size:13.5px}
        .inside{border-top:1px solid var(--line);padding:12px 0 16px}
        table{border-collapse:collapse;width:100%;font-size:14px}
        th{color:var(--soft);font-weight:600;text-align:left;font-size:13px}
        th,td{padding:6px 10px 6px 0;border-bottom:1px solid var(--line);vertical-align:top}
        tr:last-child td{border-bottom:0}
        td.n,th.n{text-align:right;font-variant-numeric:tabular-nums;white-space:nowrap}
        code{font:13px ui-monospace,SFMono-Regular,Menlo,monospace;background:var(--wash);border-radius:4px;padding:1px 4px;overflow-wrap:anywhere}
        .legend{display:flex;flex-wrap:wrap;gap:16px;color:var(--soft);font-size:13px;margin-top:6px}
        .legend i{display:inline-block;width:10px;height:10px;border-radius:2px;margin-right:6px}
        .legend .a{background:var(--act)}.legend .w{background:var(--watch)}.legend .c{background:var(--dot)}.legend .e{background:var(--bar)}
        @media(max-width:640px){summary{grid-template-columns:1fr auto}.who,.line{grid-column:1}summary::after{grid-column:2}}
        @media print{body{background:#fff}details{break-inside:avoid}}

        """;

    public static string Policy { get; } =
        $"default-src 'none'; style-src 'sha256-{Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(Sheet)))}'; base-uri 'none'; form-action 'none'";
}

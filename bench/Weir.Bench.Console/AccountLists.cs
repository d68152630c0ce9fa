using System.Diagnostics;
using System.Globalization;
using System.Net;

namespace Weir.Bench.Console;

/// <summary>What an analyst waits for who looks for accounts among a great many: a page of the list, however it is narrowed and ordered.</summary>
internal static class AccountLists
{
    private const double Goal = 200;

    public static async Task<bool> RunAsync(int accounts, bool test)
    {
        await using var installation = await Installation.WithAccountsAsync(accounts);
        using var http = new HttpClient { BaseAddress = installation.Admin, Timeout = TimeSpan.FromMinutes(2) };
        var last = Population.NameOf(accounts - 1);
        await TakenInAsync(http, last);
        var before = Heap();
        var began = Stopwatch.GetTimestamp();
        // The first look has the table of all accounts made; the page says how far it is, and is asked for again.
        while ((await http.GetStringAsync("/accounts")).Contains("Looking through all accounts", StringComparison.Ordinal))
        {
        }

        Figures.Say($"{accounts:N0} accounts: the first list after nobody looked for a while", $"{Stopwatch.GetElapsedTime(began).TotalMilliseconds:N0} ms");
        Figures.Say($"{accounts:N0} accounts: what lists keep in memory while somebody looks", $"{Math.Max(0, Heap() - before) / 1048576.0:0} MB");
        var fine = true;
        foreach (var (what, address) in new[]
        {
            ("hardest verdict first", "/accounts"), ("most new output first", "/accounts?order=exposure"), ("last call first", "/accounts?order=last"), ("by name", "/accounts?order=name"),
            ("page 200 by name", "/accounts?order=name&page=200"), ("a part of a name that many have", "/accounts?q=team-0a"), ("a whole name", "/accounts?q=" + last), ("a name that nobody has", "/accounts?q=nobody-at-all"),
            ("an organization", "/accounts?organization=organization-40"), ("verdict watch", "/accounts?verdict=watch"), ("one account's page", "/accounts/" + last), ("its calls", "/accounts/-/calls?of=" + last),
        })
            fine &= await PageAsync(http, $"{accounts:N0} accounts: {what}", address, test);
        return fine;
    }

    /// <summary>The newest calls are held back for a moment, because earlier ones may come after them.</summary>
    private static async Task TakenInAsync(HttpClient http, string account)
    {
        while (true)
        {
            using var page = await http.GetAsync("/accounts/" + account);
            if (page.StatusCode != HttpStatusCode.NotFound)
                return;
            await Task.Delay(TimeSpan.FromMilliseconds(50), TimeProvider.System);
        }
    }

    private static async Task<bool> PageAsync(HttpClient http, string what, string address, bool test)
    {
        _ = await http.GetByteArrayAsync(address);
        var times = new List<double>();
        var before = Environment.CpuUsage.TotalTime;
        for (var i = 0; i < (test ? 2 : 20); i++)
        {
            var began = Stopwatch.GetTimestamp();
            _ = await http.GetByteArrayAsync(address);
            times.Add(Stopwatch.GetElapsedTime(began).TotalMilliseconds);
        }

        times.Sort();
        Figures.Say(what, string.Create(CultureInfo.InvariantCulture, $"p50 {times[times.Count / 2]:0} ms, max {times[^1]:0} ms, {(Environment.CpuUsage.TotalTime - before).TotalMilliseconds / times.Count:0} ms of processors"), times[times.Count / 2] < Goal, "under 200 ms");
        return test || times[times.Count / 2] < Goal;
    }

    private static long Heap()
    {
        GC.Collect();
        return GC.GetTotalMemory(forceFullCollection: true);
    }
}

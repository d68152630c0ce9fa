using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Text.RegularExpressions;
using Microsoft.Playwright;
using Weir.Console.Campaigns.Graph;
using Weir.Console.Tests.Campaigns;

namespace Weir.Bench.Console;

/// <summary>What a viewer waits for: the first page, the picture of a campaign, and each frame while it is moved. Debian's Chromium without a graphics card, on this machine's loopback.</summary>
internal static partial class Measurement
{
    private const string Chromium = "/usr/bin/chromium";
    private const int Width = 1440;
    private const int Height = 900;

    [GeneratedRegex("href=\"(/campaigns/c-[0-9a-f]+)\"")]
    private static partial Regex Campaign { get; }
    [GeneratedRegex("(?:href|src)=\"(/assets/[^\"]+)\"")]
    private static partial Regex AssetLink { get; }
    [GeneratedRegex("([a-z0-9-]+-[A-Z0-9]+\\.woff2)")]
    private static partial Regex FontLink { get; }

    public static async Task<bool> RunAsync(Uri admin, Options options)
    {
        using var http = new HttpClient { BaseAddress = admin };
        http.DefaultRequestHeaders.AcceptEncoding.ParseAdd("br");
        var fine = await FirstPageAsync(http, options.Test);
        if (Campaign.Match(await TextAsync(http, "/campaigns")) is not { Success: true } link)
        {
            System.Console.WriteLine("No campaign was found in the drill.");
            return false;
        }

        var address = link.Groups[1].Value;
        await PictureAsync(http, address);
        var made = Make(options.Accounts);
        if (!File.Exists(Chromium))
        {
            System.Console.WriteLine("Chromium is not there (Debian's package 'chromium'), so nothing was drawn. Skipped.");
            return fine;
        }

        using var playwright = await Playwright.CreateAsync();
        await using var browser = await playwright.Chromium.LaunchAsync(new BrowserTypeLaunchOptions
        {
            ExecutablePath = Chromium,
            Args = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync"],
        });
        fine &= await DrawnAsync(browser, admin, address, made, options.Test);
        if (options.Shots is { } folder)
        {
            await ShotsAsync(browser, admin, address, null, folder, "");
            await ShotsAsync(browser, admin, address, made, folder, "-made");
        }

        return fine;
    }

    private static async Task<string> TextAsync(HttpClient http, string path)
    {
        using var answer = await http.GetAsync(path);
        answer.EnsureSuccessStatusCode();
        await using var body = await answer.Content.ReadAsStreamAsync();
        await using var plain = answer.Content.Headers.ContentEncoding.Contains("br") ? new System.IO.Compression.BrotliStream(body, System.IO.Compression.CompressionMode.Decompress) : body;
        using var reader = new StreamReader(plain);
        return await reader.ReadToEndAsync();
    }

    /// <summary>As a browser that was never here would: the page and all that it names, packed.</summary>
    private static async Task<bool> FirstPageAsync(HttpClient http, bool test)
    {
        var page = await TextAsync(http, "/");
        var times = new List<double>();
        for (var i = 0; i < (test ? 5 : 50); i++)
        {
            var began = Stopwatch.GetTimestamp();
            _ = await http.GetByteArrayAsync("/");
            times.Add(Stopwatch.GetElapsedTime(began).TotalMilliseconds);
        }

        long bytes = (await http.GetByteArrayAsync("/")).Length;
        var fonts = 0L;
        foreach (Match asset in AssetLink.Matches(page))
        {
            var path = asset.Groups[1].Value;
            bytes += (await http.GetByteArrayAsync(path)).Length;
            if (path.EndsWith(".css", StringComparison.Ordinal))
            {
                foreach (Match font in FontLink.Matches(await TextAsync(http, path)))
                    fonts += (await http.GetByteArrayAsync("/assets/" + font.Groups[1].Value)).Length;
            }
        }

        bytes += fonts;
        times.Sort();
        Figures.Say("first page, packed, with all that it loads", $"{bytes / 1024.0:0.0} KB, {fonts / 1024.0:0.0} KB of them a font", bytes < 100 << 10, "under 100 KB");
        Figures.Say("first page from the first byte asked to the last", $"p50 {times[times.Count / 2]:0.0} ms, max {times[^1]:0.0} ms", times[times.Count / 2] < 200, "under 200 ms");
        return bytes < 100 << 10 && (test || times[times.Count / 2] < 200);
    }

    private static async Task PictureAsync(HttpClient http, string address)
    {
        var began = Stopwatch.GetTimestamp();
        var bytes = await http.GetByteArrayAsync(address + "/picture");
        var first = Stopwatch.GetElapsedTime(began).TotalMilliseconds;
        began = Stopwatch.GetTimestamp();
        _ = await http.GetByteArrayAsync(address + "/picture");
        Figures.Say("the picture's bytes, packed", $"{bytes.Length / 1024.0:0.0} KB, {first:0} ms the first time, {Stopwatch.GetElapsedTime(began).TotalMilliseconds:0} ms again");
    }

    /// <summary>
    /// A campaign of so many accounts, without the hours of traffic that one takes: its bonds are made, and laid out and written by the console's own code. In a page of a real campaign it takes
    /// the place of that one's picture.
    /// </summary>
    private static byte[] Make(int accounts)
    {
        var campaign = MadeCampaign.Of(accounts, 17, 1, beside: accounts / 400);
        var began = Stopwatch.GetTimestamp();
        var before = Environment.CpuUsage.UserTime;
        var layout = CampaignLayout.Of(campaign);
        var laid = Stopwatch.GetElapsedTime(began).TotalMilliseconds;
        var bytes = PictureBytes.Write(campaign, layout, Waves.Of([.. campaign.Accounts.Select(static one => one.FirstAt)]), static _ => Weir.Policy.Posture.Open);
        Figures.Say($"a made campaign of {accounts:N0} accounts and {campaign.Bonds.Count} bonds", $"laid out in {laid:0} ms, written in {Stopwatch.GetElapsedTime(began).TotalMilliseconds - laid:0} ms, {(Environment.CpuUsage.UserTime - before).TotalMilliseconds:0} ms of a processor, {bytes.Length / 1024.0:0} KB");
        return bytes;
    }

    private static Task PutAsync(IPage page, byte[] made) =>
        page.RouteAsync("**/picture", route => route.FulfillAsync(new RouteFulfillOptions { Status = 200, ContentType = "application/octet-stream", BodyBytes = made, Headers = new Dictionary<string, string>(StringComparer.Ordinal) { ["ETag"] = "\"made\"" } }));

    private static async Task<bool> DrawnAsync(IBrowser browser, Uri admin, string address, byte[] made, bool test)
    {
        await using var context = await browser.NewContextAsync(new BrowserNewContextOptions { ViewportSize = new ViewportSize { Width = Width, Height = Height } });
        var page = await context.NewPageAsync();
        await PutAsync(page, made);
        var drawn = new List<double>();
        for (var i = 0; i < (test ? 1 : 5); i++)
        {
            await page.GotoAsync(new Uri(admin, address).ToString());
            await page.Locator("[data-drawn]").WaitForAsync();
            drawn.Add(await page.EvaluateAsync<double>("performance.getEntriesByName('weir-graph-drawn')[0].startTime"));
        }

        drawn.Sort();
        var accounts = await page.Locator("[data-drawn]").GetAttributeAsync("data-drawn");
        Figures.Say($"campaign of {int.Parse(accounts!, CultureInfo.InvariantCulture):N0} accounts, first drawn after the page was asked for", $"p50 {drawn[drawn.Count / 2]:0} ms, max {drawn[^1]:0} ms", drawn[drawn.Count / 2] < 1000, "under 1,000 ms");
        var fine = test || drawn[drawn.Count / 2] < 1000;
        fine &= await FramesAsync(page, "panned", panning: true, test);
        return fine & await FramesAsync(page, "zoomed", panning: false, test);
    }

    /// <summary>The time of the page's one thread for each frame: what the picture's own code takes, and what the browser takes to show it.</summary>
    private static async Task<bool> FramesAsync(IPage page, string what, bool panning, bool test)
    {
        await page.Locator("[data-graph-canvas]").ScrollIntoViewIfNeededAsync();
        var box = (await page.Locator("[data-graph-canvas]").BoundingBoxAsync())!;
        var (x, y) = (box.X + box.Width / 2, box.Y + box.Height / 2);
        await page.EvaluateAsync("""
            () => { const times = []; let last = 0; const next = (now) => { if (last) times.push(now - last); last = now; if (!window.weirStop) requestAnimationFrame(next); else window.weirFrames = times; }; window.weirStop = false; requestAnimationFrame(next); }
            """);
        if (panning)
        {
            await page.Mouse.MoveAsync(x, y);
            await page.Mouse.DownAsync();
            for (var i = 0; i < (test ? 20 : 160); i++)
                await page.Mouse.MoveAsync(x + (float)(Math.Sin(i / 12.0) * 300), y + (float)(Math.Cos(i / 17.0) * 160));
            await page.Mouse.UpAsync();
        }
        else
        {
            await page.Locator("[data-graph-canvas]").FocusAsync();
            for (var i = 0; i < (test ? 4 : 24); i++)
                await page.Keyboard.PressAsync(i % 8 < 4 ? "+" : "-");
        }

        await page.EvaluateAsync("() => { window.weirStop = true; }");
        await page.Locator("html").WaitForAsync();
        var frames = await page.EvaluateAsync<double[]>("() => new Promise((done) => { const look = () => window.weirFrames ? (done(window.weirFrames), window.weirFrames = null) : setTimeout(look, 10); look(); })");
        Array.Sort(frames);
        if (frames.Length == 0)
            return false;
        var (p50, p95) = (frames[frames.Length / 2], frames[(int)(frames.Length * 0.95)]);
        Figures.Say($"a frame while it is {what}, of {frames.Length}", $"p50 {p50:0.0} ms, p95 {p95:0.0} ms, max {frames[^1]:0.0} ms", p95 < 30, "under 30 ms at p95");
        return test || p95 < 30;
    }

    private static async Task ShotsAsync(IBrowser browser, Uri admin, string address, byte[]? made, string folder, string suffix)
    {
        Directory.CreateDirectory(folder);
        foreach (var scheme in (ColorScheme[])[ColorScheme.Light, ColorScheme.Dark])
        {
            await using var context = await browser.NewContextAsync(new BrowserNewContextOptions { ViewportSize = new ViewportSize { Width = Width, Height = Height }, ColorScheme = scheme });
            var page = await context.NewPageAsync();
            if (made is not null)
                await PutAsync(page, made);
            await page.GotoAsync(new Uri(admin, "/campaigns").ToString());
            await page.ScreenshotAsync(new PageScreenshotOptions { Path = Path.Combine(folder, $"campaigns{suffix}-{scheme}.png".ToLowerInvariant()) });
            await page.GotoAsync(new Uri(admin, address).ToString());
            await page.Locator("[data-drawn]").WaitForAsync();
            var theme = scheme.ToString().ToLowerInvariant();
            await page.ScreenshotAsync(new PageScreenshotOptions { Path = Path.Combine(folder, $"campaign{suffix}-{theme}.png") });
            // What lies further down: the page by the height of a screen.
            for (var screen = 1; screen <= 2; screen++)
            {
                await page.Mouse.MoveAsync(Width / 2, 30);
                await page.Mouse.WheelAsync(0, Height - 60);
                await page.EvaluateAsync("() => new Promise((done) => setTimeout(done, 150))");
                await page.ScreenshotAsync(new PageScreenshotOptions { Path = Path.Combine(folder, $"campaign{suffix}-{theme}-{screen + 1}.png") });
            }

            await page.GotoAsync(new Uri(admin, address + "?find=3").ToString());
            await page.Locator("[data-drawn]").WaitForAsync();
            await page.Locator("[data-graph-canvas]").FocusAsync();
            for (var closer = 0; closer < 9; closer++)
                await page.Keyboard.PressAsync("+");
            await page.EvaluateAsync("() => new Promise((done) => setTimeout(done, 300))");
            await page.Locator(".graph").ScreenshotAsync(new LocatorScreenshotOptions { Path = Path.Combine(folder, $"close{suffix}-{theme}.png") });
        }
    }
}

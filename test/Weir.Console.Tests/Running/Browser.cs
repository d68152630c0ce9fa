using Microsoft.Playwright;
using Weir.TestKit;
using Xunit;

[assembly: AssemblyFixture(typeof(Weir.Console.Tests.Running.Browser))]
[assembly: AssemblyFixture(typeof(Weir.Console.Tests.Running.Storied))]

namespace Weir.Console.Tests.Running;

/// <summary>One browser for all tests. Where none can be started, they are skipped and say why.</summary>
public sealed class Browser : IAsyncLifetime
{
    private const string Chromium = "/usr/bin/chromium";
    private static readonly string[] Arguments =
        ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync"];

    private IPlaywright? _playwright;
    private IBrowser? _browser;
    private string? _missing;

    public static string AxePath { get; } = Path.Combine(Repository.Root, "test/Weir.Console.Tests/node_modules/axe-core/axe.min.js");

    public async ValueTask InitializeAsync()
    {
        if (!File.Exists(Chromium))
        {
            _missing = $"{Chromium} is not there: ./test.sh installs it where it can";
            return;
        }

        try
        {
            _playwright = await Playwright.CreateAsync();
            _browser = await _playwright.Chromium.LaunchAsync(new() { ExecutablePath = Chromium, Args = Arguments });
        }
        catch (PlaywrightException refused)
        {
            _missing = "the browser cannot be started: " + refused.Message;
        }
    }

    /// <summary>A browser of its own, in effect: no cookie and no page of another test.</summary>
    public async Task<IBrowserContext> OpenAsync(BrowserNewContextOptions? options = null)
    {
        if (_browser is null)
            Assert.Skip(_missing ?? "no browser");
        options ??= new();
        options.ViewportSize ??= new ViewportSize { Width = 1360, Height = 900 };
        options.TimezoneId ??= "Europe/Berlin";
        options.Locale ??= "en-GB";
        // Nothing here animates for the sake of a picture.
        options.ReducedMotion ??= ReducedMotion.Reduce;
        var context = await _browser.NewContextAsync(options);
        context.SetDefaultTimeout(30_000);
        return context;
    }

    public async ValueTask DisposeAsync()
    {
        if (_browser is not null)
            await _browser.DisposeAsync();
        _playwright?.Dispose();
    }
}

using System.Diagnostics;
using Weir.TestKit;
using Xunit;

namespace Weir.Console.Tests.Pages;

public sealed class The_bundle
{
    private static readonly string Folder = Path.Combine(Repository.Root, "src/Weir.Console");

    [Fact]
    public async Task Committed_assets_are_what_scripts_and_styles_make()
    {
        Assert.SkipUnless(File.Exists(Path.Combine(Folder, "node_modules/esbuild/package.json")), "esbuild is not installed: ./test.sh does it where npm is there");
        using var made = new TempFolder();
        var start = new ProcessStartInfo("node") { WorkingDirectory = Folder, UseShellExecute = false, RedirectStandardError = true, RedirectStandardOutput = true, ArgumentList = { "bundle.mjs", made.Path } };
        Process? bundler;
        try
        {
            bundler = Process.Start(start);
        }
        catch (System.ComponentModel.Win32Exception)
        {
            Assert.Skip("node is not there");
            return;
        }

        using (bundler)
        {
            await bundler!.WaitForExitAsync(TestContext.Current.CancellationToken);
            Assert.True(bundler.ExitCode == 0, await bundler.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken));
        }

        var committed = Path.Combine(Folder, "Assets");
        string[] names = [.. Directory.GetFiles(made.Path).Select(Path.GetFileName).Order(StringComparer.Ordinal)!];
        Assert.NotEmpty(names);
        Assert.Equal(names, Directory.GetFiles(committed).Select(Path.GetFileName).Where(static name => !name!.EndsWith(".svg", StringComparison.Ordinal)).Order(StringComparer.Ordinal)!);
        foreach (var name in names)
            Assert.True(File.ReadAllBytes(Path.Combine(made.Path, name)).AsSpan().SequenceEqual(File.ReadAllBytes(Path.Combine(committed, name))), $"{name} is not what dotnet build src/Weir.Console -t:Bundle makes");
    }

    [Fact]
    public void The_first_page_and_all_it_loads_is_under_100_KB_packed()
    {
        var loaded = Serving.Asset.All.Where(static one => one.Key is "console.js" or "console.css" or "weir.svg" || one.Key.EndsWith(".woff2", StringComparison.Ordinal))
            .Sum(static one => one.Value.IsCompressed ? one.Value.Bytes.Length : one.Value.Brotli.Length);
        // The page itself is some 5 KB packed.
        Assert.InRange(loaded, 1, 90_000);
    }
}

using System.Xml.Linq;
using Weir.TestKit;
using Xunit;

namespace Weir.Cli.Tests.Architecture;

/// <summary>The arrows of docs/architecture.md, held against the project files and against what the assemblies really use.</summary>
public sealed class Who_may_know_whom
{
    private static readonly Dictionary<string, string[]> MayKnow = new(StringComparer.Ordinal)
    {
        ["Weir.Traffic"] = [],
        ["Weir.Settings"] = [],
        ["Weir.Ledger"] = [],
        ["Weir.Detection"] = ["Weir.Traffic"],
        ["Weir.Policy"] = ["Weir.Settings", "Weir.Detection", "Weir.Traffic"],
        ["Weir.Signatures"] = ["Weir.Traffic"],
        ["Weir.Sharing"] = ["Weir.Traffic", "Weir.Detection"],
        ["Weir.Drill"] = ["Weir.Traffic"],
        ["Weir.Lab"] = ["Weir.Traffic", "Weir.Signatures", "Weir.Drill"],
        ["Weir.Gateway"] = ["Weir.Settings", "Weir.Traffic", "Weir.Detection", "Weir.Policy", "Weir.Signatures", "Weir.Ledger", "Weir.Sharing"],
        ["Weir.Console"] = ["Weir.Settings", "Weir.Traffic", "Weir.Detection", "Weir.Policy", "Weir.Ledger", "Weir.Gateway"],
        ["Weir.Cli"] = ["Weir.Settings", "Weir.Traffic", "Weir.Detection", "Weir.Policy", "Weir.Signatures", "Weir.Ledger", "Weir.Sharing", "Weir.Drill", "Weir.Lab", "Weir.Gateway", "Weir.Console"],
    };

    private static readonly string[] MayKnowAspNet = ["Weir.Gateway", "Weir.Console", "Weir.Cli"];

    // These replay, explain and verify offline: they are handed streams and open nothing themselves.
    private static readonly string[] DoNoIO = ["Weir.Settings", "Weir.Traffic", "Weir.Detection", "Weir.Policy", "Weir.Signatures", "Weir.Sharing", "Weir.Lab"];

    [Fact]
    public void Every_project_is_listed_here()
    {
        var found = Directory.GetDirectories(Path.Combine(Repository.Root, "src")).Select(Path.GetFileName).ToArray();
        Assert.NotEmpty(found);
        Assert.All(found, name => Assert.Contains(name!, MayKnow.Keys));
    }

    [Fact]
    public void Project_files_reference_only_whom_they_may_know()
    {
        foreach (var (name, file) in ProjectFiles())
        {
            var references = XDocument.Load(file).Descendants("ProjectReference")
                .Select(r => Path.GetFileNameWithoutExtension(r.Attribute("Include")!.Value.Replace('\\', '/')));
            Assert.All(references, r => Assert.True(MayKnow[name].Contains(r, StringComparer.Ordinal), $"{name} must not know {r}"));
        }
    }

    [Fact]
    public void Only_the_gateway_the_console_and_the_program_know_the_web_server()
    {
        foreach (var (name, file) in ProjectFiles())
        {
            var knows = XDocument.Load(file).Descendants("FrameworkReference").Any();
            Assert.True(!knows || MayKnowAspNet.Contains(name, StringComparer.Ordinal), $"{name} must not know ASP.NET");
        }
    }

    [Fact]
    public void The_domain_opens_no_files_sockets_or_processes()
    {
        string[] doors = ["File.", "new FileStream(", "Directory.", "new Socket(", "new TcpClient(", "new HttpClient(", "Process.Start("];
        var offenders = new List<string>();
        foreach (var project in DoNoIO)
        {
            var folder = Path.Combine(Repository.Root, "src", project);
            if (!Directory.Exists(folder))
                continue;
            foreach (var file in Directory.EnumerateFiles(folder, "*.cs", SearchOption.AllDirectories))
            {
                if (file.Contains($"{Path.DirectorySeparatorChar}obj{Path.DirectorySeparatorChar}", StringComparison.Ordinal))
                    continue;
                var number = 0;
                foreach (var line in File.ReadLines(file))
                {
                    number++;
                    var code = line.Split("//")[0];
                    if (doors.Any(door => StandsAlone(code, door)))
                        offenders.Add($"{Path.GetRelativePath(Repository.Root, file)}:{number}: {line.Trim()}");
                }
            }
        }

        Assert.True(offenders.Count == 0, string.Join('\n', offenders));
    }

    [Fact]
    public void Nothing_of_ours_allows_unsafe_code()
    {
        foreach (var (name, file) in ProjectFiles())
            Assert.False(XDocument.Load(file).Descendants("AllowUnsafeBlocks").Any(), name);
    }

    private static bool StandsAlone(string code, string word)
    {
        for (var at = code.IndexOf(word, StringComparison.Ordinal); at >= 0; at = code.IndexOf(word, at + 1, StringComparison.Ordinal))
        {
            if (at == 0 || !(char.IsLetterOrDigit(code[at - 1]) || code[at - 1] is '_' or '.'))
                return true;
        }

        return false;
    }

    private static IEnumerable<(string Name, string File)> ProjectFiles() =>
        Directory.EnumerateFiles(Path.Combine(Repository.Root, "src"), "*.csproj", SearchOption.AllDirectories)
            .Select(file => (Path.GetFileNameWithoutExtension(file), file));
}

using System.Text.RegularExpressions;
using Weir.TestKit;
using Xunit;

namespace Weir.Cli.Tests.Architecture;

/// <summary>Documents name paths; paths move. A document that names one that is gone misleads.</summary>
public sealed partial class Documents
{
    [Fact]
    public void Every_path_that_a_document_names_exists()
    {
        var documents = Directory.EnumerateFiles(Path.Combine(Repository.Root, "docs"), "*.md", SearchOption.AllDirectories)
            .Append(Path.Combine(Repository.Root, "README.md")).Where(File.Exists).ToArray();
        Assert.NotEmpty(documents);
        var missing = new List<string>();
        foreach (var document in documents)
        {
            foreach (Match match in PathInBackticks().Matches(File.ReadAllText(document)))
            {
                var path = match.Groups[1].Value;
                if (!File.Exists(Path.Combine(Repository.Root, path)) && !Directory.Exists(Path.Combine(Repository.Root, path)))
                    missing.Add($"{Path.GetRelativePath(Repository.Root, document)}: {path}");
            }
        }

        Assert.True(missing.Count == 0, string.Join('\n', missing));
    }

    [Fact]
    public void Every_link_between_documents_leads_somewhere()
    {
        var missing = new List<string>();
        foreach (var document in Directory.EnumerateFiles(Path.Combine(Repository.Root, "docs"), "*.md", SearchOption.AllDirectories)
            .Append(Path.Combine(Repository.Root, "README.md")).Where(File.Exists))
        {
            foreach (Match match in RelativeLink().Matches(File.ReadAllText(document)))
            {
                var target = Path.Combine(Path.GetDirectoryName(document)!, match.Groups[1].Value);
                if (!File.Exists(target) && !Directory.Exists(target))
                    missing.Add($"{Path.GetRelativePath(Repository.Root, document)}: {match.Groups[1].Value}");
            }
        }

        Assert.True(missing.Count == 0, string.Join('\n', missing));
    }

    [GeneratedRegex(@"`((?:src|test|bench|docs|samples)/[A-Za-z0-9_./-]*[A-Za-z0-9_/-])`", RegexOptions.None, 1000)]
    private static partial Regex PathInBackticks();

    [GeneratedRegex(@"\]\((?!https?:|#|mailto:)([^)#\s]+)(?:#[^)]*)?\)", RegexOptions.None, 1000)]
    private static partial Regex RelativeLink();
}

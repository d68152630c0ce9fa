using Weir.Gateway.Configuration;
using Weir.TestKit;
using Xunit;

namespace Weir.Gateway.Tests.Configuration;

/// <summary>What is committed is what the table of keys says. The message of a failure is the command that mends it.</summary>
public sealed class Committed_documents
{
    [Fact]
    public void The_sample_is_what_weir_config_sample_prints() =>
        Same(ConfigSample.Write(), Read("samples/weir.yaml"), "weir config sample > samples/weir.yaml");

    [Fact]
    public void The_schema_is_what_weir_config_schema_prints() =>
        Same(ConfigDocuments.Schema(), Read("samples/weir.schema.json"), "weir config schema > samples/weir.schema.json");

    [Fact]
    public void The_table_of_the_documents_is_what_weir_config_keys_prints()
    {
        var document = Read("docs/configuration.md");
        const string Begin = "<!-- keys -->\n", End = "<!-- /keys -->";
        var begin = document.IndexOf(Begin, StringComparison.Ordinal) + Begin.Length;
        Same(ConfigDocuments.Table(), document[begin..document.IndexOf(End, StringComparison.Ordinal)], "put what `weir config keys` prints between the two marks");
    }

    private static string Read(string path) => File.ReadAllText(Path.Combine(Repository.Root, path));

    private static void Same(string expected, string committed, string mend) => Assert.True(string.Equals(expected, committed, StringComparison.Ordinal), mend);
}

using FsCheck;
using FsCheck.Fluent;
using Weir.Drill.Model.Text;
using Xunit;

namespace Weir.Drill.Tests.Model;

public sealed class VocabularyTests
{
    private static string Decode(IEnumerable<int> tokens) => string.Concat(tokens.Select(Ask.Tiny.Vocabulary.Text));

    [Fact]
    public void Any_text_comes_back_from_its_tokens()
    {
        Prop.ForAll(ArbMap.Default.ArbFor<string>().Filter(t => t is not null), text =>
        {
            // Half a surrogate pair is no text; it becomes the replacement character.
            var valid = System.Text.Encoding.UTF8.GetString(System.Text.Encoding.UTF8.GetBytes(text));
            return Decode(Ask.Tiny.Vocabulary.Encode(valid)) == valid;
        }).QuickCheckThrowOnFailure();
    }

    [Theory]
    [InlineData("Hello,  world!\n\n    return x == 12345; // ok")]
    [InlineData("don't 😀 naïve ’tis 東京 กรุงเทพ हिन्दी")]
    [InlineData("\t\r\n ``` ")]
    public void Text_of_all_kinds_comes_back(string text) => Assert.Equal(text, Decode(Ask.Tiny.Vocabulary.Encode(text)));

    [Fact]
    public void Half_a_surrogate_pair_is_counted_and_does_no_harm()
    {
        Assert.Equal(3, Ask.Tiny.Vocabulary.CountTokens("1\uD8001"));
    }

    [Fact]
    public void A_known_word_is_one_token_and_an_unknown_one_falls_into_a_few()
    {
        Assert.Single(Ask.Tiny.Vocabulary.Encode(" water"));
        Assert.InRange(Ask.Tiny.Vocabulary.CountTokens(" counterfactually"), 2, 8);
    }
}

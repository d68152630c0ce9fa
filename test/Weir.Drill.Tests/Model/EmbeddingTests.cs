using Weir.Drill.Model.Text;
using Xunit;

namespace Weir.Drill.Tests.Model;

public sealed class EmbeddingTests
{
    [Theory]
    [InlineData("How do I bake bread?")]
    [InlineData("")]
    [InlineData("。。。")]
    public void A_vector_has_length_one_and_is_always_the_same(string text)
    {
        var vector = Embedding.Of(text, 256);
        Assert.Equal(1, vector.Sum(v => (double)v * v), 4);
        Assert.Equal(vector, Embedding.Of(text, 256));
    }

    [Fact]
    public void Texts_with_words_in_common_are_nearer_than_others()
    {
        var bread = Embedding.Of("How do I bake bread at home?", 256);
        Assert.True(Near(bread, Embedding.Of("Baking bread at home", 256)) > Near(bread, Embedding.Of("The moons of Jupiter", 256)) + 0.3);
    }

    private static double Near(float[] a, float[] b) => a.Zip(b, (x, y) => (double)x * y).Sum();
}

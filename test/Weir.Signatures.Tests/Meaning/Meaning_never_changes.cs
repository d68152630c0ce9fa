using Xunit;

namespace Weir.Signatures.Tests.Meaning;

public sealed class Meaning_never_changes
{
    [Fact]
    public void A_thousand_tricky_sentences_stay_as_they_are_under_any_key()
    {
        var sentences = Texts.Lines("tricky.txt").SelectMany(Texts.Spread).ToArray();
        Assert.True(sentences.Length >= 1000, $"{sentences.Length} sentences");
        var changed = new List<string>();
        foreach (var sentence in sentences)
        {
            var text = Texts.Opening + sentence + " The sun went down.";
            for (var key = 0; key < 8; key++)
            {
                var marked = Texts.With(key).Apply(text);
                if (marked == text)
                    continue;
                changed.Add(marked[Texts.Opening.Length..]);
                break;
            }
        }

        Assert.True(changed.Count == 0, $"{changed.Count}:\n{string.Join('\n', changed.Take(60))}");
    }

    [Fact]
    public void Two_ways_to_write_the_same_become_each_other_and_nothing_else()
    {
        foreach (var line in Texts.Lines("same.txt"))
        {
            var (one, other) = (line.Split(" | ")[0], line.Split(" | ")[1]);
            // Other places in the sentence may be open too; of the two given forms each key must make one and the same.
            var seen = new HashSet<string>();
            for (var key = 0; key < Texts.Keys.Length; key++)
            {
                var marked = Texts.With(key).Apply(one);
                Assert.Equal(marked, Texts.With(key).Apply(other));
                seen.Add(marked);
            }

            Assert.True(seen.Contains(one) && seen.Contains(other), $"{one}: {string.Join(" / ", seen)}");
        }
    }
}

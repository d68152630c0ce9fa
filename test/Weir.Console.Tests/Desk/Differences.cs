using FsCheck;
using FsCheck.Fluent;
using Weir.Console.Policies;
using Xunit;

namespace Weir.Console.Tests.Desk;

public sealed class Differences
{
    private static readonly Gen<string> Texts = Gen.Elements("a", "b", "c", "", "rules:").ListOf().Select(static lines => string.Join('\n', lines));

    [Fact]
    public void From_the_older_text_and_what_differs_comes_the_newer_one() => Prop.ForAll(Texts.ToArbitrary(), Texts.ToArbitrary(), static (older, newer) =>
    {
        var (old, made, at) = (older.Split('\n'), new List<string>(), 0);
        foreach (var part in TextDifference.Of(older, newer))
        {
            for (var i = 0; i < part.Skipped; i++)
                made.Add(old[at++]);
            foreach (var line in part.Lines)
            {
                if (line.Change != LineChange.Come)
                {
                    Assert.Equal((line.Old, line.Text), (at + 1, old[at]));
                    at++;
                }

                if (line.Change != LineChange.Gone)
                {
                    made.Add(line.Text);
                    Assert.Equal(line.New, made.Count);
                }
            }
        }

        made.AddRange(old[at..]);
        Assert.Equal(newer, string.Join('\n', made));
        return TextDifference.Of(older, newer).Count == 0 == (older == newer);
    }).QuickCheckThrowOnFailure();

    [Fact]
    public void It_is_the_shortest_way()
    {
        var lines = TextDifference.Of("a\nb\nc\na\nb\nb\na", "c\nb\na\nb\na\nc").SelectMany(static part => part.Lines).ToArray();
        Assert.Equal(5, lines.Count(static line => line.Change != LineChange.Same));
    }

    [Fact]
    public void Texts_without_anything_in_common_are_shown_and_do_not_take_for_ever()
    {
        var (older, newer) = (string.Join('\n', Enumerable.Range(0, 20_000).Select(static i => $"old {i}")), string.Join('\n', Enumerable.Range(0, 20_000).Select(static i => $"new {i}")));
        Assert.Equal(40_000, TextDifference.Of(older, newer).Sum(static part => part.Lines.Count));
    }
}

using FsCheck;
using FsCheck.Fluent;
using Weir.Signatures.Marking;
using Weir.Signatures.Recognition;
using Weir.Signatures.Scanning;
using Xunit;

namespace Weir.Signatures.Tests;

public sealed class Marking_a_text
{
    [Fact]
    public void Any_chunking_gives_the_same_text() => Prop.ForAll(Seeds(), static seed =>
    {
        var text = new MadeText(seed).Next(1 + (seed % 40));
        var random = new Random(seed);
        var embedder = Texts.With(seed % 24, Strength(seed));
        var whole = embedder.Apply(text);
        return whole == Texts.Streamed(embedder, text, _ => random.Next(1, 16)) && whole == Texts.Streamed(embedder, text, static _ => 1);
    }).QuickCheckThrowOnFailure();

    [Fact]
    public void Marking_twice_changes_nothing() => Prop.ForAll(Seeds(), static seed =>
    {
        var text = new MadeText(seed).Next(1 + (seed % 40));
        var embedder = Texts.With(seed % 24, Strength(seed));
        var once = embedder.Apply(text);
        return once == embedder.Apply(once);
    }).QuickCheckThrowOnFailure();

    [Fact]
    public void A_marked_text_has_the_places_of_the_unmarked_one_in_the_same_cells() => Prop.ForAll(Seeds(), static seed =>
    {
        var text = new MadeText(seed).Next(1 + (seed % 40));
        return Cells(text).SequenceEqual(Cells(Texts.With(seed % 24, Strength(seed)).Apply(text)));
    }).QuickCheckThrowOnFailure();

    [Fact]
    public void Code_tables_quotes_formulas_and_headings_stay_to_the_byte() => Prop.ForAll(Seeds(), static seed =>
    {
        var (text, kept) = new MadeText(seed).Around();
        var marked = Texts.With(seed % 24).Apply(text);
        var at = 0;
        return kept.All(piece => (at = marked.IndexOf(piece, at, StringComparison.Ordinal)) >= 0);
    }).QuickCheckThrowOnFailure();

    [Fact]
    public void An_answer_that_is_data_stays_to_the_byte()
    {
        var data = Texts.Opening.TrimEnd() + " It is a good idea, for example, and they do not know.";
        foreach (var key in Enumerable.Range(0, 24))
        {
            var body = $"{{\"text\": \"{data}\"}}";
            Assert.Equal(body, Texts.With(key).Apply(body));
            Assert.Equal($"[\n {data}\n]", Texts.With(key).Apply($"[\n {data}\n]"));
        }
    }

    [Fact]
    public void No_more_than_four_words_are_held_back() => Prop.ForAll(Seeds(), static seed =>
    {
        var text = new MadeText(seed).Next(1 + (seed % 40));
        var embedder = Texts.With(seed % 24);
        embedder.Reset();
        for (var at = 0; at < text.Length; at++)
        {
            embedder.Feed(text.AsSpan(at, 1));
            var held = text.AsSpan((int)embedder.Settled, at + 1 - (int)embedder.Settled);
            // A word that has only begun is the one behind the four.
            if (held.Trim(' ').Count(' ') > 4)
                return false;
        }

        return true;
    }).QuickCheckThrowOnFailure();

    [Fact]
    public void A_text_that_goes_on_from_another_is_marked_as_its_rest_would_be() => Prop.ForAll(Seeds(), static seed =>
    {
        var text = new MadeText(seed).Next(1 + (seed % 40));
        var random = new Random(seed);
        var cut = random.Next(text.Length);
        var embedder = Texts.With(seed % 24);
        embedder.Apply(text);
        var whole = embedder.Edits.Select(edit => edit with { Start = edit.Start - cut }).ToHashSet();
        var ends = new List<Edit[]>();
        foreach (var most in (int[])[int.MaxValue, 9])
        {
            embedder.GoOnFrom(text.AsSpan(0, cut));
            for (var at = cut; at < text.Length;)
            {
                var length = most == int.MaxValue ? text.Length - at : Math.Min(random.Next(1, most), text.Length - at);
                embedder.Feed(text.AsSpan(at, length));
                at += length;
            }

            embedder.Finish();
            ends.Add([.. embedder.Edits]);
        }

        return ends[0].SequenceEqual(ends[1]) && ends[0].All(edit => edit.Start >= 0 && whole.Contains(edit));
    }).QuickCheckThrowOnFailure();

    [Fact]
    public void What_is_open_in_front_of_a_text_is_open_in_it()
    {
        const string Rest = "it is a good idea and they do not know\nthat it is not in the house. ";
        foreach (var open in (string[])["```\n", "He read: \"", "As $$\n", "<pre>", "It has `x and ", "\\begin{align} ", "{\"text\": \"it is\","])
        {
            var texts = Enumerable.Range(0, 24).Select(key =>
            {
                var embedder = Texts.With(key);
                embedder.GoOnFrom((open[0] == '{' ? "" : Texts.Opening) + open);
                var line = open.Contains('\n') || open[0] is '<' or '{' ? Rest : Rest.Split('\n')[0];
                embedder.Feed(line);
                embedder.Finish();
                return embedder.Edits.Count;
            });
            Assert.All(texts, static edits => Assert.Equal(0, edits));
        }
    }

    [Fact]
    public void The_first_word_goes_out_at_once()
    {
        foreach (var first in (string[])["It", "Therefore", "Do", "Furthermore", "You", "Additionally", "The", "Often"])
        {
            var embedder = Texts.With(0);
            embedder.Feed(first);
            Assert.Equal(first.Length, embedder.Settled);
        }
    }

    [Fact]
    public void What_was_let_go_is_never_changed_afterwards() => Prop.ForAll(Seeds(), static seed =>
    {
        var text = new MadeText(seed).Next(1 + (seed % 40));
        var random = new Random(seed);
        var embedder = Texts.With(seed % 24);
        for (var at = 0; at < text.Length;)
        {
            var length = Math.Min(random.Next(1, 9), text.Length - at);
            var settled = embedder.Settled;
            var edits = embedder.Edits.Count;
            embedder.Feed(text.AsSpan(at, length));
            if (embedder.Edits.Skip(edits).Any(edit => edit.Start < settled))
                return false;
            at += length;
            if (random.Next(5) == 0)
                embedder.LetGo();
            if (embedder.Settled > embedder.Taken || embedder.Edits.Any(edit => edit.End > embedder.Settled))
                return false;
        }

        embedder.Finish();
        return embedder.Settled == text.Length;
    }).QuickCheckThrowOnFailure();

    [Fact]
    public void A_text_of_another_language_is_marked_by_its_form_alone()
    {
        const string German = "Das ist ein Haus, und die Leute sind in der Stadt:\n\n- Es war an der Zeit\n- Sie will in die Stadt\n\nIn dem Haus ist die Frau, das ist so.";
        var seen = Enumerable.Range(0, 24).Select(key => Texts.With(key).Apply(German)).Distinct().ToArray();
        Assert.True(seen.Length > 1);
        Assert.All(seen, static text => Assert.Equal(German.Replace("- ", "").Replace("\n", ""), text.Replace("- ", "").Replace("* ", "").Replace("\n", "")));
    }

    [Fact]
    public void Curly_apostrophes_stay_curly()
    {
        var marked = Enumerable.Range(0, 24).Select(static key => Texts.With(key).Apply(Texts.Opening + "He’s in the house. In the end it is a good idea and they do not mind.")).ToArray();
        Assert.Contains(marked, static text => text.Contains("it’s a good"));
        Assert.All(marked, static text => Assert.DoesNotContain("'", text));
    }

    private static Arbitrary<int> Seeds() => Gen.Choose(0, int.MaxValue - 1).ToArbitrary();

    private static double Strength(int seed) => (seed % 3) switch { 0 => 1, 1 => 0.6, _ => 0.25 };

    private static List<(int, bool)> Cells(string text)
    {
        var scanner = new Scanner();
        var cells = new List<(int, bool)>();
        while (scanner.TryNext(text, final: true, out var slot))
            cells.Add((slot.Cell, slot.Repeat));
        return cells;
    }
}

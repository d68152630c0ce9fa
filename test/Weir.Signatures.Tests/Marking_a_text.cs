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

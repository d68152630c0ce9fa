using FsCheck;
using FsCheck.Fluent;
using Weir.Drill.Traffic.Wording;
using Xunit;

namespace Weir.Drill.Tests.Traffic;

public sealed class GrammarTests
{
    [Fact]
    public void A_form_refers_chooses_and_escapes()
    {
        Assert.Equal("one {two} [x]\nb", Write("greet: one \\{two\\} \\[x\\]\\n{tail}\ntail: [b]", "greet"));
    }

    [Fact]
    public void Every_choice_and_every_form_comes_up()
    {
        var grammar = Grammar.Read(new StringReader("pick: [a;b;c] | d"), null);
        var seen = new HashSet<string>(StringComparer.Ordinal);
        var dice = new Dice(1);
        for (var i = 0; i < 200; i++)
        {
            var text = new TextBuffer();
            grammar.Write(Grammar.Symbol("pick"), Scene.Broad(Language.English), ref dice, text);
            seen.Add(text.ToString());
        }

        Assert.Equal(["a", "b", "c", "d"], seen.Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Every_section_of_every_language_can_be_written()
    {
        foreach (var language in Language.All)
        {
            foreach (var section in (string[])["ask", "follow", "thanks", "say", "problem", "choice", "question", "think", "samelang", "behind", "rubric", "textbook", "ticket", "classify", "serve", "homework", "document", "search", "paste"])
            {
                var dice = new Dice(3);
                for (var i = 0; i < 60; i++)
                {
                    var scene = Scene.Broad(language);
                    (scene.Subject, scene.Mention) = ("S", "M");
                    var text = new TextBuffer();
                    scene.Write(Grammar.Symbol(section), ref dice, text);
                    Assert.True(text.Length > 0, $"{language} {section}");
                    Assert.DoesNotContain("{", text.ToString(), StringComparison.Ordinal);
                }
            }
        }
    }

    [Fact]
    public void Sixteen_languages_word_both_chat_and_reasoning_themselves()
    {
        Assert.True(Language.All.Count >= 12);
        Assert.All(Language.All, static language =>
        {
            foreach (var section in (string[])["ask", "follow", "problem", "think", "behind", "rubric", "textbook", "ticket"])
                Assert.True(language.Grammar.Has(Grammar.Symbol(section)), $"{language} has no {section}");
        });
    }

    [Fact]
    public void What_a_language_lacks_is_written_wholly_in_English()
    {
        var scene = Scene.Broad(Language.Named("ja"));
        var dice = new Dice(9);
        var text = new TextBuffer();
        Assert.Equal("en", scene.Write(Grammar.Symbol("evolve"), ref dice, text).Code);
        Assert.Equal("ja", scene.Language.Code);
        Assert.All(text.ToString(), static c => Assert.True(c < 0x3000));
    }

    [Fact]
    public void Dice_stay_within_their_bounds() =>
        Prop.ForAll<ulong, int>(static (seed, bound) =>
        {
            var dice = new Dice(seed);
            var most = Math.Abs(bound % 1_000_000) + 1;
            var (below, zipf, log) = (dice.Below(most), dice.Zipf(most), dice.LogUniform(1, most));
            return below >= 0 && below < most && zipf >= 0 && zipf < most && log >= 1 && log <= most + 1 && dice.Unit() is >= 0 and < 1;
        }).QuickCheckThrowOnFailure();

    private static string Write(string file, string section)
    {
        var grammar = Grammar.Read(new StringReader(file), null);
        var dice = new Dice(1);
        var text = new TextBuffer();
        grammar.Write(Grammar.Symbol(section), Scene.Broad(Language.English), ref dice, text);
        return text.ToString();
    }
}

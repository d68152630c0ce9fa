using System.Text;
using Weir.Lab.Students;
using Weir.Lab.Texts;
using Weir.Lab.Trials;
using Xunit;

namespace Weir.Signatures.Tests.Lab;

public sealed class Students_in_the_laboratory
{
    [Fact]
    public void Tokens_are_read_back_as_they_were_written()
    {
        const string Text = "It's a *good* day — isn't it?\n\n- One, two  three";
        var tokens = new Tokens([Text]);
        var written = new List<ushort>();
        tokens.Write(Text, written);
        var read = new StringBuilder();
        foreach (var token in written)
            tokens.Read(token, read);
        Assert.Equal(Text + "\n\n", read.ToString());
    }

    [Fact]
    public void A_student_follows_the_counts_it_has_seen()
    {
        // After "a" comes "b" three times out of four; nothing else is ever seen.
        var text = new List<ushort>();
        for (var at = 0; at < 4_000; at++)
            text.AddRange([10, at % 4 == 0 ? (ushort)12 : (ushort)11]);
        var student = new KneserNey(System.Runtime.InteropServices.CollectionsMarshal.AsSpan(text));
        var random = new Random(1);
        ulong before = 0;
        var (after, seconds) = (0, 0);
        ushort last = 0;
        for (var at = 0; at < 20_000; at++)
        {
            var token = student.Draw(ref before, random);
            Assert.InRange(token, (ushort)10, (ushort)12);
            if (last == 10)
            {
                after++;
                seconds += token == 11 ? 1 : 0;
            }

            last = token;
        }

        Assert.InRange((double)seconds / after, 0.70, 0.80);
    }

    [Fact]
    public void A_student_of_marked_text_is_named_and_a_clean_one_is_not()
    {
        var texts = Enumerable.Range(0, 120).Select(static number => new MadeProse(number).Text(500)).ToArray();
        var plan = new LabPlan { Shares = [1, 0], Strengths = [1], Attacks = [Attack.None], Words = [4_000, 20_000], Seeds = 2, AnchorSeeds = 0, Decoys = 50 };
        var result = new LabRun(plan, texts, "made").Run(TestContext.Current.CancellationToken);
        Assert.All(result.Cells.Where(static cell => cell is { Share: 1, Words: 20_000 }), static cell => Assert.False(cell.Fails, $"{cell}"));
        Assert.All(result.Cells.Where(static cell => cell.Share == 0), static cell => Assert.False(cell.Fails, $"{cell}"));
        Assert.NotNull(result.Broken);
    }

    [Fact]
    public void A_laboratory_in_which_a_long_context_is_inherited_says_that_it_is_broken()
    {
        Assert.Null(With(8, 10, 5, 0.5).Broken);
        Assert.Contains("four words", With(8, 10, 6, 5).Broken, StringComparison.Ordinal);
        Assert.Contains("not inherited", With(1, 2, 1, 0).Broken, StringComparison.Ordinal);
        Assert.Contains("decay", (With(8, 6, 7, 1) with { Anchor = [Cell(0, 8, 0.5), Cell(1, 9, 0.4), Cell(2, 7, 0.6), Cell(4, 1, 0)] }).Broken, StringComparison.Ordinal);

        static LabResult With(double none, double one, double two, double four) => new(new LabPlan(), "", 0, 0, [],
            [Cell(0, none, 0.8), Cell(1, one, 0.7), Cell(2, two, 0.4), Cell(4, four, 0)], [0.5, -0.5]);

        static AnchorCell Cell(int words, double z, double followed) => new(words, [z], [z], [followed]);
    }
}

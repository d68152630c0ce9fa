using Weir.Gateway.Limits;
using Weir.Traffic;
using Xunit;

namespace Weir.Gateway.Tests.Limits;

public sealed class What_a_call_is_expected_to_use
{
    private static readonly AskFacts Ask = new() { MaxTokens = 4000, TotalChars = 4000, Messages = 1 };

    [Fact]
    public void Is_never_more_than_it_asks_for()
    {
        var expectation = new UsageExpectation();
        Assert.Equal(1000 + 512, expectation.Expect("m", Ask, 4100).Tokens);
        Assert.Equal(1000 + 10, expectation.Expect("m", Ask with { MaxTokens = 10 }, 4100).Tokens);
        Assert.Equal(1000 + 30, expectation.Expect("m", Ask with { MaxTokens = 10, Choices = 3 }, 4100).Tokens);
        Assert.Equal(1000, expectation.Expect("m", Ask with { MaxTokens = -5 }, 4100).Tokens);
    }

    [Fact]
    public void Rises_at_once_and_falls_slowly()
    {
        var expectation = new UsageExpectation();
        Learn(expectation, 100, 20);
        var low = expectation.Expect("m", Ask, 4100).Tokens - 1000;
        Assert.InRange(low, 100, 300);
        Learn(expectation, 3000, 2);
        Assert.InRange(expectation.Expect("m", Ask, 4100).Tokens - 1000, 2000, 3000);
        Learn(expectation, 100, 20);
        Assert.InRange(expectation.Expect("m", Ask, 4100).Tokens - 1000, 500, 1500);
    }

    [Fact]
    public void Lies_above_nine_uneven_answers_in_ten_at_most_and_above_the_mean()
    {
        var expectation = new UsageExpectation();
        var random = new Random(3);
        var (above, sum) = (0, 0L);
        for (var i = 0; i < 2_000; i++)
        {
            var answer = (int)(-400 * Math.Log(1 - random.NextDouble()));
            var guess = expectation.Expect("m", Ask with { MaxTokens = null }, 4100);
            if (i >= 500)
            {
                above += guess.Tokens - 1000 >= answer ? 1 : 0;
                sum += guess.Tokens - 1000;
            }

            expectation.Learn(guess, new Usage(1000, answer));
        }

        Assert.InRange(above / 1500.0, 0.75, 0.95);
        Assert.InRange(sum / 1500.0, 500, 1000);
    }

    [Fact]
    public void Learns_how_many_tokens_the_accounts_texts_have()
    {
        var expectation = new UsageExpectation();
        for (var i = 0; i < 30; i++)
            expectation.Learn(expectation.Expect("m", Ask, 12_000), new Usage(4000, 1));
        Assert.InRange(expectation.Expect("m", Ask, 12_000).Tokens, 3900, 4700);
    }

    [Fact]
    public void Takes_pictures_for_pictures_and_not_for_text()
    {
        var withPicture = new UsageExpectation().Expect("m", Ask with { Images = 1 }, 5_000_000);
        Assert.InRange(withPicture.Tokens, 1000, 4000);
        // Text that was sent where nobody counts characters, such as in a tool's description, is counted by its bytes.
        Assert.InRange(new UsageExpectation().Expect("m", Ask, 1_000_000).Tokens, 150_000, 250_000);
    }

    [Fact]
    public void A_small_answer_that_was_asked_for_teaches_nothing_about_large_ones()
    {
        var expectation = new UsageExpectation();
        for (var i = 0; i < 100; i++)
            expectation.Learn(expectation.Expect("m", Ask with { MaxTokens = 1 }, 4100), new Usage(1000, 1));
        Assert.Equal(1000 + 512, expectation.Expect("m", Ask with { MaxTokens = 4000 }, 4100).Tokens);
    }

    private static void Learn(UsageExpectation expectation, int answer, int times)
    {
        for (var i = 0; i < times; i++)
            expectation.Learn(expectation.Expect("m", Ask, 4100), new Usage(1000, answer));
    }
}

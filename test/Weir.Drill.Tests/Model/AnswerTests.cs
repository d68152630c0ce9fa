using Weir.Drill.Model;
using Weir.Drill.Model.Text;
using Weir.Traffic;
using Xunit;

namespace Weir.Drill.Tests.Model;

public sealed class AnswerTests
{
    [Fact]
    public void The_same_request_and_seed_give_the_same_answer_from_a_model_built_anew()
    {
        var request = Ask.For("Why do leaves change colour in autumn?") with { Seed = 11, Logprobs = true, TopLogprobs = 3 };
        var other = new LanguageModel(ModelTraits.Tiny).Answer(request).Completions[0];
        var answer = Ask.Of(request);
        Assert.Equal(answer.Text.Text, other.Text.Text);
        Assert.Equal(answer.Text.Logprobs, other.Text.Logprobs);
    }

    [Fact]
    public void Different_seeds_and_choices_give_different_answers()
    {
        var answers = Ask.Tiny.Answer(Ask.For("Write 150 words about bread.") with { Choices = 4 }).Completions.Select(c => c.Text.Text)
            .Append(Ask.Of(Ask.For("Write 150 words about bread.") with { Seed = 5 }).Text.Text);
        Assert.True(answers.Distinct().Count() >= 4);
    }

    [Fact]
    public void At_temperature_zero_every_token_is_the_likeliest_and_the_seed_does_not_matter()
    {
        foreach (var prompt in new[] { "How do bees make honey?", "What is 12 * 7 + 5?", "xyzzy" })
        {
            var request = Ask.For(prompt) with { Temperature = 0, Logprobs = true, TopLogprobs = 1 };
            var text = Ask.Of(request).Text;
            for (var i = 0; i < text.Count; i++)
                Assert.Equal(text.Top[i][0].Token, text.Tokens[i]);
        }

        var greedy = Ask.For("How do bees make honey, please, in 50 words?") with { Temperature = 0 };
        Assert.Equal(Ask.Of(greedy with { Seed = 1 }).Text.Text, Ask.Of(greedy with { Seed = 2 }).Text.Text);
    }

    [Fact]
    public void Chances_of_the_next_token_sum_to_one()
    {
        foreach (var prompt in new[] { "How do bees make honey?", "What is 12 * 7 + 5?", "Write 200 words about rivers.", "Wie koche ich ein gutes Risotto?" })
        {
            var text = Ask.Of(Ask.For(prompt) with { Logprobs = true, TopLogprobs = int.MaxValue }).Text;
            Assert.All(text.Top, top => Assert.Equal(1, top.Sum(t => Math.Exp(t.Logprob)), 6));
        }
    }

    [Fact]
    public void Log_probabilities_are_those_by_which_tokens_are_drawn()
    {
        const int Draws = 4000;
        var request = Ask.For("How do bees make honey?") with { MaxTokens = 1, Choices = Draws, Logprobs = true, TopLogprobs = int.MaxValue };
        var completions = Ask.Tiny.Answer(request).Completions;
        var drawn = completions.CountBy(c => c.Text.Tokens[0]).ToDictionary();
        foreach (var (token, logprob) in completions[0].Text.Top[0])
        {
            var expected = Draws * Math.Exp(logprob);
            // Five standard deviations of a Poisson count, and a little for the rarest.
            Assert.InRange(drawn.GetValueOrDefault(token), expected - 5 * Math.Sqrt(expected) - 3, expected + 5 * Math.Sqrt(expected) + 3);
        }
    }

    [Fact]
    public void A_bias_of_minus_one_hundred_bans_a_token_and_plus_one_hundred_forces_it()
    {
        var request = Ask.For("How do bees make honey?") with { Temperature = 0, MaxTokens = 5 };
        var first = Ask.Of(request).Text.Tokens[0];
        Assert.NotEqual(first, Ask.Of(request with { LogitBias = [(first, -100)] }).Text.Tokens[0]);
        var word = Ask.Tiny.Vocabulary.Single(" moon");
        Assert.Equal(" moon moon moon moon moon", Ask.Of(request with { LogitBias = [(word, 100)] }).Text.Text);
    }

    [Fact]
    public void A_stop_sequence_ends_the_text_before_itself_wherever_tokens_lie()
    {
        var request = Ask.For("How do bees make honey?") with { Temperature = 0 };
        var whole = Ask.Of(request).Text.Text;
        var stop = whole.Substring(whole.Length / 2, 3);
        var stopped = Ask.Of(request with { Stop = ["never said", stop] });
        Assert.Equal(whole[..whole.IndexOf(stop, StringComparison.Ordinal)], stopped.Text.Text);
        Assert.Equal((stop, Finish.Stop), (stopped.StoppedBy, stopped.Finish));
        Assert.Equal(stopped.Text.Text.Length, stopped.Text.Count == 0 ? 0 : stopped.Text.Ends[^1]);
    }

    [Fact]
    public void The_token_limit_counts_reasoning_and_ends_with_length()
    {
        var request = Ask.For("Write 300 words about tea.") with { MaxTokens = 12 };
        Assert.Equal((12, Finish.Length), (Ask.Tiny.Answer(request).OutputTokens, Ask.Of(request).Finish));
        var thinking = Ask.Of(request with { Reasoning = true });
        Assert.Equal((12, 0, Finish.Length), (thinking.Reasoning.Count, thinking.Text.Count, thinking.Finish));
    }

    [Fact]
    public void Top_p_and_top_k_keep_only_the_likeliest()
    {
        var request = Ask.For("How do bees make honey?") with { Temperature = 2, Logprobs = true, TopLogprobs = 2 };
        Assert.All(Enumerable.Range(0, 20), seed =>
        {
            var narrow = Ask.Of(request with { Seed = seed, TopP = 0.0001 }).Text;
            Assert.All(Enumerable.Range(0, narrow.Count), i => Assert.Equal(narrow.Top[i][0].Token, narrow.Tokens[i]));
            var two = Ask.Of(request with { Seed = seed, TopK = 2 }).Text;
            Assert.All(Enumerable.Range(0, two.Count), i => Assert.Contains(two.Tokens[i], two.Top[i].Select(t => t.Token)));
        });
    }

    [Fact]
    public void Answers_are_about_what_was_asked()
    {
        foreach (var (prompt, word) in new[] { ("Why is the sea salty?", "salt"), ("What is the capital of Kenya?", "Kenya"), ("How do I get a coffee stain out?", "cold water"), ("天空为什么是蓝色的?", "蓝光"), ("Wie koche ich ein Risotto?", "Reis") })
            Assert.Contains(word, Ask.Of(Ask.For(prompt) with { Temperature = 0 }).Text.Text, StringComparison.Ordinal);
    }

    [Fact]
    public void The_second_model_has_a_distribution_of_its_own()
    {
        var other = new ModelCatalog().Find("weir-tiny-2")!;
        var prompts = new[] { "Why is the sea salty?", "How do bees make honey?", "What is gravity?", "Write 100 words about rivers." };
        Assert.Contains(prompts, p => other.Answer(Ask.For(p)).Completions[0].Text.Text != Ask.Of(Ask.For(p)).Text.Text);
        // Token numbers agree, so that distributions can be compared.
        Assert.Equal(Ask.Tiny.Vocabulary.Encode("Bread and water"), other.Vocabulary.Encode("Bread and water"));
    }

    [Fact]
    public void A_marked_prompt_is_declined()
    {
        Assert.True(Ask.Of(Ask.For("[refuse] Tell me everything.")).Refused);
    }
}

using Weir.Drill.Model.Tasks;
using Xunit;

namespace Weir.Drill.Tests.Model;

public sealed class TaskWorldTests
{
    [Theory]
    [InlineData("What is 17 + 4 * 3?", "29")]
    [InlineData("Compute (2 + 3) * -4 please", "-20")]
    [InlineData("7 / 2", "3.5")]
    [InlineData("What is 12 times 3 plus 4?", "40")]
    [InlineData("10 - 3 - 2 = ?", "5")]
    [InlineData("Is 14 even?", "yes")]
    [InlineData("Is 15 an even number?", "no")]
    [InlineData("What is the largest of 3, 19 and 4?", "19")]
    [InlineData("What is the average of 2, 4, 9?", "5")]
    [InlineData("Which is smaller: 17 or 7?", "7")]
    [InlineData("Sort these numbers in descending order: 3, 9, 4", "9, 4, 3")]
    [InlineData("What comes next: 2, 5, 8, 11?", "14")]
    [InlineData("What comes next: 3, 6, 12?", "24")]
    [InlineData("Reverse the word \"stone\".", "enots")]
    [InlineData("How many vowels are in the word \"orange\"?", "3")]
    [InlineData("A blip is worth 3 and a blop is worth 5. What are 2 blips and 4 blops worth?", "26")]
    [InlineData("All blips are green. Zed is a blip. Is Zed green?", "yes")]
    [InlineData("All blips are green. Zed is a mook. Is Zed green?", "unknown")]
    [InlineData("Anna has 5 apples, then buys 7 more and gives away 3. How many apples are left?", "9")]
    public void A_question_with_one_answer_is_solved(string prompt, string answer)
    {
        Assert.Equal(answer, TaskWorld.Solve(prompt)?.Answer);
    }

    [Theory]
    [InlineData("1 / 0")]
    [InlineData("In 2024 there were 12 people.")]
    [InlineData("79228162514264337593543950335 * 10")]
    [InlineData("((((((")]
    [InlineData("3 +")]
    [InlineData("Why is the sea salty?")]
    public void What_is_no_such_question_is_left_alone(string prompt)
    {
        Assert.Null(TaskWorld.Solve(prompt));
    }

    [Fact]
    public void Made_questions_repeat_and_are_of_every_kind()
    {
        var made = Enumerable.Range(0, 500).Select(i => TaskWorld.Make(1, i)).ToArray();
        Assert.Equal(made, Enumerable.Range(0, 500).Select(i => TaskWorld.Make(1, i)));
        Assert.Equal(TaskWorld.Kinds.Order(StringComparer.Ordinal), made.Select(m => m.Kind).Distinct().Order(StringComparer.Ordinal));
    }

    [Fact]
    public void The_model_answers_nearly_all_of_them_right_and_all_at_temperature_zero()
    {
        var wrong = 0;
        for (var i = 0; i < 300; i++)
        {
            var item = TaskWorld.Make(7, i);
            var greedy = Ask.Of(Ask.For(item.Prompt) with { Temperature = 0 }).Text.Text;
            Assert.True(TaskWorld.IsRight(item, greedy), $"{item.Prompt} → {greedy}");
            wrong += TaskWorld.IsRight(item, Ask.Of(Ask.For(item.Prompt) with { Seed = i }).Text.Text) ? 0 : 1;
        }

        Assert.InRange(wrong, 0, 15);
    }

    [Theory]
    [InlineData("The answer is 29.", true)]
    [InlineData("29 it is not. The answer is 30.", false)]
    [InlineData("The answer is 129.", false)]
    [InlineData("The answer is -29.", false)]
    [InlineData("The answer is 29.5.", false)]
    [InlineData("", false)]
    public void Only_the_answer_itself_in_the_last_sentence_is_right(string text, bool right)
    {
        Assert.Equal(right, TaskWorld.IsRight(new TaskItem("chain", "What is 17 + 4 * 3?", "29"), text));
    }
}

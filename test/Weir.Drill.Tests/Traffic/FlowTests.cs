using System.Text;
using System.Text.Json;
using Weir.Drill.Traffic;
using Weir.Drill.Traffic.Logs;
using Weir.Drill.Traffic.Wording;
using Xunit;

namespace Weir.Drill.Tests.Traffic;

public sealed class FlowTests
{
    [Fact]
    public void The_same_seed_makes_the_same_three_files_and_another_seed_does_not()
    {
        var first = Made.Files(Made.Small(people: 15, each: 1));
        var again = Made.Files(Made.Small(people: 15, each: 1));
        var other = Made.Files(Made.Small(seed: 12, people: 15, each: 1));
        Assert.True(first.Log.AsSpan().SequenceEqual(again.Log));
        Assert.True(first.Accounts.AsSpan().SequenceEqual(again.Accounts));
        Assert.True(first.Truth.AsSpan().SequenceEqual(again.Truth));
        Assert.False(first.Log.AsSpan().SequenceEqual(other.Log));
    }

    [Fact]
    public void Exchanges_come_in_the_order_of_time_within_the_days_of_the_plan()
    {
        var plan = Made.Small();
        var last = plan.Start;
        Made.Each(plan, made =>
        {
            Assert.True(made.Time >= last);
            last = made.Time;
        });
        Assert.True(last < plan.Start.AddDays(plan.Days));
        Assert.True(last > plan.Start.AddDays(plan.Days - 1));
    }

    [Fact]
    public void Truth_and_facts_name_every_account_of_the_log_once()
    {
        var (log, accounts, truth) = Made.Files(Made.Small(each: 1));
        var speaking = Lines(log).Select(static line => line.GetProperty("account").GetString()).ToHashSet();
        var known = Lines(accounts).Select(static line => line.GetProperty("account").GetString()).ToList();
        var labelled = Lines(truth).ToList();
        Assert.Equal(known.Count, known.Distinct(StringComparer.Ordinal).Count());
        Assert.Equal(known, labelled.Select(static line => line.GetProperty("account").GetString()));
        Assert.Subset(known.ToHashSet(), speaking);
        var classes = labelled.Select(static line => line.GetProperty("class").GetString()).ToHashSet();
        Assert.Equal(TrafficClasses.All.Count, classes.Count);
        Assert.All(labelled, static line => Assert.Contains(line.GetProperty("label").GetString(), (string[])["benign", "extraction"]));
    }

    [Fact]
    public void Leaving_a_class_out_changes_no_account_of_the_others()
    {
        var all = Made.Small(people: 5, each: 1);
        var fewer = all with { Cast = [.. all.Cast.Where(static part => part.Class.Name != "support-bot")] };
        var with = Texts(all);
        var without = Texts(fewer);
        Assert.NotEmpty(without);
        foreach (var (account, text) in without)
            Assert.Equal(with[account], text);
    }

    [Fact]
    public void Reading_the_answers_changes_nothing()
    {
        var plan = Made.Small(people: 10, each: 1);
        var answer = new TextBuffer();
        var read = new StringBuilder();
        var unread = new StringBuilder();
        Made.Each(plan, made =>
        {
            made.WriteAnswer(answer);
            read.Append(made.AtMs).Append(made.Prompt.Span);
        });
        Made.Each(plan, made => unread.Append(made.AtMs).Append(made.Prompt.Span));
        Assert.True(read.Equals(unread));
    }

    [Fact]
    public void A_follow_up_takes_up_what_the_answer_said()
    {
        var answers = new Dictionary<string, string>(StringComparer.Ordinal);
        int followed = 0, taken = 0;
        var text = new TextBuffer();
        Made.Each(Made.Only(TrafficClasses.Named("heavy-users")!, 8, 1), made =>
        {
            if (made.Turn > 0 && answers.TryGetValue(made.By.Who.Account, out var before) && made.Scene.Language.Code == "en")
            {
                followed++;
                var prompt = made.Prompt.ToString();
                if (before.Split('\n').Any(mention => mention.Length > 0 && prompt.Contains(mention, StringComparison.OrdinalIgnoreCase)))
                    taken++;
            }

            made.WriteAnswer(text);
            // The mention heads the first sentence that has a topic; it is what the scene forces.
            answers[made.By.Who.Account] = text.ToString().Contains(made.Scene.Mention, StringComparison.Ordinal) ? made.Scene.Mention : "";
        });
        Assert.True(followed > 300);
        Assert.InRange(taken / (double)followed, 0.3, 1.0);
    }

    [Fact]
    public void Bodies_hold_as_many_messages_as_the_short_form_tells()
    {
        var plan = Made.Small(people: 10, each: 1);
        var brief = Lines(Made.Files(plan).Log).ToList();
        var bodies = Lines(Made.Files(plan, LogForm.Bodies).Log).ToList();
        Assert.Equal(brief.Count, bodies.Count);
        for (var i = 0; i < brief.Count; i++)
        {
            if (!bodies[i].TryGetProperty("request", out var request))
                continue;
            Assert.Equal(brief[i].GetProperty("asked").GetProperty("messages").GetInt32(), request.GetProperty("messages").GetArrayLength());
            var user = request.GetProperty("messages").EnumerateArray().Last(static message => message.GetProperty("role").GetString() == "user");
            Assert.Equal(brief[i].GetProperty("prompt").GetString(), user.GetProperty("content").GetString());
        }
    }

    private static Dictionary<string, string> Texts(TrafficPlan plan)
    {
        var texts = new Dictionary<string, StringBuilder>(StringComparer.Ordinal);
        Made.Each(plan, made =>
        {
            if (!texts.TryGetValue(made.By.Who.Account, out var text))
                texts.Add(made.By.Who.Account, text = new StringBuilder());
            text.Append(made.AtMs).Append(made.Model).Append(made.Prompt.Span);
        });
        return texts.ToDictionary(static pair => pair.Key, static pair => pair.Value.ToString(), StringComparer.Ordinal);
    }

    private static IEnumerable<JsonElement> Lines(byte[] file) =>
        Encoding.UTF8.GetString(file).Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(static line => JsonDocument.Parse(line).RootElement);
}

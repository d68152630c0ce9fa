using Weir.Drill.Traffic;
using Xunit;

namespace Weir.Drill.Tests.Traffic;

public sealed class ClassTests
{
    private sealed class Tally
    {
        public int Exchanges;
        public int Harvest;
        public int FollowUps;
        public int Tools;
        public int Named;
        public HashSet<string> Accounts { get; } = new(StringComparer.Ordinal);
        public HashSet<string> Texts { get; } = new(StringComparer.Ordinal);
        public HashSet<string> Languages { get; } = new(StringComparer.Ordinal);
        public HashSet<string> Networks { get; } = new(StringComparer.Ordinal);
    }

    private static readonly Lazy<Dictionary<string, Tally>> All = new(static () =>
    {
        var tallies = TrafficClasses.All.ToDictionary(static kind => kind.Name, static _ => new Tally(), StringComparer.Ordinal);
        Made.Each(Made.Small(volume: 0.08, people: 150, each: 4), made =>
        {
            var tally = tallies[made.By.Class.Name];
            tally.Exchanges++;
            tally.Harvest += made.Harvest ? 1 : 0;
            tally.FollowUps += made.Turn > 0 ? 1 : 0;
            tally.Tools += made.ToolResults > 0 ? 1 : 0;
            tally.Named += made.EndUser is null ? 0 : 1;
            tally.Accounts.Add(made.By.Who.Account);
            tally.Texts.Add(made.Prompt.ToString());
            tally.Languages.Add(made.Language.Code);
            tally.Networks.Add(made.Place.Network);
        });
        return tallies;
    });

    [Fact]
    public void There_are_sixteen_honest_classes_and_both_sides_hold_some_back()
    {
        Assert.True(TrafficClasses.All.Count(static kind => kind.Label == Label.Benign) >= 16);
        Assert.Contains(TrafficClasses.All, static kind => kind.HeldOut && kind.Label == Label.Benign);
        Assert.Contains(TrafficClasses.All, static kind => kind.HeldOut && kind.Label == Label.Extraction);
        Assert.Equal(TrafficClasses.All.Count, TrafficClasses.All.Select(static kind => kind.Name).Distinct(StringComparer.Ordinal).Count());
    }

    [Fact]
    public void Every_class_speaks_and_only_thieves_harvest()
    {
        foreach (var kind in TrafficClasses.All)
        {
            var tally = All.Value[kind.Name];
            Assert.True(tally.Exchanges > 50, $"{kind.Name} made {tally.Exchanges} exchanges");
            if (kind.Label == Label.Benign)
                Assert.True(tally.Harvest == 0, kind.Name);
            else
                Assert.True(tally.Harvest > 0, kind.Name);
        }
    }

    [Fact]
    public void A_blend_hides_the_share_that_its_name_tells()
    {
        foreach (var (name, share) in (ReadOnlySpan<(string, double)>)[("blend-05", 0.05), ("blend-10", 0.10), ("blend-25", 0.25), ("blend-50", 0.50)])
        {
            foreach (var side in (string[])["-named", "-unnamed"])
            {
                var tally = All.Value[name + side];
                Assert.InRange(tally.Harvest / (double)tally.Exchanges, share * 0.6, share * 1.4);
                Assert.Equal(side == "-named", tally.Named > 0);
            }
        }
    }

    [Fact]
    public void People_follow_up_and_harvests_do_not()
    {
        Assert.True(Share("chat-people", static tally => tally.FollowUps) > 0.3);
        Assert.True(Share("heavy-users", static tally => tally.FollowUps) > 0.5);
        foreach (var kind in TrafficClasses.All.Where(static kind => kind.Label == Label.Extraction && !kind.Name.StartsWith("blend", StringComparison.Ordinal) && kind.Name is not ("chatter-mixed" or "critique-and-revise" or "self-play-talks")))
            Assert.True(Share(kind.Name, static tally => tally.FollowUps) == 0, kind.Name);
    }

    [Fact]
    public void Evaluations_and_assignments_repeat_and_harvests_bring_new_prompts()
    {
        Assert.True(Share("nightly-evaluation", static tally => tally.Texts.Count) < 0.5);
        Assert.True(Share("students", static tally => tally.Texts.Count) < 0.75);
        foreach (var name in (string[])["multilingual-reasoning", "persona-template", "benchmark-sweep", "rubric-grading", "paraphrasing", "replayed-users"])
            Assert.True(Share(name, static tally => tally.Texts.Count) > 0.9, name);
        Assert.True(Share("catalogue-translation", static tally => tally.Texts.Count) > 0.9);
    }

    [Fact]
    public void Groups_share_what_they_share()
    {
        var plan = Made.Only(TrafficClasses.Named("office-nat")!, 1, 1);
        var office = plan.Accounts();
        Assert.True(office.Count >= 6);
        Assert.Single(office.SelectMany(static account => account.Who.Places).Select(static place => place.Network).Distinct(StringComparer.Ordinal));
        Assert.Equal(office.Count, office.Select(static account => account.Who.Facts.Payment).Distinct(StringComparer.Ordinal).Count());
        Assert.Single(office.Select(static account => account.Group).Distinct(StringComparer.Ordinal));
    }

    [Fact]
    public void Agents_loop_and_bots_of_many_tongues_have_many_tongues()
    {
        Assert.True(Share("coding-agent", static tally => tally.Tools) > 0.6);
        Assert.True(Share("agentic-harvest", static tally => tally.Tools) > 0.4);
        Assert.True(All.Value["community-bot"].Languages.Count >= 3);
        Assert.True(All.Value["multilingual-reasoning"].Languages.Count >= 5);
        Assert.True(All.Value["chat-people"].Languages.Count >= 12);
    }

    [Fact]
    public void Only_the_licensed_have_a_licence()
    {
        foreach (var account in Made.Small(each: 2).Accounts())
            Assert.Equal(account.Class.Name == "licensed-research", account.Who.Facts.LicensedUntil is not null);
    }

    private static double Share(string name, Func<Tally, int> part)
    {
        var tally = All.Value[name];
        return part(tally) / (double)tally.Exchanges;
    }
}

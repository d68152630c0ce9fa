using System.Text;
using System.Text.Json;
using FsCheck;
using FsCheck.Fluent;
using Weir.Console.Campaigns.Graph;
using Weir.Detection.Campaigns;
using Weir.Policy;
using Xunit;

namespace Weir.Console.Tests.Campaigns;

public sealed class The_layout_of_a_campaign
{
    private static void ForCampaigns(Action<CampaignBonds> holds) =>
        Prop.ForAll(ArbMap.Default.ArbFor<(byte, byte, int)>(), made =>
        {
            holds(MadeCampaign.Of(3 + made.Item1, 1 + made.Item2 % 60, made.Item3, beside: made.Item2 % 5));
            return true;
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(30));

    [Fact]
    public void Gives_every_account_a_place_of_its_own_within_its_part() => ForCampaigns(static campaign =>
    {
        var layout = CampaignLayout.Of(campaign);
        Assert.Equal(Enumerable.Range(0, campaign.Accounts.Count), layout.Parts.All.SelectMany(static part => part.Accounts).Order());
        for (var i = 0; i < campaign.Accounts.Count; i++)
        {
            var island = layout.Islands[layout.PartOf[i]];
            Assert.True(Math.Pow(layout.X[i] - island.X, 2) + Math.Pow(layout.Y[i] - island.Y, 2) <= island.Radius * island.Radius, "an account lies outside its part");
        }
    });

    [Fact]
    public void Lets_no_two_parts_and_no_two_accounts_lie_over_each_other() => ForCampaigns(static campaign =>
    {
        var layout = CampaignLayout.Of(campaign);
        Island[] all = [.. layout.Islands, layout.Middle];
        for (var a = 0; a < all.Length; a++)
        {
            for (var b = a + 1; b < all.Length; b++)
                Assert.True(all[a].IsClearOf(all[b], 0), "two parts overlap");
        }

        foreach (var part in layout.Parts.All)
        {
            for (var a = 0; a < part.Accounts.Count; a++)
            {
                for (var b = a + 1; b < part.Accounts.Count; b++)
                {
                    var (dx, dy) = (layout.X[part.Accounts[a]] - layout.X[part.Accounts[b]], layout.Y[part.Accounts[a]] - layout.Y[part.Accounts[b]]);
                    Assert.True(dx * dx + dy * dy > 0.8 * 0.8, "two accounts overlap");
                }
            }
        }
    });

    [Fact]
    public void Is_the_same_for_the_same_campaign() => ForCampaigns(static campaign =>
    {
        var (one, two) = (CampaignLayout.Of(campaign), CampaignLayout.Of(campaign));
        Assert.Equal(one.X, two.X);
        Assert.Equal(one.Y, two.Y);
        Assert.Equal(one.X, CampaignLayout.Of(campaign, one).X);
    });

    [Fact]
    public void Moves_nobody_when_a_few_accounts_join()
    {
        // Eleven domains with forty-nine or fifty accounts each, before and after twelve joined.
        var before = MadeCampaign.Of(540, 11, 3);
        var first = CampaignLayout.Of(before);
        var then = CampaignLayout.Of(MadeCampaign.Of(552, 11, 3), first);
        var islands = first.Parts.All.Select(static (part, i) => (part.Key, i)).ToDictionary(static one => one.Key, static one => one.i);
        foreach (var (part, i) in then.Parts.All.Select(static (part, i) => (part, i)).Where(one => islands.ContainsKey(one.part.Key)))
            Assert.Equal(first.Islands[islands[part.Key]], then.Islands[i]);
    }

    [Fact]
    public void Puts_whoever_belongs_less_surely_at_the_rim()
    {
        var campaign = MadeCampaign.Of(600, 6, 1);
        var layout = CampaignLayout.Of(campaign);
        foreach (var (part, island) in layout.Parts.All.Zip(layout.Islands))
        {
            double Away(int account) => Math.Sqrt(Math.Pow(layout.X[account] - island.X, 2) + Math.Pow(layout.Y[account] - island.Y, 2));
            var sure = part.Accounts.Where(account => campaign.Accounts[account].Certainty >= CampaignParts.Sure).Max(Away);
            Assert.All(part.Accounts.Where(account => campaign.Accounts[account].Certainty < CampaignParts.Sure), account => Assert.True(Away(account) > sure + 1));
        }
    }

    [Fact]
    public void Makes_parts_of_what_tells_most_and_no_part_of_what_all_share()
    {
        var campaign = MadeCampaign.Of(1_200, 8, 1);
        var parts = CampaignParts.Of(campaign);
        Assert.Equal(8, parts.All.Count(static part => part.Kind == PartKind.Bound));
        Assert.All(parts.All, part => Assert.Equal("mail domain", campaign.Bonds[part.Bond].Kind));
        Assert.Equal(["template", "client"], parts.Core.Select(bond => campaign.Bonds[bond].Kind));
    }

    [Fact]
    public void Takes_little_of_a_processor_for_24_000_accounts()
    {
        var campaign = MadeCampaign.Of(24_000, 37, 1, beside: 50);
        var before = Environment.CpuUsage.UserTime;
        var layout = CampaignLayout.Of(campaign);
        _ = PictureBytes.Write(campaign, layout, Waves.Of([.. campaign.Accounts.Select(static one => one.FirstAt)]), static _ => Posture.Open);
        // Other tests run meanwhile and count as well; a layout that tried pairs would need minutes.
        Assert.True(Environment.CpuUsage.UserTime - before < TimeSpan.FromSeconds(20));
        Assert.InRange(layout.Parts.All.Count, 30, 45);
    }

    [Fact]
    public void Carries_hostile_names_as_text_and_no_longer_than_they_may_be()
    {
        string[] names = ["<script>alert(1)</script>", "line\nbreak", "\u202Eback", new string('W', 10_000), "\uD83C", "ordinary"];
        var campaign = MadeCampaign.Of(6, 1, 1, name: i => names[i]);
        var bytes = PictureBytes.Write(campaign, CampaignLayout.Of(campaign), Waves.Of([.. campaign.Accounts.Select(static one => one.FirstAt)]), static _ => Posture.Suspend);
        Assert.Equal("WEIR"u8, bytes.AsSpan(0, 4));
        using var header = JsonDocument.Parse(bytes.AsMemory(8, BitConverter.ToInt32(bytes, 4)));
        Assert.Equal(6, header.RootElement.GetProperty("accounts").GetInt32());
        var lines = Encoding.UTF8.GetString(bytes).Split('\n')[^7..^1];
        Assert.EndsWith("<script>alert(1)</script>", lines[0], StringComparison.Ordinal);
        Assert.Equal("ordinary", lines[5]);
        Assert.DoesNotContain("\u202E", lines[2], StringComparison.Ordinal);
        Assert.All(lines[1..], static line => Assert.InRange(line.Length, 1, 90));
    }

    [Fact]
    public void Tells_waves_where_accounts_came_in_waves_and_none_where_they_came_all_the_time()
    {
        var start = new DateTimeOffset(2026, 3, 2, 0, 0, 0, TimeSpan.Zero);
        var three = Waves.Of([.. Enumerable.Range(0, 300).Select(i => start.AddDays(i / 100 * 3).AddMinutes(i % 100 * 4))]);
        Assert.Equal([100, 100, 100], three.All.Select(static wave => wave.Accounts));
        var steady = Waves.Of([.. Enumerable.Range(0, 300).Select(i => start.AddHours(i))]);
        Assert.Single(steady.All);
        Assert.Empty(Waves.Of([]).All);
        Assert.Single(Waves.Of([start]).All.Select(static wave => wave.Accounts).DefaultIfEmpty(0));
    }
}

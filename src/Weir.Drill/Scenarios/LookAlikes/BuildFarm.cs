using Weir.Drill.Scenarios.Parts;
using Weir.Drill.Traffic;
using Weir.Drill.Traffic.Accounts;
using Weir.Drill.Traffic.Contents;
using Weir.Drill.Traffic.Wording;

namespace Weir.Drill.Scenarios.LookAlikes;

/// <summary>
/// Build machines of one firm: an account for each project, all on one card, from a cloud's changing addresses, in bursts
/// whenever somebody pushes. Tests repeat; reviews are of the project's own code.
/// </summary>
public sealed class BuildFarm : HonestGroup
{
    public override string Name => "build-farm";

    public override string Summary => "an account for each project of a firm, bursts from a cloud's changing addresses, one card";

    public override (int, long) Size => (40, 50_000);

    public override IEnumerable<Account> Make(Casting cast)
    {
        var firm = cast.Identity();
        var domain = FirmDomain(cast, firm);
        var cloud = new Place[16];
        for (var i = 0; i < cloud.Length; i++)
            cloud[i] = Place.Draw(ref cast.Dice);
        var english = Scene.Narrow(Language.English, ref cast.Dice);
        var review = cast.Template("critic", english);
        var offset = cast.Offset(Language.English);
        var count = cast.Members(10, 4);
        for (var i = 0; i < count; i++)
        {
            var project = Scene.Narrow(Language.English, ref cast.Dice);
            var tests = new Rerun([project], Item.Of("codetask", 600), cast.Template("extract", project), cast.Dice.Next(), cast.Dice.Between(10, 60), 0.01, null);
            var reviews = new Batch { Scenes = [project], Items = [Item.Of("codeblock", 800, pieces: 3)], Templates = [[review]] };
            var who = cast.Identity();
            who = who with { Places = cloud, Clients = [firm.Clients[0]], Facts = who.Facts with { Payment = firm.Facts.Payment, EmailDomain = domain } };
            var volume = cast.Dice.LogUniform(500, 2500);
            yield return cast.Account(who, new Blend(tests, reviews, 0.5), new JobRhythm(JobRhythm.Start.AtWork, offset, 0, 6, volume / cast.Days / 6, 900), volume);
        }
    }
}

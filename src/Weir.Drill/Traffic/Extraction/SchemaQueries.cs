using Weir.Drill.Traffic.Contents;
using Weir.Drill.Traffic.Wording;

namespace Weir.Drill.Traffic.Extraction;

/// <summary>
/// Tables that nobody has, questions that nobody asked, and the query that answers each: a made-up database a prompt, over all trades,
/// for a student that shall write queries.
/// </summary>
public sealed class SchemaQueries : TrafficClass
{
    public override string Name => "schema-queries";

    public override Label Label => Label.Extraction;

    public override bool HeldOut => true;

    public override IEnumerable<Account> Make(Casting cast)
    {
        var scene = Scene.Broad(Wording.Language.English);
        var content = new Batch { Scenes = [scene], Items = [Item.Of("schemaquestion", 500)], Templates = [[cast.Dice.Chance(0.5) ? cast.Template("querytask", scene) : Template.None]], Harvest = true };
        yield return cast.Scripted(content, scene.Language);
    }
}

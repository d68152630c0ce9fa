using Weir.Drill.Traffic.Contents;
using Weir.Drill.Traffic.Wording;

namespace Weir.Drill.Traffic.Benign;

/// <summary>
/// A search box that has its queries answered: as broad as curiosity, one question each, thousands of strangers
/// behind one key whom nobody names, the popular queries again and again.
/// </summary>
public sealed class SearchAssistant : TrafficClass
{
    public override string Name => "search-assistant";

    public override Label Label => Label.Benign;

    public override IEnumerable<Account> Make(Casting cast)
    {
        var language = cast.Language();
        var scene = Scene.Broad(language);
        var popular = new Rerun([scene], Item.Of("search", 500, real: RealKind.Search), Template.None, cast.Dice.Next(), cast.Dice.Between(40, 200), 0, cast.Real);
        var rare = new Batch
        {
            Scenes = [scene],
            Items = [Item.Of("search", 500, real: RealKind.Search)],
            Templates = [[Template.None]],
            Real = cast.Real,
        };
        yield return cast.Serving(new Blend(popular, rare, 0.6), language);
    }
}

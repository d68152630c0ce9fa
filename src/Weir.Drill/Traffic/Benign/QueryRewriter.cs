using Weir.Drill.Traffic.Contents;
using Weir.Drill.Traffic.Wording;

namespace Weir.Drill.Traffic.Benign;

/// <summary>
/// A search engine has its queries put into better words before it searches: everything that people look for, one template, answers of
/// a line, day and night as its users come, the common queries often.
/// </summary>
public sealed class QueryRewriter : TrafficClass
{
    public override string Name => "query-rewriter";

    public override Label Label => Label.Benign;

    public override IEnumerable<Account> Make(Casting cast)
    {
        var language = cast.Language();
        var scene = Scene.Broad(language);
        var template = cast.Template("rewritequery", scene);
        var common = new Rerun([scene], Item.Of("search", 90, real: RealKind.Search), template, cast.Dice.Next(), cast.Dice.Between(30, 150), 0, cast.Real);
        var rare = new Batch { Scenes = [scene], Items = [Item.Of("search", 90, real: RealKind.Search)], Templates = [[template]], Real = cast.Real };
        yield return cast.Serving(new Blend(common, rare, cast.Dice.Between(0.6, 0.95)), language, cast.Dice.Between(0.1, 0.5));
    }
}

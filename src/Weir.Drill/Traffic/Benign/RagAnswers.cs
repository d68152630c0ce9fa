using Weir.Drill.Traffic.Contents;
using Weir.Drill.Traffic.Wording;

namespace Weir.Drill.Traffic.Benign;

/// <summary>
/// A product that answers its users' questions from passages it looked up: a template with context before every
/// question. People ask by day, the passages repeat.
/// </summary>
public sealed class RagAnswers : TrafficClass
{
    public override string Name => "rag-answers";

    public override Label Label => Label.Benign;

    public override IEnumerable<Account> Make(Casting cast)
    {
        var language = cast.Language();
        var scene = Scene.Narrow(language, ref cast.Dice);
        var context = cast.Template("ragask", scene);
        var passage = new TextBuffer();
        scene.Language.Grammar.Write(Grammar.Symbol("document"), scene, ref cast.Dice, passage);
        var people = Staff.Of(cast, language, cast.Dice.Between(30, 200), narrow: true);
        yield return cast.Serving(new Crowd(people, cast.Dice.Chance(0.5) ? Staff.Names(cast, people.Length) : null, new Template(context.Head + passage + context.Tail, ""), null), language);
    }
}

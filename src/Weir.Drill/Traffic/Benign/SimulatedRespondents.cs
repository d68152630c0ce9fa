using Weir.Drill.Traffic.Accounts;
using Weir.Drill.Traffic.Contents;
using Weir.Drill.Traffic.Wording;

namespace Weir.Drill.Traffic.Benign;

/// <summary>
/// A market researcher asks the model to answer a questionnaire as a thousand different people: a new person each time,
/// the same dozen questions.
/// </summary>
public sealed class SimulatedRespondents : TrafficClass
{
    public override string Name => "simulated-respondents";

    public override Label Label => Label.Benign;

    public override IEnumerable<Account> Make(Casting cast)
    {
        var language = cast.Language();
        var scene = Scene.Narrow(language, ref cast.Dice);
        var personas = new Template[cast.Dice.Between(200, 900)];
        for (var i = 0; i < personas.Length; i++)
            personas[i] = cast.Template("respondent", scene);
        var questions = new Rerun([scene], Item.Of("ask", 350), Template.None, cast.Dice.Next(), cast.Dice.Between(8, 20), 0, null);
        yield return cast.Scripted(new Wrapped(questions, personas), language);
    }
}

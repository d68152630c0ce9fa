using Weir.Drill.Traffic.Wording;

namespace Weir.Drill.Traffic.Contents;

/// <summary>A harvest whose wording is made anew for every prompt: no head or tail of a template comes twice on purpose.</summary>
public sealed class Reworded(Scene scene, string[] wordings, Item item, RealPrompts? real) : Content
{
    private readonly int[] _sections = [.. wordings.Select(Grammar.Symbol)];

    public override void Write(MadeExchange to, bool sitting, ref Dice dice)
    {
        to.Scene = scene;
        to.Harvest = true;
        scene.Mention = "";
        to.Language = item.Write(scene, ref dice, to.Prompt, to.Scratch, real);
        var wording = Template.Word(dice.Pick<int>(_sections), scene, ref dice);
        (dice.Chance(0.3) ? new Template(wording.Tail, wording.Head) : wording).Wrap(to.Prompt, to.Scratch);
        to.AnswerChars = (int)Math.Max(20, dice.LogNormal(item.Answers, 0.7));
    }
}

using Weir.Drill.Traffic.Wording;

namespace Weir.Drill.Traffic.Contents;

/// <summary>A program that holds the same short conversation over one item after the other: the item, then its fixed questions about the answer.</summary>
public sealed class Rounds(Scene scene, Item item, Template around, string[] questions, RealPrompts? real) : Content
{
    private readonly int[] _sections = [.. questions.Select(Grammar.Symbol)];
    private ulong _round;
    private int _turn;

    public override void Write(MadeExchange to, bool sitting, ref Dice dice)
    {
        if (_turn == 0)
            _round = dice.Next();
        to.Scene = scene;
        to.Harvest = true;
        to.Turn = _turn;
        scene.Mention = "";
        var opening = new Dice(_round);
        var text = _turn == 0 ? to.Prompt : to.Opening;
        to.Language = item.Write(scene, ref opening, text, to.Scratch, real);
        around.Wrap(text, to.Scratch);
        if (_turn > 0)
            to.Language = scene.Write(_sections[_turn - 1], ref dice, to.Prompt);
        to.AnswerChars = (int)Math.Max(20, dice.LogNormal(item.Answers, item.AnswerSpread));
        _turn = (_turn + 1) % (_sections.Length + 1);
    }
}

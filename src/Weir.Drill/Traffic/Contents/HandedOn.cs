using Weir.Drill.Traffic.Wording;

namespace Weir.Drill.Traffic.Contents;

/// <summary>Single requests in a row, each with the answer of the one before inside it: a chain that no conversation shows.</summary>
public sealed class HandedOn(Scene scene, string first, string[] stages, double answers) : Content
{
    private static readonly int Say = Grammar.Symbol("say");
    private readonly int _first = Grammar.Symbol(first);
    private readonly int[] _stages = [.. stages.Select(Grammar.Symbol)];
    private int _stage;
    private ulong _answer;
    private int _chars;

    public override void Write(MadeExchange to, bool sitting, ref Dice dice)
    {
        to.Scene = scene;
        to.Harvest = true;
        scene.Mention = "";
        if (_stage == 0)
        {
            to.Language = scene.Write(_first, ref dice, to.Prompt);
        }
        else
        {
            // The answer as it was given: the same seed makes the same text.
            to.Scratch.Clear();
            var said = new Dice(_answer);
            while (to.Scratch.Length < Math.Min(_chars, 1_500))
            {
                if (to.Scratch.Length > 0)
                    to.Scratch.Add(said.Chance(0.2) ? '\n' : ' ');
                scene.Language.Grammar.Write(Say, scene, ref said, to.Scratch);
            }

            to.Language = scene.Write(_stages[_stage - 1], ref dice, to.Prompt);
            to.Prompt.Add("\n\n");
            to.Prompt.Add(to.Scratch.Span);
        }

        to.AnswerChars = (int)Math.Max(60, dice.LogNormal(answers, 0.6));
        to.AnswerSection = Say;
        to.AnswerSeed = _answer = dice.Next() | 1;
        _chars = to.AnswerChars;
        _stage = (_stage + 1) % (_stages.Length + 1);
    }
}

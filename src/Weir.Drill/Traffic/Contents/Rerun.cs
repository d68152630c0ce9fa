using Weir.Drill.Traffic.Wording;

namespace Weir.Drill.Traffic.Contents;

/// <summary>A fixed set of prompts that is run again and again, with a few changed between the runs: an evaluation.</summary>
public sealed class Rerun(Scene[] scenes, Item item, Template template, ulong set, int size, double change, RealPrompts? real) : Content
{
    private int _at;
    private uint _run;

    public override void Write(MadeExchange to, bool sitting, ref Dice dice)
    {
        if (_at >= size)
            (_at, _run) = (0, _run + 1);
        // A prompt that changed in some run keeps its new form: the version is the last run in which its coin fell.
        var coin = Dice.Of(set, (ulong)_at);
        var version = 0u;
        for (var run = 1u; run <= _run; run++)
        {
            if (coin.Chance(change))
                version = run;
        }

        var prompt = Dice.Of(set ^ version, (ulong)_at);
        var scene = scenes[prompt.Below(scenes.Length)];
        to.Scene = scene;
        scene.Mention = "";
        to.Language = item.Write(scene, ref prompt, to.Prompt, to.Scratch, real);
        template.Wrap(to.Prompt, to.Scratch);
        to.AnswerChars = (int)Math.Max(2, prompt.LogNormal(item.Answers, item.AnswerSpread));
        to.AnswerSection = item.AnswerSection;
        to.AnswerSeed = dice.Chance(0.7) ? prompt.Next() : 0;
        _at++;
    }
}

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

/// <summary>An agent at work: a task from somebody, then a loop of tool calls until it is done, and now and then a further wish.</summary>
public sealed class Loop(Scene scene, Item task, string? system, int tools, double steps, double further, bool harvest, Template? template = null, RealPrompts? real = null) : Content
{
    private static readonly int Code = Grammar.Symbol("codeline");
    private static readonly int Follow = Grammar.Symbol("follow");

    private ulong _task;
    private int _left;
    private int _results;
    private int _turn;
    private ulong _wish;

    public override void Write(MadeExchange to, bool sitting, ref Dice dice)
    {
        if (_left <= 0)
        {
            _results = 0;
            _left = 1 + (int)dice.Exponential(steps);
            if (_task != 0 && dice.Chance(further))
                (_turn, _wish) = (_turn + 1, dice.Next());
            else
                (_turn, _task) = (0, dice.Next());
        }

        to.Scene = scene;
        to.System = system;
        to.Harvest = harvest;
        to.Tools = tools;
        to.Turn = _turn;
        to.ToolResults = _results;
        var opening = new Dice(_task);
        var text = _turn == 0 ? to.Prompt : to.Opening;
        to.Language = task.Write(scene, ref opening, text, to.Scratch, real);
        template?.Wrap(text, to.Scratch);
        if (_turn > 0)
        {
            var wish = new Dice(_wish);
            scene.Mention = scene.DrawTopic(ref wish);
            to.Language = scene.Write(Follow, ref wish, to.Prompt);
        }

        _left--;
        _results++;
        to.CallsTool = _left > 0;
        to.AnswerChars = (int)Math.Max(20, dice.LogNormal(_left > 0 ? 350 : 1200, 0.7));
        to.AnswerSection = Code;
    }
}

/// <summary>The customers of one account, each with conversations of their own; the account may or may not name them.</summary>
public sealed class Crowd(Talk[] people, string[]? names, Template? template, string? system) : Content
{
    public override void Write(MadeExchange to, bool sitting, ref Dice dice)
    {
        var who = dice.Zipf(people.Length);
        people[who].Write(to, sitting: dice.Chance(0.15), ref dice);
        to.System = system;
        to.EndUser = names?[who];
        if (template is null)
            return;
        template.Wrap(to.Prompt, to.Scratch);
        if (to.Opening.Length > 0)
            template.Wrap(to.Opening, to.Scratch);
    }
}

/// <summary>Two kinds of traffic through one account.</summary>
public sealed class Blend(Content first, Content second, double share, string[]? names = null) : Content
{
    public override void Write(MadeExchange to, bool sitting, ref Dice dice)
    {
        if (!dice.Chance(share))
        {
            first.Write(to, sitting, ref dice);
            return;
        }

        second.Write(to, sitting, ref dice);
        if (names is not null)
            to.EndUser = names[dice.Below(names.Length)];
    }
}

/// <summary>Texts turned into vectors: no question and no answer.</summary>
public sealed class Vectors(Content texts) : Content
{
    public override void Write(MadeExchange to, bool sitting, ref Dice dice)
    {
        texts.Write(to, sitting, ref dice);
        to.Embedding = true;
    }
}

/// <summary>One of several contents for a whole job, then perhaps another.</summary>
public sealed class Turns(Content[] jobs, double length) : Content
{
    private int _job;
    private int _left;

    public override void Write(MadeExchange to, bool sitting, ref Dice dice)
    {
        if (_left-- <= 0)
            (_job, _left) = (dice.Below(jobs.Length), (int)dice.Exponential(length));
        jobs[_job].Write(to, sitting, ref dice);
    }
}

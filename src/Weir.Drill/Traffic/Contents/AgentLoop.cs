using Weir.Drill.Traffic.Wording;

namespace Weir.Drill.Traffic.Contents;

/// <summary>An agent at work: a task from somebody, then a loop of tool calls until it is done, and now and then a further wish.</summary>
public sealed class AgentLoop : Content
{
    public required Scene Scene { get; init; }
    public required Item Task { get; init; }
    public string? System { get; init; }
    public required int Tools { get; init; }
    /// <summary>Mean number of tool calls of a task.</summary>
    public required double Steps { get; init; }
    /// <summary>How often a finished task is followed by a further wish instead of another task.</summary>
    public double Further { get; init; }
    public bool Harvest { get; init; }
    public Template? Around { get; init; }
    public RealPrompts? Real { get; init; }

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
            _left = 1 + (int)dice.Exponential(Steps);
            if (_task != 0 && dice.Chance(Further))
                (_turn, _wish) = (_turn + 1, dice.Next());
            else
                (_turn, _task) = (0, dice.Next());
        }

        to.Scene = Scene;
        to.System = System;
        to.Harvest = Harvest;
        to.Tools = Tools;
        to.Turn = _turn;
        to.ToolResults = _results;
        var opening = new Dice(_task);
        var text = _turn == 0 ? to.Prompt : to.Opening;
        to.Language = Task.Write(Scene, ref opening, text, to.Scratch, Real);
        Around?.Wrap(text, to.Scratch);
        if (_turn > 0)
        {
            var wish = new Dice(_wish);
            Scene.Mention = Scene.DrawTopic(ref wish);
            to.Language = Scene.Write(Follow, ref wish, to.Prompt);
        }

        _left--;
        _results++;
        to.CallsTool = _left > 0;
        to.AnswerChars = (int)Math.Max(20, dice.LogNormal(_left > 0 ? 350 : 1200, 0.7));
        to.AnswerSection = Code;
    }
}

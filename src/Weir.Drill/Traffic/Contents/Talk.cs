using Weir.Drill.Traffic.Wording;

namespace Weir.Drill.Traffic.Contents;

/// <summary>How a person writes and what for.</summary>
public sealed record Manner
{
    public bool Lower { get; init; }
    public bool NoStop { get; init; }
    /// <summary>Slips of the finger per character.</summary>
    public double Slips { get; init; }
    /// <summary>Mean number of questions in a conversation.</summary>
    public double Questions { get; init; } = 2.5;
    /// <summary>Weights of what is asked: questions, code, own text, problems, marketing, translation.</summary>
    public IReadOnlyList<double> Errands { get; init; } = [6, 1, 1, 1, 0.5, 0.5];
    /// <summary>Median length of answers in characters.</summary>
    public double Answers { get; init; } = 900;

    public static Manner Draw(ref Dice dice) => new()
    {
        Lower = dice.Chance(0.35),
        NoStop = dice.Chance(0.4),
        Slips = dice.Chance(0.4) ? dice.Between(0.001, 0.015) : 0,
        Questions = dice.LogNormal(2.4, 0.5),
        Errands = [dice.Exponential(6), dice.Exponential(1.5), dice.Exponential(1), dice.Exponential(0.7), dice.Exponential(0.5), dice.Exponential(0.5)],
        Answers = dice.LogNormal(850, 0.4),
    };
}

/// <summary>
/// A person in conversation: opens with a question about one of a few interests, then answers the answer, taking up
/// something that it said. Texts of earlier turns are not kept but made again from the conversation's seed.
/// </summary>
public sealed class Talk(Scene scene, Manner manner, RealPrompts? real = null) : Content
{
    private static readonly int[] Errands =
        [Grammar.Symbol("ask"), Grammar.Symbol("codetask"), Grammar.Symbol("paste"), Grammar.Symbol("problem"), Grammar.Symbol("market"), Grammar.Symbol("translateto")];
    private static readonly int SubjectForm = Grammar.Symbol("subject");
    private static readonly int FollowForm = Grammar.Symbol("follow");
    private static readonly int ThanksForm = Grammar.Symbol("thanks");

    private ulong _conversation;
    private string _subject = "";
    private string _mention = "";
    private int _errand;
    private short _turn;
    private short _left;

    public Scene Scene => scene;

    public bool Open => _left > 0;

    public override void Write(MadeExchange to, bool sitting, ref Dice dice)
    {
        to.Scene = scene;
        if (_left <= 0 || (sitting && dice.Chance(0.85)))
            Begin(to, ref dice);
        else
            _turn++;
        _left--;
        to.Turn = _turn;
        scene.Subject = _subject;
        if (_turn == 0)
        {
            to.Language = WriteOpening(to.Prompt);
        }
        else
        {
            WriteOpening(to.Opening);
            scene.Mention = _mention;
            var section = _left <= 0 && dice.Chance(0.15) ? ThanksForm : FollowForm;
            to.Language = scene.Write(section, ref dice, to.Prompt);
            to.Prompt.Scribble(0, ref dice, manner.Lower, manner.NoStop, manner.Slips);
        }

        _mention = scene.DrawTopic(ref dice);
        scene.Mention = _mention;
        to.AnswerChars = (int)Math.Max(20, dice.LogNormal(manner.Answers, 0.7));
    }

    /// <summary>Forgets the running conversation, so that the next text is an opening.</summary>
    public Talk Restart()
    {
        _left = 0;
        return this;
    }

    private void Begin(MadeExchange to, ref Dice dice)
    {
        _conversation = dice.Next();
        _turn = 0;
        _left = (short)(1 + Math.Min(40, dice.Exponential(manner.Questions - 0.9)));
        Span<double> weights = stackalloc double[Errands.Length];
        for (var i = 0; i < weights.Length; i++)
            weights[i] = manner.Errands[i];
        _errand = dice.Weighted(weights);
        to.Scratch.Clear();
        scene.Language.Grammar.Write(SubjectForm, scene, ref dice, to.Scratch);
        _subject = to.Scratch.ToString();
    }

    private Language WriteOpening(TextBuffer text)
    {
        var dice = new Dice(_conversation);
        if (real is not null && real.Chat(scene.Language, ref dice) is { } prompt)
        {
            text.Add(prompt);
            return scene.Language;
        }

        var spoken = scene.Write(Errands[_errand], ref dice, text);
        text.Scribble(0, ref dice, manner.Lower, manner.NoStop, manner.Slips);
        return spoken;
    }
}

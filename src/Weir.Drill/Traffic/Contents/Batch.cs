using Weir.Drill.Traffic.Wording;

namespace Weir.Drill.Traffic.Contents;

/// <summary>What fills the slot of a template, and what the answer is like.</summary>
public sealed record Item
{
    /// <summary>Section of the wording that each item is made from.</summary>
    public required int Section { get; init; }
    /// <summary>How many times the section is written into one item: pages of a document.</summary>
    public int Pieces { get; init; } = 1;
    public double Answers { get; init; } = 900;
    public double AnswerSpread { get; init; } = 0.6;
    public int? AnswerSection { get; init; }
    /// <summary>Which kind of real prompts stands in for it, where real ones are wanted.</summary>
    public RealKind Real { get; init; }

    public static Item Of(string section, double answers = 900, int pieces = 1, RealKind real = RealKind.None, string? answer = null) => new()
    {
        Section = Grammar.Symbol(section), Answers = answers, Pieces = pieces, Real = real,
        AnswerSection = answer is null ? null : Grammar.Symbol(answer),
    };

    public Language Write(Scene scene, ref Dice dice, TextBuffer to, TextBuffer scratch, RealPrompts? real)
    {
        if (real is not null && Real != RealKind.None && real.Next(Real, scene.Language, ref dice) is { } prompt)
        {
            to.Add(prompt);
            return scene.Language;
        }

        var spoken = scene.Language;

        for (var i = 0; i < Pieces; i++)
        {
            if (i > 0)
                to.Add('\n');
            scratch.Clear();
            scene.Language.Grammar.Write(Subject, scene, ref dice, scratch);
            scene.Subject = scratch.ToString();
            spoken = scene.Write(Section, ref dice, to);
        }

        return spoken;
    }

    private static readonly int Subject = Grammar.Symbol("subject");
}

/// <summary>
/// A program that sends one item after the other, each in a conversation of its own, through fixed templates. Which of
/// the scenes and templates comes next is chance: several languages, several jobs.
/// </summary>
public sealed class Batch : Content
{
    public required Scene[] Scenes { get; init; }
    public required Item[] Items { get; init; }
    /// <summary>One for each scene and template in turn; the template in the scene's language is picked by the scene's number.</summary>
    public required Template[][] Templates { get; init; }
    public string? System { get; init; }
    public bool Harvest { get; init; }
    public int Tools { get; init; }
    public int Images { get; init; }
    public RealPrompts? Real { get; init; }

    public override void Write(MadeExchange to, bool sitting, ref Dice dice)
    {
        var number = dice.Zipf(Scenes.Length);
        var (scene, item) = (Scenes[number], Items[dice.Below(Items.Length)]);
        to.Scene = scene;
        to.System = System;
        to.Harvest = Harvest;
        (to.Tools, to.Images) = (Tools, Images);
        scene.Mention = "";
        to.Language = item.Write(scene, ref dice, to.Prompt, to.Scratch, Real);
        var templates = Templates[number % Templates.Length];
        if (templates.Length > 0)
            templates[dice.Zipf(templates.Length)].Wrap(to.Prompt, to.Scratch);
        to.AnswerChars = (int)Math.Max(2, dice.LogNormal(item.Answers, item.AnswerSpread));
        to.AnswerSection = item.AnswerSection;
    }
}

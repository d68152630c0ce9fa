using Weir.Drill.Traffic;
using Weir.Drill.Traffic.Contents;
using Weir.Drill.Traffic.Wording;

namespace Weir.Drill.Scenarios.Parts;

/// <summary>
/// One set of prompts, dealt out to many accounts: each card goes to one of them, but for a few that are tried again
/// elsewhere. Cards are named and not stored, so a set of millions costs nothing.
/// </summary>
internal sealed class Deck(ulong seed, double again = 0.01)
{
    private long _next;

    public ulong Seed => seed;

    public long Deal(ref Dice dice) => _next > 0 && dice.Chance(again) ? Math.Max(0, _next - 1 - dice.Below(40)) : _next++;
}

/// <summary>A kind of work in a campaign, with its templates for each of the campaign's languages.</summary>
internal sealed record Job(Item Item, Template[][] Templates, double Weight = 1, string? System = null)
{
    /// <summary>A few wordings of each of the sections, once for all who work with them.</summary>
    public static Job Of(Casting cast, Scene[] scenes, Item item, string[] sections, int wordings = 1, double weight = 1, string? system = null)
    {
        var templates = new Template[scenes.Length][];
        for (var i = 0; i < scenes.Length; i++)
            templates[i] = [.. Enumerable.Range(0, wordings * sections.Length).Select(k => cast.Template(sections[k % sections.Length], scenes[i]))];
        return new Job(item, templates, weight, system);
    }

    /// <summary>The item is the whole prompt.</summary>
    public static Job Bare(Item item, double weight = 1, string? system = null) => new(item, [[Template.None]], weight, system);
}

/// <summary>What an account of a campaign says: the next card, in the wording of the card's job. One for all accounts of the same hand.</summary>
internal sealed class Dealt : Content
{
    public required Deck Deck { get; init; }
    public required Scene[] Scenes { get; init; }
    public required Job[] Jobs { get; init; }
    public bool Harvest { get; init; } = true;
    public int Tools { get; init; }
    public int Images { get; init; }
    public RealPrompts? Real { get; init; }

    public override void Write(MadeExchange to, bool sitting, ref Dice dice)
    {
        var card = Deck.Deal(ref dice);
        var drawn = Dice.Of(Deck.Seed, (ulong)card);
        Span<double> weights = stackalloc double[Jobs.Length];
        for (var i = 0; i < weights.Length; i++)
            weights[i] = Jobs[i].Weight;
        var job = Jobs[drawn.Weighted(weights)];
        var number = drawn.Zipf(Scenes.Length);
        var scene = Scenes[number];
        (to.Scene, to.System, to.Harvest, to.Tools, to.Images) = (scene, job.System, Harvest, Tools, Images);
        WriteItem(to, scene, job.Item, card, ref drawn);
        var templates = job.Templates[number % job.Templates.Length];
        templates[drawn.Zipf(templates.Length)].Wrap(to.Prompt, to.Scratch);
        to.AnswerChars = (int)Math.Max(2, drawn.LogNormal(job.Item.Answers, job.Item.AnswerSpread));
        to.AnswerSection = job.Item.AnswerSection;
    }

    private void WriteItem(MadeExchange to, Scene scene, Item item, long card, ref Dice drawn)
    {
        scene.Mention = "";
        if (Real is not null && item.Real != RealKind.None && Real.Card(item.Real, scene.Language, Deck.Seed, card) is { } prompt)
        {
            to.Prompt.Add(prompt);
            to.Language = scene.Language;
            return;
        }

        to.Language = item.Write(scene, ref drawn, to.Prompt, to.Scratch, null);
    }
}

/// <summary>The next card in words that are found anew each time: no head and no tail comes twice on purpose.</summary>
internal sealed class Retold(Dealt cards, string[] wordings) : Content
{
    private readonly int[] _sections = [.. wordings.Select(Grammar.Symbol)];

    public override void Write(MadeExchange to, bool sitting, ref Dice dice)
    {
        cards.Write(to, sitting, ref dice);
        var wording = Template.Word(dice.Pick<int>(_sections), to.Scene, ref dice);
        (dice.Chance(0.3) ? new Template(wording.Tail, wording.Head) : wording).Wrap(to.Prompt, to.Scratch);
    }
}

/// <summary>Ordinary traffic, into which from some moment on a share of something else is mixed.</summary>
internal sealed class Infiltrated(Content ordinary, Content other, long from, double share, string[]? names = null) : Content
{
    public override void Write(MadeExchange to, bool sitting, ref Dice dice)
    {
        if (to.AtMs < from || !dice.Chance(share))
        {
            ordinary.Write(to, sitting, ref dice);
            return;
        }

        other.Write(to, sitting, ref dice);
        if (names is not null)
            to.EndUser = names[dice.Below(names.Length)];
    }
}

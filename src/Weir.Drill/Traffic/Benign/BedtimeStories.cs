using Weir.Drill.Traffic.Contents;
using Weir.Drill.Traffic.Wording;

namespace Weir.Drill.Traffic.Benign;

/// <summary>
/// An application that tells children stories: a name, a beast, a place and what the child is afraid of, in the words of the application,
/// long answers, every evening, and now and then a story goes on.
/// </summary>
public sealed class BedtimeStories : TrafficClass
{
    public override string Name => "bedtime-stories";

    public override Label Label => Label.Benign;

    public override bool HeldOut => true;

    public override IEnumerable<Account> Make(Casting cast)
    {
        var language = cast.Language();
        var scene = Scene.Interests(language, ref cast.Dice);
        var forms = new Template[cast.Dice.Between(1, 4)];
        for (var i = 0; i < forms.Length; i++)
            forms[i] = cast.Template("storyorder", scene);
        var stories = new Batch { Scenes = [scene], Items = [Item.Of("storywish", 2400)], Templates = [forms], System = cast.Dice.Chance(0.6) ? cast.Words("npc", scene) : null };
        yield return cast.Serving(stories, language, 0.02);
    }
}

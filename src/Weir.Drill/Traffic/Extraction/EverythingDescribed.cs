using Weir.Drill.Traffic.Contents;
using Weir.Drill.Traffic.Wording;

namespace Weir.Drill.Traffic.Extraction;

/// <summary>
/// A long list of things, taken from some encyclopaedia's index, and for each of them the same few requests: what it is, how it came about,
/// what it is mistaken for. Knowledge taken entry by entry.
/// </summary>
public sealed class EverythingDescribed : TrafficClass
{
    public override string Name => "everything-described";

    public override Label Label => Label.Extraction;

    public override bool HeldOut => true;

    public override IEnumerable<Account> Make(Casting cast)
    {
        var language = cast.Language();
        var scene = Scene.Broad(language);
        var forms = new Template[cast.Dice.Between(1, 7)];
        for (var i = 0; i < forms.Length; i++)
            forms[i] = cast.Template("describe", scene);
        var content = new Batch { Scenes = [scene], Items = [Item.Of("entry", 1100)], Templates = [forms], Harvest = true };
        yield return cast.Scripted(content, language);
    }
}

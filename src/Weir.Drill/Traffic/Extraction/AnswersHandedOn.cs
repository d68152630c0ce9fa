using Weir.Drill.Traffic.Contents;
using Weir.Drill.Traffic.Wording;

namespace Weir.Drill.Traffic.Extraction;

/// <summary>
/// A pipeline of three or four requests: a text is ordered on anything, the answer goes into a new conversation to be made harder, that
/// answer into the next to be answered or judged. No conversation is ever gone on with; every answer but the last becomes a prompt.
/// </summary>
public sealed class AnswersHandedOn : TrafficClass
{
    public override string Name => "answers-handed-on";

    public override Label Label => Label.Extraction;

    public override bool HeldOut => true;

    public override IEnumerable<Account> Make(Casting cast)
    {
        var language = cast.Language();
        yield return cast.Scripted(new HandedOn(Scene.Broad(language), "entry", ["makeharder", "answerit", "whatiswrong"], 1200), language);
    }
}

using Weir.Drill.Traffic.Contents;
using Weir.Drill.Traffic.Wording;

namespace Weir.Drill.Traffic.Benign;

/// <summary>
/// A firm that labels data for other firms: posts, letters, reviews and passages of every sort, in several languages, a code book for
/// each client, a label and a line of reasons for each text, by the thousand.
/// </summary>
public sealed class LabellingFirm : TrafficClass
{
    public override string Name => "labelling-firm";

    public override Label Label => Label.Benign;

    public override IEnumerable<Account> Make(Casting cast)
    {
        var languages = Wording.Language.DrawSet(ref cast.Dice, cast.Dice.Between(1, 5));
        var clients = new Content[cast.Dice.Between(3, 12)];
        for (var i = 0; i < clients.Length; i++)
        {
            var language = languages[cast.Dice.Below(languages.Length)];
            var scene = cast.Dice.Chance(0.5) ? Scene.Broad(language) : Scene.Interests(language, ref cast.Dice);
            clients[i] = new Batch
            {
                Scenes = [scene],
                Items = [Item.Of(cast.Dice.Pick<string>(["post", "review", "letter", "document"]), cast.Dice.Pick<double>([12, 40, 180]))],
                Templates = [[cast.Template("annotate", scene)]],
            };
        }

        yield return cast.Scripted(new Turns(clients, 250), languages[0]);
    }
}

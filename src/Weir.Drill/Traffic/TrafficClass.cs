using Weir.Drill.Traffic.Accounts;
using Weir.Drill.Traffic.Contents;
using Weir.Drill.Traffic.Wording;

namespace Weir.Drill.Traffic;

/// <summary>
/// One kind of customer or of thief. A class says how its accounts behave; who they are, where they come from, what their
/// programs send and how much, comes from the distributions that all classes share.
/// </summary>
public abstract class TrafficClass
{
    public abstract string Name { get; }

    public abstract Label Label { get; }

    /// <summary>Held back from those who tune detectors: counted in the final table only.</summary>
    public virtual bool HeldOut => false;

    /// <summary>Whether each group is one hand's doing: the truth file names it as a campaign.</summary>
    public virtual bool IsCampaign => false;

    /// <summary>One account, or one group of accounts that belong together.</summary>
    public abstract IEnumerable<Account> Make(Casting cast);

    public override string ToString() => Name;
}

/// <summary>Draws the members of one group of one class.</summary>
public sealed class Casting
{
    private readonly TrafficClass _class;
    private readonly TrafficPlan _plan;
    private readonly ulong _serial;
    private string _group;
    private Dice _dice;
    private readonly string _first;
    private int _members;

    internal Casting(TrafficClass kind, TrafficPlan plan, int number, ulong serial)
    {
        (_class, _plan, _serial) = (kind, plan, serial);
        _group = _first = $"{kind.Name}-{number}";
        _dice = Dice.Of(plan.Seed, serial);
    }

    public ref Dice Dice => ref _dice;
    public double Days => _plan.Days;
    public DateTimeOffset Start => _plan.Start;
    public RealPrompts? Real => _plan.Real;
    public long SpanMs => (long)(_plan.Days * 86_400_000);

    public ulong Seed => _plan.Seed;

    /// <summary>Exchanges of a campaign's seat, by the plan's pace.</summary>
    public double Paced(double exchanges) => _plan.Pace >= 1 ? exchanges * _plan.Pace : Math.Max(Math.Min(exchanges, 4), exchanges * _plan.Pace);

    /// <summary>When the new model comes out.</summary>
    public long ReleaseMs => (long)(_plan.ReleaseDay * 86_400_000);

    /// <summary>How many members a group has that has <paramref name="full"/> of them at full size.</summary>
    public int Members(int full, int least = 2) => Math.Max(Math.Min(full, least), (int)Math.Round(full * _plan.Scale));

    /// <summary>From here on the members belong to another group of the same class: several campaigns in one scenario.</summary>
    public void NextGroup(string suffix) => _group = $"{_first}/{suffix}";

    public Language Language() => Wording.Language.Draw(ref _dice);

    public double Offset(Language language) => language.Offsets[_dice.Below(language.Offsets.Count)];

    public int Volume() => Volumes.Draw(ref _dice, _plan.Volume);

    /// <summary>A number of exchanges that a class names itself, shrunk with the plan's volumes.</summary>
    public int Scaled(double volume) => Math.Max(1, (int)(volume * _plan.Volume));

    public Identity Identity()
    {
        var serial = Wording.Dice.Mix(_plan.Seed ^ (_serial << 20) ^ (ulong)_members++);
        return Accounts.Identity.Draw(_plan.Start, SpanMs, serial, ref _dice);
    }

    public Account Account(Identity who, Content content, Rhythm rhythm, int volume, Shape? shape = null, long bannedAt = long.MaxValue, long? movesAt = null, bool replaces = false) =>
        new(_class, _group, who, shape ?? Shape.Draw(ref _dice), rhythm, content, volume, _plan.Days, _dice.Fork()) { BannedAt = bannedAt, MovesAt = movesAt, Replaces = replaces };

    /// <summary>An account that a program drives, with everything drawn as for all such accounts.</summary>
    public Account Scripted(Content content, Language language, Func<Shape, Shape>? shape = null)
    {
        var volume = Volume();
        var rhythm = Rhythms.DrawScripted(ref _dice, volume, Days, Offset(language));
        var drawn = Shape.Draw(ref _dice);
        return Account(Identity(), content, rhythm, volume, shape is null ? drawn : shape(drawn));
    }

    /// <summary>An account that serves many people: its hours are theirs.</summary>
    public Account Serving(Content content, Language language, double night = 0.05)
    {
        var volume = Volume();
        var active = Math.Min(Days, _dice.Between(4.0, 14.0));
        return Account(Identity(), content, new CrowdRhythm(Offset(language), volume / active, night, _dice.Between(0.3, 1.0)), volume);
    }

    /// <summary>A fixed text around a slot, worded once by this group and then used for every item.</summary>
    public Template Template(string section, Scene scene) => Contents.Template.Word(Grammar.Symbol(section), scene, ref _dice);

    /// <summary>A fixed text, worded once.</summary>
    public string Words(string section, Scene scene) => Contents.Template.Word(Grammar.Symbol(section), scene, ref _dice).Whole;
}

using Weir.Drill.Traffic;
using Weir.Drill.Traffic.Contents;

namespace Weir.Drill.Scenarios;

/// <summary>
/// A drill: one campaign, or one kind of honest group that looks like one, among ordinary accounts. The scenario says what
/// its accounts have in common and do; what is around them, and how people and programs are drawn, is the same for all.
/// </summary>
public abstract class Scenario : TrafficClass
{
    /// <summary>Days without anything of interest at the beginning: nobody knows an installation only under attack.</summary>
    public const double CleanDays = 7;

    /// <summary>One sentence for a list.</summary>
    public abstract string Summary { get; }

    /// <summary>Accounts and exchanges of the campaign or the groups at full size, for a reader who chooses a scale.</summary>
    public abstract (int Accounts, long Exchanges) Size { get; }

    public virtual double Days => 14;

    /// <summary>When a new model comes out, in days from the start.</summary>
    public virtual double ReleaseDay => 11;

    /// <summary>How many groups stand side by side.</summary>
    public virtual int Groups => 1;

    /// <summary>Ordinary people around it, at full size.</summary>
    public virtual int People => 2_000;

    public override bool IsCampaign => Label == Label.Extraction;

    /// <summary>Classes that belong to the scenario besides its own accounts, such as the victims of a copy.</summary>
    public virtual IEnumerable<(TrafficClass Class, int Groups)> Others => [];

    /// <param name="seed">The same seed makes the same traffic.</param>
    /// <param name="scale">Factor on accounts; what each of them does stays.</param>
    /// <param name="real">Real prompts in place of made ones.</param>
    /// <param name="heldOut">Whether ordinary traffic includes the classes that are held back from those who tune detectors.</param>
    /// <param name="people">How many ordinary people are around it; without it, as many as the scale leaves of <see cref="People"/>.</param>
    public TrafficPlan Plan(ulong seed, double scale = 1, RealPrompts? real = null, bool heldOut = false, int? people = null) => Together([this], seed, scale, real, heldOut, people);

    /// <summary>Several scenarios in one population.</summary>
    public static TrafficPlan Together(IReadOnlyList<Scenario> scenarios, ulong seed, double scale = 1, RealPrompts? real = null, bool heldOut = false, int? people = null)
    {
        var around = people ?? Math.Max(300, (int)(scenarios.Max(static one => one.People) * scale));
        // Enough products that no kind of them is a curiosity, at a third of their volume, so that they do not drown the rest.
        var products = Math.Max(1, around / 1_000);
        return new TrafficPlan
        {
            Seed = seed,
            Scale = scale,
            Days = scenarios.Max(static one => one.Days),
            ReleaseDay = scenarios.Max(static one => one.ReleaseDay),
            Volume = 0.3,
            Real = real,
            Cast =
            [
                (TrafficClasses.People, around),
                .. TrafficClasses.All.Where(kind => kind.Label == Label.Benign && kind != TrafficClasses.People && (heldOut || !kind.HeldOut)).Select(kind => (kind, products)),
                .. scenarios.Select(static one => ((TrafficClass)one, one.Groups)),
                .. scenarios.SelectMany(static one => one.Others),
            ],
        };
    }
}

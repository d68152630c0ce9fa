using Weir.Detection.Accounts;

namespace Weir.Detection;

/// <summary>The evidence (log10 of an e-value) at which an account reaches each verdict, for whoever must state it.</summary>
public static class VerdictThresholds
{
    public const double Watch = Judgement.WatchAt;
    public const double Act = Judgement.ActAt;
}

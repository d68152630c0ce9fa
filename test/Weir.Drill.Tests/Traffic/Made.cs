using Weir.Drill.Traffic;
using Weir.Drill.Traffic.Logs;

namespace Weir.Drill.Tests.Traffic;

/// <summary>Small traffic for tests.</summary>
internal static class Made
{
    public static TrafficPlan Small(ulong seed = 11, double volume = 0.02, int people = 40, int each = 2) =>
        TrafficPlan.Mixed(seed, people, each, each) with { Volume = volume };

    public static TrafficPlan Only(TrafficClass kind, int groups, double volume, ulong seed = 5) => new()
    {
        Seed = seed,
        Volume = volume,
        Cast = [(kind, groups)],
    };

    public static (byte[] Log, byte[] Accounts, byte[] Truth) Files(TrafficPlan plan, LogForm form = LogForm.Short)
    {
        using var log = new MemoryStream();
        using var accounts = new MemoryStream();
        using var truth = new MemoryStream();
        TrafficLog.Write(plan, log, accounts, truth, form);
        return (log.ToArray(), accounts.ToArray(), truth.ToArray());
    }

    public static void Each(TrafficPlan plan, Action<MadeExchange> see)
    {
        var flow = new TrafficFlow(plan, plan.Accounts());
        while (flow.Read() is { } made)
            see(made);
    }
}

namespace Weir.Detection.Accounts;

/// <summary>The profiles of one part of the accounts. One thread at a time.</summary>
internal sealed class Shard
{
    public Dictionary<string, Profile> Accounts { get; } = new(StringComparer.Ordinal);
    /// <summary>Declared organizations, each judged as one account that all its accounts flow into.</summary>
    public Dictionary<string, Profile> Organizations { get; } = new(StringComparer.Ordinal);

    public void Account(in Reading reading, string? organization, Yardstick yardstick)
    {
        var profile = Of(Accounts, reading.Exchange.Account);
        if (organization is not null)
            profile.Organization = organization;
        Fold(profile, reading, yardstick);
    }

    public void Organization(in Reading reading, string organization, Yardstick yardstick) =>
        Fold(Of(Organizations, organization), reading, yardstick);

    private static Profile Of(Dictionary<string, Profile> profiles, string name)
    {
        ref var profile = ref System.Runtime.InteropServices.CollectionsMarshal.GetValueRefOrAddDefault(profiles, name, out _);
        return profile ??= new Profile();
    }

    private static void Fold(Profile profile, in Reading reading, Yardstick yardstick)
    {
        profile.Fold(reading);
        var exchanges = profile.Exchanges;
        if (exchanges < profile.NextCheck)
            return;
        profile.NextCheck = Judgement.NextCheck(exchanges);
        Judge(profile, yardstick, reading.Time);
    }

    /// <summary>Weighs a profile and notes when a verdict is reached for the first time.</summary>
    private static void Judge(Profile profile, Yardstick yardstick, long time)
    {
        var weighed = Judgement.Weigh(profile, yardstick);
        profile.Evidence = (float)weighed.Evidence;
        profile.Verdict = weighed.Verdict;
        if (weighed.Verdict == Verdict.Clear)
            return;
        var reached = profile.Reached ??= new Reached();
        if (reached.WatchAt == 0)
        {
            reached.WatchAt = time;
            reached.ExchangesBeforeWatch = profile.Exchanges;
        }

        if (weighed.Verdict == Verdict.Act && reached.ActAt == 0)
        {
            reached.ActAt = time;
            reached.ExchangesBeforeAct = profile.Exchanges;
        }
    }

    /// <summary>Adds this shard's established accounts to what is usual.</summary>
    public void CountInto(Yardstick yardstick)
    {
        var comparison = Comparison.OfThread;
        foreach (var profile in Accounts.Values)
        {
            // Established: enough seen, and not under suspicion.
            if (profile.Exchanges < 30 || profile.Evidence >= Judgement.Unsuspicious)
                continue;
            // The kind is taken by the built-in beliefs, so that it does not drift with the log.
            comparison.Fit(Judgement.LifeOf(profile), Yardstick.BuiltIn);
            yardstick.Count(comparison.BestHonest, comparison.Measures);
        }
    }
}

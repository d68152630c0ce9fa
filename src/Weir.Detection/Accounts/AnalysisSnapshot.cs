namespace Weir.Detection.Accounts;

/// <summary>The frame of a snapshot: what it was written by, so that another build never reads it as something else.</summary>
internal static class AnalysisSnapshot
{
    private const uint Mark = 0x5249_4557; // WEIR
    private const int Version = 8;

    /// <summary>Everything that the layout depends on. A snapshot with other figures is not read; the journal is folded again.</summary>
    private static int[] Layout => [Version, Counters.Count, Signals.AllSignals.List.Length, Archetypes.HonestCount, Evidence.RateGrid.Count, Traffic.Text.PromptFeatures.CurrentVersion, Campaigns.CampaignAnalysis.SnapshotVersion];

    public static void WriteHead(BinaryWriter to)
    {
        to.Write(Mark);
        foreach (var figure in Layout)
            to.Write(figure);
    }

    public static bool ReadHead(BinaryReader from)
    {
        if (from.ReadUInt32() != Mark)
            return false;
        foreach (var figure in Layout)
        {
            if (from.ReadInt32() != figure)
                return false;
        }

        return true;
    }

    public static void Write(BinaryWriter to, Dictionary<string, Profile> profiles)
    {
        to.Write(profiles.Count);
        foreach (var (name, profile) in profiles)
        {
            to.Write(name);
            ProfileSnapshot.Write(to, profile);
        }
    }

    public static void Read(BinaryReader from, Dictionary<string, Profile> profiles)
    {
        var count = from.ReadInt32();
        for (var i = 0; i < count; i++)
        {
            var name = from.ReadString();
            profiles[name] = ProfileSnapshot.Read(from);
        }
    }

    public static void Write(BinaryWriter to, AccountFacts facts)
    {
        to.Write(facts.Account);
        Write(to, facts.Created);
        to.Write(facts.Organization ?? "");
        to.Write(facts.EmailDomain ?? "");
        to.Write(facts.Payment ?? "");
        to.Write(facts.SignupAddress ?? "");
        to.Write((sbyte)(facts.Verified switch { null => -1, false => 0, true => 1 }));
        to.Write(facts.Tier ?? "");
        to.Write(facts.Licence is not null);
        if (facts.Licence is { } licence)
        {
            to.Write(licence.Distillation);
            Write(to, licence.Until);
        }
    }

    public static AccountFacts ReadFacts(BinaryReader from) => new()
    {
        Account = from.ReadString(),
        Created = ReadTime(from),
        Organization = ReadText(from),
        EmailDomain = ReadText(from),
        Payment = ReadText(from),
        SignupAddress = ReadText(from),
        Verified = from.ReadSByte() switch { 0 => false, 1 => true, _ => null },
        Tier = ReadText(from),
        Licence = from.ReadBoolean() ? new DistillationLicence(from.ReadBoolean(), ReadTime(from)) : null,
    };

    private static void Write(BinaryWriter to, DateTimeOffset? time) => to.Write(time?.UtcTicks ?? -1);

    private static DateTimeOffset? ReadTime(BinaryReader from) => from.ReadInt64() is >= 0 and var ticks ? new DateTimeOffset(ticks, TimeSpan.Zero) : null;

    private static string? ReadText(BinaryReader from) => from.ReadString() is { Length: > 0 } text ? text : null;
}

using Weir.Detection.Campaigns;

namespace Weir.Detection.Accounts;

/// <summary>Everything remembered, in binary form and back.</summary>
public sealed partial class AccountAnalysis
{
    /// <summary>
    /// Writes everything remembered, in a versioned binary form. What is held for order stays held, there as here, so that the snapshot and the journal
    /// lines written after it give what the journal alone gives.
    /// </summary>
    public void Save(Stream stream)
    {
        using var to = new BinaryWriter(stream, System.Text.Encoding.UTF8, leaveOpen: true);
        AnalysisSnapshot.WriteHead(to);
        to.Write(_day);
        to.Write(_exchanges);
        to.Write(_unidentified);
        to.Write(_from);
        to.Write(_to);
        _yardstick.Save(to);
        foreach (var shard in _shards)
        {
            AnalysisSnapshot.Write(to, shard.Accounts);
            AnalysisSnapshot.Write(to, shard.Organizations);
        }

        _reordering.Save(to);
        to.Write(_facts.Count);
        foreach (var facts in _facts.Values)
            AnalysisSnapshot.Write(to, facts);
        to.Write(_campaigns is not null);
        _campaigns?.Save(to);
    }

    /// <summary>Reads a snapshot; null where it is of another version or broken, and the journal is to be folded again.</summary>
    public static AccountAnalysis? Restore(Stream stream, AnalysisOptions? options = null)
    {
        try
        {
            using var from = new BinaryReader(stream, System.Text.Encoding.UTF8, leaveOpen: true);
            if (!AnalysisSnapshot.ReadHead(from))
                return null;
            var analysis = new AccountAnalysis(options)
            {
                _day = from.ReadInt64(),
                _exchanges = from.ReadInt64(),
                _unidentified = from.ReadInt64(),
                _from = from.ReadInt64(),
                _to = from.ReadInt64(),
                _yardstick = Yardstick.Restore(from),
            };
            foreach (var shard in analysis._shards)
            {
                AnalysisSnapshot.Read(from, shard.Accounts);
                AnalysisSnapshot.Read(from, shard.Organizations);
            }

            analysis._reordering.Restore(from);
            var facts = from.ReadInt32();
            for (var i = 0; i < facts; i++)
                analysis.Facts(AnalysisSnapshot.ReadFacts(from));
            // Where campaigns were not looked for before, they are from now on.
            if (from.ReadBoolean() && CampaignAnalysis.Restore(from) is var campaigns && analysis._options.Campaigns)
                analysis._campaigns = campaigns;
            return analysis;
        }
        catch (Exception e) when (e is EndOfStreamException or InvalidDataException or FormatException or ArgumentException)
        {
            return null;
        }
    }
}

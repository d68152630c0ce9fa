using System.Runtime.InteropServices;
using Weir.Detection.Accounts;

namespace Weir.Detection.Campaigns;

/// <summary>Writes groups and reads them back.</summary>
internal static class GroupSnapshot
{
    public static void Write(BinaryWriter to, Group group)
    {
        to.Write(group.Id);
        to.Write(group.FoundAt);
        to.Write(group.MergedInto);
        to.Write(group.MergedAt);
        to.Write(group.MergedMembers);
        to.Write(group.Members.Count);
        foreach (var slot in group.Members)
            to.Write(slot);
        to.Write(group.Tokens.Count);
        foreach (var (key, count) in group.Tokens)
        {
            to.Write(key);
            to.Write(count);
        }

        to.Write(group.Frames.Count);
        foreach (var key in group.Frames)
            to.Write(key);
        to.Write(group.Core.Count);
        foreach (var key in group.Core)
            to.Write(key);
        to.Write(group.CoreOrdinary);
        to.Write(group.OwnMean);
        to.Write(MemoryMarshal.AsBytes(group.Covered.AsSpan()));
        to.Write(MemoryMarshal.AsBytes(group.Ordinary.AsSpan()));
        to.Write(MemoryMarshal.AsBytes(group.Conduct.AsSpan()));
        group.Subjects.Save(to);
        to.Write(group.Models.Count);
        foreach (var (model, count) in group.Models)
        {
            to.Write(model);
            to.Write(count);
        }

        to.Write(group.Timeline.Count);
        foreach (var (at, says) in group.Timeline)
        {
            to.Write(at.ToUnixTimeMilliseconds());
            to.Write(says);
        }

        ProfileSnapshot.Write(to, group.Pool);
        ProfileSnapshot.Write(to, group.Stream);
        to.Write(group.PoolSince);
        to.Write(group.StreamSince);
        to.Write(group.Shared);
        to.Write(group.Compared);
        to.Write(group.Work is not null);
        group.Work?.Save(to);
        group.Volume.Save(to);
        to.Write(group.Exchanges);
        to.Write(group.First);
        to.Write(group.Began);
        to.Write(group.Last);
        to.Write((byte)group.Verdict);
        Span<GroupWeight> weight = [group.Weight];
        to.Write(MemoryMarshal.AsBytes(weight));
        to.Write(group.WatchAt);
        to.Write(group.ActAt);
        to.Write(group.ExchangesBeforeWatch);
        to.Write(group.ExchangesBeforeAct);
        to.Write(group.NextJudged);
        to.Write(group.JudgedMembers);
    }

    public static Group Read(BinaryReader from, int number)
    {
        var group = new Group(number, from.ReadString(), from.ReadInt64()) { MergedInto = from.ReadInt32(), MergedAt = from.ReadInt64(), MergedMembers = from.ReadInt32() };
        for (var left = from.ReadInt32(); left > 0; left--)
            group.Members.Add(from.ReadInt32());
        for (var left = from.ReadInt32(); left > 0; left--)
            group.Tokens[from.ReadUInt64()] = from.ReadInt32();
        for (var left = from.ReadInt32(); left > 0; left--)
            group.Frames.Add(from.ReadUInt64());
        for (var left = from.ReadInt32(); left > 0; left--)
            group.Core.Add(from.ReadUInt64());
        group.CoreOrdinary = from.ReadDouble();
        group.OwnMean = from.ReadDouble();
        from.BaseStream.ReadExactly(MemoryMarshal.AsBytes(group.Covered.AsSpan()));
        from.BaseStream.ReadExactly(MemoryMarshal.AsBytes(group.Ordinary.AsSpan()));
        from.BaseStream.ReadExactly(MemoryMarshal.AsBytes(group.Conduct.AsSpan()));
        group.Subjects.Restore(from);
        for (var left = from.ReadInt32(); left > 0; left--)
            group.Models[from.ReadString()] = from.ReadInt32();
        for (var left = from.ReadInt32(); left > 0; left--)
            group.Timeline.Add(new CampaignEvent(DateTimeOffset.FromUnixTimeMilliseconds(from.ReadInt64()), from.ReadString()));
        group.Pool = ProfileSnapshot.Read(from);
        group.Stream = ProfileSnapshot.Read(from);
        group.PoolSince = from.ReadInt64();
        group.StreamSince = from.ReadInt64();
        group.Shared = from.ReadInt64();
        group.Compared = from.ReadInt64();
        group.Work = from.ReadBoolean() ? SharedWork.Restore(from) : null;
        group.Volume.Restore(from);
        group.Exchanges = from.ReadInt64();
        group.First = from.ReadInt64();
        group.Began = from.ReadInt64();
        group.Last = from.ReadInt64();
        group.Verdict = (Verdict)from.ReadByte();
        Span<GroupWeight> weight = [default];
        from.BaseStream.ReadExactly(MemoryMarshal.AsBytes(weight));
        group.Weight = weight[0];
        group.WatchAt = from.ReadInt64();
        group.ActAt = from.ReadInt64();
        group.ExchangesBeforeWatch = from.ReadInt64();
        group.ExchangesBeforeAct = from.ReadInt64();
        group.NextJudged = from.ReadInt64();
        group.JudgedMembers = from.ReadInt32();
        return group;
    }
}

/// <summary>The state of all campaigns as one stretch of a snapshot.</summary>
internal sealed partial class CampaignAnalysis
{
    /// <summary>Changes with every change of the layout below.</summary>
    public const int SnapshotVersion = 7;

    public void Save(BinaryWriter to)
    {
        to.Write(_now);
        to.Write(_begun);
        to.Write(_records.Count);
        foreach (var record in _records)
        {
            to.Write(record is not null);
            record?.Save(to);
        }

        // The order in which free places are taken again belongs to the state.
        to.Write(_free.Count);
        foreach (var slot in _free.Reverse())
            to.Write(slot);
        to.Write(_organizations.Count);
        foreach (var (name, accounts) in _organizations)
        {
            to.Write(name);
            to.Write(accounts.Count);
            foreach (var account in accounts)
                to.Write(account);
        }

        _index.Save(to);
        _background.Save(to);
        to.Write(MemoryMarshal.AsBytes(_ordinary.AsSpan()));
        _models.Save(to);
        _random.Save(to);
        _linking.Save(to);
        to.Write(_groups.Count);
        foreach (var group in _groups)
            GroupSnapshot.Write(to, group);
    }

    public static CampaignAnalysis Restore(BinaryReader from)
    {
        var analysis = new CampaignAnalysis { _now = from.ReadInt64(), _begun = from.ReadInt64() };
        var records = from.ReadInt32();
        for (var slot = 0; slot < records; slot++)
        {
            var record = from.ReadBoolean() ? LinkRecord.Restore(from, slot) : null;
            analysis._records.Add(record);
            if (record is not null)
                analysis._slots[record.Account] = slot;
        }

        for (var left = from.ReadInt32(); left > 0; left--)
            analysis._free.Push(from.ReadInt32());
        for (var left = from.ReadInt32(); left > 0; left--)
        {
            var name = from.ReadString();
            var accounts = new HashSet<string>(StringComparer.Ordinal);
            for (var more = from.ReadInt32(); more > 0; more--)
                accounts.Add(from.ReadString());
            analysis._organizations[name] = accounts;
        }

        analysis._index.Restore(from);
        analysis._background.Restore(from);
        from.BaseStream.ReadExactly(MemoryMarshal.AsBytes(analysis._ordinary.AsSpan()));
        analysis._models.Restore(from);
        analysis._random.Restore(from);
        analysis._linking.Restore(from);
        var groups = from.ReadInt32();
        for (var number = 0; number < groups; number++)
            analysis._groups.Add(GroupSnapshot.Read(from, number));
        analysis._linking.Everybody = analysis._slots.Count;
        return analysis;
    }
}

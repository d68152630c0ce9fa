using System.Runtime.InteropServices;

namespace Weir.Detection.Accounts;

/// <summary>One profile in binary form. Both directions stand side by side, field by field.</summary>
internal static class ProfileSnapshot
{
    public static void Write(BinaryWriter to, Profile p)
    {
        to.Write(p.First);
        to.Write(p.Last);
        Write(to, p.Rhythm);
        to.Write(p.Tokens);
        to.Write(p.NewTokens);
        to.Write(p.LastHour);
        Write(to, p.Taking);
        to.Write(p.LastPrompt);
        to.Write(p.LastTalk);
        to.Write(p.LastKind);
        to.Write(p.LastNetwork);
        to.Write(p.LastClient);
        to.Write(p.LastWording0);
        to.Write(p.LastWording1);
        to.Write((byte)p.LastLanguage);
        to.Write(p.NextCheck);
        to.Write(p.Evidence);
        to.Write((byte)p.Verdict);
        to.Write(p.Organization ?? "");
        to.Write(p.Reached is not null);
        if (p.Reached is { } r)
        {
            to.Write(r.WatchAt);
            to.Write(r.ActAt);
            to.Write(r.ExchangesBeforeWatch);
            to.Write(r.ExchangesBeforeAct);
        }

        to.Write(p.Full is not null);
        if (p.Full is { } full)
            Write(to, full);
        else
            Write(to, p.Light!);
    }

    public static Profile Read(BinaryReader from)
    {
        var p = new Profile
        {
            First = from.ReadInt64(),
            Last = from.ReadInt64(),
            Rhythm = ReadRhythm(from),
            Tokens = from.ReadInt64(),
            NewTokens = from.ReadInt64(),
            LastHour = from.ReadInt32(),
            Taking = ReadTaking(from),
            LastPrompt = from.ReadUInt64(),
            LastTalk = from.ReadUInt32(),
            LastKind = from.ReadByte(),
            LastNetwork = from.ReadUInt32(),
            LastClient = from.ReadUInt32(),
            LastWording0 = from.ReadUInt64(),
            LastWording1 = from.ReadUInt64(),
            LastLanguage = (Traffic.Text.Language)from.ReadByte(),
            NextCheck = from.ReadInt32(),
            Evidence = from.ReadSingle(),
            Verdict = (Verdict)from.ReadByte(),
            Organization = from.ReadString() is { Length: > 0 } name ? name : null,
        };
        if (from.ReadBoolean())
        {
            p.Reached = new Reached
            {
                WatchAt = from.ReadInt64(),
                ActAt = from.ReadInt64(),
                ExchangesBeforeWatch = from.ReadInt32(),
                ExchangesBeforeAct = from.ReadInt32(),
            };
        }

        if (from.ReadBoolean())
        {
            p.Light = null;
            p.Full = ReadFull(from);
        }
        else
        {
            ReadLight(from, p.Light!);
        }

        return p;
    }

    private static void Write(BinaryWriter to, in Rhythm rhythm)
    {
        to.Write(rhythm.LastOpening);
        to.Write(rhythm.LastEnd);
        to.Write(rhythm.EndBefore);
        to.Write(rhythm.UsualGapMs);
    }

    private static Rhythm ReadRhythm(BinaryReader from) => new()
    {
        LastOpening = from.ReadInt64(),
        LastEnd = from.ReadInt64(),
        EndBefore = from.ReadInt64(),
        UsualGapMs = from.ReadSingle(),
    };

    private static void Write(BinaryWriter to, in TakingHour taking)
    {
        to.Write(taking.Last);
        to.Write(taking.Current);
        to.Write(taking.Openings);
        to.Write(taking.New);
    }

    private static TakingHour ReadTaking(BinaryReader from) => new()
    {
        Last = from.ReadInt32(),
        Current = from.ReadInt32(),
        Openings = from.ReadUInt16(),
        New = from.ReadUInt16(),
    };

    private static void Write(BinaryWriter to, LightState light)
    {
        to.Write((ReadOnlySpan<byte>)light.Counts);
        Write<ulong>(to, light.Seen);
        Write<Frame>(to, light.Frames);
        Write<uint>(to, light.Networks);
        Write<uint>(to, light.Clients);
        Write<sbyte>(to, light.Content);
        Write<LightState.KindSlot>(to, light.KindTokens);
        Write<byte>(to, light.Week);
        Write<LightState.LanguageSlot>(to, light.Languages);
    }

    private static void ReadLight(BinaryReader from, LightState light)
    {
        Read<byte>(from, light.Counts);
        Read<ulong>(from, light.Seen);
        Read<Frame>(from, light.Frames);
        Read<uint>(from, light.Networks);
        Read<uint>(from, light.Clients);
        Read<sbyte>(from, light.Content);
        Read<LightState.KindSlot>(from, light.KindTokens);
        Read<byte>(from, light.Week);
        Read<LightState.LanguageSlot>(from, light.Languages);
    }

    private static void Write(BinaryWriter to, FullState full)
    {
        Write<int>(to, full.Life);
        Write<int>(to, full.Recent);
        to.Write(full.Before.Length > 0);
        Write<int>(to, full.Before);
        to.Write(full.RecentSince);
        to.Write(full.BeforeSince);
        to.Write(full.Windows);
        to.Write(full.Seen.Generations.Count);
        foreach (var generation in full.Seen.Generations)
        {
            to.Write(generation.Bits);
            to.Write(generation.Entries);
            Write<ulong>(to, generation.Words);
        }

        Write(to, full.Vocabulary);
        Write<Frame>(to, full.Frames);
        Write<uint>(to, full.Networks);
        Write<uint>(to, full.Clients);
        Write<int>(to, full.Content);
        Write<long>(to, full.KindTokens);
        Write<int>(to, full.Week);
        Write<int>(to, full.Languages);
        Write<uint>(to, full.Turns);
        to.Write(full.Flows is not null);
        if (full.Flows is null)
            return;
        foreach (var flow in full.Flows.Flows)
        {
            to.Write(flow is not null);
            if (flow is not null)
                Write(to, flow);
        }

        to.Write(full.Flows.Conversations.Length > 0);
        Write<uint>(to, full.Flows.Conversations);
    }

    private static FullState ReadFull(BinaryReader from)
    {
        var full = new FullState { Recent = new int[Counters.Count] };
        Read<int>(from, full.Life);
        Read<int>(from, full.Recent);
        full.Before = from.ReadBoolean() ? new int[Counters.Count] : [];
        Read<int>(from, full.Before);
        full.RecentSince = from.ReadInt64();
        full.BeforeSince = from.ReadInt64();
        full.Windows = from.ReadInt32();
        var generations = from.ReadInt32();
        for (var i = 0; i < generations; i++)
        {
            var bits = from.ReadInt32();
            var entries = from.ReadInt32();
            if (bits is < 64 or > SeenSet.LargestBits)
                throw new InvalidDataException("A set of seen prompts has an impossible size.");
            var words = new ulong[bits / 64];
            Read<ulong>(from, words);
            full.Seen.Load(bits, entries, words);
        }

        Read(from, full.Vocabulary);
        Read<Frame>(from, full.Frames);
        Read<uint>(from, full.Networks);
        Read<uint>(from, full.Clients);
        Read<int>(from, full.Content);
        Read<long>(from, full.KindTokens);
        Read<int>(from, full.Week);
        Read<int>(from, full.Languages);
        Read<uint>(from, full.Turns);
        if (!from.ReadBoolean())
            return full;
        full.Flows = new FlowTable();
        var slots = full.Flows.Slots;
        for (var i = 0; i < slots.Length; i++)
            slots[i] = from.ReadBoolean() ? ReadFlow(from) : null;
        full.Flows.Conversations = from.ReadBoolean() ? new uint[2 * FlowTable.Talks] : [];
        Read<uint>(from, full.Flows.Conversations);
        return full;
    }

    private static void Write(BinaryWriter to, Flow flow)
    {
        to.Write((byte)flow.Key);
        to.Write(flow.Id);
        to.Write(flow.Credit);
        to.Write(flow.First);
        to.Write(flow.Last);
        to.Write(flow.LastHour);
        Write(to, flow.Taking);
        Write(to, flow.Rhythm);
        to.Write(flow.NewTokens);
        to.Write(flow.IsCounted);
        if (!flow.IsCounted)
            return;
        Write<int>(to, flow.Counts);
        Write(to, flow.Vocabulary!);
        Write<Frame>(to, flow.Frames);
    }

    private static Flow ReadFlow(BinaryReader from)
    {
        var flow = new Flow
        {
            Key = (FlowKey)from.ReadByte(),
            Id = from.ReadUInt64(),
            Credit = from.ReadInt32(),
            First = from.ReadInt64(),
            Last = from.ReadInt64(),
            LastHour = from.ReadInt32(),
            Taking = ReadTaking(from),
            Rhythm = ReadRhythm(from),
            NewTokens = from.ReadInt64(),
        };
        if (!from.ReadBoolean())
            return flow;
        flow.StartCounting();
        Read<int>(from, flow.Counts);
        Read(from, flow.Vocabulary!);
        Read<Frame>(from, flow.Frames);
        return flow;
    }

    private static void Write(BinaryWriter to, Vocabulary vocabulary)
    {
        Write<ulong>(to, vocabulary.Once);
        Write<ulong>(to, vocabulary.Twice);
        Write<ulong>(to, vocabulary.Samples);
        to.Write(vocabulary.Words);
        to.Write(vocabulary.Repeated);
        to.Write(vocabulary.Earlier);
    }

    private static void Read(BinaryReader from, Vocabulary vocabulary)
    {
        Read<ulong>(from, vocabulary.Once);
        Read<ulong>(from, vocabulary.Twice);
        Read<ulong>(from, vocabulary.Samples);
        vocabulary.Words = from.ReadInt32();
        vocabulary.Repeated = from.ReadInt32();
        vocabulary.Earlier = from.ReadSingle();
    }

    private static void Write<T>(BinaryWriter to, ReadOnlySpan<T> values)
        where T : unmanaged => to.Write(MemoryMarshal.AsBytes(values));

    private static void Read<T>(BinaryReader from, Span<T> values)
        where T : unmanaged => from.BaseStream.ReadExactly(MemoryMarshal.AsBytes(values));
}

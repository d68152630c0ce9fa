using Weir.Detection.Accounts;

namespace Weir.Detection.Campaigns;

/// <summary>How groups begin, grow, merge and end.</summary>
internal sealed partial class CampaignAnalysis
{
    private const long DayMs = 86_400_000;
    private const long EstablishedAfter = 3 * DayMs;
    private const int EstablishedExchanges = 6;
    private const long GroupSilence = 21 * DayMs;
    /// <summary>Accounts that are tried for one new group before the next exchange.</summary>
    private const int MostTried = 256;
    private const int MergeSample = 24;
    /// <summary>The part of the members, beyond what chance gives, that must have the other campaign's templates.</summary>
    private const double SameDeck = 0.5;
    private const int MostProfiles = 400;
    private const double StaysAt = 0.5;

    /// <summary>Where an account stands, after its first exchanges each time and then ever more seldom.</summary>
    private void Look(LinkRecord record)
    {
        record.NextLook = record.Exchanges + Math.Max(1, record.Exchanges * 2 / 5);
        if (record.Group != 0)
            return;
        if (_linking.BestGroup(record, out var tie) is { } group)
            Join(group, record, tie);
        else if (_linking.Partners(record) is { Count: >= 2 } partners)
            Begin(record, partners);
    }

    private void Join(Group group, LinkRecord record, in Tie tie)
    {
        record.LinkedAt = _now;
        record.ExchangesBeforeLink = record.Exchanges;
        group.Join(record);
        record.Beside = IsBeside(record, group, tie);
        Cover(group, tie, 1);
        if (group.Members.Count is var count && (count is 10 or 30 or 100 or 300 or 1_000 or 3_000 or 10_000 or 30_000))
            group.Tell(_now, $"has {count} accounts");
    }

    /// <summary>Of a newcomer to the group nobody can tell yet; who was there before the group was has to show more than it can be made to.</summary>
    private bool IsBeside(LinkRecord record, Group group, in Tie tie) => group.IsYoungerThan(record) && !_judging.Stand(record, group, tie).Firm;

    private static void Cover(Group group, in Tie tie, int by)
    {
        var families = tie.Families();
        for (var family = 0; family < Links.Families; family++)
            group.Covered[family] += families[family] >= Links.Worth ? by : 0;
    }

    private void Begin(LinkRecord first, List<LinkRecord> partners)
    {
        if (_groups.Count(static group => group.IsAlive) >= MostGroups && !Dissolve())
            return;
        var group = new Group(_groups.Count, IdOf(first), _now);
        _groups.Add(group);
        group.Join(first);
        foreach (var partner in partners)
            group.Join(partner);
        foreach (var slot in group.Members)
            (_records[slot]!.LinkedAt, _records[slot]!.ExchangesBeforeLink) = (_now, _records[slot]!.Exchanges);
        _linking.Measure(group);
        // Tied to the first is not tied to each other: who does not fit the centre goes again.
        Revise(group);
        if (group.Members.Count < Judging.FewestMembers)
        {
            End(group);
            return;
        }

        group.Tell(_now, $"found with {group.Members.Count} accounts");
        _linking.Announce(group);
        Gather(group);
    }

    /// <summary>An id that depends on nothing but who began it and when.</summary>
    private string IdOf(LinkRecord first)
    {
        var hash = LinkToken.Spread((ulong)_now);
        foreach (var c in first.Account)
            hash = LinkToken.Spread(hash ^ c);
        return $"c-{hash & 0xFF_FFFF_FFFF:x10}";
    }

    /// <summary>Takes in accounts that were seen before the group was, led by what it has in common.</summary>
    private void Gather(Group group)
    {
        Span<int> latest = stackalloc int[LinkIndex.Recent];
        var tried = new HashSet<int>();
        for (var grown = true; grown && tried.Count < MostTried;)
        {
            grown = false;
            foreach (var (key, having) in group.Tokens.OrderByDescending(static one => one.Value).ThenBy(static one => one.Key).Take(64).ToList())
            {
                if (having < 2)
                    continue;
                var found = _index.Latest(key, latest);
                foreach (var slot in latest[..found])
                {
                    if (tried.Count >= MostTried || _records[slot] is not { Group: 0 } record || !tried.Add(slot))
                        continue;
                    grown |= TryJoin(group, record);
                }
            }
        }
    }

    private bool TryJoin(Group group, LinkRecord record)
    {
        var tie = _linking.Compare(record, group);
        if (tie.Causes < 2 || tie.Total - _linking.PriorOf(group.Members.Count) <= 0.5)
            return false;
        Join(group, record, tie);
        return true;
    }

    /// <summary>Lets go of those who no longer fit the centre, and counts anew what holds the others.</summary>
    private void Revise(Group group, bool leave = true)
    {
        Array.Clear(group.Covered);
        foreach (var slot in group.Members.ToArray())
        {
            var record = _records[slot]!;
            var tie = _linking.Compare(record, group);
            var margin = tie.Total - _linking.PriorOf(group.Members.Count);
            // What tied it may be forgotten since: who does as the others do stays by one cause, and comes by two.
            if (leave && (margin < -1 || tie.Causes < 2 && !(tie.Causes == 1 && margin >= StaysAt && tie.Conduct >= Linking.CauseOfConduct)))
                group.Leave(record);
            else
                Cover(group, tie, 1);
            record.Beside = IsBeside(record, group, tie);
        }
    }

    private void End(Group group)
    {
        foreach (var slot in group.Members.ToArray())
            group.Leave(_records[slot]!);
        Lighten(group);
    }

    /// <summary>A group that is no more keeps its name and its end.</summary>
    private static void Lighten(Group group)
    {
        (group.Pool, group.Stream, group.Work) = (new Profile(), new Profile(), null);
        group.Tokens.Clear();
        group.Models.Clear();
        group.Frames.Clear();
        group.Core.Clear();
    }

    /// <summary>Ends the group that is the least: clear, with the least evidence. False where none is clear.</summary>
    private bool Dissolve()
    {
        var least = _groups.Where(static group => group is { IsAlive: true, Verdict: Verdict.Clear, WatchAt: 0 }).MinBy(static group => (group.Weight.Evidence, group.Last));
        if (least is null)
            return false;
        End(least);
        return true;
    }

    private void Fold(Group group, LinkRecord record, in Reading reading, ReadOnlySpan<LinkToken> wording, int cell)
    {
        group.Exchanges++;
        group.Volume.Add(reading.Time);
        group.Conduct[cell]++;
        group.First = Math.Min(group.First, reading.Time);
        group.Last = Math.Max(group.Last, reading.Time);
        if (record.Beside)
            return;
        group.Saw(reading.Exchange.Model);
        group.Pool.Fold(reading);
        if (!reading.IsOpening)
            return;
        foreach (var token in wording)
        {
            if (!group.Frames.Contains(token.Key))
                continue;
            group.Stream.Fold(reading);
            break;
        }

        group.Work ??= new SharedWork();
        if (group.Work.Add(record.Slot, reading.Prompt!, token => group.Frames.Contains(token.Key)) is not { } shared)
            return;
        group.Compared++;
        group.Shared += shared ? 1 : 0;
    }

    private void Judge(Group group, Yardstick yardstick)
    {
        group.NextJudged = (long)Judging.NextJudged(group.Exchanges);
        group.JudgedMembers = group.Members.Count;
        _linking.Measure(group);
        _judging.Judge(group, yardstick, _models, _now);
    }

    /// <summary>The end of a day of the log's own time: what is usual is taken anew, groups are revised, merged and judged.</summary>
    /// <param name="ownOf">What account detection says of an account or an organization.</param>
    public void EndOfDay(Func<string, bool, (Profile Profile, double Evidence, Verdict Verdict)?> ownOf, Yardstick yardstick)
    {
        var ordinary = new List<Profile>();
        foreach (var record in _records)
        {
            if (record is null)
                continue;
            var organization = record.Account[0] == OrganizationMark;
            if (ownOf(organization ? record.Account[1..] : record.Account, organization) is not { } own)
                continue;
            (record.OwnEvidence, record.OwnVerdict) = ((float)own.Evidence, own.Verdict);
            Establish(record);
            // Every so many, so that the sample is of the whole population.
            if (record is { Established: true, Group: 0 } && ordinary.Count < MostProfiles && record.Exchanges >= EstablishedExchanges)
                ordinary.Add(own.Profile);
        }

        _random.Draw(ordinary, yardstick);
        _linking.Unannounce();
        _linking.Draw();
        foreach (var group in _groups)
        {
            if (!group.IsAlive)
                continue;
            _linking.Measure(group);
            Revise(group);
            if (group.Members.Count < Judging.FewestMembers || group.Last < _now - GroupSilence && group.WatchAt == 0)
                End(group);
            else
                _linking.Announce(group);
        }

        MergeAll();
        foreach (var record in _records)
        {
            if (record is { Group: 0 } && _linking.BestGroup(record, out var tie) is { } group)
                Join(group, record, tie);
        }

        foreach (var group in _groups)
        {
            if (!group.IsAlive)
                continue;
            Judge(group, yardstick);
            Renew(group);
        }
    }

    /// <summary>A group that is clear may be an honest one into which a harvest comes later: what it did long ago must not hide what it does now.</summary>
    private void Renew(Group group)
    {
        if (group.Verdict != Verdict.Clear)
            return;
        if (_now - group.StreamSince > 2 * DayMs)
            (group.Stream, group.StreamSince) = (new Profile(), _now);
        if (_now - group.PoolSince > 7 * DayMs)
            (group.Pool, group.PoolSince, group.Shared, group.Compared) = (new Profile(), _now, 0, 0);
    }

    /// <summary>An account that was there for days and has nothing on it tells what is usual.</summary>
    private void Establish(LinkRecord record)
    {
        if (record.Established || record.Group != 0 || record.OwnVerdict != Verdict.Clear || record.OwnEvidence > 0
            || record.Exchanges < EstablishedExchanges || record.Last - record.First < EstablishedAfter / 2 || record.First > _now - EstablishedAfter)
            return;
        record.Established = true;
        _background.Accounts++;
        Span<LinkToken> tokens = stackalloc LinkToken[LinkRecord.MostTokens];
        var count = record.Tokens(tokens);
        foreach (var token in tokens[..count])
            _background.Add(token.Key);
        // Each account counts alike, however much it says.
        for (var cell = 0; cell < Conduct.Cells; cell++)
            _ordinary[cell] += record.Conduct[cell] * 20L / Math.Max(20, record.Exchanges);
    }

    private void MergeAll()
    {
        Span<int> candidates = stackalloc int[12];
        foreach (var younger in _groups)
        {
            if (!younger.IsAlive)
                continue;
            var bridges = new Dictionary<int, int>();
            var step = Math.Max(1, younger.Members.Count / MergeSample);
            for (var i = 0; i < younger.Members.Count; i += step)
            {
                var count = _linking.Candidates(_records[younger.Members[i]]!, candidates);
                foreach (var other in candidates[..count])
                    bridges[other] = bridges.GetValueOrDefault(other) + 1;
            }

            foreach (var (other, _) in bridges.OrderByDescending(static one => one.Value).ThenBy(static one => one.Key).Take(4))
            {
                // Only with elders, so that each pair is asked once.
                if (other < younger.Number && _groups[other].IsAlive && Agree(younger, _groups[other]))
                {
                    Merge(_groups[other], younger);
                    break;
                }
            }
        }
    }

    /// <summary>
    /// Two groups are one where most of the younger's sampled members would have joined the elder by themselves, or where they are worded like its centre and some have more than the
    /// program in common. What they talk about must not differ more than it does within: one kit and one morning make no campaign of a workshop.
    /// </summary>
    private bool Agree(Group younger, Group elder)
    {
        if (younger.Subjects.IsElsewhere(elder.Subjects))
            return false;
        int sampled = 0, worded = 0, same = 0, tied = 0, whole = 0;
        var step = Math.Max(1, younger.Members.Count / MergeSample);
        var needed = _linking.PriorOf(elder.Members.Count);
        for (var i = 0; i < younger.Members.Count; i += step)
        {
            var record = _records[younger.Members[i]]!;
            var tie = _linking.Compare(record, elder);
            sampled++;
            var families = tie.Families();
            worded += families[(int)LinkFamily.Wording] >= 1.5 ? 1 : 0;
            same += Linking.HasCore(record, elder, onlyLong: true) ? 1 : 0;
            tied += tie.Causes >= 2 ? 1 : 0;
            whole += tie.Causes >= 2 && tie.Total > needed ? 1 : 0;
        }

        // Two campaigns that deal out one deck under the same long frames are one, whatever ways in they found for their accounts.
        if (younger.Verdict >= Verdict.Watch && elder.Verdict >= Verdict.Watch && same >= sampled * (elder.CoreOrdinary + (1 - elder.CoreOrdinary) * SameDeck))
            return true;
        return whole * 2 > sampled || worded * 2 > sampled && tied * 4 >= sampled;
    }

    private void Merge(Group elder, Group younger)
    {
        (younger.MergedAt, younger.MergedMembers) = (_now, younger.Members.Count);
        foreach (var slot in younger.Members.ToArray())
        {
            var record = _records[slot]!;
            younger.Leave(record);
            elder.Join(record);
        }

        elder.Pool = Profiles(elder.Pool, younger.Pool);
        elder.Stream = Profiles(elder.Stream, younger.Stream);
        elder.Volume.Add(younger.Volume);
        elder.Shared += younger.Shared;
        elder.Compared += younger.Compared;
        foreach (var (model, count) in younger.Models)
            elder.Models[model] = elder.Models.GetValueOrDefault(model) + count;
        if (younger.WatchAt != 0 && (elder.WatchAt == 0 || younger.WatchAt < elder.WatchAt))
            (elder.WatchAt, elder.ExchangesBeforeWatch) = (younger.WatchAt, younger.ExchangesBeforeWatch);
        if (younger.ActAt != 0 && (elder.ActAt == 0 || younger.ActAt < elder.ActAt))
            (elder.ActAt, elder.ExchangesBeforeAct) = (younger.ActAt, younger.ExchangesBeforeAct);
        if (younger.Verdict > elder.Verdict)
            elder.Verdict = younger.Verdict;
        elder.Tell(_now, $"takes in {younger.Id}, found to be the same");
        younger.Tell(_now, $"becomes part of {elder.Id}");
        younger.MergedInto = elder.Number + 1;
        Lighten(younger);
        _linking.Announce(elder);
    }

    private static Profile Profiles(Profile a, Profile b)
    {
        var merged = ProfileMerge.Merge(a, b);
        merged.Full!.Flows = null;
        return merged;
    }
}

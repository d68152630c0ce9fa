using System.Runtime.CompilerServices;
using Weir.Detection.Accounts;
using Weir.Traffic;
using Weir.Traffic.Text;
using Xunit;

namespace Weir.Detection.Tests;

public sealed class ProfileTests
{
    private static Profile Fold(IEnumerable<Exchange> exchanges)
    {
        var profile = new Profile();
        foreach (var exchange in exchanges)
            profile.Fold(new Reading(exchange));
        return profile;
    }

    private static IEnumerable<Exchange> Varied(int count, int seed)
    {
        var random = new Random(seed);
        for (var i = 0; i < count; i++)
        {
            var ask = AskFacts.None with { Tools = i % 7 == 0 ? 2 : 0, AssistantMessages = i % 3 };
            yield return Traffic.Ask("a", Traffic.Monday.AddMinutes(i * 3), "Task " + random.Next(6) + " of the plan: " + Traffic.NovelQuestion(random) + " and close with a verdict", random.Next(2_000), 4_000, ask) with
            {
                EndUser = new KeyedHash((ulong)random.Next(1, 400)),
                Network = new KeyedHash((ulong)random.Next(1, 90)),
                UserAgent = "client " + random.Next(30),
            };
        }
    }

    private static byte[] Bytes(Profile profile)
    {
        using var stream = new MemoryStream();
        using (var writer = new BinaryWriter(stream))
            ProfileSnapshot.Write(writer, profile);
        return stream.ToArray();
    }

    [Fact]
    public void A_light_account_takes_at_most_512_bytes()
    {
        var profile = Fold(Varied(49, 1));
        Assert.NotNull(profile.Light);
        Assert.InRange(Bytes(profile).Length, 1, 512);
        Assert.InRange(profile.Bytes, 1, 512);
    }

    [Fact]
    public void A_light_account_takes_at_most_512_bytes_of_memory()
    {
        var profiles = new Profile[2_000];
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < profiles.Length; i++)
            profiles[i] = new Profile();
        Assert.InRange((GC.GetAllocatedBytesForCurrentThread() - before) / profiles.Length, 1, 560);
        GC.KeepAlive(profiles);
    }

    [Fact]
    public void No_account_ever_takes_more_than_64_kilobytes()
    {
        // The texts do not matter for the size: new hashes, frames, users and networks do.
        var random = new Random(2);
        var one = Varied(1, 3).First();
        var profile = new Profile();
        for (var i = 0; i < 120_000; i++)
        {
            var features = one.Prompt! with
            {
                Prompt = new KeyedHash((ulong)random.NextInt64() | 1),
                Shape = new TemplateShape((uint)random.Next(), (uint)random.Next(), (uint)random.Next(), 0),
                Kinds = AskKinds.Reasoning,
                Terms = new TermSample((ulong)random.NextInt64()),
            };
            profile.Fold(new Reading(one with { Time = Traffic.Monday.AddSeconds(i), Ask = AskFacts.None, Prompt = features, EndUser = new KeyedHash((ulong)random.Next(1, 50)), Network = new KeyedHash((ulong)random.NextInt64() | 1) }));
        }

        Assert.InRange(profile.Bytes, 1, 64 * 1024);
        Assert.InRange(Bytes(profile).Length, 1, 64 * 1024);
    }

    [Fact]
    public void The_light_form_and_the_full_form_count_the_same()
    {
        var exchanges = Varied(60, 4).ToList();
        var profile = Fold(exchanges);
        Assert.NotNull(profile.Full);
        Assert.Equal(60, profile.Exchanges);
        Assert.Equal(exchanges.Count(e => e.Ask.AssistantMessages == 0), profile.Full.Life[(int)Counter.Openings]);
        Assert.Equal(profile.NewTokens, profile.Full.KindTokens.Sum());
    }

    [Theory]
    [InlineData(1)]
    [InlineData(49)]
    [InlineData(50)]
    [InlineData(51)]
    [InlineData(300)]
    public void A_profile_of_any_size_knows_the_hours_of_the_week_and_the_languages(int exchanges)
    {
        for (var seed = 0; seed < 20; seed++)
        {
            var random = new Random(100 * exchanges + seed);
            Language[] spoken = [Language.English, Language.Japanese, Language.Swahili];
            // Some live around the clock, some in three hours of the week.
            var hours = seed % 2 == 0 ? 168 : 3;
            List<Exchange> all = [.. Varied(exchanges, seed).Select(one => one with
            {
                Time = Traffic.Monday.AddHours(random.Next(hours) * (168 / hours) + 168 * random.Next(3)), Prompt = one.Prompt! with { Language = spoken[random.Next(spoken.Length)] },
            })];
            var profile = Fold(all);
            var full = profile.AsFull();
            var week = new int[168];
            foreach (var one in all)
                week[((int)one.Time.DayOfWeek + 6) % 7 * 24 + one.Time.Hour]++;
            Assert.Equal(week, full.Week);
            Assert.Equal(Enumerable.Range(0, 24).Select(hour => all.Count(one => one.Time.Hour == hour)), full.Life[(int)Counter.FirstHour..((int)Counter.FirstHour + 24)]);
            Assert.Equal(all.Count(static one => one.Time.DayOfWeek is DayOfWeek.Saturday or DayOfWeek.Sunday), full.Life[(int)Counter.Weekend]);
            foreach (var language in spoken)
                Assert.Equal(all.Count(one => one.Ask.AssistantMessages == 0 && one.Prompt!.Language == language), full.Languages[(int)language]);
            Assert.Equal(full.Life, profile.Full is null ? profile.ExpandLight() : profile.Full.Life);
        }
    }

    [Fact]
    public void A_small_account_of_many_languages_names_three_and_counts_the_rest()
    {
        var languages = Enum.GetValues<Language>().Where(static one => one != Language.Unknown).ToArray();
        var full = Fold(Varied(49, 3).Select((one, i) => one with { Ask = AskFacts.None, Prompt = one.Prompt! with { Language = languages[i % 7] } })).AsFull();
        Assert.Equal([7, 7, 7], full.Languages.Skip(1).Where(static openings => openings > 0));
        Assert.Equal(28, full.Languages[0]);
    }

    [Theory]
    [InlineData(20)]
    [InlineData(700)]
    [InlineData(2_000)]
    public void A_profile_comes_back_from_a_snapshot_byte_by_byte(int exchanges)
    {
        var profile = Fold(Varied(exchanges, 5));
        var bytes = Bytes(profile);
        using var reader = new BinaryReader(new MemoryStream(bytes));
        Assert.Equal(bytes, Bytes(ProfileSnapshot.Read(reader)));
    }

    [Fact]
    public void Profiles_merge_in_any_order()
    {
        var a = Fold(Varied(30, 6));
        var b = Fold(Varied(400, 7));
        var c = Fold(Varied(90, 8));
        Assert.Equal(Bytes(ProfileMerge.Merge(a, b)), Bytes(ProfileMerge.Merge(b, a)));
        var left = ProfileMerge.Merge(ProfileMerge.Merge(a, b), c).Full!;
        var right = ProfileMerge.Merge(a, ProfileMerge.Merge(c, b)).Full!;
        Assert.Equal(left.Life, right.Life);
        Assert.Equal(left.Vocabulary.Once, right.Vocabulary.Once);
        Assert.Equal(left.Vocabulary.Twice, right.Vocabulary.Twice);
        Assert.Equal(left.Content, right.Content);
        Assert.Equal(520, left.Life[(int)Counter.Exchanges]);
    }

    [Fact]
    public void What_was_seen_is_known_again_and_what_was_not_is_new()
    {
        var random = new Random(9);
        var values = Enumerable.Range(0, 4_000).Select(_ => (ulong)random.NextInt64()).ToList();
        var seen = new SeenSet();
        var taken = values.Count(seen.Add);
        Assert.All(values, value => Assert.True(seen.Contains(value)));
        Assert.InRange(taken, 3_960, 4_000);
    }

    [Fact]
    public void A_vocabulary_that_grows_is_told_from_one_that_is_known()
    {
        var random = new Random(10);
        string[] narrow = ["refund", "order", "parcel", "invoice", "address", "delay", "return", "voucher", "courier", "payment", "receipt", "discount"];
        double Growth(Func<string> prompt) =>
            Fold(Enumerable.Range(0, 400).Select(i => Traffic.Ask("a", Traffic.Monday.AddMinutes(i), prompt()))).Breadth();
        var shop = Growth(() => string.Join(' ', Enumerable.Range(0, 8).Select(_ => narrow[random.Next(narrow.Length)])));
        var wide = Growth(() => Traffic.NovelQuestion(random));
        Assert.True(wide > shop + 0.2, $"{wide} {shop}");
    }

    [Fact]
    public void A_light_state_is_one_block_of_memory() => Assert.False(RuntimeHelpers.IsReferenceOrContainsReferences<LightState.CounterBytes>());
}

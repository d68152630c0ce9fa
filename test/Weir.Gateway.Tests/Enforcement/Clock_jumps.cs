using FsCheck;
using FsCheck.Fluent;
using Weir.Detection.Accounts;
using Weir.Gateway.Enforcement;
using Weir.Policy;
using Weir.Traffic;
using Xunit;

namespace Weir.Gateway.Tests.Enforcement;

/// <summary>A clock that is set forward or back ends nothing too early, makes nobody go to and fro, and holds nobody for ever.</summary>
public sealed class Clock_jumps
{
    private static readonly DateTimeOffset Start = new(2026, 3, 1, 9, 0, 0, TimeSpan.Zero);
    private static readonly TimeSpan Month = TimeSpan.FromDays(30);

    /// <summary>Time that passes, and a wall clock that says what it likes.</summary>
    private sealed class Jumping : TimeProvider
    {
        public TimeSpan Passed { get; set; }
        public TimeSpan Off { get; set; }
        public override long TimestampFrequency => TimeSpan.TicksPerSecond;
        public override long GetTimestamp() => Passed.Ticks;
        public override DateTimeOffset GetUtcNow() => Start + Passed + Off;
    }

    [Fact]
    public void A_month_ahead_is_not_believed_and_forgotten_when_the_clock_is_right_again()
    {
        var time = new Jumping();
        var clock = new SteadyClock(time);
        time.Off = Month;
        for (var minute = 1; minute <= 60; minute++)
        {
            time.Passed = TimeSpan.FromMinutes(minute);
            Assert.True(clock.Now - Start <= 10 * time.Passed + TimeSpan.FromSeconds(5));
        }

        time.Off = TimeSpan.Zero;
        // Ten hours ahead at most: twenty hours later it is right.
        for (var hour = 1; hour <= 24; hour++)
        {
            time.Passed = TimeSpan.FromHours(1 + hour);
            _ = clock.Now;
        }

        Assert.Equal(Start + time.Passed, clock.Now);
    }

    [Fact]
    public void An_hour_back_is_made_up_for_in_two_hours_and_the_clock_never_stands_still()
    {
        var time = new Jumping { Passed = TimeSpan.FromHours(3) };
        var clock = new SteadyClock(time);
        time.Off = -TimeSpan.FromHours(1);
        var last = clock.Now;
        for (var minute = 1; minute <= 121; minute++)
        {
            time.Passed += TimeSpan.FromMinutes(1);
            Assert.True(clock.Now > last, $"minute {minute}");
            last = clock.Now;
        }

        Assert.Equal(Start + time.Passed + time.Off, clock.Now);
    }

    [Fact]
    public void Whatever_a_clock_does_a_hold_lasts_a_tenth_of_its_time_at_least_and_twice_it_at_most() =>
        Prop.ForAll(Gen.Choose(-60 * 24 * 40, 60 * 24 * 40).ArrayOf(30).ToArbitrary(), jumps =>
        {
            var time = new Jumping();
            var clock = new SteadyClock(time);
            var last = clock.Now;
            foreach (var jump in jumps)
            {
                // An hour at a time, on a clock that is off by anything up to forty days.
                time.Off = TimeSpan.FromMinutes(jump);
                for (var minute = 0; minute < 60; minute++)
                {
                    time.Passed += TimeSpan.FromMinutes(1);
                    var step = clock.Now - last;
                    Assert.InRange(step, TimeSpan.FromSeconds(30), TimeSpan.FromMinutes(10) + TimeSpan.FromSeconds(5));
                    last += step;
                }
            }

            return true;
        }).QuickCheckThrowOnFailure();

    private static Exchange Asked(DateTimeOffset time) => new()
    {
        Time = time, Account = "a", Dialect = Dialect.OpenAiChat, Model = "m", Status = 200, LatencyMs = 100, Usage = new Usage(10, 10),
    };

    private static PolicyRun Run(StandingBook book, Func<DateTimeOffset> now)
    {
        var policy = PolicyReader.Read("terms: { clauses: { c: { title: T, says: S } } }\nrules: [{ name: r, when: { verdict: act }, then: narrow, for: 7d, clause: c }]", "p").Policy!;
        return new PolicyRun(policy, "h", book, new ExposureBook(), static _ => "d") { Now = now };
    }

    private static StandingBook Narrowed(DateTimeOffset since)
    {
        var book = new StandingBook(TimeSpan.FromDays(30));
        book.Apply(PolicyEntry.For(EntryKind.Decided, "d-1", since, Subject.Account("a")) with { Posture = Posture.Narrow, Rule = "r", Until = since.AddDays(7) });
        return book;
    }

    [Fact]
    public void A_call_that_says_it_came_in_a_month_ends_nothing()
    {
        var book = Narrowed(Start);
        var run = Run(book, static () => Start.AddHours(1));
        var analysis = new AccountAnalysis();
        foreach (var exchange in (Exchange[])[Asked(Start), Asked(Start + Month), Asked(Start.AddHours(1))])
        {
            analysis.Observe(exchange);
            analysis.AdvanceTo(exchange.Time);
            run.Observe(exchange, analysis);
            Assert.Empty(run.TakeDecided());
        }

        Assert.Equal(Posture.Narrow, book.Of(Subject.Account("a"))!.Machine);
    }

    [Fact]
    public void Calls_of_an_hour_ago_move_nobody_and_what_holds_ends_when_it_should()
    {
        var book = Narrowed(Start);
        var now = Start;
        var run = Run(book, () => now);
        var analysis = new AccountAnalysis();
        for (var minute = 0; minute < 120; minute++)
        {
            var exchange = Asked(Start.AddMinutes(minute - 60));
            analysis.Observe(exchange);
            analysis.AdvanceTo(exchange.Time);
            run.Observe(exchange, analysis);
            Assert.Empty(run.TakeDecided());
        }

        now = Start.AddDays(7).AddMinutes(1);
        run.Sweep(now, analysis);
        Assert.Equal(Posture.Slow, Assert.Single(run.TakeDecided()).Posture);
    }

    [Fact]
    public void What_was_decided_on_a_day_that_has_not_come_holds_no_longer_than_it_was_meant_to()
    {
        var book = Narrowed(Start + Month);
        book.Apply(PolicyEntry.For(EntryKind.PostureSet, "p-1", Start + Month, Subject.Account("b")) with { Posture = Posture.Suspend, Until = Start + Month + TimeSpan.FromDays(2), Actor = "anna", Reason = "r" });
        book.NoneFromTheFuture(Start);
        Assert.Equal(Start.AddDays(7), book.Of(Subject.Account("a"))!.Until);
        Assert.Equal(Posture.Open, book.Of(Subject.Account("b"))!.At(Start.AddDays(3)));
        var run = Run(book, static () => Start.AddDays(8));
        run.Sweep(Start.AddDays(8), new AccountAnalysis());
        Assert.Equal(Posture.Slow, Assert.Single(run.TakeDecided()).Posture);
    }

    [Fact]
    public void A_day_that_had_not_come_is_no_day_of_a_budget()
    {
        var book = new ExposureBook();
        book.Sample("a", Start, 10_000, 10_000, "m");
        book.Sample("a", Start + Month, 20_000, 20_000, "m");
        Assert.Equal(5_000, book.Sample("a", Start.AddDays(1), 25_000, 25_000, "m").ThirtyDays);
    }
}

using System.Collections.Concurrent;
using FsCheck;
using FsCheck.Fluent;
using Weir.Gateway.Configuration;
using Weir.Gateway.Limits;
using Weir.Traffic;
using Xunit;

namespace Weir.Gateway.Tests.Limits;

/// <summary>The two promises about calls at once: a stated bound for those who try, no refusal for those who do not.</summary>
public sealed class Parallel_calls
{
    private sealed record Running(Reservation Held, long Reserved, long Use, int Most);

    /// <summary>
    /// Random calls that use whatever they like up to what they asked for, small ones first to teach small expectations.
    /// Whenever one more is let in, all true use so far, running calls included, stays within the bucket's allowance plus
    /// what running calls take beyond their reservations, and that is at most sixteen calls or sixteen minutes' allowances.
    /// </summary>
    [Fact]
    public void Overshoot_no_more_than_sixteen_calls_or_sixteen_minutes_allowances() => Prop.ForAll(Gen.Choose(0, int.MaxValue).ToArbitrary(), seed =>
    {
        var random = new Random(seed);
        long limit = random.Next(100, 200_000);
        var most = random.Next(50, 5_000);
        using var book = new Book(new LimitSet { TokensPerMinute = limit });
        var caller = Book.Of("acme");
        var start = book.Clock.GetUtcNow();
        var running = new List<Running>();
        long used = 0;
        for (var step = 0; step < 600; step++)
        {
            switch (random.Next(4))
            {
                case 0:
                    book.Clock.Advance(TimeSpan.FromMilliseconds(random.Next(0, 4_000)));
                    break;
                case 1 when running.Count > 0:
                    var ending = running[random.Next(running.Count)];
                    running.Remove(ending);
                    ending.Held.Settle(new Usage(0, (int)ending.Use));
                    break;
                default:
                    var ask = new AskFacts { MaxTokens = random.Next(1, most), Messages = 1 };
                    var (held, refusal) = book.Try(caller, ask);
                    if (refusal is not null)
                        break;
                    // A teacher at first, then as much as it may.
                    var use = step < 200 && random.Next(2) == 0 ? 1 : ask.MaxTokens!.Value;
                    running.Add(new Running(held, Math.Min(held.Expected, limit), use, ask.MaxTokens!.Value));
                    used += use;
                    var beyond = running.Sum(static r => Math.Max(0, r.Use - r.Reserved));
                    var minutes = (book.Clock.GetUtcNow() - start).TotalMinutes;
                    Assert.True(used <= limit * (1 + minutes) + beyond + 1, $"seed {seed}, step {step}: {used} used of {limit}, {beyond} beyond reservations, after {minutes} min");
                    Assert.True(beyond <= Math.Max(LimitState.FreeCalls * (long)most, LimitState.MaxAtRisk * limit), $"seed {seed}, step {step}: {beyond} beyond reservations");
                    break;
            }
        }
    }).QuickCheckThrowOnFailure();

    /// <summary>Sixty-four workers without a pause, their answers as uneven as answers are, on a limit a fifth above their need.</summary>
    [Theory]
    [InlineData(null)]
    [InlineData(4096)]
    [InlineData(32_000)]
    public void Of_an_honest_product_are_not_refused(int? maxTokens)
    {
        const int Workers = 64, Prompt = 300, MeanAnswer = 400;
        var random = new Random(7);
        var callsPerSecond = Workers / 5.0;
        using var book = new Book(new LimitSet { TokensPerMinute = (long)(callsPerSecond * 60 * (Prompt + MeanAnswer) * 1.2), RequestsPerMinute = (long)(callsPerSecond * 60 * 1.2), Concurrency = Workers });
        var caller = Book.Of("acme");
        var ask = new AskFacts { MaxTokens = maxTokens, TotalChars = Prompt * 4, Messages = 3 };
        var ends = new PriorityQueue<(Reservation Held, int Answer), DateTimeOffset>();
        var until = book.Clock.GetUtcNow() + TimeSpan.FromMinutes(20);
        var calls = 0;
        while (book.Clock.GetUtcNow() < until)
        {
            while (ends.Count < Workers)
            {
                // Exponential: many short answers, a few ten times as long. An answer takes as long as it is long.
                var answer = (int)Math.Min(-MeanAnswer * Math.Log(1 - random.NextDouble()), maxTokens ?? 4096);
                ends.Enqueue((book.Held(caller, ask), answer), book.Clock.GetUtcNow() + TimeSpan.FromSeconds(5.0 * answer / MeanAnswer));
                calls++;
            }

            ends.TryDequeue(out var done, out var at);
            if (at > book.Clock.GetUtcNow())
                book.Clock.Advance(at - book.Clock.GetUtcNow());
            done.Held.Settle(new Usage(Prompt, done.Answer));
        }

        Assert.InRange(calls, 12_000, 20_000);
    }

    [Fact]
    public void A_callers_first_sixty_four_at_once_pass_under_the_limits_that_Weir_comes_with()
    {
        using var book = new Book(new LimitsConfig());
        for (var i = 0; i < 64; i++)
            book.Held(Book.Of("new"), new AskFacts { TotalChars = 8_000, Messages = 2 });
    }

    [Fact]
    public void That_ask_for_the_most_there_is_keep_nobody_else_out()
    {
        using var book = new Book(new LimitsConfig
        {
            Account = new LimitSet { TokensPerMinute = 1_000_000 },
            Everyone = new LimitSet { TokensPerMinute = 1_000_000 },
        });
        var greedy = new AskFacts { MaxTokens = int.MaxValue, Choices = int.MaxValue, Messages = 1 };
        var running = 0;
        while (book.Try(Book.Of("greedy"), greedy).Refusal is null)
            Assert.True(++running <= 100);
        Assert.InRange(running, LimitState.FreeCalls, 100);
        book.Held(Book.Of("acme"));
    }

    [Fact]
    public void Nothing_is_lost_or_made_when_threads_race()
    {
        const int Threads = 4, Calls = 20_000, Limit = 1_000_000_000;
        using var book = new Book(new LimitsConfig
        {
            Account = new LimitSet { TokensPerMinute = Limit, TokensPerDay = Limit, RequestsPerMinute = Limit, Concurrency = Threads },
            Everyone = new LimitSet { TokensPerMinute = Limit, Concurrency = 2 },
        });
        var used = 0L;
        var refused = 0;
        Parallel.For(0, Threads, thread =>
        {
            var random = new Random(thread);
            for (var i = 0; i < Calls; i++)
            {
                var (held, refusal) = book.Try(Book.Of("acme"));
                if (refusal is not null)
                {
                    Interlocked.Increment(ref refused);
                    continue;
                }

                var usage = new Usage(random.Next(200), random.Next(200));
                held.Settle(usage);
                Interlocked.Add(ref used, usage.Total);
            }
        });

        var last = book.Held(Book.Of("acme"));
        last.Settle(default);
        var left = long.Parse(Book.Headers(last)["x-ratelimit-remaining-tokens"], System.Globalization.CultureInfo.InvariantCulture);
        // The bucket counts in nanoseconds: each step may be off by one of them.
        Assert.InRange(Limit - left - used, -Threads * Calls * 40L, Threads * Calls * 40L);
        Assert.Null(book.Try(Book.Of("acme")).Refusal);
        Assert.Null(book.Try(Book.Of("acme")).Refusal);
        Assert.Equal("rate_limit_concurrency_everyone", book.Try(Book.Of("acme")).Refusal!.Code);
    }

    [Fact]
    public void A_state_that_is_swept_while_calls_come_is_never_two()
    {
        var states = new ScopeStates(StringComparer.Ordinal);
        var inside = new ConcurrentDictionary<LimitState, int>();
        var stop = 0;
        var sweeper = new Thread(() =>
        {
            for (var now = 0L; Volatile.Read(ref stop) == 0; now += MonotonicClock.Minute)
                states.Sweep(now, 0);
        });
        sweeper.Start();
        Parallel.For(0, 4, _ =>
        {
            for (var i = 0; i < 50_000; i++)
            {
                var state = states.Enter("acme", 0, out _);
                Assert.True(state.Running > 0);
                state.Leave();
            }
        });
        Volatile.Write(ref stop, 1);
        sweeper.Join();
        states.Sweep(long.MaxValue / 2, 0);
        Assert.Equal(0, states.Count);
    }

    [Fact]
    public void A_million_accounts_take_no_more_memory_than_the_bound_and_lose_no_limit()
    {
        const int Most = 1_000;
        var states = new ScopeStates(StringComparer.Ordinal, Most);
        var one = new LimitSet { RequestsPerMinute = 1 };
        var passed = 0;
        var known = states.Enter("known", 0, out _);
        known.Leave();
        for (var i = 0; i < 1_000_000; i++)
        {
            var state = states.Enter("account-" + i, 0, out var place);
            if (state.TryTake(one, default, place, out _, out _))
                passed++;
            state.Leave();
        }

        Assert.Equal(Most, states.Count);
        // One each for those that have a state of their own, and one for each shared state.
        Assert.InRange(passed, Most, Most + 1024);
        Assert.Same(known, states.Enter("known", 0, out _));
        known.Leave();
        states.Sweep(2 * MonotonicClock.Minute, 0);
        Assert.Equal(0, states.Count);
    }

    [Fact]
    public void What_is_owed_or_used_today_is_not_forgotten_while_idle()
    {
        using var book = new Book(new LimitSet { TokensPerDay = 200, TokensPerMinute = 1_000_000 });
        book.Held(Book.Of("acme")).Settle(new Usage(100, 100));
        book.Held(Book.Of("other"), AskFacts.None).Settle(default);
        Assert.Equal(2, book.Limits.Accounts);
        book.Clock.Advance(TimeSpan.FromHours(1));
        Assert.Equal(1, book.Limits.Accounts);
        Assert.Equal("rate_limit_tokens_per_day_account", book.Refused(Book.Of("acme")).Code);
        book.Clock.Advance(TimeSpan.FromHours(24));
        Assert.Equal(0, book.Limits.Accounts);
    }
}

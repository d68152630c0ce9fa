using Weir.Gateway.Configuration;
using Weir.Gateway.Limits;
using Weir.Traffic;
using Xunit;

namespace Weir.Gateway.Tests.Limits;

public sealed class What_a_caller_may_use
{
    private static readonly Usage Used200 = new(100, 100);

    [Fact]
    public void Requests_a_minute_come_back_evenly()
    {
        using var book = new Book(new LimitSet { RequestsPerMinute = 3 });
        var caller = Book.Of("acme");
        for (var i = 0; i < 3; i++)
            book.Held(caller).Settle(Used200);
        var refusal = book.Refused(caller);
        Assert.Equal((429, "rate_limit_requests_account", TimeSpan.FromSeconds(20)), (refusal.Status, refusal.Code, refusal.RetryAfter));
        Assert.Equal("Rate limit reached for requests: this account may make 3 a minute. Try again in 20 s.", refusal.Message);
        Assert.Null(book.Try(Book.Of("other")).Refusal);

        // What Retry-After says is enough, and no more than enough.
        book.Clock.Advance(TimeSpan.FromSeconds(20) - TimeSpan.FromMilliseconds(1));
        book.Refused(caller);
        book.Clock.Advance(TimeSpan.FromMilliseconds(1));
        book.Held(caller);
        book.Refused(caller);
    }

    [Fact]
    public void Tokens_are_reserved_on_entry_and_settled_with_true_use()
    {
        using var book = new Book(new LimitSet { TokensPerMinute = 1000 });
        var caller = Book.Of("acme");
        var held = Enumerable.Range(0, 5).Select(_ => book.Held(caller)).ToList();
        Assert.All(held, static h => Assert.Equal(200, h.Expected));
        Assert.Equal("rate_limit_tokens_account", book.Refused(caller).Code);
        held[0].Settle(new Usage(10, 10));
        Assert.Equal("180", Book.Headers(held[0])["x-ratelimit-remaining-tokens"]);
    }

    [Fact]
    public void A_call_that_failed_gives_everything_back_and_none_gives_back_twice()
    {
        using var book = new Book(new LimitSet { TokensPerMinute = 200, TokensPerDay = 200, Concurrency = 1 });
        var caller = Book.Of("acme");
        for (var i = 0; i < 10; i++)
        {
            var held = book.Held(caller);
            held.Settle(default);
            held.Settle(default);
        }

        var last = book.Held(caller);
        Assert.Equal("rate_limit_concurrency_account", book.Refused(caller).Code);
        last.Settle(Used200);
        Assert.Equal("rate_limit_tokens_account", book.Refused(caller).Code);
    }

    [Fact]
    public void What_was_used_beyond_the_reservation_is_paid_off_before_anything_else_passes()
    {
        using var book = new Book(new LimitSet { TokensPerMinute = 600 });
        var caller = Book.Of("acme");
        book.Held(caller).Settle(new Usage(100, 3500));
        // 3,600 used of 600: 3,000 owed at ten a second, and then room for the next call.
        var wait = book.Refused(caller).RetryAfter!.Value;
        Assert.InRange(wait, TimeSpan.FromSeconds(300), TimeSpan.FromSeconds(360));
        book.Clock.Advance(wait);
        book.Held(caller);
    }

    [Fact]
    public void A_call_larger_than_the_whole_limit_waits_for_a_full_bucket_and_passes()
    {
        using var book = new Book(new LimitSet { TokensPerMinute = 150 });
        var caller = Book.Of("acme");
        var held = book.Held(caller);
        Assert.Equal(429, book.Refused(caller).Status);
        held.Settle(Used200);
        book.Clock.Advance(TimeSpan.FromSeconds(79));
        book.Refused(caller);
        book.Clock.Advance(TimeSpan.FromSeconds(1));
        book.Held(caller);
    }

    [Fact]
    public void Tokens_a_day_end_with_the_day()
    {
        using var book = new Book(new LimitSet { TokensPerDay = 1000 });
        book.Clock.Set(new DateTimeOffset(2026, 3, 2, 22, 0, 0, TimeSpan.Zero));
        var caller = Book.Of("acme");
        for (var i = 0; i < 5; i++)
            book.Held(caller).Settle(Used200);
        var refusal = book.Refused(caller);
        Assert.Equal(("rate_limit_tokens_per_day_account", TimeSpan.FromHours(2)), (refusal.Code, refusal.RetryAfter));
        Assert.Equal("Limit of the day reached: this account may use 1000 tokens a day (UTC). Try again in 120 min.", refusal.Message);
        book.Clock.Set(new DateTimeOffset(2026, 3, 3, 0, 0, 0, TimeSpan.Zero));
        book.Held(caller);
    }

    [Fact]
    public void A_call_over_midnight_counts_on_the_day_it_began()
    {
        using var book = new Book(new LimitSet { TokensPerDay = 1000 });
        book.Clock.Set(new DateTimeOffset(2026, 3, 2, 23, 59, 0, TimeSpan.Zero));
        var late = book.Held(Book.Of("acme"));
        book.Clock.Set(new DateTimeOffset(2026, 3, 3, 0, 1, 0, TimeSpan.Zero));
        var early = Enumerable.Range(0, 5).Select(_ => book.Held(Book.Of("acme"))).ToList();
        late.Settle(default);
        book.Refused(Book.Of("acme"));
        early[0].Settle(default);
        book.Held(Book.Of("acme"));
    }

    [Fact]
    public void Every_scope_is_asked_and_a_refused_call_takes_from_none()
    {
        using var book = new Book(new LimitsConfig
        {
            Account = new LimitSet { RequestsPerMinute = 10, TokensPerMinute = 100_000, TokensPerDay = 100_000, Concurrency = 10 },
            Key = new LimitSet { RequestsPerMinute = 10 },
            Organization = new LimitSet { TokensPerMinute = 100_000 },
            Model = new LimitSet { RequestsPerMinute = 2 },
        });
        var caller = Book.Of("acme", "group", "k1");
        book.Held(caller, model: "m").Settle(Used200);
        book.Held(caller, model: "m").Settle(Used200);
        for (var i = 0; i < 20; i++)
            Assert.Equal("rate_limit_requests_model", book.Refused(caller, model: "m").Code);

        for (var i = 0; i < 8; i++)
            book.Held(caller, model: "other-" + i).Settle(Used200);
        Assert.Equal("rate_limit_requests_account", book.Refused(caller, model: "another").Code);
    }

    [Theory]
    [InlineData("key")]
    [InlineData("organization")]
    [InlineData("everyone")]
    public void Each_scope_counts_what_belongs_to_it(string scope)
    {
        var two = new LimitSet { Concurrency = 2 };
        using var book = new Book(new LimitsConfig
        {
            Account = new LimitSet(),
            Key = scope == "key" ? two : new LimitSet(),
            Organization = scope == "organization" ? two : new LimitSet(),
            Everyone = scope == "everyone" ? two : new LimitSet(),
        });
        var first = book.Held(Book.Of("a", "group", "k1"));
        book.Held(Book.Of(scope == "key" ? "a" : "b", "group", "k1"));
        Assert.Equal("rate_limit_concurrency_" + scope, book.Refused(Book.Of("c", "group", "k1")).Code);
        if (scope != "everyone")
            book.Held(Book.Of("a", "other", "k2"));
        first.Settle(default);
        book.Held(Book.Of("c", "group", "k1"));
    }

    [Fact]
    public void Single_accounts_organizations_and_models_may_have_numbers_of_their_own()
    {
        var one = new LimitSet { RequestsPerMinute = 1 };
        using var book = new Book(new LimitsConfig
        {
            Accounts = new Dictionary<string, LimitSet>(StringComparer.Ordinal) { ["small"] = one },
            Organizations = new Dictionary<string, LimitSet>(StringComparer.Ordinal) { ["tiny"] = one },
            Models = new Dictionary<string, LimitSet>(StringComparer.Ordinal) { ["dear"] = one },
        });
        book.Held(Book.Of("small"));
        Assert.Contains("this account may make 1 a minute", book.Refused(Book.Of("small")).Message, StringComparison.Ordinal);
        book.Held(Book.Of("x", "tiny"));
        Assert.Equal("rate_limit_requests_organization", book.Refused(Book.Of("y", "tiny")).Code);
        book.Held(Book.Of("x"), model: "dear");
        book.Refused(Book.Of("y"), model: "dear");
        book.Held(Book.Of("y"), model: "cheap");
    }

    [Fact]
    public void What_is_shared_is_refused_without_numbers_and_shown_in_no_header()
    {
        using var book = new Book(new LimitsConfig
        {
            Account = new LimitSet(),
            Model = new LimitSet { RequestsPerMinute = 1, TokensPerMinute = 777 },
            Everyone = new LimitSet { TokensPerMinute = 777_777 },
        });
        var held = book.Held(Book.Of("a"), model: "m");
        Assert.Empty(Book.Headers(held));
        var refusal = book.Refused(Book.Of("b"), model: "m");
        Assert.Equal("Rate limit reached: the model 'm' is at its limit of requests for all callers together. Try again in 60 s.", refusal.Message);
    }

    [Fact]
    public void Headers_are_in_the_names_that_each_providers_clients_read()
    {
        using var book = new Book(new LimitSet { RequestsPerMinute = 60, TokensPerMinute = 6000 });
        var held = book.Held(Book.Of("acme"));
        var openAi = Book.Headers(held);
        Assert.Equal(("60", "59", "1s"), (openAi["x-ratelimit-limit-requests"], openAi["x-ratelimit-remaining-requests"], openAi["x-ratelimit-reset-requests"]));
        Assert.Equal(("6000", "5800", "2s"), (openAi["x-ratelimit-limit-tokens"], openAi["x-ratelimit-remaining-tokens"], openAi["x-ratelimit-reset-tokens"]));
        var anthropic = Book.Headers(held, Provider.Anthropic);
        Assert.Equal(("60", "59", "2026-03-02T09:00:01Z"), (anthropic["anthropic-ratelimit-requests-limit"], anthropic["anthropic-ratelimit-requests-remaining"], anthropic["anthropic-ratelimit-requests-reset"]));
        Assert.Equal("5800", anthropic["anthropic-ratelimit-tokens-remaining"]);
        Assert.Equal(6, anthropic.Count);
    }

    [Fact]
    public void A_refused_call_has_headers_too_and_of_two_limits_they_show_the_nearer_one()
    {
        using var book = new Book(new LimitsConfig { Account = new LimitSet { RequestsPerMinute = 100 }, Key = new LimitSet { RequestsPerMinute = 1 } });
        book.Held(Book.Of("acme", key: "k"));
        var (held, refusal) = book.Try(Book.Of("acme", key: "k"));
        Assert.NotNull(refusal);
        var headers = Book.Headers(held);
        Assert.Equal(("1", "0", "1m0s"), (headers["x-ratelimit-limit-requests"], headers["x-ratelimit-remaining-requests"], headers["x-ratelimit-reset-requests"]));
    }

    [Theory]
    [InlineData(0, "0ms")]
    [InlineData(17.2, "18ms")]
    [InlineData(8640, "8.64s")]
    [InlineData(1_000, "1s")]
    [InlineData(1_005, "1.005s")]
    [InlineData(86_400, "1m26.4s")]
    [InlineData(360_000, "6m0s")]
    public void Durations_are_written_as_OpenAI_writes_them(double ms, string expected) =>
        Assert.Equal(expected, RateLimitHeaders.Duration(TimeSpan.FromMilliseconds(ms)));

    [Fact]
    public void A_reload_scales_what_is_left()
    {
        using var book = new Book(new LimitSet { RequestsPerMinute = 10 });
        var caller = Book.Of("acme");
        for (var i = 0; i < 5; i++)
            book.Held(caller);
        book.Config = book.Config with { Limits = new LimitsConfig { Account = new LimitSet { RequestsPerMinute = 100 } } };
        for (var i = 0; i < 50; i++)
            book.Held(caller);
        book.Refused(caller);
    }

    [Fact]
    public void Calls_that_are_no_calls_to_a_model_use_no_tokens()
    {
        using var book = new Book(new LimitSet { TokensPerMinute = 100 });
        for (var i = 0; i < 100; i++)
            Assert.Equal(0, book.Held(Book.Of("acme"), AskFacts.None).Expected);
    }
}

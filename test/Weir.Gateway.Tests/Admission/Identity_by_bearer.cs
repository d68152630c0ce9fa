using Weir.Gateway.Admission;
using Weir.Gateway.Configuration;
using Xunit;

namespace Weir.Gateway.Tests.Admission;

public sealed class Identity_by_bearer : IDisposable
{
    private readonly Gate _gate = new(IdentityKind.Bearer);

    public void Dispose() => _gate.Dispose();

    [Fact]
    public void A_credential_is_an_account_once_the_upstream_has_accepted_it()
    {
        var first = _gate.Admitted(Gate.Bearer("sk-good"));
        Assert.True(first.Provisional);
        Assert.True(first.PassesCredential);
        Assert.StartsWith("a-", first.Account, StringComparison.Ordinal);
        Assert.DoesNotContain("good", first.Account, StringComparison.Ordinal);
        Assert.True(_gate.Admitter.Answered(first, 200));

        var second = _gate.Admitted(Gate.Call("198.51.100.7", ("x-api-key", "sk-good")));
        Assert.False(second.Provisional);
        Assert.Equal(first.Account, second.Account);
        Assert.NotEqual(first.Account, _gate.Admitted(Gate.Bearer("sk-other")).Account);
    }

    [Theory]
    [InlineData(401)]
    [InlineData(403)]
    [InlineData(400)]
    [InlineData(404)]
    [InlineData(429)]
    [InlineData(503)]
    public void Anything_but_success_accepts_nobody(int status)
    {
        Assert.False(_gate.Admitter.Answered(_gate.Admitted(Gate.Bearer("sk-x")), status));
        Assert.True(_gate.Admitted(Gate.Bearer("sk-x")).Provisional);
    }

    [Fact]
    public void Paths_that_an_upstream_may_serve_to_anybody_prove_nothing()
    {
        Assert.False(_gate.Admitter.Answered(_gate.Admitted(Gate.Bearer("sk-x"), Gate.Models), 200));
        Assert.False(_gate.Admitter.Answered(_gate.Admitted(Gate.Bearer("sk-x"), Gate.Other), 200));
        Assert.True(_gate.Admitted(Gate.Bearer("sk-x")).Provisional);
    }

    [Fact]
    public void A_credential_that_the_upstream_no_longer_accepts_is_unknown_again()
    {
        _gate.Admitter.Answered(_gate.Admitted(Gate.Bearer("sk-x")), 200);
        Assert.True(_gate.Admitter.Answered(_gate.Admitted(Gate.Bearer("sk-x")), 403));
        Assert.False(_gate.Admitted(Gate.Bearer("sk-x")).Provisional);
        Assert.False(_gate.Admitter.Answered(_gate.Admitted(Gate.Bearer("sk-x")), 401));
        Assert.True(_gate.Admitted(Gate.Bearer("sk-x")).Provisional);
    }

    [Fact]
    public void Wrong_credentials_stop_being_forwarded_and_slow_only_their_sender()
    {
        _gate.Admitter.Answered(_gate.Admitted(Gate.Bearer("sk-good")), 200);
        for (var i = 0; i < 30; i++)
            _gate.Admitter.Answered(_gate.Admitted(Gate.Bearer("sk-wrong-" + i)), 401);

        var refusal = _gate.Refused(Gate.Bearer("sk-wrong"));
        Assert.Equal((429, "too_many_failures", TimeSpan.FromSeconds(2)), (refusal.Status, refusal.Code, refusal.RetryAfter));
        Assert.Equal(429, _gate.Refused(Gate.Bearer("sk-new-customer-beside-it")).Status);
        Assert.False(_gate.Admitted(Gate.Bearer("sk-good")).Provisional);
        Assert.True(_gate.Admitted(Gate.Bearer("sk-new-customer", "198.51.100.7")).Provisional);

        _gate.Clock.Advance(TimeSpan.FromSeconds(2));
        _gate.Admitted(Gate.Bearer("sk-wrong"));
    }

    [Fact]
    public void One_wrong_credential_again_and_again_is_throttled_too()
    {
        var forwarded = 0;
        while (_gate.Admit(Gate.Bearer("sk-wrong")).Caller is { } caller)
        {
            _gate.Admitter.Answered(caller, 401);
            Assert.True(++forwarded <= 30);
        }

        Assert.Equal(30, forwarded);
    }

    [Fact]
    public void Whoever_has_an_IPv6_address_has_its_block_and_fails_as_one()
    {
        for (var i = 0; i < 30; i++)
            _gate.Admitted(Gate.Bearer("sk-wrong-" + i, $"2001:db8:1:2::{i:x}"));
        Assert.Equal(429, _gate.Refused(Gate.Bearer("sk-wrong", "2001:db8:1:2:ffff::1")).Status);
        _gate.Admitted(Gate.Bearer("sk-wrong", "2001:db8:1:3::1"));
    }

    [Fact]
    public void Many_first_calls_of_a_new_customer_at_once_all_pass()
    {
        var calls = Enumerable.Range(0, 200).Select(_ => _gate.Admitted(Gate.Bearer("sk-new"))).ToList();
        Assert.All(calls, call => Assert.True(_gate.Admitter.Answered(call, 200)));
        // And nothing is left on its account: thirty more new ones may come from there.
        for (var i = 0; i < 30; i++)
            _gate.Admitted(Gate.Bearer("sk-next-" + i));
        Assert.Equal(429, _gate.Refused(Gate.Bearer("sk-one-more")).Status);
    }

    [Fact]
    public void A_flood_from_many_addresses_reaches_the_upstream_no_faster_than_a_bound()
    {
        _gate.Admitter.Answered(_gate.Admitted(Gate.Bearer("sk-good")), 200);
        var forwarded = 0;
        for (var i = 0; i < 20_000; i++)
        {
            if (_gate.Admit(Gate.Bearer("sk-wrong-" + i, $"10.{i >> 8 & 255}.{i & 255}.1")).Caller is { } caller)
            {
                forwarded++;
                _gate.Admitter.Answered(caller, 401);
            }
        }

        Assert.Equal(100 * _gate.Config.Identity.FailuresPerMinute, forwarded);
        Assert.False(_gate.Admitted(Gate.Bearer("sk-good")).Provisional);
        Assert.Equal("too_many_unknown", _gate.Refused(Gate.Bearer("sk-wrong", "198.51.100.99")).Code);
    }

    [Fact]
    public void Two_different_credentials_are_refused_because_the_upstream_may_read_the_other_one()
    {
        var refusal = _gate.Refused(Gate.Call("203.0.113.5", ("Authorization", "Bearer sk-good"), ("x-api-key", "anything")));
        Assert.Equal((400, "ambiguous_credential"), (refusal.Status, refusal.Code));
        Assert.Equal(400, _gate.Refused(Gate.Call("203.0.113.5", ("Authorization", "Bearer sk-good"), ("Authorization", "Bearer sk-other"))).Status);
        var query = Gate.Bearer("sk-good");
        query.Request.QueryString = new Microsoft.AspNetCore.Http.QueryString("?access_token=other");
        Assert.Equal(400, _gate.Refused(query).Status);
        Assert.Equal(CredentialPlaces.Authorization | CredentialPlaces.ApiKey,
            _gate.Admitted(Gate.Call("203.0.113.5", ("Authorization", "Bearer sk-good"), ("api-key", "sk-good"))).Places);
    }

    [Theory]
    [InlineData("Bearer two words")]
    [InlineData("Basic dXNlcjpwYXNz")]
    [InlineData("Bearer a,b")]
    [InlineData("Bearer \"quoted\"")]
    [InlineData("Bearer größe")]
    public void A_credential_that_two_readers_could_cut_differently_is_refused(string header) =>
        Assert.Equal(401, _gate.Refused(Gate.Call("203.0.113.5", ("Authorization", header))).Status);

    [Theory]
    [InlineData("")]
    [InlineData("Bearer")]
    [InlineData("Bearer ")]
    public void Nothing_or_nothing_much_is_refused(string header) =>
        Assert.Equal(401, _gate.Refused(Gate.Call("203.0.113.5", ("Authorization", header))).Status);

    [Fact]
    public void A_credential_longer_than_any_in_use_is_refused() =>
        Assert.Equal(401, _gate.Refused(Gate.Bearer(new string('a', 8193))).Status);

    [Fact]
    public void Accepted_credentials_are_remembered_up_to_a_bound_and_those_in_use_stay()
    {
        var accepted = new AcceptedCredentials(most: 1 << 12);
        var sip = new SipHash(new byte[16]);
        var inUse = Enumerable.Range(0, 100).Select(i => sip.Of("in-use-" + i)).ToList();
        foreach (var credential in inUse)
            accepted.Add(credential);
        for (var i = 0; i < 100_000; i++)
        {
            accepted.Add(sip.Of("passing-" + i));
            if (i % 100 == 0)
                inUse.ForEach(credential => accepted.Contains(credential));
        }

        Assert.InRange(accepted.Count, 1 << 11, 1 << 12);
        Assert.All(inUse, credential => Assert.True(accepted.Contains(credential)));
        accepted.Remove(inUse[0]);
        Assert.False(accepted.Contains(inUse[0]));
    }
}

using Weir.Gateway.Admission;
using Weir.Gateway.Configuration;
using Weir.Traffic;
using Xunit;

namespace Weir.Gateway.Tests.Admission;

public sealed class Where_credentials_sit
{
    [Theory]
    [InlineData("", "")]
    [InlineData("?", "?")]
    [InlineData("?alt=sse", "?alt=sse")]
    [InlineData("?key=abc", "")]
    [InlineData("?key=abc&alt=sse", "?alt=sse")]
    [InlineData("?alt=sse&KEY=abc&x=%20&y", "?alt=sse&x=%20&y")]
    [InlineData("?%6bey=abc&alt=sse", "?alt=sse")]
    [InlineData("?%24key=abc&access_token=t&a=1&key", "?a=1")]
    [InlineData("?monkey=1&keys=2", "?monkey=1&keys=2")]
    public void A_query_loses_its_credentials_and_nothing_else(string query, string expected) =>
        Assert.Equal(expected, CallerCredential.WithoutCredentials(query));

    [Fact]
    public void Headers_that_carry_credentials_are_known_in_any_case()
    {
        Assert.All((string[])["Authorization", "authorization", "X-Api-Key", "api-key", "x-goog-api-key"], static name => Assert.True(CallerCredential.IsCredentialHeader(name)));
        Assert.All((string[])["X-Api-Kez", "Accept", "x-goog-api-kez", "Content-Type", "proxy-authorization"], static name => Assert.False(CallerCredential.IsCredentialHeader(name)));
    }

    [Fact]
    public void Each_provider_gets_a_credential_where_it_looks_for_one()
    {
        Assert.Equal(("Authorization", "Bearer s"), CallerCredential.HeaderFor(Provider.OpenAi, "s"));
        Assert.Equal(("x-api-key", "s"), CallerCredential.HeaderFor(Provider.Anthropic, "s"));
        Assert.Equal(("x-goog-api-key", "s"), CallerCredential.HeaderFor(Provider.Gemini, "s"));
    }

    [Fact]
    public async Task A_key_of_weir_goes_before_a_placeholder_that_a_client_insists_on()
    {
        using var gate = new Gate(IdentityKind.Keys);
        var key = await gate.NewKeyAsync(new NewKey("acme"));
        Assert.Equal("acme", gate.Admitted(Gate.Call("203.0.113.5", ("Authorization", "Bearer none"), ("x-api-key", key))).Account);
        Assert.Equal("acme", gate.Admitted(Gate.Call("203.0.113.5", ("Authorization", "Bearer " + key), ("x-api-key", "none"))).Account);
        Assert.Equal(400, gate.Refused(Gate.Call("203.0.113.5", ("Authorization", "Bearer " + key), ("x-api-key", "weir_other"))).Status);
    }

    [Theory]
    [InlineData(0, "a3817f04ba25a8e66df67214c7550293")]
    [InlineData(1, "da87c1d86b99af44347659119b22fc45")]
    [InlineData(2, "8177228da4a45dc7fca38bdef60affe4")]
    [InlineData(8, "3b62a9ba6258f5610f83e264f31497b4")]
    public void The_fingerprint_is_SipHash_as_its_authors_publish_it(int length, string expected)
    {
        byte[] key = [.. Enumerable.Range(0, 16).Select(static i => (byte)i)];
        var (high, low) = new SipHash(key).Of(Enumerable.Range(0, length).Select(static i => (byte)i).ToArray());
        var bytes = BitConverter.GetBytes(high).Concat(BitConverter.GetBytes(low)).ToArray();
        Assert.Equal(expected, Convert.ToHexStringLower(bytes));
    }
}

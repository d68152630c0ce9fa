using Weir.Gateway.Configuration;
using Xunit;

namespace Weir.Gateway.Tests.Admission;

public sealed class Identity_by_header : IDisposable
{
    private readonly Gate _gate = new(IdentityKind.Header);

    public Identity_by_header()
    {
        _gate.Trust("10.0.0.0/8");
        _gate.Config = _gate.Config with { Identity = _gate.Config.Identity with { OrganizationHeader = "X-Org", KeyHeader = "X-Key" } };
    }

    public void Dispose() => _gate.Dispose();

    [Fact]
    public void A_trusted_proxy_names_account_organization_and_key()
    {
        var caller = _gate.Admitted(Gate.Call("10.0.0.1", ("X-Weir-Account", "acme"), ("X-Org", "group"), ("X-Key", "k1"), ("X-Forwarded-For", "203.0.113.5")));
        Assert.Equal(("acme", "group", "k1", "203.0.113.5"), (caller.Account, caller.Organization, caller.Key, caller.Ip.ToString()));
        Assert.False(caller.PassesCredential);
    }

    [Fact]
    public void Nobody_else_does()
    {
        var refusal = _gate.Refused(Gate.Call("203.0.113.5", ("X-Weir-Account", "acme")));
        Assert.Equal((401, "untrusted_proxy"), (refusal.Status, refusal.Code));
        Assert.Contains("network.trusted_proxies", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_missing_account_names_the_header_that_is_missing() =>
        Assert.Equal("The proxy in front named no account: the header X-Weir-Account is missing.", _gate.Refused(Gate.Call("10.0.0.1")).Message);

    [Theory]
    [InlineData("")]
    [InlineData("  ")]
    [InlineData("mallory, acme")]
    [InlineData("ac\u0007me")]
    [InlineData("ac\u0085me")]
    [InlineData("acme\n")]
    public void A_name_that_the_caller_may_have_had_a_hand_in_is_refused(string name) =>
        Assert.Equal(401, _gate.Refused(Gate.Call("10.0.0.1", ("X-Weir-Account", name))).Status);

    [Fact]
    public void Two_names_or_one_too_long_are_refused()
    {
        Assert.Equal(401, _gate.Refused(Gate.Call("10.0.0.1", ("X-Weir-Account", "mallory"), ("X-Weir-Account", "acme"))).Status);
        Assert.Equal(401, _gate.Refused(Gate.Call("10.0.0.1", ("X-Weir-Account", new string('x', 257)))).Status);
        Assert.Equal(401, _gate.Refused(Gate.Call("10.0.0.1", ("X-Weir-Account", "acme"), ("X-Org", "a,b"))).Status);
    }
}

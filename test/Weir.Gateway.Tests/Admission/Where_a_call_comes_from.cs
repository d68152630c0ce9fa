using System.Net;
using Weir.Gateway.Admission;
using Weir.Gateway.Configuration;
using Xunit;

namespace Weir.Gateway.Tests.Admission;

public sealed class Where_a_call_comes_from
{
    private static readonly System.Net.IPNetwork[] Proxies = [System.Net.IPNetwork.Parse("10.0.0.0/8"), System.Net.IPNetwork.Parse("fd00::/8")];

    [Theory]
    [InlineData("203.0.113.9", "198.51.100.1", "203.0.113.9")]
    [InlineData("10.0.0.1", "", "10.0.0.1")]
    [InlineData("10.0.0.1", "198.51.100.1", "198.51.100.1")]
    [InlineData("10.0.0.1", "1.1.1.1, 198.51.100.1", "198.51.100.1")]
    [InlineData("10.0.0.1", "198.51.100.1, 10.2.0.3", "198.51.100.1")]
    [InlineData("10.0.0.1", "1.1.1.1,198.51.100.1\t,  10.2.0.3,fd00::7", "198.51.100.1")]
    [InlineData("10.0.0.1", "10.9.9.9, 10.2.0.3", "10.9.9.9")]
    [InlineData("10.0.0.1", "198.51.100.1:4711", "198.51.100.1")]
    [InlineData("10.0.0.1", "[2001:db8::1]:443", "2001:db8::1")]
    [InlineData("10.0.0.1", "2001:db8::1", "2001:db8::1")]
    [InlineData("10.0.0.1", "::ffff:198.51.100.1", "198.51.100.1")]
    [InlineData("::ffff:10.0.0.1", "198.51.100.1", "198.51.100.1")]
    [InlineData("10.0.0.1", "1.1.1.1, unknown", "10.0.0.1")]
    [InlineData("10.0.0.1", "1.1.1.1, garbage, 10.2.0.3", "10.2.0.3")]
    [InlineData("10.0.0.1", "1.1.1.1,,10.2.0.3", "10.2.0.3")]
    [InlineData("10.0.0.1", "1", "10.0.0.1")]
    [InlineData("10.0.0.1", "0x7f.1", "10.0.0.1")]
    [InlineData("10.0.0.1", "010.1.1.1", "10.0.0.1")]
    [InlineData("10.0.0.1", "256.1.1.1", "10.0.0.1")]
    [InlineData("10.0.0.1", "fe80::1%eth0", "10.0.0.1")]
    [InlineData("10.0.0.1", "[2001:db8::1", "10.0.0.1")]
    [InlineData("10.0.0.1", "198.51.100.1:port", "10.0.0.1")]
    public void The_address_is_the_first_from_the_right_that_no_proxy_has(string peer, string forwarded, string expected)
    {
        using var gate = new Gate(IdentityKind.Bearer);
        gate.Trust("10.0.0.0/8", "fd00::/8");
        var caller = gate.Admitted(Gate.Call(peer, ("Authorization", "Bearer k"), ("X-Forwarded-For", forwarded)));
        Assert.Equal(IPAddress.Parse(expected), caller.Ip);
    }

    [Fact]
    public void Several_header_lines_are_one_list_and_the_walk_has_an_end()
    {
        Assert.Equal("198.51.100.1", ForwardedFor.Client(IPAddress.Parse("10.0.0.1"), new(["1.1.1.1", "198.51.100.1, 10.1.1.1", "10.1.1.2"]), Proxies).ToString());
        var endless = string.Join(',', Enumerable.Repeat("10.1.1.1", 4000));
        Assert.Equal("10.1.1.1", ForwardedFor.Client(IPAddress.Parse("10.0.0.1"), "1.2.3.4," + endless, Proxies).ToString());
    }

    [Fact]
    public void One_caller_has_one_hash_whatever_the_socket_says_and_neighbours_share_a_network()
    {
        using var gate = new Gate(IdentityKind.Bearer);
        Caller From(string address) => gate.Admitted(Gate.Bearer("k", address));
        Assert.Equal(From("203.0.113.5").Address, From("::ffff:203.0.113.5").Address);
        Assert.NotEqual(From("203.0.113.5").Address, From("203.0.113.6").Address);
        Assert.Equal(From("203.0.113.5").Network, From("203.0.113.250").Network);
        Assert.NotEqual(From("203.0.113.5").Network, From("203.0.114.5").Network);
        Assert.Equal(From("2001:db8:1:2::3").Network, From("2001:db8:1:ffff::3").Network);
        Assert.NotEqual(From("2001:db8:1:2::3").Network, From("2001:db8:2:2::3").Network);
        Assert.NotEqual(From("203.0.113.0").Address, From("203.0.113.0").Network);
        Assert.False(From("0.0.0.0").Address.IsNone);
    }

    [Fact]
    public void A_tls_fingerprint_is_believed_from_a_trusted_proxy_only()
    {
        using var gate = new Gate(IdentityKind.Bearer);
        gate.Config = gate.Config with { Network = new NetworkConfig { TlsFingerprintHeader = "X-JA4" } };
        (string, string)[] headers = [("Authorization", "Bearer k"), ("X-JA4", "t13d1516h2_8daaf6152771_b186095e22b6")];
        Assert.Null(gate.Admitted(Gate.Call("10.0.0.1", headers)).Tls);
        gate.Trust("10.0.0.0/8");
        Assert.Equal("t13d1516h2_8daaf6152771_b186095e22b6", gate.Admitted(Gate.Call("10.0.0.1", headers)).Tls);
        Assert.Null(gate.Admitted(Gate.Call("10.0.0.1", ("Authorization", "Bearer k"), ("X-JA4", new string('x', 129)))).Tls);
        Assert.Null(gate.Admitted(Gate.Call("10.0.0.1", ("Authorization", "Bearer k"), ("X-JA4", "two words"))).Tls);
    }
}

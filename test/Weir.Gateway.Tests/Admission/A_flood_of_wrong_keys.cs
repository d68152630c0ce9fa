using Microsoft.AspNetCore.Http;
using Weir.Gateway.Admission;
using Weir.Gateway.Configuration;
using Xunit;

namespace Weir.Gateway.Tests.Admission;

/// <summary>Tests that measure what the process holds, so nothing else may run beside them.</summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public sealed class Alone
{
    public const string Name = "Alone";
}

/// <summary>A hundred thousand of them cost no storage and bounded memory, and slow only their sender.</summary>
[Collection(Alone.Name)]
public sealed class A_flood_of_wrong_keys
{
    private const int Flood = 100_000;

    [Fact]
    public async Task Slows_its_sender_and_leaves_no_trace()
    {
        using var gate = new Gate(IdentityKind.Keys);
        var key = await gate.NewKeyAsync(new NewKey("acme"));
        gate.Admitted(Gate.Bearer(key));
        var length = new FileInfo(gate.Keys.Path).Length;
        var before = GC.GetTotalMemory(forceFullCollection: true);

        var statuses = Send(gate, static i => "weir_" + i.ToString("d10").Replace('0', 'a').Replace('1', 'b') + "_" + new string('q', 52));

        Assert.Equal((30, Flood - 30), (statuses[401], statuses[429]));
        Assert.InRange(GC.GetTotalMemory(forceFullCollection: true) - before, long.MinValue, 1 << 20);
        Assert.Equal(length, new FileInfo(gate.Keys.Path).Length);
        Assert.Single(gate.Ring.Book.All);
        // The same sender with a valid key, and another sender with a wrong one.
        Assert.Equal("acme", gate.Admitted(Gate.Bearer(key)).Account);
        Assert.Equal(401, gate.Refused(Gate.Bearer("weir_wrong", "198.51.100.7")).Status);
    }

    [Fact]
    public void Is_not_forwarded_where_the_upstream_checks_credentials()
    {
        using var gate = new Gate(IdentityKind.Bearer);
        gate.Admitter.Answered(gate.Admitted(Gate.Bearer("sk-good")), 200);
        var before = GC.GetTotalMemory(forceFullCollection: true);
        var statuses = Send(gate, static i => "sk-wrong-" + i);
        Assert.Equal((30, Flood - 30), (statuses[200], statuses[429]));
        Assert.InRange(GC.GetTotalMemory(forceFullCollection: true) - before, long.MinValue, 1 << 20);
        Assert.False(gate.Admitted(Gate.Bearer("sk-good")).Provisional);
    }

    private static Dictionary<int, int> Send(Gate gate, Func<int, string> credential)
    {
        var statuses = new Dictionary<int, int> { [200] = 0, [401] = 0, [429] = 0 };
        var http = Gate.Call("203.0.113.5");
        for (var i = 0; i < Flood; i++)
        {
            http.Request.Headers.Authorization = "Bearer " + credential(i);
            var (caller, refusal) = gate.Admit(http);
            if (caller is not null)
                gate.Admitter.Answered(caller, StatusCodes.Status401Unauthorized);
            statuses[refusal?.Status ?? 200]++;
        }

        return statuses;
    }
}

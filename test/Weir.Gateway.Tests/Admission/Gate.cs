using System.Net;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging.Abstractions;
using Weir.Gateway.Admission;
using Weir.Gateway.Configuration;
using Weir.TestKit;
using Weir.Traffic;
using Endpoint = Weir.Traffic.Dialects.Endpoint;

namespace Weir.Gateway.Tests.Admission;

/// <summary>An admitter on a clock of the test's, and calls to it.</summary>
internal sealed class Gate : IDisposable
{
    public static readonly Endpoint Chat = new(Dialect.OpenAiChat, Provider.OpenAi);
    public static readonly Endpoint Models = new(Dialect.OpenAiModels, Provider.OpenAi);
    public static readonly Endpoint Other = new(Dialect.Other, Provider.OpenAi);

    public TempFolder Folder { get; } = new();
    public ManualTimeProvider Clock { get; } = new();
    public KeyFile Keys { get; }
    public KeyRing Ring { get; }
    public Admitter Admitter { get; }
    public WeirConfig Config { get; set; }

    public Gate(IdentityKind kind)
    {
        Keys = new KeyFile(Folder.Path, Clock);
        Ring = new KeyRing(Folder.Path, Clock, NullLogger<KeyRing>.Instance);
        Admitter = new Admitter(KeyedHasher.Ephemeral(), Ring, Clock);
        Config = new WeirConfig
        {
            Listen = new Uri("http://127.0.0.1:1"),
            Admin = new Uri("http://127.0.0.1:2"),
            DataFolder = Folder.Path,
            Identity = new IdentityConfig { Kind = kind },
        };
    }

    public void Trust(params string[] blocks) =>
        Config = Config with { Network = Config.Network with { TrustedProxies = [.. blocks.Select(static b => System.Net.IPNetwork.Parse(b))] } };

    /// <summary>A key, made by the command line and seen by the gateway.</summary>
    public async Task<string> NewKeyAsync(NewKey wanted)
    {
        var made = await Keys.CreateAsync(wanted, CancellationToken.None);
        Clock.Advance(TimeSpan.FromSeconds(1));
        return made.Key!;
    }

    public static HttpContext Call(string from, params (string Name, string Value)[] headers)
    {
        var http = new DefaultHttpContext();
        http.Connection.RemoteIpAddress = IPAddress.Parse(from);
        foreach (var (name, value) in headers)
            http.Request.Headers.Append(name, value);
        return http;
    }

    public static HttpContext Bearer(string credential, string from = "203.0.113.5") => Call(from, ("Authorization", "Bearer " + credential));

    public (Caller? Caller, Refusal? Refusal) Admit(HttpContext http, Endpoint? endpoint = null)
    {
        Admitter.TryAdmit(http, Config, endpoint ?? Chat, out var caller, out var refusal);
        return (caller, refusal);
    }

    public Caller Admitted(HttpContext http, Endpoint? endpoint = null)
    {
        var (caller, refusal) = Admit(http, endpoint);
        Xunit.Assert.Null(refusal);
        return caller!;
    }

    public Refusal Refused(HttpContext http, Endpoint? endpoint = null)
    {
        var (caller, refusal) = Admit(http, endpoint);
        Xunit.Assert.Null(caller);
        return refusal!;
    }

    public void Dispose()
    {
        Ring.Dispose();
        Folder.Dispose();
    }
}

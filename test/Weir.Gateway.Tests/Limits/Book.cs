using System.Net;
using Microsoft.AspNetCore.Http;
using Weir.Gateway.Admission;
using Weir.Gateway.Configuration;
using Weir.Gateway.Limits;
using Weir.TestKit;
using Weir.Traffic;
using Xunit;

namespace Weir.Gateway.Tests.Limits;

/// <summary>A book of limits on a clock of the test's.</summary>
internal sealed class Book : IDisposable
{
    /// <summary>A call whose expected use is what it may use at most: 100 tokens in, 100 out.</summary>
    public static readonly AskFacts Plain = new() { MaxTokens = 100, TotalChars = 400, Messages = 1 };

    public ManualTimeProvider Clock { get; } = new();
    public LimitBook Limits { get; }
    public WeirConfig Config { get; set; }

    public Book(LimitsConfig limits)
    {
        Limits = new LimitBook(Clock);
        Config = new WeirConfig { Listen = new Uri("http://127.0.0.1:1"), Admin = new Uri("http://127.0.0.1:2"), DataFolder = "unused", Limits = limits };
    }

    public Book(LimitSet account) : this(new LimitsConfig { Account = account })
    {
    }

    public static Caller Of(string account, string? organization = null, string? key = null) =>
        new() { Account = account, Organization = organization, Key = key, Ip = IPAddress.Loopback };

    public (Reservation Held, Refusal? Refusal) Try(Caller caller, AskFacts? ask = null, string? model = null)
    {
        Limits.TryReserve(caller, model, ask ?? Plain, 500, Config, out var held, out var refusal);
        return (held, refusal);
    }

    public Reservation Held(Caller caller, AskFacts? ask = null, string? model = null)
    {
        var (held, refusal) = Try(caller, ask, model);
        Assert.Null(refusal);
        return held;
    }

    public Refusal Refused(Caller caller, AskFacts? ask = null, string? model = null)
    {
        var refusal = Try(caller, ask, model).Refusal;
        Assert.NotNull(refusal);
        return refusal;
    }

    public static Dictionary<string, string> Headers(Reservation held, Provider provider = Provider.OpenAi)
    {
        var headers = new HeaderDictionary();
        held.WriteHeaders(headers, provider);
        return headers.ToDictionary(static h => h.Key, static h => h.Value.ToString(), StringComparer.OrdinalIgnoreCase);
    }

    public void Dispose() => Limits.Dispose();
}

using System.Globalization;
using Weir.Gateway.Tests.Watch;
using Weir.Gateway.Watch;
using Weir.Traffic;

namespace Weir.Gateway.Tests.Findings;

/// <summary>Three days of calls, ended in another order than they came in: people, and one that takes ever new answers round the clock.</summary>
internal sealed class Calls
{
    private static readonly string[] Subjects = ["glaciers", "bridges", "enzymes", "sonnets", "inflation", "volcanoes", "violins", "orbits", "treaties", "fungi"];

    private readonly Drafts _drafts = new();

    public IEnumerable<ExchangeDraft> Make(int from, int count)
    {
        for (var number = from; number < from + count; number++)
        {
            var random = new Random(number);
            var taker = number % 3 == 0;
            var subject = string.Create(CultureInfo.InvariantCulture, $"{Subjects[random.Next(10)]} number {random.Next(100_000)} near {Subjects[random.Next(10)]}");
            var prompt = taker ? "Think step by step and lay out your complete reasoning about " + subject : "please help me with " + subject;
            var draft = _drafts.Chat(prompt, taker ? "taker" : "person " + random.Next(12), endUser: "user " + random.Next(3));
            // Up to twelve seconds late, so that the order of arrival has to be restored.
            draft.Time = Drafts.Time.AddDays(-4).AddTicks((long)(number * 43.7 * TimeSpan.TicksPerSecond)).AddTicks(-random.NextInt64(12 * TimeSpan.TicksPerSecond));
            draft.LatencyMs = random.Next(9_000);
            draft.Usage = new Usage(40, taker ? 900 : 150);
            yield return draft;
        }
    }
}

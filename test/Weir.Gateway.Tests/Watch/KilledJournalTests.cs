using System.Diagnostics;
using System.Globalization;
using Microsoft.Extensions.Logging.Abstractions;
using Weir.Gateway.Configuration;
using Weir.Gateway.Storage;
using Weir.Gateway.Watch;
using Weir.TestKit;
using Xunit;

namespace Weir.Gateway.Tests.Watch;

/// <summary>What is left of a journal whose process was killed in the middle of writing it.</summary>
public sealed class KilledJournalTests : IDisposable
{
    private readonly TempFolder _temp = new();

    public void Dispose() => _temp.Dispose();

    [Fact(Timeout = 120_000)]
    public Task Killed_under_load_no_line_is_torn_and_none_is_lost_but_those_of_the_last_100_ms() =>
        LostToAKill.IsOfTheLast100Ms(i => OldestLost(_temp.File("data" + i)));

    /// <summary>How long before the kill the oldest of the lost calls had ended, and how late the machine ran threads meanwhile.</summary>
    private static async Task<(TimeSpan Lost, TimeSpan Late)> OldestLost(string data)
    {
        using var other = OtherProcess.Run(nameof(Records_calls_until_it_is_killed), data);
        var ended = new List<(string Prompt, long At)>();
        var known = 0;
        var late = TimeSpan.Zero;
        while (known < 3000 && await other.SaysAsync() is { } said)
            Hear(said);
        var killedAt = Stopwatch.GetTimestamp();
        await other.KillAsync();
        while (await other.SaysAsync() is { } said)
            Hear(said);

        Assert.InRange(known, 3000, ended.Count);
        Assert.True(DataFolder.TryOpen(data, out var folder, out var fault), fault?.ToString());
        using var opened = folder;
        using (new JournalFiles(folder.JournalPath, TimeProvider.System, NullLogger<JournalFiles>.Instance))
        {
            var check = await JournalCheck.OfAsync(folder.JournalPath, folder.Hasher);
            Assert.Empty(check.Torn);
            // What the process itself knew to be written is there, whatever the clock says.
            Assert.True(check.Lines >= known, $"{check.Lines} lines, {known} were known to be written");
            return (LostToAKill.Oldest(check, ended, killedAt), late);
        }

        void Hear(string said)
        {
            var numbers = Array.ConvertAll(said.Split(' '), number => long.Parse(number, CultureInfo.InvariantCulture));
            ended.Add((Prompt((int)numbers[0]), numbers[1]));
            known = (int)numbers[2];
            late = TimeSpan.FromTicks(numbers[3]);
        }
    }

    private static string Prompt(int number) => string.Create(CultureInfo.InvariantCulture, $"prompt number {number} of many");

    [Fact(Explicit = true)]
    public async Task Records_calls_until_it_is_killed()
    {
        Assert.True(DataFolder.TryOpen(OtherProcess.Argument, out var data, out var fault), fault?.ToString());
        using var folder = data;
        await using var worker = WatchWorker.Over(data, Drafts.Config(new JournalConfig()), TimeProvider.System, NullLoggerFactory.Instance);
        worker.Start();
        var drafts = new Drafts();
        var gone = OtherProcess.ParentIsGone();
        var bystander = Bystander.Watch(gone);
        for (var number = 0; !gone.IsCompleted; number++)
        {
            // As fast as can be recorded and no faster: what waits in the queue when the process dies is a matter of its length.
            while (worker.Queue.Length > 256)
                Thread.Yield();
            worker.Queue.Offer(drafts.Chat(Prompt(number)));
            OtherProcess.Say(string.Create(CultureInfo.InvariantCulture, $"{number} {Stopwatch.GetTimestamp()} {worker.Journal.Written} {bystander.Late.Ticks}"));
        }
    }
}

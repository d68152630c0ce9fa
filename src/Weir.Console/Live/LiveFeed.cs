using System.Collections.Concurrent;
using System.Net.ServerSentEvents;
using System.Runtime.CompilerServices;
using System.Threading.Channels;

namespace Weir.Console.Live;

/// <summary>
/// Tells open pages what changed. A topic is read once a second at most, however many look, and not at all while nobody does. What a viewer is told is
/// always the whole state of a topic, so one who is slow misses steps and nothing else.
/// </summary>
public sealed class LiveFeed
{
    private const int MostViewers = 200;
    private const int MostWaiting = 8;
    private static readonly TimeSpan Every = TimeSpan.FromSeconds(1);

    private readonly TimeProvider _time;
    private readonly CancellationToken _stopping;
    private readonly Lock _gate = new();
    private readonly ConcurrentDictionary<string, Topic> _topics = new(StringComparer.Ordinal);
    private readonly List<Viewer> _viewers = [];
    private bool _runs;

    internal LiveFeed(TimeProvider time, CancellationToken stopping) => (_time, _stopping) = (time, stopping);

    public int Viewers { get { lock (_gate) return _viewers.Count; } }

    /// <param name="read">The state of the topic now, as text; null where it cannot be told at the moment.</param>
    public void Add(string topic, Func<CancellationToken, Task<string?>> read) => _topics[topic] = new Topic(topic, read);

    public bool Has(string topic) => _topics.ContainsKey(topic);

    /// <summary>Null where too many look already.</summary>
    internal IAsyncEnumerable<SseItem<string>>? Follow(IReadOnlyCollection<string> topics, CancellationToken cancel)
    {
        var viewer = new Viewer([.. topics.Where(Has)]);
        lock (_gate)
        {
            if (_viewers.Count >= MostViewers || _stopping.IsCancellationRequested)
                return null;
            _viewers.Add(viewer);
            foreach (var topic in viewer.Topics)
            {
                // What is known already is told at once; the loop tells what has changed since.
                if (_topics[topic].Last is { } last)
                    viewer.Show(topic, last);
            }

            if (!_runs)
            {
                _runs = true;
                _ = Task.Run(RunAsync, CancellationToken.None);
            }
        }

        return FollowAsync(viewer, cancel);
    }

    private async IAsyncEnumerable<SseItem<string>> FollowAsync(Viewer viewer, [EnumeratorCancellation] CancellationToken cancel)
    {
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancel, _stopping);
        try
        {
            yield return new SseItem<string>("", "hello") { ReconnectionInterval = TimeSpan.FromSeconds(2) };
            while (await NextAsync(viewer, either.Token))
            {
                while (viewer.Waiting.Reader.TryRead(out var item))
                    yield return item;
            }
        }
        finally
        {
            lock (_gate)
                _viewers.Remove(viewer);
        }
    }

    private static async ValueTask<bool> NextAsync(Viewer viewer, CancellationToken cancel)
    {
        try
        {
            return await viewer.Waiting.Reader.WaitToReadAsync(cancel);
        }
        catch (OperationCanceledException)
        {
            return false;
        }
    }

    private async Task RunAsync()
    {
        using var timer = new PeriodicTimer(Every, _time);
        try
        {
            do
            {
                string[] wanted;
                lock (_gate)
                {
                    if (_viewers.Count == 0)
                        return;
                    wanted = [.. _viewers.SelectMany(static viewer => viewer.Topics).Distinct(StringComparer.Ordinal)];
                }

                foreach (var name in wanted)
                    await ReadAsync(_topics[name]);
            }
            while (await timer.WaitForNextTickAsync(_stopping));
        }
        catch (OperationCanceledException)
        {
            // The gateway stops.
        }
        finally
        {
            lock (_gate)
            {
                _runs = false;
                foreach (var topic in _topics.Values)
                    topic.Last = null;
                // Somebody may have come in the moment between the last look and this.
                if (_viewers.Count > 0 && !_stopping.IsCancellationRequested)
                {
                    _runs = true;
                    _ = Task.Run(RunAsync, CancellationToken.None);
                }
            }
        }
    }

    private async Task ReadAsync(Topic topic)
    {
        if (await topic.Read(_stopping) is not { } now || string.Equals(now, topic.Last, StringComparison.Ordinal))
            return;
        lock (_gate)
        {
            topic.Last = now;
            foreach (var viewer in _viewers)
            {
                if (viewer.Topics.Contains(topic.Name, StringComparer.Ordinal))
                    viewer.Show(topic.Name, now);
            }
        }
    }

    private sealed class Topic(string name, Func<CancellationToken, Task<string?>> read)
    {
        public string Name => name;
        public Func<CancellationToken, Task<string?>> Read => read;
        public volatile string? Last;
    }

    private sealed class Viewer(string[] topics)
    {
        public string[] Topics => topics;
        public Channel<SseItem<string>> Waiting { get; } = Channel.CreateBounded<SseItem<string>>(new BoundedChannelOptions(MostWaiting) { FullMode = BoundedChannelFullMode.DropOldest, SingleReader = true });

        public void Show(string topic, string state) => Waiting.Writer.TryWrite(new SseItem<string>(state, topic));
    }
}

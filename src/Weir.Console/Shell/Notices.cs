using System.Collections.Concurrent;
using System.Security.Cryptography;

namespace Weir.Console.Shell;

/// <summary>What forms have to say on the page after them. Kept here and named by chance, so that nobody can write a link that makes our pages say something.</summary>
internal sealed class Notices
{
    public const string Parameter = "said";
    private const int Most = 256;

    private readonly ConcurrentDictionary<string, Notice> _kept = new(StringComparer.Ordinal);
    private readonly ConcurrentQueue<string> _order = new();

    public string Keep(Notice notice)
    {
        var name = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(12));
        _kept[name] = notice;
        _order.Enqueue(name);
        while (_order.Count > Most && _order.TryDequeue(out var oldest))
            _kept.TryRemove(oldest, out _);
        return name;
    }

    public Notice? Take(string? name) => name is not null && _kept.TryRemove(name, out var notice) ? notice : null;

    /// <summary>Before the fragment, if there is one.</summary>
    public static string AddTo(string path, string name)
    {
        var hash = path.IndexOf('#', StringComparison.Ordinal);
        var (front, back) = hash < 0 ? (path, "") : (path[..hash], path[hash..]);
        return $"{front}{(front.Contains('?', StringComparison.Ordinal) ? '&' : '?')}{Parameter}={name}{back}";
    }
}

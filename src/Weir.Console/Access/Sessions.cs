using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;

namespace Weir.Console.Access;

/// <summary>Somebody who logged in: the digest of the token they brought, so that a changed token ends the session, and what proves that a form is ours.</summary>
internal sealed class Session(byte[] token, DateTimeOffset began)
{
    private long _seen = began.UtcTicks;

    public byte[] Token { get; } = token;
    public DateTimeOffset Began { get; } = began;
    public FormProof Proof { get; } = new();
    public DateTimeOffset Seen => new(Interlocked.Read(ref _seen), TimeSpan.Zero);

    public void Touch(DateTimeOffset now) => Interlocked.Exchange(ref _seen, now.UtcTicks);
}

/// <summary>
/// Who is logged in. The browser holds a random name and nothing else; the rest is here, in memory, and gone when the gateway stops. A session ends
/// after an hour without a page, after twelve hours, at a log-out, or when the operator's token is no longer in force.
/// </summary>
internal sealed class Sessions(TimeProvider time)
{
    public static readonly TimeSpan Idle = TimeSpan.FromHours(1);
    public static readonly TimeSpan Longest = TimeSpan.FromHours(12);
    private const int Most = 1_000;

    /// <summary>By the digest of the name, so that a look into memory gives nobody a session.</summary>
    private readonly ConcurrentDictionary<string, Session> _open = new(StringComparer.Ordinal);

    public int Count => _open.Count;

    /// <summary>The name that the browser is to hold.</summary>
    public string Open(byte[] token)
    {
        var now = time.GetUtcNow();
        Sweep(now);
        var name = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(32));
        _open[Key(name)] = new Session(token, now);
        return name;
    }

    public Session? Find(string name)
    {
        var key = Key(name);
        if (!_open.TryGetValue(key, out var session))
            return null;
        if (!IsOver(session, time.GetUtcNow()))
            return session;
        _open.TryRemove(key, out _);
        return null;
    }

    public void Close(string name) => _open.TryRemove(Key(name), out _);

    private void Sweep(DateTimeOffset now)
    {
        foreach (var (key, session) in _open)
        {
            if (IsOver(session, now))
                _open.TryRemove(key, out _);
        }

        // Only somebody with a token can come here, so what is over the bound is their own.
        foreach (var (key, _) in _open.OrderBy(static one => one.Value.Seen).Take(Math.Max(0, _open.Count - Most + 1)))
            _open.TryRemove(key, out _);
    }

    private static bool IsOver(Session session, DateTimeOffset now) => now - session.Seen > Idle || now - session.Began > Longest;

    private static string Key(string name) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(name)));
}

using Weir.Traffic;

namespace Weir.Cli.Demo;

/// <summary>What has happened so far, counted on Watch's thread and read by the screen's.</summary>
internal sealed class DemoTally
{
    private readonly HashSet<string> _accounts = new(StringComparer.Ordinal);
    private long _calls;
    private long _tokens;
    private int _seen;

    public long Calls => Interlocked.Read(ref _calls);
    public long Tokens => Interlocked.Read(ref _tokens);
    public int Accounts => Volatile.Read(ref _seen);

    public void Add(Exchange exchange)
    {
        Interlocked.Increment(ref _calls);
        Interlocked.Add(ref _tokens, exchange.Usage.Total);
        if (_accounts.Add(exchange.Account))
            Volatile.Write(ref _seen, _accounts.Count);
    }
}

using System.Threading.Channels;

namespace Weir.Console.Work;

/// <summary>Who comes while somebody is at it waits for them.</summary>
internal sealed class OneAtATime
{
    /// <summary>Room for one: who has put something in may work, and takes it out again.</summary>
    private readonly Channel<bool> _turn = Channel.CreateBounded<bool>(1);

    public async Task<T> RunAsync<T>(Func<Task<T>> work, CancellationToken cancel)
    {
        await _turn.Writer.WriteAsync(true, cancel);
        try
        {
            return await work();
        }
        finally
        {
            _turn.Reader.TryRead(out _);
        }
    }
}

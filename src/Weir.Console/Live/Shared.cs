namespace Weir.Console.Live;

/// <summary>What all viewers are shown alike is made once for all of them, and holds for a moment.</summary>
internal sealed class Shared<T>(TimeSpan holds, Func<CancellationToken, Task<T?>> make)
    where T : class
{
    private readonly Lock _gate = new();
    private Task<T?>? _made;
    private long _at;

    public Task<T?> GetAsync(CancellationToken cancel)
    {
        lock (_gate)
        {
            if (_made is null || (_made.IsCompleted && (!_made.IsCompletedSuccessfully || TimeProvider.System.GetElapsedTime(_at) >= holds)))
            {
                _at = TimeProvider.System.GetTimestamp();
                // Not given up when the first who asked leaves: others wait for it.
                _made = make(CancellationToken.None);
            }

            return _made.WaitAsync(cancel);
        }
    }
}

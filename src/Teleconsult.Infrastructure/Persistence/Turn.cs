namespace Teleconsult.Infrastructure.Persistence;

/// <summary>A turn at a gate; ended once, however often it is disposed.</summary>
internal sealed class Turn(SemaphoreSlim gate) : IDisposable
{
    private SemaphoreSlim? _gate = gate;

    public void Dispose() => Interlocked.Exchange(ref _gate, null)?.Release();
}

/// <summary>The turn of one who need not wait.</summary>
internal sealed class NoTurn : IDisposable, IAsyncDisposable
{
    public static readonly NoTurn Instance = new();

    public void Dispose()
    {
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}

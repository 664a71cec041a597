using System.Collections.Concurrent;

namespace Teleconsult.Infrastructure.Photos;

/// <summary>A few threads of our own for work that blocks on the disk: in the thread pool it would starve every request.</summary>
internal sealed class WriterThreads : IDisposable
{
    private readonly BlockingCollection<Action> _work = [];
    private readonly Thread[] _threads;
    private int _busy;

    public WriterThreads(int count)
    {
        _threads = [.. Enumerable.Range(1, count).Select(n => new Thread(Work) { IsBackground = true, Name = $"photo writer {n}" })];
        foreach (var thread in _threads)
        {
            thread.Start();
        }
    }

    /// <summary>Work that is under way or waits: more names may soon come to flush.</summary>
    public bool IsBusy => Volatile.Read(ref _busy) > 0;

    public Task<T> RunAsync<T>(Func<T> work, CancellationToken cancellationToken)
    {
        var done = new TaskCompletionSource<T>(TaskCreationOptions.RunContinuationsAsynchronously);
        Interlocked.Increment(ref _busy);
        _work.Add(() => Run(work, done, cancellationToken), cancellationToken);
        return done.Task;
    }

    public void Dispose()
    {
        _work.CompleteAdding();
        foreach (var thread in _threads)
        {
            thread.Join();
        }

        _work.Dispose();
    }

    private void Run<T>(Func<T> work, TaskCompletionSource<T> done, CancellationToken cancellationToken)
    {
        try
        {
            cancellationToken.ThrowIfCancellationRequested();
            var result = work();
            Interlocked.Decrement(ref _busy);
            done.SetResult(result);
        }
        catch (Exception e) // handed to the one who waits
        {
            Interlocked.Decrement(ref _busy);
            done.SetException(e);
        }
    }

    private void Work()
    {
        foreach (var work in _work.GetConsumingEnumerable())
        {
            work();
        }
    }
}

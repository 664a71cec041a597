using System.Collections.Concurrent;

namespace Teleconsult.Infrastructure.Photos.FileSystem;

/// <summary>Group commit of names: photos renamed at about the same time share one flush of their folder.</summary>
internal sealed class FolderFlusher : IDisposable
{
    /// <summary>How long a photo waits, at most, for others that are being written. One alone does not wait.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromMilliseconds(2);

    private readonly BlockingCollection<(string Folder, TaskCompletionSource Done)> _waiting = [];
    private readonly Func<bool> _moreToCome;
    private readonly Action<string> _flush;
    private readonly Thread _thread;

    public FolderFlusher(Func<bool> moreToCome, Action<string> flush)
    {
        _moreToCome = moreToCome;
        _flush = flush;
        _thread = new Thread(Work) { IsBackground = true, Name = "photo folder flusher" };
        _thread.Start();
    }

    /// <summary>Ends when every name that was put into <paramref name="folder"/> before this call is durable.</summary>
    public Task FlushAsync(string folder)
    {
        var done = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        _waiting.Add((folder, done));
        return done.Task;
    }

    public void Dispose()
    {
        _waiting.CompleteAdding();
        _thread.Join();
        _waiting.Dispose();
    }

    private void Work()
    {
        foreach (var first in _waiting.GetConsumingEnumerable())
        {
            List<(string Folder, TaskCompletionSource Done)> batch = [first];
            Gather(batch);
            foreach (var folder in batch.GroupBy(b => b.Folder, b => b.Done))
            {
                Flush(folder.Key, [.. folder]);
            }
        }
    }

    private void Gather(List<(string Folder, TaskCompletionSource Done)> batch)
    {
        var until = Environment.TickCount64 + (long)Patience.TotalMilliseconds;
        while (true)
        {
            while (_waiting.TryTake(out var another))
            {
                batch.Add(another);
            }

            var left = until - Environment.TickCount64;
            if (left <= 0 || !_moreToCome() || !_waiting.TryTake(out var late, (int)left))
            {
                return;
            }

            batch.Add(late);
        }
    }

    private void Flush(string folder, IReadOnlyList<TaskCompletionSource> waiting)
    {
        Exception? failure = null;
        try
        {
            _flush(folder);
        }
        catch (IOException e)
        {
            failure = e;
        }

        foreach (var done in waiting)
        {
            if (failure is null)
            {
                done.SetResult();
            }
            else
            {
                done.SetException(failure);
            }
        }
    }
}

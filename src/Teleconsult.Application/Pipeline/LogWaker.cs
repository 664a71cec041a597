using System.Collections.Concurrent;

namespace Teleconsult.Application.Pipeline;

/// <summary>Wakes the log's readers after a commit. A wake-up is a hint: readers also look every 2 seconds by themselves.</summary>
public sealed class LogWaker
{
    private readonly ConcurrentDictionary<WakeUp, byte> _listeners = new();

    public void Wake()
    {
        foreach (var listener in _listeners.Keys)
        {
            listener.Set();
        }
    }

    /// <summary>A listener that remembers one wake-up. Dispose it to stop listening.</summary>
    public WakeUp Listen()
    {
        var listener = new WakeUp(l => _listeners.TryRemove(l, out _));
        _listeners[listener] = 0;
        return listener;
    }

    public sealed class WakeUp : IDisposable
    {
        private readonly SemaphoreSlim _signal = new(0, 1);
        private readonly Action<WakeUp> _stop;
        private readonly Lock _lock = new();

        internal WakeUp(Action<WakeUp> stop) => _stop = stop;

        internal void Set()
        {
            lock (_lock)
            {
                if (_signal.CurrentCount == 0)
                {
                    _signal.Release();
                }
            }
        }

        /// <summary>Waits for a wake-up, at most <paramref name="most"/>.</summary>
        public Task<bool> WaitAsync(TimeSpan most, CancellationToken cancellationToken) => _signal.WaitAsync(most, cancellationToken);

        public void Dispose() => _stop(this);
    }
}

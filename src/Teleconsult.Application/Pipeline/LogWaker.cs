using System.Collections.Concurrent;

namespace Teleconsult.Application.Pipeline;

/// <summary>Wakes the log's readers after a commit. A wake-up is a hint: readers also look every 2 seconds by themselves.</summary>
public sealed class LogWaker
{
    private readonly ConcurrentDictionary<WakeUp, byte> _readers = new();
    private readonly ConcurrentDictionary<WakeUp, byte> _messengers = new();

    /// <summary>This node has committed.</summary>
    public void Wake()
    {
        WakeReaders();
        Set(_messengers);
    }

    /// <summary>Another node has, or may have, committed.</summary>
    public void WakeReaders() => Set(_readers);

    /// <summary>For a reader: wakes on commits of every node. Remembers one wake-up. Dispose it to stop listening.</summary>
    public WakeUp Listen() => Listen(_readers);

    /// <summary>For who tells other nodes: wakes on this node's own commits, so that no wake-up travels in circles.</summary>
    public WakeUp ListenToOwn() => Listen(_messengers);

    private static WakeUp Listen(ConcurrentDictionary<WakeUp, byte> listeners)
    {
        var listener = new WakeUp(l => listeners.TryRemove(l, out _));
        listeners[listener] = 0;
        return listener;
    }

    private static void Set(ConcurrentDictionary<WakeUp, byte> listeners)
    {
        foreach (var listener in listeners.Keys)
        {
            listener.Set();
        }
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

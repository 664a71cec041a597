using System.Collections.Concurrent;

namespace Teleconsult.Application.Log;

/// <summary>When each worker of this node last did its round. Read by <c>/health/heartbeat</c>. Thread-safe.</summary>
public sealed class Heartbeats(TimeProvider clock)
{
    private readonly ConcurrentDictionary<string, DateTimeOffset> _last = new();

    public void Beat(string worker) => _last[worker] = clock.GetUtcNow();

    public IReadOnlyDictionary<string, TimeSpan> Ages() => _last.ToDictionary(w => w.Key, w => clock.GetUtcNow() - w.Value);
}

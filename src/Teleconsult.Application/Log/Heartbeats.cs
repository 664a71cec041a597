using System.Collections.Concurrent;

namespace Teleconsult.Application.Log;

/// <summary>When each worker of this node last did its round. Read by <c>/health/heartbeat</c> and the heartbeat that goes out. Thread-safe.</summary>
public sealed class Heartbeats(TimeProvider clock)
{
    /// <summary>For how long a worker may be silent before it counts as stopped.</summary>
    public static readonly TimeSpan Silence = TimeSpan.FromSeconds(30);

    private readonly ConcurrentDictionary<string, DateTimeOffset> _last = new();
    private readonly ConcurrentDictionary<string, bool> _standing = new();

    public void Beat(string worker) => _last[worker] = clock.GetUtcNow();

    public IReadOnlyDictionary<string, TimeSpan> Ages() => _last.ToDictionary(w => w.Key, w => clock.GetUtcNow() - w.Value);

    /// <summary>Who of <paramref name="expected"/> was not heard in time; one that never began is as silent as one that stopped.</summary>
    public IReadOnlyList<string> Silent(IEnumerable<string> expected)
    {
        var ages = Ages();
        return [.. expected.Where(w => !ages.TryGetValue(w, out var age) || age > Silence), .. _standing.Keys.Order(StringComparer.Ordinal)];
    }

    /// <summary>What stands still although every worker does its rounds; it counts as silent until all is said to work again.</summary>
    public void Stand(IReadOnlyCollection<string> what)
    {
        foreach (var one in what)
        {
            _standing[one] = true;
        }

        foreach (var other in _standing.Keys.Except(what))
        {
            _standing.TryRemove(other, out _);
        }
    }
}

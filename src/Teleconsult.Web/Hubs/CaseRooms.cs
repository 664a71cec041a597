using System.Collections.Concurrent;

namespace Teleconsult.Web.Hubs;

/// <summary>Which connections of this node have a case open. Membership grants nothing: who is told is checked each time. Thread-safe.</summary>
internal sealed class CaseRooms
{
    private readonly ConcurrentDictionary<Guid, ConcurrentDictionary<string, Guid>> _rooms = new();

    public void Enter(Guid consult, string connection, Guid person) => _rooms.GetOrAdd(consult, _ => new())[connection] = person;

    public void Leave(Guid consult, string connection)
    {
        if (_rooms.TryGetValue(consult, out var room) && room.TryRemove(connection, out _) && room.IsEmpty)
        {
            _rooms.TryRemove(KeyValuePair.Create(consult, room));
        }
    }

    public void LeaveAll(string connection)
    {
        foreach (var consult in _rooms.Keys)
        {
            Leave(consult, connection);
        }
    }

    /// <summary>Connections and the people behind them.</summary>
    public IReadOnlyCollection<KeyValuePair<string, Guid>> In(Guid consult) => _rooms.TryGetValue(consult, out var room) ? [.. room] : [];
}

using Teleconsult.Application.Persistence;

namespace Teleconsult.Application.Ports;

/// <summary>What tells a database from a restored copy of it.</summary>
public interface IDatabaseOrigin
{
    /// <summary>
    /// A short text that every restore changes; null where a database has nothing of the kind, and only the positions that its hosts
    /// have read tell.
    /// </summary>
    Task<string?> FindAsync(TeleconsultDb db, CancellationToken cancellationToken);
}

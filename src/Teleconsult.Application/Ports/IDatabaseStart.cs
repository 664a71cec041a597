using Teleconsult.Application.Persistence;

namespace Teleconsult.Application.Ports;

/// <summary>What a node does with its database before it serves.</summary>
public interface IDatabaseStart
{
    /// <summary>
    /// Waits until no other node starts on this database; disposing the result lets the next one in. Between the two a node
    /// migrates, looks for a restore and seeds without a rival.
    /// </summary>
    /// <exception cref="DatabaseUnusable">It cannot be reached, or may not be used.</exception>
    Task<IAsyncDisposable> EnterAsync(CancellationToken cancellationToken);

    /// <summary>Brings the tables up to date. Does nothing where they are.</summary>
    /// <exception cref="DatabaseUnusable">The host's account may not change them.</exception>
    Task MigrateAsync(TeleconsultDb db, CancellationToken cancellationToken);
}

/// <summary>The database that the setting names cannot be used. The message says why and the mend, and holds no secret.</summary>
public sealed class DatabaseUnusable(string message, Exception? inner = null) : Exception(message, inner);

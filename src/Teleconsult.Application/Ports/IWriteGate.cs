namespace Teleconsult.Application.Ports;

/// <summary>
/// Lets writers of this node take turns instead of racing each other to a refusal by the database: all of them where it has a
/// single writer (SQLite: 800 racing requests take 0.34 s with a queue in the process, 26 s without), those of one case where it
/// has many. A matter of speed alone: what is right, the database decides, over all nodes.
/// </summary>
public interface IWriteGate
{
    /// <summary>Waits for the turn; disposing the result ends it.</summary>
    /// <param name="subject">The case, or whatever else, that is written; null for what races with nobody.</param>
    Task<IDisposable> EnterAsync(Guid? subject, CancellationToken cancellationToken);
}

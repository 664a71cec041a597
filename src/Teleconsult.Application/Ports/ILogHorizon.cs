using Teleconsult.Application.Persistence;

namespace Teleconsult.Application.Ports;

/// <summary>How far the log may be read without skipping an event that commits late.</summary>
public interface ILogHorizon
{
    /// <summary>
    /// <c>Horizon</c>: ids up to it are final. <c>Head</c>: the highest id given out; where it is above the horizon, writers are
    /// under way and the reader should look again soon. Read in a statement of its own, before the events.
    /// </summary>
    Task<(long Horizon, long Head)> GetAsync(TeleconsultDb db, CancellationToken cancellationToken);
}

using Teleconsult.Application.Persistence;

namespace Teleconsult.Application.Ports;

/// <summary>Takes due timers so that no two nodes fire the same one at a time.</summary>
public interface ITimerClaims
{
    /// <summary>
    /// Claims at most <paramref name="most"/> timers due at <paramref name="now"/>: raises their token and hides them until
    /// <paramref name="leaseEnds"/>. Returns them, the most urgent first and of these the earliest, untracked, with the new token.
    /// </summary>
    Task<IReadOnlyList<TimerRow>> ClaimAsync(TeleconsultDb db, DateTimeOffset now, DateTimeOffset leaseEnds, int most, CancellationToken cancellationToken);
}

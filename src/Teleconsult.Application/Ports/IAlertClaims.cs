using Teleconsult.Application.Alerts;
using Teleconsult.Application.Persistence;

namespace Teleconsult.Application.Ports;

/// <summary>Takes due messages so that no two nodes send the same one at a time.</summary>
public interface IAlertClaims
{
    /// <summary>
    /// Claims at most <paramref name="most"/> messages due at <paramref name="now"/>, the most urgent and of these the highest rung first:
    /// raises their token and hides them until <paramref name="leaseEnds"/>. Returns their ids with the new token, in that order.
    /// </summary>
    Task<IReadOnlyList<(Guid Id, long Token)>> ClaimAsync(
        TeleconsultDb db, DateTimeOffset now, DateTimeOffset leaseEnds, int most, CancellationToken cancellationToken);
}

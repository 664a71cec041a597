using Microsoft.EntityFrameworkCore;
using Teleconsult.Application.Persistence;
using Teleconsult.Application.Ports;

namespace Teleconsult.Infrastructure.Persistence.Sqlite;

internal sealed class SqliteAlertClaims(IWriteGate gate) : IAlertClaims
{
    public async Task<IReadOnlyList<(Guid Id, long Token)>> ClaimAsync(
        TeleconsultDb db, DateTimeOffset now, DateTimeOffset leaseEnds, int most, CancellationToken cancellationToken)
    {
        // Looked for first without a lock: most rounds find nothing.
        if (!await db.Alerts.AnyAsync(a => a.NextAt <= now, cancellationToken))
        {
            return [];
        }

        using var turn = await gate.EnterAsync(null, cancellationToken);
        var claimed = await db.Database.SqlQueryRaw<Claimed>(
            """
            update alerts set "NextAt" = {1}, "Token" = "Token" + 1
            where rowid in (select rowid from alerts where "NextAt" <= {0} order by "Urgency" desc, "Rung" desc, "NextAt" limit {2})
            returning "Id", "Token", "Urgency", "Rung"
            """, now.UtcTicks, leaseEnds.UtcTicks, most).ToListAsync(cancellationToken);
        return [.. claimed.OrderByDescending(c => c.Urgency).ThenByDescending(c => c.Rung).Select(c => (c.Id, c.Token))];
    }

    private sealed record Claimed(Guid Id, long Token, int Urgency, int Rung);
}

using Microsoft.EntityFrameworkCore;
using Teleconsult.Application.Persistence;
using Teleconsult.Application.Ports;

namespace Teleconsult.Infrastructure.Persistence.PostgreSql;

internal sealed class PostgreSqlAlertClaims : IAlertClaims
{
    public async Task<IReadOnlyList<(Guid Id, long Token)>> ClaimAsync(
        TeleconsultDb db, DateTimeOffset now, DateTimeOffset leaseEnds, int most, CancellationToken cancellationToken)
    {
        var claimed = await db.Database.SqlQueryRaw<Claimed>(
            """
            update alerts a set "NextAt" = {1}, "Token" = a."Token" + 1
            from (select "Id" from alerts where "NextAt" <= {0} order by "Urgency" desc, "Rung" desc, "NextAt" limit {2} for update skip locked) due
            where a."Id" = due."Id"
            returning a."Id", a."Token", a."Urgency", a."Rung"
            """, now.UtcTicks, leaseEnds.UtcTicks, most).ToListAsync(cancellationToken);
        return [.. claimed.OrderByDescending(c => c.Urgency).ThenByDescending(c => c.Rung).Select(c => (c.Id, c.Token))];
    }

    private sealed record Claimed(Guid Id, long Token, int Urgency, int Rung);
}

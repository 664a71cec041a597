using Microsoft.EntityFrameworkCore;
using Teleconsult.Application.Persistence;
using Teleconsult.Application.Ports;
using Teleconsult.Domain;
using Teleconsult.Domain.Consults;

namespace Teleconsult.Infrastructure.Persistence.PostgreSql;

/// <summary>
/// Ids are given out in one order and committed in another. Each transaction that writes events holds a shared advisory lock named
/// by the newest id before its own; below the lowest such lock nothing can appear any more, since a lock is released only after its
/// commit is visible. The migration has the functions.
/// </summary>
internal sealed class PostgreSqlHorizon : ILogHorizon
{
    public async Task<(long Horizon, long Head)> GetAsync(TeleconsultDb db, CancellationToken cancellationToken)
    {
        // A statement of its own: in one statement with the events, both would see the same moment, and the reader would skip.
        var found = await db.Database.SqlQueryRaw<Found>("select horizon as \"Horizon\", head as \"Head\" from log_horizon()").ToListAsync(cancellationToken);
        return (found[0].Horizon, found[0].Head);
    }

    private sealed record Found(long Horizon, long Head);
}

/// <summary>
/// Writers of one case wait in line: each of them raises its version, so all but one of those who race would do their work for
/// nothing. Two cases may share a line; writers of other cases pass.
/// </summary>
internal sealed class PostgreSqlWriteGate : IWriteGate, IDisposable
{
    private readonly SemaphoreSlim[] _lines = [.. Enumerable.Range(0, 1024).Select(_ => new SemaphoreSlim(1, 1))];

    public async Task<IDisposable> EnterAsync(Guid? subject, CancellationToken cancellationToken)
    {
        if (subject is not { } one)
        {
            return NoTurn.Instance;
        }

        var line = _lines[(uint)one.GetHashCode() % _lines.Length];
        await line.WaitAsync(cancellationToken);
        return new Turn(line);
    }

    public void Dispose() => Array.ForEach(_lines, l => l.Dispose());
}

internal sealed class PostgreSqlTimerClaims : ITimerClaims
{
    public async Task<IReadOnlyList<TimerRow>> ClaimAsync(
        TeleconsultDb db, DateTimeOffset now, DateTimeOffset leaseEnds, int most, CancellationToken cancellationToken)
    {
        var claimed = await db.Database.SqlQueryRaw<Claimed>(
            """
            update timers t set "NextAt" = {1}, "Token" = t."Token" + 1
            from (select "Consult", "Kind", "NextAt" from timers where "NextAt" <= {0} order by "Urgency" desc, "NextAt" limit {2} for update skip locked) due
            where t."Consult" = due."Consult" and t."Kind" = due."Kind"
            returning t."Consult", t."Kind", t."Token", t."Urgency", due."NextAt" as "Due"
            """, now.UtcTicks, leaseEnds.UtcTicks, most).ToListAsync(cancellationToken);
        return [.. claimed.OrderByDescending(c => c.Urgency).ThenBy(c => c.Due).Select(
            c => new TimerRow { Consult = new ConsultId(c.Consult), Kind = (ConsultTimer)c.Kind, Token = c.Token, NextAt = leaseEnds })];
    }

    private sealed record Claimed(Guid Consult, int Kind, long Token, int Urgency, long Due);
}

using Microsoft.EntityFrameworkCore;
using Teleconsult.Application.Persistence;
using Teleconsult.Application.Ports;
using Teleconsult.Domain;
using Teleconsult.Domain.Consults;

namespace Teleconsult.Infrastructure.Persistence.Sqlite;

/// <summary>SQLite has one writer: what a reader sees is final. Everything is below the horizon.</summary>
internal sealed class SqliteHorizon : ILogHorizon
{
    public Task<(long Horizon, long Head)> GetAsync(TeleconsultDb db, CancellationToken cancellationToken) =>
        Task.FromResult((long.MaxValue, long.MaxValue));
}

/// <summary>One command writes at a time; the others wait in line instead of retrying against a locked database.</summary>
internal sealed class SqliteWriteGate : IWriteGate, IDisposable
{
    private readonly SemaphoreSlim _one = new(1, 1);

    public async Task<IDisposable> EnterAsync(Guid? subject, CancellationToken cancellationToken)
    {
        await _one.WaitAsync(cancellationToken);
        return new Turn(_one);
    }

    public void Dispose() => _one.Dispose();
}

internal sealed class SqliteTimerClaims(IWriteGate gate) : ITimerClaims
{
    public async Task<IReadOnlyList<TimerRow>> ClaimAsync(
        TeleconsultDb db, DateTimeOffset now, DateTimeOffset leaseEnds, int most, CancellationToken cancellationToken)
    {
        // Looked for first without a lock: most rounds find nothing.
        if (!await db.Timers.AnyAsync(t => t.NextAt <= now, cancellationToken))
        {
            return [];
        }

        using var turn = await gate.EnterAsync(null, cancellationToken);
        var claimed = await db.Database.SqlQueryRaw<Claimed>(
            """
            update timers set "NextAt" = {1}, "Token" = "Token" + 1
            where rowid in (select rowid from timers where "NextAt" <= {0} order by "Urgency" desc, "NextAt" limit {2})
            returning "Consult", "Kind", "Token", "Urgency"
            """, now.UtcTicks, leaseEnds.UtcTicks, most).ToListAsync(cancellationToken);
        return [.. claimed.OrderByDescending(c => c.Urgency).Select(c => new TimerRow { Consult = new ConsultId(c.Consult), Kind = (ConsultTimer)c.Kind, Token = c.Token, NextAt = leaseEnds })];
    }

    private sealed record Claimed(Guid Consult, int Kind, long Token, int Urgency);
}

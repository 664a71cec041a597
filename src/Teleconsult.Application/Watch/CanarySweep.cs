using Microsoft.EntityFrameworkCore;
using Teleconsult.Application.Persistence;
using Teleconsult.Application.Ports;
using Teleconsult.Domain;
using Teleconsult.Domain.Consults;

namespace Teleconsult.Application.Watch;

/// <summary>
/// Removes what withdrawn trial cases have left: of them nobody will ever ask, and one every five minutes would fill the database. No other case is
/// ever removed from the log. The newest ones stay, so that the newest event does too: a log that ends earlier than it did looks like a restored one.
/// </summary>
internal static class CanarySweep
{
    private const int Batch = 100;

    public static async Task SweepAsync(TeleconsultDb db, IWriteGate gate, CancellationToken cancellationToken)
    {
        var withdrawn = await db.Consults.AsNoTracking().Where(c => c.Network == CanaryNetwork.Id && c.State == ConsultState.Erased)
            .OrderBy(c => c.Id).Select(c => c.Id).Take(Batch).ToListAsync(cancellationToken);
        var all = withdrawn.ConvertAll(w => w.Value);
        var ends = await db.Events.AsNoTracking().Where(e => all.Contains(e.Stream)).GroupBy(e => e.Stream)
            .Select(g => new { Stream = g.Key, Last = g.Max(e => e.Id) }).ToListAsync(cancellationToken);

        // By the log's order, since a clock may have been set. What still has a key's half to be destroyed stays until that is done.
        var pending = await db.Erasures.AsNoTracking().Where(e => e.Network == CanaryNetwork.Id && e.DoneAt == null).Select(e => e.Stream).ToListAsync(cancellationToken);
        var streams = ends.OrderByDescending(e => e.Last).Skip(Canary.Kept).Select(e => e.Stream).Except(pending).ToList();
        var old = streams.ConvertAll(s => new ConsultId(s));
        if (old.Count == 0)
        {
            return;
        }

        var subjects = streams.ConvertAll(s => (Guid?)s);
        using var turn = await gate.EnterAsync(null, cancellationToken);
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        await db.Alerts.Where(a => a.Network == CanaryNetwork.Id && old.Contains(a.Consult)).ExecuteDeleteAsync(cancellationToken);
        await db.Incidents.Where(i => i.Network == CanaryNetwork.Id && old.Contains(i.Consult)).ExecuteDeleteAsync(cancellationToken);
        await db.Audit.Where(a => a.Network == CanaryNetwork.Id && subjects.Contains(a.Subject)).ExecuteDeleteAsync(cancellationToken);
        await db.Erasures.Where(e => e.Network == CanaryNetwork.Id && streams.Contains(e.Stream)).ExecuteDeleteAsync(cancellationToken);
        await db.Events.Where(e => e.Network == CanaryNetwork.Id && streams.Contains(e.Stream)).ExecuteDeleteAsync(cancellationToken);
        await db.Consults.Where(c => c.Network == CanaryNetwork.Id && old.Contains(c.Id)).ExecuteDeleteAsync(cancellationToken);
        await transaction.CommitAsync(cancellationToken);
    }
}

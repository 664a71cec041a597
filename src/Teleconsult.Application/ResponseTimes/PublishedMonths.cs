using Microsoft.EntityFrameworkCore;
using Teleconsult.Application.Persistence;
using Teleconsult.Domain;
using Teleconsult.Domain.Duty;
using Teleconsult.Domain.ResponseTimes;

namespace Teleconsult.Application.ResponseTimes;

/// <summary>Which month of a network can be published next.</summary>
internal sealed class PublishedMonths(TeleconsultDb db, TimeProvider clock)
{
    public async Task<TimeZoneInfo> ZoneAsync(NetworkId network, CancellationToken cancellationToken) =>
        ZoneTime.Find(await db.Networks.Where(n => n.Id == network).Select(n => n.TimeZone).SingleOrDefaultAsync(cancellationToken) ?? "UTC");

    /// <summary>The one after the last, else that of the first promise that ended. Null: it is not over yet.</summary>
    public async Task<FigureMonth?> ReadyAsync(NetworkId network, CancellationToken cancellationToken)
    {
        var zone = await ZoneAsync(network, cancellationToken);
        var last = await db.PublishedMonths.Where(m => m.Network == network).MaxAsync(m => (int?)m.Month, cancellationToken);
        var first = last is null
            ? await db.Times.Where(t => t.Network == network && t.Excluded == null).MinAsync(t => t.AdviceDue, cancellationToken)
            : null;
        FigureMonth? next = last is { } done ? new FigureMonth(done).Next : first is { } due ? FigureMonth.Of(due, zone) : null;
        return next?.Next.Begins(zone) <= clock.GetUtcNow() ? next : null;
    }
}

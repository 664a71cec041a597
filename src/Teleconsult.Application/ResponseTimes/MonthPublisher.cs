using Microsoft.EntityFrameworkCore;
using Teleconsult.Application.Persistence;
using Teleconsult.Application.Pipeline;
using Teleconsult.Domain;
using Teleconsult.Domain.ResponseTimes;

namespace Teleconsult.Application.ResponseTimes;

/// <summary>Freezes a month's figures, whoever asked for it: a coordinator, or the calendar.</summary>
internal sealed class MonthPublisher(TeleconsultDb db, PublishedMonths months, NameDirectory directory, TimeProvider clock)
{
    /// <exception cref="RuleViolation">
    /// <c>figures.published</c>; <c>figures.not-ready</c>: it is not over, or not the next one; <c>figures.counting</c>: its last events are still being read.
    /// </exception>
    public async Task PublishAsync(NetworkId network, FigureMonth month, ICurrentUser by, CancellationToken cancellationToken)
    {
        if (await db.PublishedMonths.AnyAsync(m => m.Network == network && m.Month == month.Value, cancellationToken))
        {
            throw new RuleViolation("figures.published");
        }

        if (await months.ReadyAsync(network, cancellationToken) != month)
        {
            throw new RuleViolation("figures.not-ready");
        }

        var end = month.Next.Begins(await months.ZoneAsync(network, cancellationToken));
        if (await IsBehindAsync(end, cancellationToken))
        {
            throw new RuleViolation("figures.counting");
        }

        var cases = await db.Times.Where(t => t.Network == network && t.Excluded == null && t.CountedIn == null && t.AdviceDue < end).ToListAsync(cancellationToken);
        var loops = await db.Times.Where(t => t.Network == network && t.Excluded == null && t.LoopCountedIn == null && t.LoopDue < end).ToListAsync(cancellationToken);
        var begins = month.Begins(await months.ZoneAsync(network, cancellationToken));
        var closed = await db.Times.AsNoTracking()
            .Where(t => t.Network == network && t.Excluded == null && t.CloseOut != null && t.ClosedAt >= begins && t.ClosedAt < end).ToListAsync(cancellationToken);
        db.OutcomeFigures.AddRange(OutcomeTables.Of(network, month, closed));
        db.Figures.AddRange(MonthTables.Of(network, month, cases, loops, await directory.OfAsync(network, cancellationToken)));
        cases.ForEach(r => r.CountedIn = month.Value);
        loops.ForEach(r => r.LoopCountedIn = month.Value);
        db.Counted.AddRange(cases.Select(r => Counted(r, CountedAs.Case)).Concat(loops.Select(r => Counted(r, CountedAs.Referral))));
        PractitionerId? person = by.IsSystem ? null : by.Actor.Id;
        db.PublishedMonths.Add(new PublishedMonthRow { Network = network, Month = month.Value, PublishedAt = clock.GetUtcNow(), PublishedBy = person ?? default });
        if (person is { } who)
        {
            db.Audit.Add(new AuditRow
            {
                Network = network,
                User = who.Value,
                Device = by.Device?.Value,
                At = clock.GetUtcNow(),
                Action = nameof(PublishMonth),
                Subject = network.Value,
                Detail = month.ToString(),
            });
        }

        CountedRow Counted(TimesRow row, CountedAs what) => new() { Consult = row.Consult, What = what, Network = network, Month = month.Value };
    }

    /// <summary>The reader of the times has not come as far as the month's end.</summary>
    private async Task<bool> IsBehindAsync(DateTimeOffset end, CancellationToken cancellationToken)
    {
        var position = await db.Readers.Where(r => r.Name == TimesProjection.ReaderName).Select(r => r.Position).SingleOrDefaultAsync(cancellationToken);
        return await db.Events.AnyAsync(e => e.Id > position && e.At < end, cancellationToken);
    }
}

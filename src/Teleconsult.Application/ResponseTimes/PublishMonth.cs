using MediatR;
using Microsoft.EntityFrameworkCore;
using Teleconsult.Application.Persistence;
using Teleconsult.Application.Pipeline;
using Teleconsult.Domain;
using Teleconsult.Domain.Access;
using Teleconsult.Domain.ResponseTimes;

namespace Teleconsult.Application.ResponseTimes;

/// <summary>
/// Publishes a month's figures: of every case that came due by its end and was not counted before. Months go out in order and each once, and what
/// went out stays as it is. A case that comes due in a month that is out already (its urgency was raised, say) counts in the next one.
/// </summary>
/// <param name="Month">As <see cref="FigureMonth.Value"/>.</param>
[Allowed(Role.Coordinator)]
public sealed record PublishMonth(int Month) : IRequest<Unit>, ICommand
{
    public Guid? Subject => null; // about no person or case: its audit entry is the row itself, with who and when
}

internal sealed class PublishMonthHandler(TeleconsultDb db, PublishedMonths months, NameDirectory directory, ICurrentUser user, TimeProvider clock)
    : IRequestHandler<PublishMonth, Unit>
{
    public async Task<Unit> Handle(PublishMonth command, CancellationToken cancellationToken)
    {
        var (now, me) = (clock.GetUtcNow(), user.Actor);
        if (await db.PublishedMonths.AnyAsync(m => m.Network == me.Network && m.Month == command.Month, cancellationToken))
        {
            throw new RuleViolation("figures.published");
        }

        if (await months.ReadyAsync(me.Network, cancellationToken) is not { } month || month.Value != command.Month)
        {
            throw new RuleViolation("figures.not-ready");
        }

        var end = month.Next.Begins(await months.ZoneAsync(me.Network, cancellationToken));
        if (await IsBehindAsync(end, cancellationToken))
        {
            throw new RuleViolation("figures.counting");
        }

        var rows = await db.Times.Where(t => t.Network == me.Network && t.Excluded == null && t.CountedIn == null && t.AdviceDue < end).ToListAsync(cancellationToken);
        db.Figures.AddRange(MonthTables.Of(me.Network, month, rows, await directory.OfAsync(me.Network, cancellationToken)));
        rows.ForEach(r => r.CountedIn = month.Value);
        db.PublishedMonths.Add(new PublishedMonthRow { Network = me.Network, Month = month.Value, PublishedAt = now, PublishedBy = me.Id });
        db.Audit.Add(new AuditRow
        {
            Network = me.Network,
            User = me.Id.Value,
            Device = user.Device?.Value,
            At = now,
            Action = nameof(PublishMonth),
            Subject = me.Network.Value,
            Detail = month.ToString(),
        });
        return Unit.Value;
    }

    /// <summary>The reader of the times has not come as far as the month's end.</summary>
    private async Task<bool> IsBehindAsync(DateTimeOffset end, CancellationToken cancellationToken)
    {
        var position = await db.Readers.Where(r => r.Name == TimesProjection.ReaderName).Select(r => r.Position).SingleOrDefaultAsync(cancellationToken);
        return await db.Events.AnyAsync(e => e.Id > position && e.At < end, cancellationToken);
    }
}

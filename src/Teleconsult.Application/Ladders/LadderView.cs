using Microsoft.EntityFrameworkCore;
using Teleconsult.Application.Alerts;
using Teleconsult.Application.Consults;
using Teleconsult.Application.Duty;
using Teleconsult.Application.Persistence;
using Teleconsult.Domain.Consults;
using Teleconsult.Domain.Ladders;

namespace Teleconsult.Application.Ladders;

/// <summary>How far the ladder of a case is, and who was alerted: for the requester, the service and the coordinator alike.</summary>
/// <param name="Rung">The rung on which the case stands, from 1.</param>
/// <param name="NextAt">When the next rung is reached; null: the ladder rests, or has run out.</param>
/// <param name="NextWho">Names of those whom it alerts.</param>
/// <param name="Runs">Nobody has the case.</param>
/// <param name="Unanswered">Nobody has it, and the last rung was reached.</param>
public sealed record LadderView(
    int Rung, int Of, DateTimeOffset? NextAt, IReadOnlyList<string> NextWho, bool Runs, bool Unanswered, IReadOnlyList<AlertView> Alerts);

/// <summary>One message, without its address.</summary>
/// <param name="Since">When it came to that state. UTC.</param>
/// <param name="Why">Code of why it failed or was dropped.</param>
public sealed record AlertView(
    DateTimeOffset At, AlertKind Kind, int Rung, string Who, AlertChannel Channel, AlertState State, DateTimeOffset Since, string? Why, bool Acknowledged);

/// <summary>Reads it for one case.</summary>
public sealed class LadderReader(TeleconsultDb db, LadderBook ladders, IDutyBook duty)
{
    private const int Most = 60;

    public async Task<LadderView> ReadAsync(Consult consult, Names names, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(consult);
        ArgumentNullException.ThrowIfNull(names);
        var ladder = await ladders.OfAsync(consult, cancellationToken);
        var runs = consult.IsFree && !consult.LadderDone;
        var rows = await db.Alerts.AsNoTracking().Where(a => a.Consult == consult.Id && a.Kind <= AlertKind.Overdue).OrderByDescending(a => a.At).Take(Most).ToListAsync(cancellationToken);
        return new LadderView(
            Math.Max(1, consult.Rung), ladder.Count, runs ? consult.StepDue : null, runs ? await NextAsync(consult, ladder, names, cancellationToken) : [],
            consult.IsFree, consult.IsUnanswered, [.. rows.OrderBy(a => a.At).ThenBy(a => a.Rung).ThenBy(a => a.Channel).Select(a => View(a, names))]);
    }

    private async Task<IReadOnlyList<string>> NextAsync(Consult consult, Ladder ladder, Names names, CancellationToken cancellationToken)
    {
        var people = new LadderPeople(duty, consult, consult.StepDue);
        var named = new List<string>();
        foreach (var whom in ladder[Math.Min(consult.Rung + 1, ladder.Count)].Whom.Where(w => w is not RungWhom.Requester))
        {
            named.AddRange((await people.OfAsync(whom, ladder, cancellationToken)).Select(p => names.Person(p).Name));
        }

        return named.Count > 0 ? [.. named.Distinct()]
            : await people.IsClosedAsync(cancellationToken) ? [names.Service(consult.Service)!.Name] : [names.Person(consult.Coordinator).Name];
    }

    private static AlertView View(AlertRow row, Names names) => new(
        row.At, row.Kind, row.Rung, names.Person(row.Person).Name, row.Channel, row.State, row.AcknowledgedAt ?? row.DoneAt ?? row.SentAt ?? row.At, row.Why,
        row.AcknowledgedAt is not null);
}

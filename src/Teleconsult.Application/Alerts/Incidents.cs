using MediatR;
using Microsoft.EntityFrameworkCore;
using Teleconsult.Application.Persistence;
using Teleconsult.Application.Pipeline;
using Teleconsult.Domain;
using Teleconsult.Domain.Access;
using Teleconsult.Domain.Consults;

namespace Teleconsult.Application.Alerts;

/// <summary>What happened in the network that must not happen: the open incidents, the oldest first, and the newest closed ones.</summary>
[Allowed(Role.Coordinator)]
public sealed record ListIncidents : IRequest<IReadOnlyList<IncidentEntry>>;

/// <param name="Reason">Set together with <paramref name="ClosedAt"/>.</param>
public sealed record IncidentEntry(
    Guid Consult, IncidentKind Kind, long Number, Urgency Urgency, string? Service, int Rung, DateTimeOffset OpenedAt, DateTimeOffset? ClosedAt, string? ClosedBy,
    IncidentReason? Reason, string? Detail = null, DateTimeOffset? RecoveredAt = null);

internal sealed class ListIncidentsHandler(TeleconsultDb db, NameDirectory directory, ICurrentUser user) : IRequestHandler<ListIncidents, IReadOnlyList<IncidentEntry>>
{
    private const int MostOpen = 200;
    private const int MostClosed = 20;

    public async Task<IReadOnlyList<IncidentEntry>> Handle(ListIncidents request, CancellationToken cancellationToken)
    {
        var names = await directory.OfAsync(user.Actor.Network, cancellationToken);
        var all = db.Incidents.AsNoTracking().Where(i => i.Network == user.Actor.Network);
        var open = await all.Where(i => i.ClosedAt == null).OrderBy(i => i.OpenedAt).Take(MostOpen).ToListAsync(cancellationToken);
        var closed = await all.Where(i => i.ClosedAt != null).OrderByDescending(i => i.ClosedAt).Take(MostClosed).ToListAsync(cancellationToken);
        return [.. open.Concat(closed).Select(i => new IncidentEntry(
            i.Consult.Value, i.Kind, i.Number, i.Urgency, names.Service(i.Service)?.Name, i.Rung, i.OpenedAt, i.ClosedAt, names.Person(i.ClosedBy)?.Name, i.Reason, i.Detail,
            i.RecoveredAt))];
    }
}

/// <summary>A coordinator has looked at an incident and says what became of it. Again: nothing.</summary>
[Allowed(Role.Coordinator)]
public sealed record CloseIncident(Guid Consult, IncidentKind Kind, IncidentReason Reason) : IRequest<Unit>, ICommand
{
    public Guid? Subject => Consult;
}

internal sealed class CloseIncidentHandler(TeleconsultDb db, ICurrentUser user, TimeProvider clock) : IRequestHandler<CloseIncident, Unit>
{
    public async Task<Unit> Handle(CloseIncident command, CancellationToken cancellationToken)
    {
        var id = new ConsultId(command.Consult);
        var incident = await db.Incidents.SingleOrDefaultAsync(
            i => i.Consult == id && i.Kind == command.Kind && i.Network == user.Actor.Network, cancellationToken) ?? throw new NotFound("incident.not-found");
        if (!Enum.IsDefined(command.Reason))
        {
            throw new RuleViolation("incident.reason");
        }

        if (command.Reason is IncidentReason.AnsweredLate or IncidentReason.Mended && command.Kind is IncidentKind.Unanswered && incident.ClosedAt is null
            && await db.Consults.AnyAsync(c => c.Id == id && (c.State == ConsultState.Unallocated || c.State == ConsultState.Waiting), cancellationToken))
        {
            throw new RuleViolation("incident.still-unanswered"); // nobody has it yet: closing must not hide that
        }

        if (incident.ClosedAt is null)
        {
            (incident.ClosedAt, incident.ClosedBy, incident.Reason) = (clock.GetUtcNow(), user.Actor.Id, command.Reason);
        }

        return Unit.Value;
    }
}

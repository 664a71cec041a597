using MediatR;
using Microsoft.EntityFrameworkCore;
using Teleconsult.Application.Persistence;
using Teleconsult.Application.Pipeline;
using Teleconsult.Domain;
using Teleconsult.Domain.Access;

namespace Teleconsult.Application.Directory;

/// <summary>Takes a place away that was made by mistake: one that nothing and nobody has ever been at. Anything else stays, as cases name it.</summary>
[Allowed(Role.Administrator)]
public sealed record RemoveFacility(Guid Id) : IRequest<Unit>, ICommand
{
    public Guid? Subject => Id;
}

/// <summary>Takes a service away that was made by mistake: one that nobody answers for and that never had a case.</summary>
[Allowed(Role.Administrator, Role.Coordinator)]
public sealed record RemoveService(Guid Id) : IRequest<Unit>, ICommand
{
    public Guid? Subject => Id;
}

internal sealed class RemoveUnusedHandler(TeleconsultDb db, NameDirectory names, Recorder recorder, ICurrentUser user)
    : IRequestHandler<RemoveFacility, Unit>, IRequestHandler<RemoveService, Unit>
{
    public async Task<Unit> Handle(RemoveFacility command, CancellationToken cancellationToken)
    {
        var (id, network) = (new FacilityId(command.Id), user.Actor.Network);
        var facility = await db.Facilities.SingleOrDefaultAsync(f => f.Id == id && f.Network == network, cancellationToken) ?? throw new NotFound();
        var used = await db.Services.AnyAsync(s => s.Hospital == id, cancellationToken) || await db.Assignments.AnyAsync(a => a.Facility == id, cancellationToken)
            || await db.Patients.AnyAsync(p => p.Facility == id, cancellationToken) || await db.Consults.AnyAsync(c => c.Network == network && c.Facility == id, cancellationToken);
        if (used)
        {
            throw new RuleViolation("facility.in-use");
        }

        recorder.Explain(facility.Name);
        db.Facilities.Remove(facility);
        names.Forget(network);
        return Unit.Value;
    }

    public async Task<Unit> Handle(RemoveService command, CancellationToken cancellationToken)
    {
        var (id, network) = (new ServiceId(command.Id), user.Actor.Network);
        var service = await db.Services.SingleOrDefaultAsync(s => s.Id == id && s.Network == network, cancellationToken) ?? throw new NotFound();
        var used = await db.Assignments.AnyAsync(a => a.Service == id, cancellationToken) || await db.Consults.AnyAsync(c => c.Service == id, cancellationToken)
            || await db.Events.AnyAsync(e => e.ServiceBefore == id, cancellationToken) || await db.Ladders.AnyAsync(l => l.Partner == id, cancellationToken);
        if (used)
        {
            throw new RuleViolation("service.in-use");
        }

        recorder.Explain(service.Name);
        db.RemoveRange(await db.Calendars.Where(c => c.Service == id).ToListAsync(cancellationToken));
        db.RemoveRange(await db.Holidays.Where(h => h.Service == id).ToListAsync(cancellationToken));
        db.RemoveRange(await db.Rosters.Where(r => r.Service == id).ToListAsync(cancellationToken));
        db.RemoveRange(await db.Targets.Where(t => t.Service == id).ToListAsync(cancellationToken));
        db.RemoveRange(await db.Ladders.Where(l => l.Service == id).ToListAsync(cancellationToken));
        db.Services.Remove(service);
        names.Forget(network);
        return Unit.Value;
    }
}

using MediatR;
using Microsoft.EntityFrameworkCore;
using Teleconsult.Application.Persistence;
using Teleconsult.Application.Pipeline;
using Teleconsult.Domain;
using Teleconsult.Domain.Access;
using Teleconsult.Domain.Duty;

namespace Teleconsult.Application.Duty;

/// <summary>Somebody is away from a day to a day, both included, by the network's zone. Counts at once.</summary>
/// <param name="Person">Oneself; coordinators and administrators enter anybody's.</param>
[Allowed(Role.Administrator, Role.Coordinator, Role.Specialist)]
public sealed record EnterLeave(Guid Person, DateOnly First, DateOnly Last) : IRequest<Unit>, ICommand
{
    public Guid? Subject => Person;
}

/// <summary>Takes leave out again, one's own or, as who plans, anybody's.</summary>
[Allowed(Role.Administrator, Role.Coordinator, Role.Specialist)]
public sealed record RemoveLeave(Guid Leave) : IRequest<Unit>, ICommand
{
    public Guid? Subject => Leave;
}

internal sealed class LeaveHandler(TeleconsultDb db, Recorder recorder, ICurrentUser user, TimeProvider clock)
    : IRequestHandler<EnterLeave, Unit>, IRequestHandler<RemoveLeave, Unit>
{
    private const int LongestDays = 731;

    public async Task<Unit> Handle(EnterLeave command, CancellationToken cancellationToken)
    {
        var network = user.Actor.Network;
        if (!MayFor(command.Person) || !await db.Users.AnyAsync(u => u.Id == command.Person && u.Network == network, cancellationToken))
        {
            throw new NotFound("person.not-found");
        }

        if (command.Last < command.First || command.Last.DayNumber - command.First.DayNumber > LongestDays)
        {
            throw new RuleViolation("leave.times");
        }

        var zone = ZoneTime.Find(await db.Networks.Where(n => n.Id == network).Select(n => n.TimeZone).SingleAsync(cancellationToken));
        db.Leave.Add(new LeaveRow
        {
            Id = new LeaveId(Guid.CreateVersion7()),
            Network = network,
            Person = new PractitionerId(command.Person),
            From = ZoneTime.ToInstant(zone, command.First, TimeSpan.Zero),
            To = ZoneTime.ToInstant(zone, command.Last.AddDays(1), TimeSpan.Zero),
            EnteredBy = user.Actor.Id,
            EnteredAt = clock.GetUtcNow(),
        });
        recorder.Explain($"{command.First:yyyy-MM-dd} to {command.Last:yyyy-MM-dd}");
        return Unit.Value;
    }

    public async Task<Unit> Handle(RemoveLeave command, CancellationToken cancellationToken)
    {
        var (id, network) = (new LeaveId(command.Leave), user.Actor.Network);
        var leave = await db.Leave.SingleOrDefaultAsync(l => l.Id == id && l.Network == network, cancellationToken);
        if (leave is null || !MayFor(leave.Person.Value))
        {
            throw new NotFound("leave.not-found");
        }

        recorder.Explain($"{leave.Person.Value:n}");
        db.Leave.Remove(leave);
        return Unit.Value;
    }

    private bool MayFor(Guid person) => person == user.Actor.Id.Value || user.Actor.Has(Role.Coordinator) || user.Actor.Has(Role.Administrator);
}

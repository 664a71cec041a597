using MediatR;
using Microsoft.EntityFrameworkCore;
using Teleconsult.Application.Persistence;
using Teleconsult.Application.Pipeline;
using Teleconsult.Domain;
using Teleconsult.Domain.Access;
using Teleconsult.Domain.Duty;

namespace Teleconsult.Application.Directory;

/// <summary>The network's own data: what phones show when nobody answers, and in which zone its people tell the time.</summary>
[Allowed(Role.Administrator)]
public sealed record SaveNetwork(
    string Name, string EmergencyNumber, string? Switchboard, Guid Coordinator, string? CoordinatorPhone, string? Protocol, string Zone) : IRequest<Unit>, ICommand
{
    /// <summary>The network is the sender's own; the coordinator is the only other thing that the entry can be about.</summary>
    public Guid? Subject => Coordinator;
}

internal sealed class SaveNetworkHandler(TeleconsultDb db, NameDirectory names, Recorder recorder, ICurrentUser user) : IRequestHandler<SaveNetwork, Unit>
{
    public async Task<Unit> Handle(SaveNetwork command, CancellationToken cancellationToken)
    {
        var own = await db.Networks.SingleAsync(n => n.Id == user.Actor.Network, cancellationToken);
        var coordinates = await db.Users.AnyAsync(
            u => u.Id == command.Coordinator && u.Network == own.Id && u.DeactivatedAt == null && u.Assignments.Any(a => a.Role == Role.Coordinator), cancellationToken);
        if (!coordinates)
        {
            throw new RuleViolation("network.coordinator");
        }

        var changed = new List<string>();
        void Set(string name, string before, string after, Action<string> set)
        {
            if (before != after)
            {
                changed.Add(name);
                set(after);
            }
        }

        Set("name", own.Name, Texts.Required(command.Name, "network.name", 200), v => own.Name = v);
        Set("emergency-number", own.EmergencyNumber, Texts.Required(command.EmergencyNumber, "network.emergency-number", 40), v => own.EmergencyNumber = v);
        Set("switchboard", own.Switchboard, Texts.Optional(command.Switchboard, 40) ?? "", v => own.Switchboard = v);
        Set("coordinator-phone", own.CoordinatorPhone, Texts.Optional(command.CoordinatorPhone, 40) ?? "", v => own.CoordinatorPhone = v);
        Set("protocol", own.Protocol, Texts.Optional(command.Protocol, 2000) ?? "", v => own.Protocol = v);
        Set("zone", own.TimeZone, ZoneTime.Find(command.Zone).Id, v => own.TimeZone = v);
        Set("coordinator", own.Coordinator.Value.ToString(), command.Coordinator.ToString(), _ => own.Coordinator = new PractitionerId(command.Coordinator));
        recorder.Explain(string.Join(' ', changed));
        names.Forget(own.Id);
        return Unit.Value;
    }
}

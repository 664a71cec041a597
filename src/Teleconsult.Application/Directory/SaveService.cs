using MediatR;
using Microsoft.EntityFrameworkCore;
using Teleconsult.Application.Duty;
using Teleconsult.Application.Intake;
using Teleconsult.Application.Persistence;
using Teleconsult.Application.Pipeline;
using Teleconsult.Domain;
using Teleconsult.Domain.Access;
using Teleconsult.Domain.Duty;

namespace Teleconsult.Application.Directory;

/// <summary>Why a service answers no emergencies any more.</summary>
public enum EmergencyEndReason
{
    NobodyCovers = 1,
    AnotherServiceDoes = 2,
    SetByMistake = 3,
}

/// <summary>Adds a team that answers, or changes what it answers, who leads it and how it is reached.</summary>
/// <param name="Id">Made by the sender for a new one.</param>
/// <param name="Reason">Needed where a promise of Emergency ends.</param>
[Allowed(Role.Administrator, Role.Coordinator)]
public sealed record SaveService(
    Guid Id, string Name, Guid Hospital, IReadOnlyList<string> Templates, string? Phone, Guid? Lead, bool PromisesEmergency, EmergencyEndReason? Reason = null)
    : IRequest<Unit>, ICommand
{
    public Guid? Subject => Id;
}

internal sealed class SaveServiceHandler(
    TeleconsultDb db, Templates templates, DutyReader duties, NameDirectory names, Recorder recorder, ICurrentUser user, TimeProvider clock)
    : IRequestHandler<SaveService, Unit>
{
    public async Task<Unit> Handle(SaveService command, CancellationToken cancellationToken)
    {
        var (id, hospital, network) = (new ServiceId(command.Id), new FacilityId(command.Hospital), user.Actor.Network);
        var service = await db.Services.SingleOrDefaultAsync(s => s.Id == id, cancellationToken);
        if (service is not null && service.Network != network)
        {
            throw new NotFound();
        }

        if (!await db.Facilities.AnyAsync(f => f.Id == hospital && f.Network == network, cancellationToken))
        {
            throw new RuleViolation("facility.unknown");
        }

        if (service is null)
        {
            db.Services.Add(service = new ServiceRow { Id = id, Network = network });
        }

        var before = Promises(service);
        service.Name = Texts.Required(command.Name, "service.name", 200);
        service.Hospital = hospital;
        service.Templates = Forms(command.Templates);
        service.Phone = Texts.Optional(command.Phone, 40);
        service.PromisesEmergency = command.PromisesEmergency;
        await CheckPromiseAsync(service, before, command, cancellationToken);
        await SetLeadAsync(service, command.Lead, cancellationToken);
        names.Forget(network);
        return Unit.Value;
    }

    private bool Promises(ServiceRow service) => service.PromisesEmergency || service.Templates.Split(' ').Any(templates.IsForEmergencies);

    private string Forms(IReadOnlyList<string> chosen)
    {
        var known = templates.All.Select(t => t.Name).ToHashSet(StringComparer.Ordinal);
        var forms = chosen.Where(known.Contains).Distinct().Order(StringComparer.Ordinal).ToList();
        return forms.Count > 0 ? string.Join(' ', forms) : throw new RuleViolation("service.templates");
    }

    private async Task CheckPromiseAsync(ServiceRow service, bool before, SaveService command, CancellationToken cancellationToken)
    {
        var now = Promises(service);
        if (before && !now)
        {
            recorder.Explain($"emergency ends: {command.Reason ?? throw new RuleViolation("reason.missing")}");
        }

        if (before || !now)
        {
            return;
        }

        recorder.Explain("emergency promised");
        var at = clock.GetUtcNow();
        var found = await duties.LoadAsync(service.Network, service.Id, at, cancellationToken);
        if (found.Count == 1 && found[0].Published is { } roster)
        {
            var gaps = RosterCheck.Of(roster, found[0].Calendar, promisesEmergency: true, command.Lead is not null, [], at).Count(r => r.Refuses);
            if (gaps > 0)
            {
                throw new RuleViolation("service.roster-gap", ("n", gaps));
            }
        }
    }

    private async Task SetLeadAsync(ServiceRow service, Guid? lead, CancellationToken cancellationToken)
    {
        var answers = lead is null || await db.Users.AnyAsync(
            u => u.Id == lead && u.Network == service.Network && u.DeactivatedAt == null
                && u.Assignments.Any(a => a.Role == Role.Specialist && a.Service == service.Id),
            cancellationToken);
        service.Lead = answers ? lead is { } person ? new PractitionerId(person) : null : throw new RuleViolation("service.lead");
    }
}

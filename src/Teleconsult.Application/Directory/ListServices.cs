using MediatR;
using Microsoft.EntityFrameworkCore;
using Teleconsult.Application.Persistence;
using Teleconsult.Application.Pipeline;
using Teleconsult.Domain;
using Teleconsult.Domain.Access;

namespace Teleconsult.Application.Directory;

internal sealed class ListServicesHandler(TeleconsultDb db, NameDirectory directory, Intake.Templates templates, ICurrentUser user)
    : IRequestHandler<ListServices, IReadOnlyList<ServiceEntry>>
{
    public async Task<IReadOnlyList<ServiceEntry>> Handle(ListServices request, CancellationToken cancellationToken)
    {
        var names = await directory.OfAsync(user.Actor.Network, cancellationToken);
        var rows = await db.Services.AsNoTracking().Where(s => s.Network == user.Actor.Network).OrderBy(s => s.Name).ToListAsync(cancellationToken);
        var cover = await CoverAsync(rows, names, cancellationToken);
        return [.. rows.Select(s => new ServiceEntry(
            s.Id.Value, s.Name, names.Facility(s.Hospital), s.Templates.Split(' ', StringSplitOptions.RemoveEmptyEntries), s.Open, cover.GetValueOrDefault(s.Id)))];
    }

    /// <summary>Until there are rosters: everybody who answers for the service.</summary>
    private async Task<Dictionary<ServiceId, EmergencyCover>> CoverAsync(List<ServiceRow> services, Names names, CancellationToken cancellationToken)
    {
        var offering = services.Where(s => s.Templates.Split(' ').Any(templates.IsForEmergencies)).ToList();
        if (offering.Count == 0)
        {
            return [];
        }

        var (ids, hospitals) = (offering.ConvertAll(s => (ServiceId?)s.Id), offering.ConvertAll(s => s.Hospital));
        var people = await db.Assignments.AsNoTracking().Where(a => a.Role == Role.Specialist && ids.Contains(a.Service))
            .Select(a => new { a.Service, a.User }).ToListAsync(cancellationToken);
        var phones = await db.Facilities.AsNoTracking().Where(f => hospitals.Contains(f.Id)).ToDictionaryAsync(f => f.Id, f => f.Phone, cancellationToken);
        return offering.ToDictionary(s => s.Id, s => new EmergencyCover(
            [.. people.Where(p => p.Service == s.Id && names.People.ContainsKey(p.User)).Select(p => names.People[p.User]).Distinct().Order(StringComparer.Ordinal)],
            new[] { s.Phone, phones.GetValueOrDefault(s.Hospital) }.FirstOrDefault(p => !string.IsNullOrWhiteSpace(p))));
    }
}

/// <summary>Who I am, where I work, whom I can ask, and what to do without an answer: the phone keeps it for offline.</summary>
[Allowed]
public sealed record GetMe : IRequest<Me>;

public sealed record Me(
    Guid Id, string Name, string UserName, string Language, IReadOnlyList<Role> Roles, PlaceView? Facility, NetworkView Network, IReadOnlyList<ServiceEntry> Services,
    IReadOnlyDictionary<string, TargetView> Targets, DateTimeOffset ServerTime);

public sealed record PlaceView(Guid Id, string Name, string Phone);

public sealed record NetworkView(Guid Id, string Name, string EmergencyNumber, string Switchboard, ContactView Coordinator, string Protocol);

public sealed record ContactView(string Name, string Phone);

public sealed record TargetView(int ClaimMinutes, int AdviceMinutes);

internal sealed class GetMeHandler(TeleconsultDb db, NameDirectory directory, IMediator mediator, ICurrentUser user, TimeProvider clock) : IRequestHandler<GetMe, Me>
{
    public async Task<Me> Handle(GetMe request, CancellationToken cancellationToken)
    {
        var actor = user.Actor;
        var names = await directory.OfAsync(actor.Network, cancellationToken);
        var account = await db.Users.AsNoTracking().SingleAsync(u => u.Id == actor.Id.Value, cancellationToken);
        var network = await db.Networks.AsNoTracking().SingleAsync(n => n.Id == actor.Network, cancellationToken);
        var place = actor.Facilities.Cast<FacilityId?>().FirstOrDefault() is { } facility
            ? await db.Facilities.AsNoTracking().SingleOrDefaultAsync(f => f.Id == facility, cancellationToken)
            : null;
        return new Me(
            account.Id, account.Name, account.UserName!, account.Language, [.. actor.Assignments.Select(a => a.Role).Distinct()],
            place is null ? null : new PlaceView(place.Id.Value, place.Name, place.Phone),
            new NetworkView(
                network.Id.Value, network.Name, network.EmergencyNumber, network.Switchboard,
                new ContactView(names.Person(network.Coordinator).Name, network.CoordinatorPhone), network.Protocol),
            await mediator.Send(new ListServices(), cancellationToken),
            Enum.GetValues<Domain.Consults.Urgency>().ToDictionary(
                u => Json.Options.PropertyNamingPolicy!.ConvertName(u.ToString()),
                u => Domain.ResponseTimes.ResponseTargets.Default(u) is var t ? new TargetView((int)t.Claim.TotalMinutes, (int)t.Advice.TotalMinutes) : null!),
            clock.GetUtcNow());
    }
}

using System.Globalization;
using MediatR;
using Microsoft.EntityFrameworkCore;
using Teleconsult.Application.Duty;
using Teleconsult.Application.Intake;
using Teleconsult.Application.Persistence;
using Teleconsult.Application.Pipeline;
using Teleconsult.Domain;
using Teleconsult.Domain.Access;
using Teleconsult.Domain.Consults;
using Teleconsult.Domain.ResponseTimes;

namespace Teleconsult.Application.Directory;

internal sealed class ListServicesHandler(
    TeleconsultDb db, NameDirectory directory, Intake.Templates templates, DutyReader duties, ICurrentUser user, TimeProvider clock)
    : IRequestHandler<ListServices, IReadOnlyList<ServiceEntry>>
{
    public async Task<IReadOnlyList<ServiceEntry>> Handle(ListServices request, CancellationToken cancellationToken)
    {
        var (network, now) = (user.Actor.Network, clock.GetUtcNow());
        var names = await directory.OfAsync(network, cancellationToken);
        var services = await duties.LoadAsync(network, null, now, cancellationToken);
        var phones = await db.Facilities.AsNoTracking().Where(f => f.Network == network).ToDictionaryAsync(f => f.Id, f => f.Phone, cancellationToken);
        var off = await db.NewestRules(network).Where(r => r.IsOff).Select(r => r.Form).ToListAsync(cancellationToken);
        return [.. services.Select(s => EntryOf(s, names, phones.GetValueOrDefault(s.Service.Hospital), off, now))];
    }

    private ServiceEntry EntryOf(ServiceDuty service, Names names, string? hospitalPhone, List<string> off, DateTimeOffset now)
    {
        var row = service.Service;
        var forms = row.Templates.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        var duty = DutyBook.ViewOf(service, now);
        var people = duty.IsOpen ? duty.OnDuty.Select(p => names.Person(p).Name) : [];
        List<string> onDuty = [.. duty.IsRostered ? people : people.Order(StringComparer.Ordinal)];
        var phone = new[] { row.Phone, hospitalPhone }.FirstOrDefault(p => !string.IsNullOrWhiteSpace(p));
        return new ServiceEntry(
            row.Id.Value, row.Name, names.Facility(row.Hospital), forms, service.HasCalendar && !service.Calendar.IsAlways ? Hours(service.Calendar) : row.Open,
            forms.Any(f => templates.IsForEmergencies(f) && !off.Contains(f)) ? new EmergencyCover(onDuty, phone) : null, new ServiceNow(duty.IsOpen, duty.OpensAt, onDuty, phone, duty.Until),
            service.Promises.ToDictionary(p => TargetView.NameOf(p.Key), p => TargetView.Of(p.Value.Target, p.Value.InServiceHours)));
    }

    private string Hours(Domain.Duty.ServiceCalendar calendar) =>
        HoursWords.Say(calendar.Hours, user.Language is { } language ? CultureInfo.GetCultureInfo(language) : CultureInfo.InvariantCulture);
}

/// <summary>Who I am, where I work, whom I can ask, and what to do without an answer: the phone keeps it for offline.</summary>
[Allowed]
public sealed record GetMe : IRequest<Me>;

public sealed record Me(
    Guid Id, string Name, string UserName, string Language, IReadOnlyList<Role> Roles, PlaceView? Facility, NetworkView Network, IReadOnlyList<ServiceEntry> Services,
    IReadOnlyDictionary<string, TargetView> Targets, DateTimeOffset ServerTime)
{
    /// <summary>How the network uses its forms, by name; those that nothing was said about are left out.</summary>
    public IReadOnlyDictionary<string, Intake.FormUse> Forms { get; init; } = new Dictionary<string, Intake.FormUse>();
}

public sealed record PlaceView(Guid Id, string Name, string Phone);

public sealed record NetworkView(Guid Id, string Name, string EmergencyNumber, string Switchboard, ContactView Coordinator, string Protocol);

public sealed record ContactView(string Name, string Phone);

/// <param name="InServiceHours">Minutes in which the service is open.</param>
public sealed record TargetView(int ClaimMinutes, int AdviceMinutes, bool InServiceHours)
{
    internal static string NameOf(Urgency urgency) => Json.Options.PropertyNamingPolicy!.ConvertName(urgency.ToString());

    internal static TargetView Of(ResponseTarget target, bool inServiceHours) =>
        new((int)target.Claim.TotalMinutes, (int)target.Advice.TotalMinutes, inServiceHours);
}

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
            Enum.GetValues<Urgency>().ToDictionary(TargetView.NameOf, u => TargetView.Of(ResponseTargets.Default(u), inServiceHours: false)),
            clock.GetUtcNow())
        {
            Forms = await db.UsesAsync(actor.Network, cancellationToken),
        };
    }
}

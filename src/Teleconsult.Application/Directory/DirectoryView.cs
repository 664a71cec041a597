using MediatR;
using Teleconsult.Application.Pipeline;
using Teleconsult.Domain.Access;

namespace Teleconsult.Application.Directory;

/// <summary>All of a network that its administrators and coordinators keep: places, services, people. No patient's data.</summary>
[Allowed(Role.Administrator, Role.Coordinator)]
public sealed record GetDirectory : IRequest<DirectoryView>;

/// <param name="MayEdit">Whether the reader may change people, places and the network itself; a coordinator looks and sets passwords.</param>
public sealed record DirectoryView(
    NetworkDetails Network, IReadOnlyList<PlaceView> Facilities, IReadOnlyList<ServiceDetails> Services, IReadOnlyList<PersonDetails> People,
    IReadOnlyList<FormEntry> Forms, bool MayEdit);

/// <param name="Zone">IANA name of the zone in which the network's people tell the time.</param>
/// <param name="Coordinator">To whom overdue cases go.</param>
public sealed record NetworkDetails(
    Guid Id, string Name, string EmergencyNumber, string Switchboard, Guid Coordinator, string CoordinatorPhone, string Protocol, string Zone);

/// <param name="PromisesEmergency">Said so by the network; a service that answers a form for emergencies alone does in any case.</param>
/// <param name="Members">How many active people answer for it.</param>
public sealed record ServiceDetails(
    Guid Id, string Name, Guid Hospital, IReadOnlyList<string> Templates, string? Phone, Guid? Lead, bool PromisesEmergency, bool MustPromiseEmergency, int Members);

/// <param name="Gender">As the person has stated it; null: not stated.</param>
public sealed record PersonDetails(
    Guid Id, string Name, string UserName, string? Email, IReadOnlyList<RoleEntry> Roles, IReadOnlyList<string> Speaks, string? Gender,
    DateTimeOffset? DeactivatedAt, bool MustChangePassword, DateTimeOffset? LastSeen, bool InTraining = false, int? MostPerDay = null);

/// <summary>A role at a place: a facility for who asks, a service for who answers, the network for the others.</summary>
public sealed record RoleEntry(Role Role, Guid? Facility = null, Guid? Service = null);

/// <summary>A form that services can answer.</summary>
public sealed record FormEntry(string Name, string Title, bool ForEmergencies);

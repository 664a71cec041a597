using MediatR;
using Teleconsult.Application.Pipeline;
using Teleconsult.Domain.Access;

namespace Teleconsult.Application.Directory;

/// <summary>The services of the reader's network, to send, redirect or allocate to.</summary>
[Allowed]
public sealed record ListServices : IRequest<IReadOnlyList<ServiceEntry>>;

/// <param name="Templates">Names of the intake templates that it answers, for example <c>general-dermatology</c>.</param>
/// <param name="Targets">By urgency, where the service promises something else than the network's default.</param>
/// <param name="Emergency">Set where the service promises an answer in an emergency.</param>
public sealed record ServiceEntry(
    Guid Id, string Name, string Hospital, IReadOnlyList<string> Templates, string? Open, EmergencyCover? Emergency = null, ServiceNow? Now = null,
    IReadOnlyDictionary<string, TargetView>? Targets = null);

/// <summary>Who is reached in an emergency, from the duty book.</summary>
/// <param name="People">Names of those on duty now; empty: nobody covers, and only the phone is left.</param>
/// <param name="Phone">The team's own number, else its hospital's; null where neither is known.</param>
public sealed record EmergencyCover(IReadOnlyList<string> People, string? Phone);

/// <summary>How a service stands now, for a phone to keep: after <paramref name="Until"/> it may be otherwise.</summary>
/// <param name="OpensAt">Null while it is open. UTC.</param>
/// <param name="OnDuty">Names, primary before backup; without a roster all who answer. Empty while it is closed, and where the roster has a gap.</param>
public sealed record ServiceNow(bool IsOpen, DateTimeOffset? OpensAt, IReadOnlyList<string> OnDuty, string? Phone, DateTimeOffset? Until);

/// <summary>The reader's own devices.</summary>
[Allowed]
public sealed record ListMyDevices : IRequest<IReadOnlyList<DeviceEntry>>;

public sealed record DeviceEntry(Guid Id, string Name, DateTimeOffset FirstSeen, DateTimeOffset LastSeen, DateTimeOffset? RevokedAt, bool IsThisOne);

/// <summary>Revokes one's own device, or, as administrator, that of another <paramref name="Person"/> of the network. Works within a minute.</summary>
[Allowed]
public sealed record RevokeDevice(Guid Device, Guid? Person = null) : IRequest<Unit>, ICommand
{
    public Guid? Subject => Device;
}

/// <summary>Administrators: all devices of the network's people.</summary>
[Allowed(Role.Administrator)]
public sealed record ListNetworkDevices : IRequest<IReadOnlyList<NetworkDeviceEntry>>;

public sealed record NetworkDeviceEntry(Guid Id, string Name, Guid PersonId, string Person, DateTimeOffset LastSeen, DateTimeOffset? RevokedAt);

namespace Teleconsult.Domain.Access;

/// <summary>What a person may do. Held at a place: see <see cref="Assignment"/>.</summary>
public enum Role
{
    /// <summary>Community, primary-care or home-care worker or emergency doctor: asks.</summary>
    Requester = 1,

    /// <summary>Hospital specialist or clinic staff: answers for a service.</summary>
    Specialist = 2,

    /// <summary>Allocates, chases and covers for a network.</summary>
    Coordinator = 3,

    /// <summary>Keeps a network's people, places and settings. Sees no clinical content.</summary>
    Administrator = 4,
}

/// <summary>A role at a place. A requester's is a facility, a specialist's a service; the others' is the whole network.</summary>
public sealed record Assignment(Role Role, FacilityId? Facility, ServiceId? Service);

/// <summary>Who asks, as the rules need it: the person, the network and the places. Built at sign-in, refreshed when access changes.</summary>
/// <param name="AccessVersion">Raised by each change of the person's roles or places; carried by cursors.</param>
public sealed record Actor(PractitionerId Id, NetworkId Network, long AccessVersion, IReadOnlyList<Assignment> Assignments)
{
    public bool Has(Role role) => Assignments.Any(a => a.Role == role);

    public IEnumerable<ServiceId> Services => Assignments.Where(a => a.Role == Role.Specialist && a.Service is not null).Select(a => a.Service!.Value);

    public IEnumerable<FacilityId> Facilities => Assignments.Where(a => a.Role == Role.Requester && a.Facility is not null).Select(a => a.Facility!.Value);
}

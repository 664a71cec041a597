using Teleconsult.Domain;

namespace Teleconsult.Application.Persistence;

/// <summary>A programme: the tenant.</summary>
public sealed class NetworkRow
{
    public NetworkId Id { get; set; }
    public string Name { get; set; } = "";

    /// <summary>Covers when a promise is not kept and nobody on duty has acted.</summary>
    public PractitionerId Coordinator { get; set; }
    public string EmergencyNumber { get; set; } = "";
    public string Switchboard { get; set; } = "";
    public string CoordinatorPhone { get; set; } = "";

    /// <summary>What to do when nobody can be reached, in the network's words.</summary>
    public string Protocol { get; set; } = "";

    /// <summary>IANA name of the zone in which the network's people tell the time.</summary>
    public string TimeZone { get; set; } = "UTC";

    /// <summary>Raised where who governs the network changes, so that two such changes cannot happen without knowing of each other.</summary>
    public long Version { get; set; }
}

/// <summary>A hospital, clinic or health post.</summary>
public sealed class FacilityRow
{
    public FacilityId Id { get; set; }
    public NetworkId Network { get; set; }
    public string Name { get; set; } = "";
    public string Phone { get; set; } = "";
}

/// <summary>A team that answers.</summary>
public sealed class ServiceRow : IDecidesDuty
{
    public ServiceId Id { get; set; }
    public NetworkId Network { get; set; }
    public FacilityId Hospital { get; set; }
    public string Name { get; set; } = "";

    /// <summary>Names of the intake templates that it answers, separated by spaces.</summary>
    public string Templates { get; set; } = "";

    /// <summary>When it is open, in words; null where nothing is said.</summary>
    public string? Open { get; set; }

    /// <summary>Where the team itself is reached; null: by its hospital's number.</summary>
    public string? Phone { get; set; }

    /// <summary>Who is responsible for the team; null where nobody is named.</summary>
    public PractitionerId? Lead { get; set; }

    /// <summary>Whether it answers emergencies. One that answers a form for emergencies alone does in any case.</summary>
    public bool PromisesEmergency { get; set; }
}

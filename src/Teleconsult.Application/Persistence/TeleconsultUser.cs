using Microsoft.AspNetCore.Identity;
using Teleconsult.Domain;
using Teleconsult.Domain.Access;

namespace Teleconsult.Application.Persistence;

/// <summary>A person with an account. A user name serves as well as an e-mail address: many workers have none.</summary>
public sealed class TeleconsultUser : IdentityUser<Guid>
{
    public string Name { get; set; } = "";
    public NetworkId Network { get; set; }

    /// <summary>Raised by each change of roles or places; cursors carry it.</summary>
    public long AccessVersion { get; set; } = 1;
    public string Language { get; set; } = "en";
    public List<AssignmentRow> Assignments { get; private set; } = [];
}

/// <summary>A role at a place.</summary>
public sealed class AssignmentRow
{
    public Guid Id { get; set; } = Guid.CreateVersion7();
    public Guid User { get; set; }
    public Role Role { get; set; }
    public FacilityId? Facility { get; set; }
    public ServiceId? Service { get; set; }
}

/// <summary>A phone or browser that a person signed in on.</summary>
public sealed class DeviceRow
{
    public DeviceId Id { get; set; }
    public Guid User { get; set; }
    public string Name { get; set; } = "";
    public DateTimeOffset FirstSeen { get; set; }
    public DateTimeOffset LastSeen { get; set; }
    public DateTimeOffset? RevokedAt { get; set; }
}

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

    /// <summary>BCP 47 tags of the languages that the person speaks with patients, separated by spaces.</summary>
    public string Speaks { get; set; } = "";

    /// <summary>As the person has stated it, for patients who ask for a clinician of their own; null: not stated.</summary>
    public string? Gender { get; set; }

    /// <summary>In training: advice of theirs goes out when a colleague has signed it.</summary>
    public bool InTraining { get; set; }

    /// <summary>How many cases the person agreed to be offered in a day; null: no limit. An emergency is offered all the same.</summary>
    public int? MostPerDay { get; set; }

    /// <summary>Since when the person can neither sign in nor have duty; null: active. UTC.</summary>
    public DateTimeOffset? DeactivatedAt { get; set; }

    /// <summary>Whether somebody else has set the password, so that it has to be changed before anything else.</summary>
    public bool MustChangePassword { get; set; }

    /// <summary>The person has chosen <see cref="Language"/>: it goes along to every browser that they sign in at.</summary>
    public bool LanguageChosen { get; set; }
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

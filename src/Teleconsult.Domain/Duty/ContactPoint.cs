namespace Teleconsult.Domain.Duty;

/// <summary>By what a person can be reached besides the open screen.</summary>
public enum ContactChannel
{
    Email = 1,
    Sms = 2,

    /// <summary>A number to ring: people ring it, the host does not.</summary>
    Phone = 3,
}

/// <summary>One way of reaching a person.</summary>
/// <param name="Address">An e-mail address or a telephone number, as it was checked by <see cref="ContactAddress"/>.</param>
/// <param name="Order">The first one that is tried has the lowest.</param>
public sealed record ContactPoint(ContactId Id, PractitionerId Person, ContactChannel Channel, string Address, int Order);

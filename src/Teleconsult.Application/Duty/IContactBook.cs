using Teleconsult.Domain;
using Teleconsult.Domain.Duty;

namespace Teleconsult.Application.Duty;

/// <summary>How people can be reached and when they want to be left alone. Holds no patient's data.</summary>
public interface IContactBook
{
    /// <summary>An entry for each person asked for; one without any address has an empty list. Deactivated people have none.</summary>
    Task<IReadOnlyDictionary<PractitionerId, PersonContacts>> OfAsync(IEnumerable<PractitionerId> people, CancellationToken cancellationToken);
}

/// <param name="Points">In the order in which the person wants them tried.</param>
/// <param name="Quiet">Null: the person may be reached at any time.</param>
/// <param name="Language">BCP 47 tag of the language that the person reads.</param>
public sealed record PersonContacts(PractitionerId Person, IReadOnlyList<ContactPoint> Points, QuietHours? Quiet, string Language)
{
    public IEnumerable<ContactPoint> By(ContactChannel channel) => Points.Where(p => p.Channel == channel);
}

using Microsoft.EntityFrameworkCore;
using Teleconsult.Application.Persistence;
using Teleconsult.Domain;
using Teleconsult.Domain.Duty;

namespace Teleconsult.Application.Duty;

internal sealed class ContactBook(TeleconsultDb db) : IContactBook
{
    public async Task<IReadOnlyDictionary<PractitionerId, PersonContacts>> OfAsync(IEnumerable<PractitionerId> people, CancellationToken cancellationToken)
    {
        var wanted = people.Distinct().ToList();
        var ids = wanted.ConvertAll(p => p.Value);
        var active = await db.Users.AsNoTracking().Where(u => ids.Contains(u.Id) && u.DeactivatedAt == null)
            .ToDictionaryAsync(u => u.Id, u => u.Language, cancellationToken);
        var points = (await db.ContactPoints.AsNoTracking().Where(c => wanted.Contains(c.Person)).OrderBy(c => c.Order).ThenBy(c => c.Id).ToListAsync(cancellationToken))
            .ToLookup(c => c.Person, c => new ContactPoint(c.Id, c.Person, c.Channel, c.Address, c.Order));
        var quiet = await db.QuietHours.AsNoTracking().Where(q => wanted.Contains(q.Person)).ToDictionaryAsync(q => q.Person, cancellationToken);
        return wanted.ToDictionary(p => p, p => new PersonContacts(
            p, active.ContainsKey(p.Value) ? [.. points[p]] : [],
            quiet.TryGetValue(p, out var hours) ? new QuietHours(hours.From, hours.To, ZoneTime.Find(hours.Zone)) : null,
            active.GetValueOrDefault(p.Value, "en")));
    }
}

using Microsoft.EntityFrameworkCore;
using Teleconsult.Application.Pipeline;
using Teleconsult.Domain;
using Teleconsult.Domain.Access;
using Teleconsult.Domain.Consults;

namespace Teleconsult.Application.Persistence;

/// <summary>Loading with the reader's eyes: what one may not see looks like what does not exist.</summary>
public static class Loading
{
    /// <summary>
    /// A requester sees the own cases, a specialist those of the own services, a coordinator those of the network.
    /// An administrator sees no case. Nobody sees an erased one.
    /// </summary>
    public static IQueryable<Consult> VisibleTo(this IQueryable<Consult> consults, Actor actor) =>
        consults.InPlaceOf(actor).Where(c => c.State != ConsultState.Erased);

    /// <summary>
    /// As <see cref="VisibleTo"/> and with what was erased, for those who have to be told that it was. The same rule as
    /// <see cref="Sees"/>, for the database.
    /// </summary>
    public static IQueryable<Consult> InPlaceOf(this IQueryable<Consult> consults, Actor actor)
    {
        var services = actor.Services.Select(s => (ServiceId?)s).ToArray();
        var coordinates = actor.Has(Role.Coordinator);
        var asks = actor.Has(Role.Requester);
        return consults.Where(c => c.Network == actor.Network
            && (coordinates || (asks && c.Requester == actor.Id) || services.Contains(c.Service)));
    }

    /// <summary>The rule of <see cref="InPlaceOf"/> in memory, for notices.</summary>
    public static bool Sees(this Actor actor, NetworkId network, PractitionerId requester, ServiceId? service) =>
        network == actor.Network
        && (actor.Has(Role.Coordinator) || (actor.Has(Role.Requester) && requester == actor.Id)
            || (service is { } s && actor.Services.Contains(s)));

    /// <summary>The whole aggregate, tracked, if <paramref name="actor"/> may see it.</summary>
    /// <exception cref="NotFound"/>
    public static async Task<Consult> LoadVisibleAsync(this TeleconsultDb db, ConsultId id, Actor actor, CancellationToken cancellationToken) =>
        await db.LoadWholeAsync(db.Consults.VisibleTo(actor).Where(c => c.Id == id), cancellationToken) ?? throw new NotFound("consult.not-found");

    /// <summary>
    /// The one case of <paramref name="which"/> with all its parts, tracked. A case that nobody has answered in any way yet has nothing but
    /// photos: one statement instead of eight while it is sent. Who answers it meanwhile raises its version, and all is read anew.
    /// </summary>
    public static async Task<Consult?> LoadWholeAsync(this TeleconsultDb db, IQueryable<Consult> which, CancellationToken cancellationToken)
    {
        var consult = await which.Include(c => c.Photos.OrderBy(p => p.AnnouncedAt).ThenBy(p => p.Id)).SingleOrDefaultAsync(cancellationToken);
        if (consult is { IsUntouched: false })
        {
            var entry = db.Entry(consult);
            await entry.Collection(c => c.Requests).Query().OrderBy(r => r.AskedAt).ThenBy(r => r.Id).LoadAsync(cancellationToken);
            await entry.Collection(c => c.Advices).Query().Include(a => a.Marks).OrderBy(a => a.SentAt).ThenBy(a => a.Id).LoadAsync(cancellationToken);
            await entry.Collection(c => c.Opinions).Query().OrderBy(o => o.AskedAt).ThenBy(o => o.Id).LoadAsync(cancellationToken);
            await entry.Collection(c => c.Referrals).Query().OrderBy(r => r.MadeAt).ThenBy(r => r.Id).LoadAsync(cancellationToken);
            await entry.Collection(c => c.ReadBacks).Query().OrderBy(r => r.At).ThenBy(r => r.Id).LoadAsync(cancellationToken);
            await entry.Collection(c => c.Calls).Query().OrderBy(c => c.At).ThenBy(c => c.Id).LoadAsync(cancellationToken);
        }

        return consult;
    }

    /// <summary>As <see cref="LoadVisibleAsync"/>, for those who answer: the consult's service is one of the actor's own.</summary>
    /// <exception cref="NotFound"/>
    public static async Task<Consult> LoadForAnswerAsync(this TeleconsultDb db, ConsultId id, Actor actor, CancellationToken cancellationToken)
    {
        var consult = await db.LoadVisibleAsync(id, actor, cancellationToken);
        return consult.Service is { } service && actor.Services.Contains(service) ? consult : throw new NotFound("consult.not-found");
    }

    /// <summary>As <see cref="LoadVisibleAsync"/>, for the one who asked.</summary>
    /// <exception cref="NotFound"/>
    public static async Task<Consult> LoadOwnAsync(this TeleconsultDb db, ConsultId id, Actor actor, CancellationToken cancellationToken)
    {
        var consult = await db.LoadVisibleAsync(id, actor, cancellationToken);
        return consult.Requester == actor.Id ? consult : throw new NotFound("consult.not-found");
    }

    /// <summary>Whether one of the ids belongs to a photo or an original already; of other cases than <paramref name="besides"/>, where it is given.</summary>
    public static Task<bool> AnyPhotoAsync(this TeleconsultDb db, IEnumerable<Guid> ids, ConsultId? besides, CancellationToken cancellationToken)
    {
        var wanted = ids.Select(i => new PhotoId(i)).ToList();
        var elsewhere = besides is { } here ? db.Photos.Where(p => p.Consult != here) : db.Photos;
        return elsewhere.AnyAsync(p => wanted.Contains(p.Id) || wanted.Contains(p.Original!.Id), cancellationToken);
    }

    /// <summary>With all parts, in the order in which they were made.</summary>
    public static IQueryable<Consult> Whole(this IQueryable<Consult> consults) => consults
        .Include(c => c.Photos.OrderBy(p => p.AnnouncedAt).ThenBy(p => p.Id))
        .Include(c => c.Requests.OrderBy(r => r.AskedAt).ThenBy(r => r.Id))
        .Include(c => c.Advices.OrderBy(a => a.SentAt).ThenBy(a => a.Id)).ThenInclude(a => a.Marks)
        .Include(c => c.Opinions.OrderBy(o => o.AskedAt).ThenBy(o => o.Id))
        .Include(c => c.Referrals.OrderBy(r => r.MadeAt).ThenBy(r => r.Id))
        .Include(c => c.ReadBacks.OrderBy(r => r.At).ThenBy(r => r.Id))
        .Include(c => c.Calls.OrderBy(c => c.At).ThenBy(c => c.Id))
        .AsSplitQuery();

    /// <summary>A service of the network, or null for null.</summary>
    /// <exception cref="RuleViolation"><c>service.unknown</c></exception>
    public static async Task<ServiceId?> ServiceOfNetworkAsync(this TeleconsultDb db, Guid? service, NetworkId network, CancellationToken cancellationToken)
    {
        if (service is not { } value)
        {
            return null;
        }

        var id = new ServiceId(value);
        return await db.Services.AnyAsync(s => s.Id == id && s.Network == network, cancellationToken) ? id : throw new RuleViolation("service.unknown");
    }
}

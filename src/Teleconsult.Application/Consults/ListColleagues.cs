using MediatR;
using Microsoft.EntityFrameworkCore;
using Teleconsult.Application.Persistence;
using Teleconsult.Application.Pipeline;
using Teleconsult.Domain;
using Teleconsult.Domain.Access;

namespace Teleconsult.Application.Consults;

/// <summary>Who can be asked for a second opinion on a case: those who answer for its service, without the reader and who is in training; by name.</summary>
[Allowed(Role.Specialist)]
public sealed record ListColleagues(Guid Consult) : IRequest<IReadOnlyList<PersonName>>;

internal sealed class ListColleaguesHandler(TeleconsultDb db, ICurrentUser user) : IRequestHandler<ListColleagues, IReadOnlyList<PersonName>>
{
    public async Task<IReadOnlyList<PersonName>> Handle(ListColleagues request, CancellationToken cancellationToken)
    {
        var id = new ConsultId(request.Consult);
        var service = await db.Consults.VisibleTo(user.Actor).Where(c => c.Id == id).Select(c => c.Service).SingleOrDefaultAsync(cancellationToken);
        if (service is not { } answering || !user.Actor.Services.Contains(answering))
        {
            throw new NotFound("consult.not-found");
        }

        var me = user.Actor.Id.Value;
        return [.. (await db.Answering(answering).Where(u => u.Id != me && !u.InTraining).OrderBy(u => u.Name).ThenBy(u => u.Id).Select(u => new { u.Id, u.Name }).ToListAsync(cancellationToken))
            .Select(u => new PersonName(u.Id, u.Name))];
    }
}

/// <summary>Who answers for a service.</summary>
internal static class Colleagues
{
    /// <summary>The active people who answer for the service.</summary>
    public static IQueryable<TeleconsultUser> Answering(this TeleconsultDb db, ServiceId service) =>
        db.Users.AsNoTracking().Where(u => u.DeactivatedAt == null && u.Assignments.Any(a => a.Role == Role.Specialist && a.Service == service));

    public static Task<bool> AnswersAsync(this TeleconsultDb db, Guid person, ServiceId service, CancellationToken cancellationToken) =>
        db.Answering(service).AnyAsync(u => u.Id == person, cancellationToken);

    public static Task<bool> IsInTrainingAsync(this TeleconsultDb db, PractitionerId person, CancellationToken cancellationToken) =>
        db.Users.AnyAsync(u => u.Id == person.Value && u.InTraining, cancellationToken);
}

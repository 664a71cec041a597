using MediatR;
using Microsoft.EntityFrameworkCore;
using Teleconsult.Application.Persistence;
using Teleconsult.Application.Pipeline;
using Teleconsult.Domain.Access;

namespace Teleconsult.Application.Worklist;

/// <summary>What a tab can be filtered by: the teams, places and languages of the cases that are in it now.</summary>
[Allowed(Role.Specialist, Role.Coordinator)]
public sealed record GetWorklistChoices(WorklistTab Tab) : IRequest<WorklistChoices>;

/// <param name="Services">By name.</param>
/// <param name="Facilities">By name.</param>
/// <param name="Languages">BCP 47 tags.</param>
public sealed record WorklistChoices(IReadOnlyList<Choice> Services, IReadOnlyList<Choice> Facilities, IReadOnlyList<string> Languages);

public sealed record Choice(Guid Id, string Name);

internal sealed class GetWorklistChoicesHandler(TeleconsultDb db, NameDirectory directory, ICurrentUser user) : IRequestHandler<GetWorklistChoices, WorklistChoices>
{
    public async Task<WorklistChoices> Handle(GetWorklistChoices request, CancellationToken cancellationToken)
    {
        var names = await directory.OfAsync(user.Actor.Network, cancellationToken);
        var cases = await db.Consults.AsNoTracking().VisibleTo(user.Actor).InTab(request.Tab, user.Actor)
            .Select(c => new { c.Service, c.Facility, c.Language }).Distinct().ToListAsync(cancellationToken);
        return new WorklistChoices(
            [.. cases.Select(c => names.Service(c.Service)).OfType<Consults.ServiceView>().Distinct().Select(s => new Choice(s.Id, s.Name)).OrderBy(s => s.Name)],
            [.. cases.Select(c => c.Facility).Distinct().Select(f => new Choice(f.Value, names.Facility(f))).OrderBy(f => f.Name)],
            [.. cases.Select(c => c.Language).OfType<string>().Distinct().Order(StringComparer.Ordinal)]);
    }
}

using MediatR;
using Microsoft.EntityFrameworkCore;
using Teleconsult.Application.Audit;
using Teleconsult.Application.Persistence;
using Teleconsult.Application.Pipeline;
using Teleconsult.Domain;
using Teleconsult.Domain.Access;

namespace Teleconsult.Application.Consults;

/// <summary>One case for the paper file. Audited by its own name: what is on paper, no rule of access reaches any more.</summary>
[Allowed(Role.Specialist, Role.Coordinator)]
public sealed record GetPaper(long Number) : IRequest<CasePaper>;

/// <param name="Language">In which its requester reads, as they chose it. BCP 47.</param>
/// <param name="By">Who prints it.</param>
public sealed record CasePaper(ConsultView Case, string Language, string By);

internal sealed class GetPaperHandler(TeleconsultDb db, ConsultReader reader, ReadAudit audit, ICurrentUser user) : IRequestHandler<GetPaper, CasePaper>
{
    public async Task<CasePaper> Handle(GetPaper request, CancellationToken cancellationToken)
    {
        var consult = await db.Consults.AsNoTracking().VisibleTo(user.Actor).Whole().SingleOrDefaultAsync(c => c.Number == request.Number, cancellationToken)
            ?? throw new NotFound("consult.not-found");
        audit.Read(user, nameof(GetPaper), consult.Id.Value);
        var people = await db.Users.Where(u => u.Id == consult.Requester.Value || u.Id == user.Actor.Id.Value).Select(u => new { u.Id, u.Name, u.Language })
            .ToDictionaryAsync(u => u.Id, cancellationToken);
        return new CasePaper(
            await reader.ReadAsync(consult, cancellationToken), people[consult.Requester.Value].Language, people[user.Actor.Id.Value].Name);
    }
}

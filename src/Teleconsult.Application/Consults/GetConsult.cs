using MediatR;
using Microsoft.EntityFrameworkCore;
using Teleconsult.Application.Audit;
using Teleconsult.Application.Persistence;
using Teleconsult.Application.Pipeline;
using Teleconsult.Domain;
using Teleconsult.Domain.Access;

namespace Teleconsult.Application.Consults;

/// <summary>One case whole, by number or id, as its reader may see it. Reading is audited.</summary>
[Allowed(Role.Requester, Role.Specialist, Role.Coordinator)]
public sealed record GetConsult(long? Number, Guid? Id) : IRequest<ConsultView>;

internal sealed class GetConsultHandler(TeleconsultDb db, ConsultReader reader, ReadAudit audit, ICurrentUser user) : IRequestHandler<GetConsult, ConsultView>
{
    public async Task<ConsultView> Handle(GetConsult request, CancellationToken cancellationToken)
    {
        var visible = db.Consults.AsNoTracking().VisibleTo(user.Actor).Whole();
        var id = new ConsultId(request.Id ?? Guid.Empty);
        var consult = await (request.Number is { } number ? visible.Where(c => c.Number == number) : visible.Where(c => c.Id == id))
            .SingleOrDefaultAsync(cancellationToken) ?? throw new NotFound("consult.not-found");
        audit.Read(user, nameof(GetConsult), consult.Id.Value);
        return await reader.ReadAsync(consult, cancellationToken);
    }
}

using MediatR;
using Teleconsult.Application.Persistence;
using Teleconsult.Application.Pipeline;
using Teleconsult.Domain;
using Teleconsult.Domain.Access;

namespace Teleconsult.Application.Consults;

/// <summary>A specialist takes back a claim of moments ago. What was typed meanwhile stays their draft.</summary>
[Allowed(Role.Specialist)]
public sealed record UndoClaim(Guid Consult) : IRequest<VersionResult>, ICommand
{
    public Guid? Subject => Consult;
}

internal sealed class UndoClaimHandler(TeleconsultDb db, ICurrentUser user, TimeProvider clock) : IRequestHandler<UndoClaim, VersionResult>
{
    public async Task<VersionResult> Handle(UndoClaim command, CancellationToken cancellationToken)
    {
        var consult = await db.LoadForAnswerAsync(new ConsultId(command.Consult), user.Actor, cancellationToken);

        consult.UndoClaim(user.Actor.Id, clock.GetUtcNow());

        return new VersionResult(consult.Version, consult.ContentVersion);
    }
}

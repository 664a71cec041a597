using MediatR;
using Teleconsult.Application.Persistence;
using Teleconsult.Application.Pipeline;
using Teleconsult.Domain;
using Teleconsult.Domain.Access;

namespace Teleconsult.Application.Consults;

/// <summary>The colleague who was asked cannot give an opinion; whoever asked is told.</summary>
[Allowed(Role.Specialist)]
public sealed record DeclineOpinion(Guid Consult, Guid Opinion) : IRequest<VersionResult>, ICommand
{
    public Guid? Subject => Consult;
}

internal sealed class DeclineOpinionHandler(TeleconsultDb db, ICurrentUser user, TimeProvider clock) : IRequestHandler<DeclineOpinion, VersionResult>
{
    public async Task<VersionResult> Handle(DeclineOpinion command, CancellationToken cancellationToken)
    {
        var consult = await db.LoadForAnswerAsync(new ConsultId(command.Consult), user.Actor, cancellationToken);
        consult.DeclineOpinion(new OpinionId(command.Opinion), user.Actor.Id, clock.GetUtcNow());
        return new VersionResult(consult.Version, consult.ContentVersion);
    }
}

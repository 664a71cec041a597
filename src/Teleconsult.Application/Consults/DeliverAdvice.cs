using MediatR;
using Teleconsult.Application.Persistence;
using Teleconsult.Application.Pipeline;
using Teleconsult.Domain;
using Teleconsult.Domain.Access;

namespace Teleconsult.Application.Consults;

/// <summary>The requester's phone says that it has the advice. Saying it again changes nothing, so a phone says it until it reads that it was heard.</summary>
[Allowed(Role.Requester)]
public sealed record DeliverAdvice(Guid Consult, Guid Advice) : IRequest<VersionResult>, ICommand
{
    public Guid? Subject => Consult;
}

internal sealed class DeliverAdviceHandler(TeleconsultDb db, ICurrentUser user, TimeProvider clock) : IRequestHandler<DeliverAdvice, VersionResult>
{
    public async Task<VersionResult> Handle(DeliverAdvice command, CancellationToken cancellationToken)
    {
        var consult = await db.LoadOwnAsync(new ConsultId(command.Consult), user.Actor, cancellationToken);

        consult.DeliverAdvice(new AdviceId(command.Advice), user.Actor.Id, clock.GetUtcNow());

        return new VersionResult(consult.Version, consult.ContentVersion);
    }
}

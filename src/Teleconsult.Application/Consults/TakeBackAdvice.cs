using MediatR;
using Teleconsult.Application.Persistence;
using Teleconsult.Application.Pipeline;
using Teleconsult.Domain;
using Teleconsult.Domain.Access;

namespace Teleconsult.Application.Consults;

/// <summary>The author takes sent advice back before the requester could see it. The draft is as it was.</summary>
[Allowed(Role.Specialist)]
public sealed record TakeBackAdvice(Guid Consult, Guid Advice) : IRequest<VersionResult>, ICommand
{
    public Guid? Subject => Consult;
}

internal sealed class TakeBackAdviceHandler(TeleconsultDb db, ICurrentUser user, TimeProvider clock) : IRequestHandler<TakeBackAdvice, VersionResult>
{
    public async Task<VersionResult> Handle(TakeBackAdvice command, CancellationToken cancellationToken)
    {
        var consult = await db.LoadForAnswerAsync(new ConsultId(command.Consult), user.Actor, cancellationToken);

        consult.TakeBack(new AdviceId(command.Advice), user.Actor.Id, clock.GetUtcNow());

        return new VersionResult(consult.Version, consult.ContentVersion);
    }
}

using MediatR;
using Teleconsult.Application.Persistence;
using Teleconsult.Application.Pipeline;
using Teleconsult.Domain;
using Teleconsult.Domain.Access;

namespace Teleconsult.Application.Consults;

/// <summary>The holder hands a case to a colleague of the same service, by name. The clock goes on; a half-written answer stays and can be taken over.</summary>
/// <param name="Colleague">Somebody who answers for the case's service.</param>
[Allowed(Role.Specialist)]
public sealed record HandOverConsult(Guid Consult, Guid Colleague) : IRequest<VersionResult>, ICommand
{
    public Guid? Subject => Consult;
}

internal sealed class HandOverConsultHandler(TeleconsultDb db, ICurrentUser user, TimeProvider clock) : IRequestHandler<HandOverConsult, VersionResult>
{
    public async Task<VersionResult> Handle(HandOverConsult command, CancellationToken cancellationToken)
    {
        var consult = await db.LoadForAnswerAsync(new ConsultId(command.Consult), user.Actor, cancellationToken);
        if (!await db.AnswersAsync(command.Colleague, consult.Service!.Value, cancellationToken))
        {
            throw new RuleViolation("handover.no-colleague");
        }

        consult.HandOver(new PractitionerId(command.Colleague), user.Actor.Id, clock.GetUtcNow());
        return new VersionResult(consult.Version, consult.ContentVersion);
    }
}

using MediatR;
using Teleconsult.Application.Persistence;
using Teleconsult.Application.Pipeline;
using Teleconsult.Domain;
using Teleconsult.Domain.Access;

namespace Teleconsult.Application.Consults;

/// <summary>The requester confirmed the patient by two identifiers and read the advice.</summary>
[Allowed(Role.Requester)]
public sealed record ReadAdvice(Guid Consult, Guid Advice, bool PatientConfirmed) : IRequest<VersionResult>, ICommand
{
    public Guid? Subject => Consult;
}

internal sealed class ReadAdviceHandler(TeleconsultDb db, ICurrentUser user, TimeProvider clock) : IRequestHandler<ReadAdvice, VersionResult>
{
    public async Task<VersionResult> Handle(ReadAdvice command, CancellationToken cancellationToken)
    {
        if (!command.PatientConfirmed)
        {
            throw new RuleViolation("patient.not-confirmed");
        }

        var consult = await db.LoadOwnAsync(new ConsultId(command.Consult), user.Actor, cancellationToken);

        consult.ReadAdvice(new AdviceId(command.Advice), user.Actor.Id, clock.GetUtcNow());

        return new VersionResult(consult.Version, consult.ContentVersion);
    }
}

using MediatR;
using Teleconsult.Application.Persistence;
using Teleconsult.Application.Pipeline;
using Teleconsult.Domain;
using Teleconsult.Domain.Access;

namespace Teleconsult.Application.Consults;

/// <summary>Somebody of the answering service opens the case on the screen: the first time is recorded as "seen".</summary>
[Allowed(Role.Specialist)]
public sealed record OpenConsult(Guid Consult) : IRequest<VersionResult>, ICommand
{
    public Guid? Subject => Consult;
}

internal sealed class OpenConsultHandler(TeleconsultDb db, ICurrentUser user, TimeProvider clock) : IRequestHandler<OpenConsult, VersionResult>
{
    public async Task<VersionResult> Handle(OpenConsult command, CancellationToken cancellationToken)
    {
        var consult = await db.LoadForAnswerAsync(new ConsultId(command.Consult), user.Actor, cancellationToken);

        consult.SeeBy(user.Actor.Id, clock.GetUtcNow());

        return new VersionResult(consult.Version, consult.ContentVersion);
    }
}

using MediatR;
using Teleconsult.Application.Persistence;
using Teleconsult.Application.Pipeline;
using Teleconsult.Domain;
using Teleconsult.Domain.Access;

namespace Teleconsult.Application.Consults;

/// <summary>Somebody of the answering service finds right what the requester said back: the loop is closed.</summary>
[Allowed(Role.Specialist)]
public sealed record ConfirmReadBack(Guid Consult, Guid ReadBack) : IRequest<VersionResult>, ICommand
{
    public Guid? Subject => Consult;
}

internal sealed class ConfirmReadBackHandler(TeleconsultDb db, ICurrentUser user, TimeProvider clock) : IRequestHandler<ConfirmReadBack, VersionResult>
{
    public async Task<VersionResult> Handle(ConfirmReadBack command, CancellationToken cancellationToken)
    {
        var consult = await db.LoadForAnswerAsync(new ConsultId(command.Consult), user.Actor, cancellationToken);

        consult.ConfirmReadBack(new ReadBackId(command.ReadBack), user.Actor.Id, clock.GetUtcNow());

        return new VersionResult(consult.Version, consult.ContentVersion);
    }
}

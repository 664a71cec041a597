using MediatR;
using Teleconsult.Application.Persistence;
using Teleconsult.Application.Pipeline;
using Teleconsult.Domain;
using Teleconsult.Domain.Access;

namespace Teleconsult.Application.Consults;

/// <summary>The holder passes a consult on: to another service of the network, or (null) to the coordinator. The clock goes on.</summary>
[Allowed(Role.Specialist)]
public sealed record RedirectConsult(Guid Consult, Guid? Service) : IRequest<VersionResult>, ICommand
{
    public Guid? Subject => Consult;
}

internal sealed class RedirectConsultHandler(TeleconsultDb db, ICurrentUser user, TimeProvider clock) : IRequestHandler<RedirectConsult, VersionResult>
{
    public async Task<VersionResult> Handle(RedirectConsult command, CancellationToken cancellationToken)
    {
        var consult = await db.LoadForAnswerAsync(new ConsultId(command.Consult), user.Actor, cancellationToken);
        var service = await db.ServiceOfNetworkAsync(command.Service, user.Actor.Network, cancellationToken);

        consult.RedirectTo(service, user.Actor.Id, clock.GetUtcNow());

        return new VersionResult(consult.Version, consult.ContentVersion);
    }
}

using MediatR;
using Teleconsult.Application.Persistence;
using Teleconsult.Application.Pipeline;
using Teleconsult.Domain;
using Teleconsult.Domain.Access;

namespace Teleconsult.Application.Consults;

/// <summary>A coordinator gives a consult to a service of the network, or moves one that nobody holds.</summary>
[Allowed(Role.Coordinator)]
public sealed record AllocateConsult(Guid Consult, Guid Service) : IRequest<VersionResult>, ICommand
{
    public Guid? Subject => Consult;
}

internal sealed class AllocateConsultHandler(TeleconsultDb db, ICurrentUser user, TimeProvider clock) : IRequestHandler<AllocateConsult, VersionResult>
{
    public async Task<VersionResult> Handle(AllocateConsult command, CancellationToken cancellationToken)
    {
        var consult = await db.LoadVisibleAsync(new ConsultId(command.Consult), user.Actor, cancellationToken);
        var service = await db.ServiceOfNetworkAsync(command.Service, user.Actor.Network, cancellationToken);

        consult.AllocateTo(service!.Value, user.Actor.Id, clock.GetUtcNow());

        return new VersionResult(consult.Version, consult.ContentVersion);
    }
}

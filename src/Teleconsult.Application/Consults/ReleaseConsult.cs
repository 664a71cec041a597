using MediatR;
using Teleconsult.Application.Persistence;
using Teleconsult.Application.Pipeline;
using Teleconsult.Domain;
using Teleconsult.Domain.Access;

namespace Teleconsult.Application.Consults;

/// <summary>The holder gives a consult back to the service.</summary>
[Allowed(Role.Specialist)]
public sealed record ReleaseConsult(Guid Consult) : IRequest<VersionResult>, ICommand
{
    public Guid? Subject => Consult;
}

/// <param name="Version">The consult's version after the command.</param>
public sealed record VersionResult(long Version, long ContentVersion);

internal sealed class ReleaseConsultHandler(TeleconsultDb db, ICurrentUser user, TimeProvider clock) : IRequestHandler<ReleaseConsult, VersionResult>
{
    public async Task<VersionResult> Handle(ReleaseConsult command, CancellationToken cancellationToken)
    {
        var consult = await db.LoadForAnswerAsync(new ConsultId(command.Consult), user.Actor, cancellationToken);

        consult.ReleaseBy(user.Actor.Id, clock.GetUtcNow());

        return new VersionResult(consult.Version, consult.ContentVersion);
    }
}

using MediatR;
using Teleconsult.Application.Persistence;
using Teleconsult.Application.Pipeline;
using Teleconsult.Domain;
using Teleconsult.Domain.Access;

namespace Teleconsult.Application.Consults;

/// <summary>A specialist takes responsibility for a consult.</summary>
[Allowed(Role.Specialist)]
public sealed record ClaimConsult(Guid Consult) : IRequest<ClaimResult>, ICommand
{
    public Guid? Subject => Consult;
}

/// <param name="Version">The consult's version after the claim.</param>
/// <param name="LeaseEnds">When the claim lapses without activity, UTC.</param>
public sealed record ClaimResult(long Version, DateTimeOffset LeaseEnds);

internal sealed class ClaimConsultHandler(TeleconsultDb db, ICurrentUser user, TimeProvider clock) : IRequestHandler<ClaimConsult, ClaimResult>
{
    public async Task<ClaimResult> Handle(ClaimConsult command, CancellationToken cancellationToken)
    {
        var consult = await db.LoadForAnswerAsync(new ConsultId(command.Consult), user.Actor, cancellationToken);

        consult.ClaimBy(user.Actor.Id, clock.GetUtcNow());

        return new ClaimResult(consult.Version, consult.LeaseEnds ?? clock.GetUtcNow());
    }
}

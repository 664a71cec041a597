using MediatR;
using Teleconsult.Application.Persistence;
using Teleconsult.Application.Pipeline;
using Teleconsult.Domain;
using Teleconsult.Domain.Access;

namespace Teleconsult.Application.Consults;

/// <summary>The holder is active (heartbeat of an open case): moves the lease without event or version.</summary>
[Allowed(Role.Specialist)]
public sealed record KeepClaim(Guid Consult) : IRequest<DateTimeOffset?>, ICommand
{
    public Guid? Subject => null; // no change of the case: not a matter for its audit
}

/// <returns>When the lease ends now; null where the sender does not hold the case.</returns>
internal sealed class KeepClaimHandler(TeleconsultDb db, ICurrentUser user, TimeProvider clock) : IRequestHandler<KeepClaim, DateTimeOffset?>
{
    public async Task<DateTimeOffset?> Handle(KeepClaim command, CancellationToken cancellationToken)
    {
        var consult = await db.LoadForAnswerAsync(new ConsultId(command.Consult), user.Actor, cancellationToken);

        consult.ExtendLease(user.Actor.Id, clock.GetUtcNow());

        return consult.Holder == user.Actor.Id ? consult.LeaseEnds : null;
    }
}

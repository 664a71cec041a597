using MediatR;
using Teleconsult.Application.Consults;
using Teleconsult.Application.Persistence;
using Teleconsult.Application.Pipeline;
using Teleconsult.Domain;
using Teleconsult.Domain.Access;

namespace Teleconsult.Application.Referrals;

/// <summary>The patient was seen where they were sent.</summary>
[Allowed(Role.Requester, Role.Specialist, Role.Coordinator)]
public sealed record AttendReferral(Guid Consult, Guid Referral, DateTimeOffset On) : IRequest<VersionResult>, ICommand
{
    public Guid? Subject => Consult;
}

internal sealed class AttendReferralHandler(TeleconsultDb db, ICurrentUser user, TimeProvider clock) : IRequestHandler<AttendReferral, VersionResult>
{
    public async Task<VersionResult> Handle(AttendReferral command, CancellationToken cancellationToken)
    {
        var consult = await db.LoadToFollowAsync(command.Consult, user.Actor, cancellationToken);

        consult.AttendReferral(new ReferralId(command.Referral), command.On.ToUniversalTime(), user.Actor.Id, clock.GetUtcNow());

        return new VersionResult(consult.Version, consult.ContentVersion);
    }
}

using MediatR;
using Teleconsult.Application.Consults;
using Teleconsult.Application.Persistence;
using Teleconsult.Application.Pipeline;
using Teleconsult.Domain;
using Teleconsult.Domain.Access;

namespace Teleconsult.Application.Referrals;

/// <summary>The patient knows, and has an appointment or a day to go.</summary>
[Allowed(Role.Requester, Role.Specialist, Role.Coordinator)]
public sealed record BookReferral(Guid Consult, Guid Referral, DateTimeOffset On) : IRequest<VersionResult>, ICommand
{
    public Guid? Subject => Consult;
}

internal sealed class BookReferralHandler(TeleconsultDb db, ICurrentUser user, TimeProvider clock) : IRequestHandler<BookReferral, VersionResult>
{
    public async Task<VersionResult> Handle(BookReferral command, CancellationToken cancellationToken)
    {
        var consult = await db.LoadToFollowAsync(command.Consult, user.Actor, cancellationToken);

        consult.BookReferral(new ReferralId(command.Referral), command.On.ToUniversalTime(), user.Actor.Id, clock.GetUtcNow());

        return new VersionResult(consult.Version, consult.ContentVersion);
    }
}

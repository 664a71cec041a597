using MediatR;
using Teleconsult.Application.Consults;
using Teleconsult.Application.Persistence;
using Teleconsult.Application.Pipeline;
using Teleconsult.Domain;
using Teleconsult.Domain.Access;
using Teleconsult.Domain.Consults;

namespace Teleconsult.Application.Referrals;

/// <summary>The patient was not seen, and why as far as it is known.</summary>
[Allowed(Role.Requester, Role.Specialist, Role.Coordinator)]
public sealed record MissReferral(Guid Consult, Guid Referral, MissedReason? Why, string? Note) : IRequest<VersionResult>, ICommand
{
    public Guid? Subject => Consult;
}

internal sealed class MissReferralHandler(TeleconsultDb db, WordVault words, ICurrentUser user, TimeProvider clock) : IRequestHandler<MissReferral, VersionResult>
{
    public async Task<VersionResult> Handle(MissReferral command, CancellationToken cancellationToken)
    {
        var note = ReferralRules.Note(command.Note);
        var consult = await db.LoadToFollowAsync(command.Consult, user.Actor, cancellationToken);
        var before = consult.Version;

        consult.MissReferral(new ReferralId(command.Referral), ReferralRules.Known(command.Why), user.Actor.Id, clock.GetUtcNow());

        // Also without a note: an earlier time's must not stand beside this one.
        await words.KeepAsync(consult, before, WordKind.ReferralMissed, command.Referral, new MessageWords(note ?? "", user.Language), cancellationToken);
        return new VersionResult(consult.Version, consult.ContentVersion);
    }
}

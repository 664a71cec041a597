using MediatR;
using Teleconsult.Application.Consults;
using Teleconsult.Application.Persistence;
using Teleconsult.Application.Pipeline;
using Teleconsult.Domain;
using Teleconsult.Domain.Access;
using Teleconsult.Domain.Consults;

namespace Teleconsult.Application.Referrals;

/// <summary>The referral is followed no further, for a reason.</summary>
[Allowed(Role.Requester, Role.Specialist, Role.Coordinator)]
public sealed record EndReferral(Guid Consult, Guid Referral, ReferralEnd? Why, string? Note) : IRequest<VersionResult>, ICommand
{
    public Guid? Subject => Consult;
}

internal sealed class EndReferralHandler(TeleconsultDb db, WordVault words, ICurrentUser user, TimeProvider clock) : IRequestHandler<EndReferral, VersionResult>
{
    public async Task<VersionResult> Handle(EndReferral command, CancellationToken cancellationToken)
    {
        var note = ReferralRules.Note(command.Note);
        var consult = await db.LoadVisibleAsync(new ConsultId(command.Consult), user.Actor, cancellationToken);
        var before = consult.Version;

        consult.EndReferral(new ReferralId(command.Referral), ReferralRules.Known(command.Why), user.Actor.Id, clock.GetUtcNow());

        // Also without a note: an earlier time's must not stand beside this one.
        await words.KeepAsync(consult, before, WordKind.ReferralEnd, command.Referral, new MessageWords(note ?? "", user.Language), cancellationToken);
        return new VersionResult(consult.Version, consult.ContentVersion);
    }
}

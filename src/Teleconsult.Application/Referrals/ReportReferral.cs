using MediatR;
using Teleconsult.Application.Consults;
using Teleconsult.Application.Persistence;
using Teleconsult.Application.Pipeline;
using Teleconsult.Domain;
using Teleconsult.Domain.Access;

namespace Teleconsult.Application.Referrals;

/// <summary>The report came back, to whomever of those who see the case: the loop is closed.</summary>
[Allowed(Role.Requester, Role.Specialist, Role.Coordinator)]
public sealed record ReportReferral(Guid Consult, Guid Referral, string? Note) : IRequest<VersionResult>, ICommand
{
    public Guid? Subject => Consult;
}

internal sealed class ReportReferralHandler(TeleconsultDb db, WordVault words, ICurrentUser user, TimeProvider clock) : IRequestHandler<ReportReferral, VersionResult>
{
    public async Task<VersionResult> Handle(ReportReferral command, CancellationToken cancellationToken)
    {
        var note = ReferralRules.Note(command.Note);
        var consult = await db.LoadVisibleAsync(new ConsultId(command.Consult), user.Actor, cancellationToken);
        var before = consult.Version;

        consult.ReportReferral(new ReferralId(command.Referral), user.Actor.Id, clock.GetUtcNow());

        await words.KeepAsync(consult, before, WordKind.ReferralReport, command.Referral, note is null ? null : new MessageWords(note, user.Language), cancellationToken);
        return new VersionResult(consult.Version, consult.ContentVersion);
    }
}

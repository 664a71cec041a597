using MediatR;
using Teleconsult.Application.Consults;
using Teleconsult.Application.Persistence;
using Teleconsult.Application.Pipeline;
using Teleconsult.Domain;
using Teleconsult.Domain.Access;

namespace Teleconsult.Application.Referrals;

/// <summary>Says where the patient is sent, why and by when: whoever answers, and who follows it, since they know which place can do it.</summary>
[Allowed(Role.Requester, Role.Specialist, Role.Coordinator)]
public sealed record DirectReferral(Guid Consult, Guid Referral, ReferralForm Form) : IRequest<VersionResult>, ICommand
{
    public Guid? Subject => Consult;
}

internal sealed class DirectReferralHandler(TeleconsultDb db, WordVault words, ICurrentUser user, TimeProvider clock) : IRequestHandler<DirectReferral, VersionResult>
{
    public async Task<VersionResult> Handle(DirectReferral command, CancellationToken cancellationToken)
    {
        var consult = await db.LoadVisibleAsync(new ConsultId(command.Consult), user.Actor, cancellationToken);
        var (plan, said) = await db.CheckAsync(command.Form, user.Actor.Network, cancellationToken);
        var known = (await words.GetAllAsync<ReferralWords>(command.Consult, WordKind.Referral, cancellationToken)).GetValueOrDefault(command.Referral);
        var before = consult.Version;

        consult.DirectReferral(new ReferralId(command.Referral), plan, said != (known ?? new ReferralWords(null, null)), user.Actor.Id, clock.GetUtcNow());

        await words.KeepAsync(consult, before, WordKind.Referral, command.Referral, said, cancellationToken);
        return new VersionResult(consult.Version, consult.ContentVersion);
    }
}

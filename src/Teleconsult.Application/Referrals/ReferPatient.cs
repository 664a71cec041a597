using MediatR;
using Teleconsult.Application.Consults;
using Teleconsult.Application.Persistence;
using Teleconsult.Application.Pipeline;
using Teleconsult.Domain;
using Teleconsult.Domain.Access;

namespace Teleconsult.Application.Referrals;

/// <summary>Somebody of the answering service sends the patient on, after an answer. What an advice itself says makes its own referral.</summary>
/// <param name="Referral">Made by the sender: repeating it refers nobody twice.</param>
[Allowed(Role.Specialist)]
public sealed record ReferPatient(Guid Consult, Guid Referral, ReferralForm? Form) : IRequest<VersionResult>, ICommand
{
    public Guid? Subject => Consult;
}

internal sealed class ReferPatientHandler(TeleconsultDb db, WordVault words, ICurrentUser user, TimeProvider clock) : IRequestHandler<ReferPatient, VersionResult>
{
    public async Task<VersionResult> Handle(ReferPatient command, CancellationToken cancellationToken)
    {
        var consult = await db.LoadForAnswerAsync(new ConsultId(command.Consult), user.Actor, cancellationToken);
        var (plan, said) = await db.CheckAsync(command.Form, user.Actor.Network, cancellationToken);
        var before = consult.Version;

        consult.Refer(new ReferralId(command.Referral), plan, user.Actor.Id, clock.GetUtcNow());

        await words.KeepAsync(consult, before, WordKind.Referral, command.Referral, said, cancellationToken);
        return new VersionResult(consult.Version, consult.ContentVersion);
    }
}

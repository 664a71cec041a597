using MediatR;
using Teleconsult.Application.Persistence;
using Teleconsult.Application.Pipeline;
using Teleconsult.Domain;
using Teleconsult.Domain.Access;
using Teleconsult.Domain.Consults;

namespace Teleconsult.Application.Consults;

/// <summary>The requester closes the case with the close-out questions (Champlain BASE, the domain brief §3.4).</summary>
/// <param name="Outcome">confirmed, new, notUseful or none.</param>
/// <param name="Referral">avoided, stillNeeded, notNeeded, initiated, noBenefit or other.</param>
/// <param name="Value">Overall value from 1 to 5; null: not said.</param>
/// <param name="Comment">At most 2,000 characters.</param>
[Allowed(Role.Requester)]
public sealed record CloseConsult(Guid Consult, string Outcome, string Referral, int? Value, bool? FeltRespected, string? Comment)
    : IRequest<VersionResult>, ICommand
{
    public Guid? Subject => Consult;
}

internal sealed class CloseConsultHandler(TeleconsultDb db, WordVault words, ICurrentUser user, TimeProvider clock) : IRequestHandler<CloseConsult, VersionResult>
{
    private static readonly HashSet<string> Outcomes = ["confirmed", "new", "notUseful", "none"];
    private static readonly HashSet<string> Referrals = ["avoided", "stillNeeded", "notNeeded", "initiated", "noBenefit", "other"];

    public async Task<VersionResult> Handle(CloseConsult command, CancellationToken cancellationToken)
    {
        var comment = Texts.Optional(command.Comment, 2_000);
        if (command.Outcome is null || command.Referral is null || !Outcomes.Contains(command.Outcome) || !Referrals.Contains(command.Referral)
            || command.Value is < 1 or > 5)
        {
            throw new RuleViolation("close.incomplete");
        }

        var consult = await db.LoadOwnAsync(new ConsultId(command.Consult), user.Actor, cancellationToken);
        var wasOpen = consult.State is not ConsultState.Closed;

        consult.Close(command.Outcome, command.Referral, command.Value, command.FeltRespected, user.Actor.Id, clock.GetUtcNow());

        if (wasOpen && comment is not null)
        {
            await words.PutAsync(consult.Id.Value, WordKind.CloseOut, consult.Id.Value, 1, new MessageWords(comment, null), cancellationToken);
        }

        return new VersionResult(consult.Version, consult.ContentVersion);
    }
}

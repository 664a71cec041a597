using MediatR;
using Teleconsult.Application.Persistence;
using Teleconsult.Application.Pipeline;
using Teleconsult.Domain;
using Teleconsult.Domain.Access;
using Teleconsult.Domain.Consults;
using Teleconsult.Domain.Outcomes;
using Teleconsult.Domain.ResponseTimes;

namespace Teleconsult.Application.Consults;

/// <summary>The requester closes the case with the close-out questions of its pathway (<see cref="CloseOuts"/>).</summary>
/// <param name="Outcome">Code of the first answer.</param>
/// <param name="Referral">Code of the second.</param>
/// <param name="Value">Overall value from 1 to 5; null: not said.</param>
/// <param name="Comment">At most 2,000 characters.</param>
/// <param name="Questions">Which were asked; null from a phone that knows Champlain's alone.</param>
[Allowed(Role.Requester)]
public sealed record CloseConsult(Guid Consult, string Outcome, string Referral, int? Value, bool? FeltRespected, string? Comment, CloseOut? Questions = null)
    : IRequest<VersionResult>, ICommand
{
    public Guid? Subject => Consult;
}

internal sealed class CloseConsultHandler(TeleconsultDb db, WordVault words, ICurrentUser user, TimeProvider clock) : IRequestHandler<CloseConsult, VersionResult>
{
    public async Task<VersionResult> Handle(CloseConsult command, CancellationToken cancellationToken)
    {
        var comment = Texts.Optional(command.Comment, 2_000);
        var consult = await db.LoadOwnAsync(new ConsultId(command.Consult), user.Actor, cancellationToken);
        if (CloseOuts.Read(Pathways.Of(consult.Template), command.Questions, command.Outcome, command.Referral) is not { } questions || command.Value is < 1 or > 5)
        {
            throw new RuleViolation("close.incomplete");
        }

        var wasOpen = consult.State is not ConsultState.Closed;

        consult.Close(command.Outcome, command.Referral, command.Value, command.FeltRespected, user.Actor.Id, clock.GetUtcNow(), questions);

        if (wasOpen && comment is not null)
        {
            await words.PutAsync(consult.Id.Value, WordKind.CloseOut, consult.Id.Value, 1, new MessageWords(comment, null), cancellationToken);
        }

        return new VersionResult(consult.Version, consult.ContentVersion);
    }
}

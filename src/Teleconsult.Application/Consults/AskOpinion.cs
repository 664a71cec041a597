using MediatR;
using Teleconsult.Application.Persistence;
using Teleconsult.Application.Pipeline;
using Teleconsult.Domain;
using Teleconsult.Domain.Access;

namespace Teleconsult.Application.Consults;

/// <summary>The holder, or who has answered, asks a colleague of the same service for a second opinion.</summary>
/// <param name="Opinion">Made by the sender: repeating it asks nothing twice.</param>
/// <param name="Colleague">One of <see cref="ListColleagues"/>.</param>
/// <param name="Text">What they should look at; 1 to 2,000 characters.</param>
[Allowed(Role.Specialist)]
public sealed record AskOpinion(Guid Consult, Guid Opinion, Guid Colleague, string Text) : IRequest<VersionResult>, ICommand
{
    public Guid? Subject => Consult;
}

internal sealed class AskOpinionHandler(TeleconsultDb db, WordVault words, ICurrentUser user, TimeProvider clock) : IRequestHandler<AskOpinion, VersionResult>
{
    public async Task<VersionResult> Handle(AskOpinion command, CancellationToken cancellationToken)
    {
        var text = Texts.Required(command.Text, "request.empty", 2_000);
        var consult = await db.LoadForAnswerAsync(new ConsultId(command.Consult), user.Actor, cancellationToken);
        var before = consult.Version;
        if (!await db.AnswersAsync(command.Colleague, consult.Service!.Value, cancellationToken)
            || await db.IsInTrainingAsync(new PractitionerId(command.Colleague), cancellationToken))
        {
            throw new RuleViolation("opinion.no-colleague"); // who cannot see the case cannot be asked about it
        }

        consult.AskOpinion(new OpinionId(command.Opinion), user.Actor.Id, new PractitionerId(command.Colleague), clock.GetUtcNow());
        if (consult.Version != before)
        {
            await words.PutAsync(consult.Id.Value, WordKind.Opinion, command.Opinion, 1, new MessageWords(text, null), cancellationToken);
        }

        return new VersionResult(consult.Version, consult.ContentVersion);
    }
}

using System.Text.Json;
using MediatR;
using Microsoft.EntityFrameworkCore;
using Teleconsult.Application.Persistence;
using Teleconsult.Application.Pipeline;
using Teleconsult.Domain;
using Teleconsult.Domain.Access;
using Teleconsult.Domain.Consults;
using Teleconsult.Domain.Intake;

namespace Teleconsult.Application.Consults;

/// <summary>The requester changes intake answers; the earlier version is kept. A specialist who is writing sees a banner.</summary>
/// <param name="Answers">The whole QuestionnaireResponse.</param>
/// <param name="ContentVersion">What the requester had on the screen (<c>If-Match</c>).</param>
[Allowed(Role.Requester)]
public sealed record AmendIntake(Guid Consult, JsonElement Answers, long ContentVersion) : IRequest<VersionResult>, ICommand
{
    public Guid? Subject => Consult;
}

internal sealed class AmendIntakeHandler(TeleconsultDb db, WordVault words, Intake.Templates templates, ICurrentUser user, TimeProvider clock)
    : IRequestHandler<AmendIntake, VersionResult>
{
    public async Task<VersionResult> Handle(AmendIntake command, CancellationToken cancellationToken)
    {
        var consult = await db.LoadOwnAsync(new ConsultId(command.Consult), user.Actor, cancellationToken);
        var review = IntakeReview.Of(templates.Get(consult.Template), command.Answers);
        if (consult.ContentVersion != command.ContentVersion && await WasAmendedAsync(consult, command.ContentVersion, cancellationToken))
        {
            throw new RuleViolation("consult.content-changed", ("seen", command.ContentVersion), ("current", consult.ContentVersion));
        }

        consult.AmendIntake(review.Floor, user.Actor.Id, clock.GetUtcNow(), string.Join(' ', review.Wishes));
        if (consult.PendingEvents.OfType<AdviceReleased>().SingleOrDefault() is { } released)
        {
            var author = consult.Advices.Single(a => a.Id == released.Advice).Author;
            db.Drafts.RemoveRange(await db.Drafts.Where(d => d.Consult == consult.Id && d.Author == author).ToListAsync(cancellationToken));
        }

        var id = consult.Id.Value;
        var known = (await words.GetAllAsync<IntakeWords>(id, WordKind.Intake, cancellationToken))[id];
        var version = 1 + await db.Words.Where(w => w.Stream == id && w.Kind == WordKind.Intake).MaxAsync(w => w.Version, cancellationToken);
        await words.PutAsync(
            id, WordKind.Intake, id, version,
            known with { Question = review.Question, Answers = command.Answers, Missing = review.Missing, RedFlags = review.RedFlags, Raised = review.Raised }, cancellationToken);
        return new VersionResult(consult.Version, consult.ContentVersion);
    }

    /// <summary>
    /// Whether the answers were changed since. A photo that came meanwhile is no change of them: who amends on a bad network must not be refused for their own
    /// photos that arrive.
    /// </summary>
    private Task<bool> WasAmendedAsync(Consult consult, long seen, CancellationToken cancellationToken)
    {
        var id = consult.Id.Value;
        return seen > consult.ContentVersion
            ? Task.FromResult(true)
            : db.Events.AnyAsync(e => e.Stream == id && e.Type == "intakeAmended" && e.ContentVersion > seen, cancellationToken);
    }
}

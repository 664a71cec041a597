using MediatR;
using Microsoft.EntityFrameworkCore;
using Teleconsult.Application.Persistence;
using Teleconsult.Application.Pipeline;
using Teleconsult.Domain;
using Teleconsult.Domain.Access;
using Teleconsult.Domain.Consults;

namespace Teleconsult.Application.Consults;

/// <summary>The holder answers. It can be taken back for 10 seconds (not for Emergency).</summary>
/// <param name="Advice">Made by the author: repeating it sends nothing twice.</param>
/// <param name="ContentVersion">What the author had on the screen; a newer one is refused until it was read.</param>
/// <param name="PatientConfirmed">The author confirmed the patient beside the advice: never ticked in advance.</param>
[Allowed(Role.Specialist)]
public sealed record SendAdvice(Guid Consult, Guid Advice, AdviceContent Content, long ContentVersion, bool PatientConfirmed)
    : IRequest<AdviceSentResult>, ICommand
{
    public Guid? Subject => Consult;
}

/// <param name="ReleasesAt">Until when it can be taken back, UTC.</param>
public sealed record AdviceSentResult(long Version, DateTimeOffset ReleasesAt);

internal sealed class SendAdviceHandler(TeleconsultDb db, WordVault words, ICurrentUser user, TimeProvider clock) : IRequestHandler<SendAdvice, AdviceSentResult>
{
    public async Task<AdviceSentResult> Handle(SendAdvice command, CancellationToken cancellationToken)
    {
        var consult = await db.LoadForAnswerAsync(new ConsultId(command.Consult), user.Actor, cancellationToken);
        var id = new AdviceId(command.Advice);
        if (consult.Advices.SingleOrDefault(a => a.Id == id) is { } known)
        {
            return new AdviceSentResult(consult.Version, known.ReleasesAt);
        }

        var content = Complete(command.Content, consult);
        if (!command.PatientConfirmed)
        {
            throw new RuleViolation("patient.not-confirmed");
        }

        consult.Advise(
            id, user.Actor.Id, command.ContentVersion, content.Disposition!.Value, content.Adequacy ?? Adequacy.Adequate,
            content.Actions.Count, clock.GetUtcNow());
        await words.PutAsync(consult.Id.Value, WordKind.Advice, command.Advice, 1, content, cancellationToken);
        // The draft stays until the advice is released: taking back must lose nothing that was typed.
        if (consult.State is ConsultState.Answered)
        {
            await db.Drafts.Where(d => d.Consult == consult.Id && d.Author == user.Actor.Id).ForEachAsync(d => db.Remove(d), cancellationToken);
        }

        return new AdviceSentResult(consult.Version, consult.Advices[^1].ReleasesAt);
    }

    private static AdviceContent Complete(AdviceContent? content, Consult consult)
    {
        if (content is null)
        {
            throw new RuleViolation("advice.incomplete");
        }

        if (content.Disposition is null)
        {
            throw new RuleViolation("advice.no-disposition");
        }

        if (content.Adequacy is null && consult.Photos.Count > 0)
        {
            throw new RuleViolation("advice.no-adequacy");
        }

        if (content.Review is { } review && (review.Value is < 1 or > 99 || review.Unit is not ("d" or "wk" or "mo")))
        {
            throw new RuleViolation("advice.review-range");
        }

        var actions = (content.Actions ?? []).Where(a => !string.IsNullOrWhiteSpace(a?.Text)).ToList(); // JSON can leave lists out
        if (actions.Count > 20)
        {
            throw new RuleViolation("advice.too-many-actions", ("most", 20));
        }

        return content with
        {
            MostLikely = Texts.Required(content.MostLikely, "advice.no-assessment", 4_000),
            TeachingPoint = Texts.Optional(content.TeachingPoint, 280),
            SafetyNet = Texts.Optional(content.SafetyNet, 2_000),
            CannotExclude = Texts.Optional(content.CannotExclude, 1_000),
            Reference = Texts.Optional(content.Reference, 1_000),
            AdequacyNote = Texts.Optional(content.AdequacyNote, 1_000),
            Differentials = [.. (content.Differentials ?? []).Where(d => !string.IsNullOrWhiteSpace(d)).Take(4).Select(d => Texts.Optional(d, 500)!)],
            Actions = [.. actions.Select(a => new ActionLine(Texts.Required(a.Text, "advice.no-action", 1_000), Texts.Optional(a.Who, 200), Texts.Optional(a.By, 200)))],
        };
    }
}

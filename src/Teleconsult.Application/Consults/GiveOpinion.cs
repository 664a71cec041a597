using MediatR;
using Teleconsult.Application.Persistence;
using Teleconsult.Application.Pipeline;
using Teleconsult.Domain;
using Teleconsult.Domain.Access;
using Teleconsult.Domain.Consults;

namespace Teleconsult.Application.Consults;

/// <summary>The colleague who was asked gives a second opinion: advice of their own, beside the answer.</summary>
/// <param name="Advice">Made by the author: repeating it sends nothing twice.</param>
/// <param name="ContentVersion">What the author had on the screen; a newer one is refused until it was read.</param>
/// <param name="PatientConfirmed">The author confirmed the patient beside the advice: never ticked in advance.</param>
/// <param name="Draft">Revision of the draft on the author's screen, as in <see cref="SendAdvice"/>.</param>
[Allowed(Role.Specialist)]
public sealed record GiveOpinion(
    Guid Consult, Guid Opinion, Guid Advice, AdviceContent Content, long ContentVersion, bool PatientConfirmed, Guid? Draft = null) : IRequest<VersionResult>, ICommand
{
    public Guid? Subject => Consult;
}

internal sealed class GiveOpinionHandler(TeleconsultDb db, WordVault words, Intake.Templates templates, ICurrentUser user, TimeProvider clock)
    : IRequestHandler<GiveOpinion, VersionResult>
{
    public async Task<VersionResult> Handle(GiveOpinion command, CancellationToken cancellationToken)
    {
        var consult = await db.LoadForAnswerAsync(new ConsultId(command.Consult), user.Actor, cancellationToken);
        var id = new AdviceId(command.Advice);
        if (consult.Advices.Exists(a => a.Id == id))
        {
            return new VersionResult(consult.Version, consult.ContentVersion);
        }

        var drafts = await db.OfAuthorAsync(consult.Id, user.Actor.Id, command.Draft, cancellationToken);
        var content = AdviceRules.Complete(command.Content, consult, templates.Get(consult.Template));
        if (!command.PatientConfirmed)
        {
            throw new RuleViolation("patient.not-confirmed");
        }

        consult.GiveOpinion(
            new OpinionId(command.Opinion), id, user.Actor.Id, command.ContentVersion, content.Disposition!.Value, content.Adequacy ?? Adequacy.Adequate,
            content.Actions.Count, clock.GetUtcNow());
        await words.PutAsync(consult.Id.Value, WordKind.Advice, command.Advice, 1, content, cancellationToken);
        db.Drafts.RemoveRange(drafts);
        return new VersionResult(consult.Version, consult.ContentVersion);
    }
}

using MediatR;
using Teleconsult.Application.Persistence;
using Teleconsult.Application.Pipeline;
using Teleconsult.Domain;
using Teleconsult.Domain.Access;
using Teleconsult.Domain.Consults;

namespace Teleconsult.Application.Consults;

/// <summary>The author changes advice that went out. The earlier one is kept; the requester is told and reads anew.</summary>
/// <param name="Advice">Of the new advice, made by the author: repeating it sends nothing twice.</param>
/// <param name="Replaces">The author's newest advice.</param>
/// <param name="Content">Says in <see cref="AdviceContent.Change"/> what is different, and why.</param>
/// <param name="Draft">Revision of the draft on the author's screen, as in <see cref="SendAdvice"/>.</param>
[Allowed(Role.Specialist)]
public sealed record AmendAdvice(Guid Consult, Guid Advice, Guid Replaces, AdviceContent Content, long ContentVersion, bool PatientConfirmed, Guid? Draft = null)
    : IRequest<VersionResult>, ICommand
{
    public Guid? Subject => Consult;
}

internal sealed class AmendAdviceHandler(TeleconsultDb db, WordVault words, Intake.Templates templates, ICurrentUser user, TimeProvider clock)
    : IRequestHandler<AmendAdvice, VersionResult>
{
    public async Task<VersionResult> Handle(AmendAdvice command, CancellationToken cancellationToken)
    {
        var consult = await db.LoadForAnswerAsync(new ConsultId(command.Consult), user.Actor, cancellationToken);
        var id = new AdviceId(command.Advice);
        if (consult.Advices.Any(a => a.Id == id))
        {
            return new VersionResult(consult.Version, consult.ContentVersion);
        }

        if (await db.IsInTrainingAsync(user.Actor.Id, cancellationToken))
        {
            throw new RuleViolation("advice.in-training"); // a change goes out at once, and nobody would have signed it
        }

        var drafts = await db.OfAuthorAsync(consult.Id, user.Actor.Id, command.Draft, cancellationToken);
        var content = AdviceRules.Complete(command.Content, consult, templates.Get(consult.Template));
        if (content.Change is null)
        {
            throw new RuleViolation("advice.no-change");
        }

        if (!command.PatientConfirmed)
        {
            throw new RuleViolation("patient.not-confirmed");
        }

        consult.Amend(
            id, new AdviceId(command.Replaces), user.Actor.Id, command.ContentVersion, content.Disposition!.Value, content.Adequacy ?? Adequacy.Adequate,
            content.Actions.Count, clock.GetUtcNow());
        await words.PutAsync(consult.Id.Value, WordKind.Advice, command.Advice, 1, content, cancellationToken);
        db.Drafts.RemoveRange(drafts);
        return new VersionResult(consult.Version, consult.ContentVersion);
    }
}

using MediatR;
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
/// <param name="Call">In an emergency: it was told and said back by phone already.</param>
/// <param name="Draft">Revision of the draft on the author's screen: one that another window has saved since is not thrown away.</param>
[Allowed(Role.Specialist)]
public sealed record SendAdvice(Guid Consult, Guid Advice, AdviceContent Content, long ContentVersion, bool PatientConfirmed, CallForm? Call = null, Guid? Draft = null)
    : IRequest<AdviceSentResult>, ICommand
{
    public Guid? Subject => Consult;
}

/// <param name="ReleasesAt">Until when it can be taken back, UTC; where it waits for a signature, until then.</param>
/// <param name="WaitsForSignature">Its author is in training: it goes out when a colleague has signed it.</param>
public sealed record AdviceSentResult(long Version, DateTimeOffset ReleasesAt, bool WaitsForSignature = false);

internal sealed class SendAdviceHandler(TeleconsultDb db, WordVault words, Intake.Templates templates, ICurrentUser user, TimeProvider clock)
    : IRequestHandler<SendAdvice, AdviceSentResult>
{
    public async Task<AdviceSentResult> Handle(SendAdvice command, CancellationToken cancellationToken)
    {
        var consult = await db.LoadForAnswerAsync(new ConsultId(command.Consult), user.Actor, cancellationToken);
        var id = new AdviceId(command.Advice);
        if (consult.Advices.SingleOrDefault(a => a.Id == id) is { } known)
        {
            return new AdviceSentResult(consult.Version, known.ReleasesAt, known is { WaitsForSignature: true, ReleasedAt: null });
        }

        var drafts = await db.OfAuthorAsync(consult.Id, user.Actor.Id, command.Draft, cancellationToken);
        var content = AdviceRules.Complete(command.Content, consult, templates.Get(consult.Template));
        if (!command.PatientConfirmed)
        {
            throw new RuleViolation("patient.not-confirmed");
        }

        consult.Advise(
            id, user.Actor.Id, command.ContentVersion, content.Disposition!.Value, content.Adequacy ?? Adequacy.Adequate,
            content.Actions.Count, clock.GetUtcNow(), await db.IsInTrainingAsync(user.Actor.Id, cancellationToken));
        if (command.Call is not null)
        {
            // What waits to go out could still be taken back: only an emergency's advice goes out at once.
            await consult.RecordAsync(command.Call, id, user.Actor.Id, words, clock.GetUtcNow(), cancellationToken);
        }

        await words.PutAsync(consult.Id.Value, WordKind.Advice, command.Advice, 1, content, cancellationToken);
        // The draft stays until the advice is released: taking back must lose nothing that was typed.
        if (consult.State is ConsultState.Answered)
        {
            db.Drafts.RemoveRange(drafts);
        }

        return new AdviceSentResult(consult.Version, consult.Advices[^1].ReleasesAt, consult.WaitsForSigner is not null);
    }
}

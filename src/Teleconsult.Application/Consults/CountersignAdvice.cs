using MediatR;
using Microsoft.EntityFrameworkCore;
using Teleconsult.Application.Persistence;
using Teleconsult.Application.Pipeline;
using Teleconsult.Domain;
using Teleconsult.Domain.Access;

namespace Teleconsult.Application.Consults;

/// <summary>Somebody of the service signs what a colleague in training has written: it goes out at once.</summary>
/// <param name="ContentVersion">What the signer had on the screen.</param>
/// <param name="PatientConfirmed">The signer confirmed the patient beside the advice: never ticked in advance.</param>
[Allowed(Role.Specialist)]
public sealed record CountersignAdvice(Guid Consult, Guid Advice, long ContentVersion, bool PatientConfirmed) : IRequest<VersionResult>, ICommand
{
    public Guid? Subject => Consult;
}

/// <summary>Somebody of the service gives it back to its author, who has the case and the words as before.</summary>
/// <param name="Text">What is to be different; 1 to 2,000 characters. For the author and the service alone.</param>
[Allowed(Role.Specialist)]
public sealed record ReturnAdvice(Guid Consult, Guid Advice, string Text) : IRequest<VersionResult>, ICommand
{
    public Guid? Subject => Consult;
}

internal sealed class CountersignAdviceHandler(TeleconsultDb db, WordVault words, ICurrentUser user, TimeProvider clock)
    : IRequestHandler<CountersignAdvice, VersionResult>, IRequestHandler<ReturnAdvice, VersionResult>
{
    public async Task<VersionResult> Handle(CountersignAdvice command, CancellationToken cancellationToken)
    {
        var consult = await db.LoadForAnswerAsync(new ConsultId(command.Consult), user.Actor, cancellationToken);
        await RefuseInTrainingAsync(cancellationToken);
        if (!command.PatientConfirmed)
        {
            throw new RuleViolation("patient.not-confirmed");
        }

        var advice = new AdviceId(command.Advice);
        var waited = consult.WaitsForSigner?.Id == advice;
        consult.Countersign(advice, user.Actor.Id, command.ContentVersion, clock.GetUtcNow());
        if (waited)
        {
            var author = consult.Advices.Single(a => a.Id == advice).Author;
            db.Drafts.RemoveRange(await db.Drafts.Where(d => d.Consult == consult.Id && d.Author == author).ToListAsync(cancellationToken));
        }

        return new VersionResult(consult.Version, consult.ContentVersion);
    }

    public async Task<VersionResult> Handle(ReturnAdvice command, CancellationToken cancellationToken)
    {
        var consult = await db.LoadForAnswerAsync(new ConsultId(command.Consult), user.Actor, cancellationToken);
        await RefuseInTrainingAsync(cancellationToken);
        var text = Texts.Required(command.Text, "request.empty", 2_000);
        consult.ReturnUnsigned(new AdviceId(command.Advice), user.Actor.Id, clock.GetUtcNow());
        await words.PutAsync(consult.Id.Value, WordKind.Return, command.Advice, 1, new MessageWords(text, null), cancellationToken);
        return new VersionResult(consult.Version, consult.ContentVersion);
    }

    private async Task RefuseInTrainingAsync(CancellationToken cancellationToken)
    {
        if (await db.IsInTrainingAsync(user.Actor.Id, cancellationToken))
        {
            throw new RuleViolation("advice.signer-in-training");
        }
    }
}

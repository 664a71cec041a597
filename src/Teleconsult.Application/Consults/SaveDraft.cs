using MediatR;
using Teleconsult.Application.Persistence;
using Teleconsult.Application.Pipeline;
using Teleconsult.Domain;
using Teleconsult.Domain.Access;

namespace Teleconsult.Application.Consults;

/// <summary>
/// Keeps a half-written advice, encrypted with the case's key; one for each author. Extends the author's claim. Nothing that another
/// window of the same author has saved meanwhile is overwritten: <c>draft.elsewhere</c>.
/// </summary>
/// <param name="ContentVersion">The content version on the author's screen.</param>
/// <param name="Revision">Of what is saved, made by the window that saves. Repeating it is harmless.</param>
/// <param name="Onto">The revision that was gone on from; null where there was no draft.</param>
[Allowed(Role.Specialist)]
public sealed record SaveDraft(Guid Consult, AdviceContent Content, long ContentVersion, Guid Revision, Guid? Onto) : IRequest<DraftSaved>, ICommand
{
    public Guid? Subject => null; // drafts are no events and no audit entries: the advice that comes of them is
}

/// <param name="LeaseEnds">When the author's claim ends; null where the author does not hold the case.</param>
public sealed record DraftSaved(DateTimeOffset SavedAt, DateTimeOffset? LeaseEnds);

internal sealed class SaveDraftHandler(TeleconsultDb db, WordVault words, ICurrentUser user, TimeProvider clock) : IRequestHandler<SaveDraft, DraftSaved>
{
    public async Task<DraftSaved> Handle(SaveDraft command, CancellationToken cancellationToken)
    {
        var consult = await db.LoadForAnswerAsync(new ConsultId(command.Consult), user.Actor, cancellationToken);
        var now = clock.GetUtcNow();
        consult.ExtendLease(user.Actor.Id, now);

        var row = await db.Drafts.FindAsync([consult.Id, user.Actor.Id], cancellationToken);
        if (row is null)
        {
            row = new DraftRow { Consult = consult.Id, Author = user.Actor.Id };
            db.Drafts.Add(row);
        }
        else if (row.Revision != command.Revision && row.Revision != command.Onto)
        {
            throw new RuleViolation(DraftRules.Elsewhere);
        }

        row.SavedAt = now;
        row.ContentVersion = command.ContentVersion;
        row.Revision = command.Revision;
        row.Sealed = await words.SealAsync(consult.Id.Value, WordKind.Draft, user.Actor.Id.Value, 0, command.Content, cancellationToken);
        return new DraftSaved(now, consult.Holder == user.Actor.Id ? consult.LeaseEnds : null);
    }
}

using MediatR;
using Microsoft.EntityFrameworkCore;
using Teleconsult.Application.Persistence;
using Teleconsult.Application.Pipeline;
using Teleconsult.Domain;
using Teleconsult.Domain.Access;

namespace Teleconsult.Application.Teaching;

/// <summary>Takes a card away, at once and for everybody. Whoever sees the case may; its words are deleted.</summary>
[Allowed(Role.Requester, Role.Specialist, Role.Coordinator)]
public sealed record WithdrawTeachingCard(Guid Card, WithdrawalReason Reason) : IRequest<Unit>, ICommand
{
    public Guid? Subject => Card;
}

internal sealed class WithdrawTeachingCardHandler(TeleconsultDb db, Recorder recorder, ICurrentUser user, TimeProvider clock) : IRequestHandler<WithdrawTeachingCard, Unit>
{
    public async Task<Unit> Handle(WithdrawTeachingCard command, CancellationToken cancellationToken)
    {
        var visible = db.Consults.VisibleTo(user.Actor);
        var card = await db.TeachingCards.SingleOrDefaultAsync(t => t.Id == command.Card && visible.Any(c => c.Id == t.Consult), cancellationToken)
            ?? throw new NotFound("teaching.not-found");
        recorder.Explain(Enum.IsDefined(command.Reason) ? $"reason: {command.Reason}" : throw new RuleViolation("reason.missing"));
        if (card.WithdrawnAt is null)
        {
            (card.WithdrawnAt, card.WithdrawnBy, card.Why) = (clock.GetUtcNow(), user.Actor.Id, command.Reason);
            db.Words.RemoveRange(await db.Words.Where(w => w.Stream == card.Consult.Value && w.Kind == WordKind.TeachingCard && w.Item == card.Id).ToListAsync(cancellationToken));
        }

        return Unit.Value;
    }
}

using MediatR;
using Microsoft.EntityFrameworkCore;
using Teleconsult.Application.Persistence;
using Teleconsult.Application.Pipeline;
using Teleconsult.Domain;
using Teleconsult.Domain.Consults;

namespace Teleconsult.Application.Timers;

/// <summary>The effect of one due timer. Whoever no longer holds the token does nothing.</summary>
[SystemOnly]
public sealed record FireTimer(ConsultId Consult, ConsultTimer Kind, long Token) : IRequest<bool>, ICommand
{
    public Guid? Subject => null;
}

internal sealed class FireTimerHandler(TeleconsultDb db, TimeProvider clock) : IRequestHandler<FireTimer, bool>
{
    public async Task<bool> Handle(FireTimer command, CancellationToken cancellationToken)
    {
        var timer = await db.Timers.SingleOrDefaultAsync(
            t => t.Consult == command.Consult && t.Kind == command.Kind && t.Token == command.Token, cancellationToken);
        if (timer is null)
        {
            return false;
        }

        timer.Token++; // the fence: the update fails when another node has claimed it meanwhile
        var consult = (await db.LoadWholeAsync(db.Consults.Where(c => c.Id == command.Consult), cancellationToken))!;
        var now = clock.GetUtcNow();
        switch (command.Kind)
        {
            case ConsultTimer.Step:
                consult.MarkOverdue(now); // of a case that nobody has, its ladder decides: the pipeline lets every free case climb
                break;
            case ConsultTimer.ClaimLease:
                consult.LapseClaim(now);
                break;
            case ConsultTimer.Referral:
                consult.MarkReferralsOverdue(now);
                break;
            case ConsultTimer.AdviceRelease:
                consult.ReleaseAdvice(now);
                var author = consult.Advices.Last(a => a.Opinion is null).Author;
                await db.Drafts.Where(d => d.Consult == consult.Id && d.Author == author).ForEachAsync(d => db.Remove(d), cancellationToken);
                break;
        }

        if (consult.PendingEvents.Count == 0 && !consult.NeedsClimb(now))
        {
            // Nothing was left to do (the holder was active, say): the row moves to what is due now. After a change the pipeline does so.
            await Recorder.SyncTimersAsync(db, consult, cancellationToken);
        }

        return true;
    }
}

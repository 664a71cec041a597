using Teleconsult.Application.Alerts;
using Teleconsult.Application.Duty;
using Teleconsult.Application.Persistence;
using Teleconsult.Domain;
using Teleconsult.Domain.Consults;
using Teleconsult.Domain.Ladders;

namespace Teleconsult.Application.Ladders;

/// <summary>
/// Lets every case of a command that nobody has climb to where time stands, and writes the messages that follow: in the command's own
/// transaction, whatever the command was, so that no verb can forget it.
/// </summary>
public sealed class LadderClimber(LadderBook ladders, IDutyBook duty, AlertPlan alerts, TimeProvider clock)
{
    public async Task ClimbAsync(TeleconsultDb db, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(db);
        foreach (var consult in db.ChangeTracker.Entries<Consult>().Select(e => e.Entity).ToList())
        {
            var now = clock.GetUtcNow();
            if (consult.NeedsClimb(now))
            {
                await ClimbAsync(db, consult, now, cancellationToken);
            }
            else if (consult.PendingEvents.OfType<StepOverdue>().LastOrDefault() is { } overdue)
            {
                await alerts.TellOverdueAsync(db, consult, overdue, cancellationToken);
            }
        }
    }

    private async Task ClimbAsync(TeleconsultDb db, Consult consult, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var ladder = await ladders.OfAsync(consult.Service, consult.Urgency, cancellationToken);
        var people = new LadderPeople(db, duty, consult, ladder, now);
        var next = ladder[Math.Min(Math.Max(consult.Rung, ladder.StandsAt(now - consult.ReceivedAt)) + 1, ladder.Count)];
        var who = await new LadderPeople(db, duty, consult, ladder, consult.ReceivedAt + next.After).OneOfAsync(next, cancellationToken);
        if (consult.Climb(ladder, rung => rung == next ? who : null, now) is { } climbed)
        {
            await alerts.TellRungsAsync(db, consult, ladder, climbed, people, cancellationToken);
        }
    }
}

using Teleconsult.Application.Alerts;
using Teleconsult.Application.Duty;
using Teleconsult.Application.Persistence;
using Teleconsult.Domain;
using Teleconsult.Domain.Consults;
using Teleconsult.Domain.Ladders;

namespace Teleconsult.Application.Ladders;

/// <summary>
/// Says what is promised for every case of a command that has come to a service, offers those that have become free, lets every one that nobody
/// has climb to where time stands, and writes the messages that follow: in the command's own transaction, whatever the command was, so that no
/// verb can forget it.
/// </summary>
public sealed class LadderClimber(LadderBook ladders, IDutyBook duty, Routing.CaseRouter router, AlertPlan alerts, TimeProvider clock)
{
    public async Task ClimbAsync(TeleconsultDb db, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(db);
        foreach (var consult in db.ChangeTracker.Entries<Consult>().Select(e => e.Entity).ToList())
        {
            var now = clock.GetUtcNow();
            var people = new LadderPeople(duty, consult, now);
            if (consult.NeedsPromise && await people.PlanAsync(cancellationToken) is { } plan)
            {
                consult.MakePromise(plan.Promises.GetValueOrDefault(consult.Urgency), plan.Calendar, now);
            }

            if (consult.NeedsOffer && await people.PlanAsync(cancellationToken) is { } team)
            {
                await router.OfferAsync(db, consult, team, cancellationToken);
            }

            if (consult.NeedsAnother && await people.PlanAsync(cancellationToken) is { } others)
            {
                await router.AskAnotherAsync(db, consult, others, cancellationToken);
            }

            if (consult.NeedsClimb(now))
            {
                await ClimbAsync(db, consult, people, now, cancellationToken);
            }
            else if (consult.PendingEvents.OfType<StepOverdue>().LastOrDefault() is { } overdue)
            {
                await alerts.TellOverdueAsync(db, consult, overdue, cancellationToken);
            }

            await alerts.TellHappenedAsync(db, consult, cancellationToken);
        }
    }

    private async Task ClimbAsync(TeleconsultDb db, Consult consult, LadderPeople people, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var ladder = await ladders.OfAsync(consult, cancellationToken);
        var calendar = (await people.PlanAsync(cancellationToken))?.Calendar;
        var times = consult.TimesOf(ladder, calendar);
        var next = Math.Min(Math.Max(consult.Rung, times.StandsAt(now)) + 1, ladder.Count);
        var who = await people.At(times.At(next)).OneOfAsync(ladder[next], ladder, cancellationToken);
        if (consult.Climb(ladder, rung => rung == ladder[next] ? who : null, now, calendar) is { } climbed)
        {
            await alerts.TellRungsAsync(db, consult, ladder, climbed, people, cancellationToken);
            if (climbed.Last > 1 && await people.DutyAsync(cancellationToken) is { } shift && (consult.OfferedTo is not { } asked || !shift.OnDuty.Contains(asked)))
            {
                consult.AskOfferAnew();
                await router.OfferAsync(db, consult, (await people.PlanAsync(cancellationToken))!, cancellationToken);
            }
        }
    }
}

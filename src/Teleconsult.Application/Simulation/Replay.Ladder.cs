using Teleconsult.Domain;
using Teleconsult.Domain.Consults;
using Teleconsult.Domain.Duty;
using Teleconsult.Domain.Ladders;
using Teleconsult.Domain.Routing;

namespace Teleconsult.Application.Simulation;

// How news of a free case reaches people: by the first notice alone, or by routing and its ladder.
internal sealed partial class Replay
{
    private static readonly IReadOnlySet<string> NoPreferences = new HashSet<string>();

    /// <summary>It is there for its team from now on.</summary>
    private void List(SimulatedCase one)
    {
        one.IsListed = true;
        var team = _teams[one.Arrival.Team];
        team.Free.Add(one);
        if (_policy is SimulatedPolicy.Ours)
        {
            return; // routing and ladder say who hears of it
        }

        // The first notice: a mail, or a push where hours count. No other follows.
        var channel = one.Consult.Urgency >= Urgency.Urgent ? AlertChannel.Push : AlertChannel.Mail;
        if (_policy is SimulatedPolicy.OneNamedSpecialist)
        {
            Tell(team.Actors[one.Arrival.Named], one, channel, 1, named: true);
            return;
        }

        foreach (var actor in team.Actors)
        {
            Tell(actor, one, channel, 1, named: false);
        }
    }

    /// <summary>As <c>CaseRouter</c>: offered to whom the policy ranks first.</summary>
    private void Offer(SimulatedCase one)
    {
        var team = _teams[one.Arrival.Team];
        var (primary, backup) = team.Duty.At(_now);
        var (minutes, open) = (CaseLoad.MinutesOf(team.Team.Template), team.Open.At(_now));
        var candidates = new Candidate[team.Actors.Length];
        for (var i = 0; i < candidates.Length; i++)
        {
            var actor = team.Actors[i];
            var standing = !open ? DutyStanding.Off : primary.Contains(i) ? DutyStanding.Primary : backup.Contains(i) ? DutyStanding.Backup : DutyStanding.Off;
            candidates[i] = new Candidate(
                actor.Person.Id, standing, actor.Person.Languages, NoPreferences, one.Arrival.Knows == i, (actor.Held.Count + actor.Offered) * minutes,
                actor.LastOffered, IsFull: false);
        }

        one.Consult.Offer(RoutingPolicy.Decide(one.Consult.Need, candidates), Now);
    }

    /// <summary>Whom it is offered to now, if it is free: their load, and in their eyes theirs.</summary>
    private void SeeOffer(SimulatedCase one)
    {
        var to = one.IsListed && one.Consult.OfferedTo is { } id ? Array.Find(_teams[one.Arrival.Team].Actors, a => a.Person.Id == id) : null;
        if (to == one.Offered)
        {
            return;
        }

        if (one.Offered is { } before)
        {
            before.Offered--;
        }

        if (to is not null)
        {
            to.Offered++;
            to.LastOffered = one.Consult.OfferedAt;
        }

        one.Offered = to;
    }

    private void Climb(SimulatedCase one)
    {
        var consult = one.Consult;
        var of = _teams[one.Arrival.Team].Team;
        if (consult.NeedsPromise)
        {
            consult.MakePromise(of.Promises.GetValueOrDefault(consult.Urgency), of.Calendar, Now);
        }

        if (!consult.NeedsClimb(Now))
        {
            return;
        }

        var ladder = consult.Service is null ? DefaultLadders.Unallocated(consult.Urgency) : of.Ladders[consult.Urgency];
        if (consult.Climb(ladder, _ => null, Now, of.Calendar) is not { } climbed)
        {
            return;
        }

        if (climbed.Last > 1 && one.IsListed)
        {
            var (primary, backup) = _teams[one.Arrival.Team].Duty.At(_now);
            var actors = _teams[one.Arrival.Team].Actors;
            if (consult.OfferedTo is not { } asked || !primary.Concat(backup).Any(p => actors[p].Person.Id == asked))
            {
                consult.AskOfferAnew();
                Offer(one);
            }
        }

        Alert(one, ladder, climbed.First, climbed.Last);
    }

    /// <summary>As <c>AlertPlan</c>: each person gets one message, that of the highest rung that names them.</summary>
    private void Alert(SimulatedCase one, Ladder ladder, int first, int last)
    {
        var team = _teams[one.Arrival.Team];
        var told = new Dictionary<Actor, (RungWhom Whom, int Rung)>();
        var coordinator = 0;
        foreach (var (whom, rung) in ladder.Between(first, last).OrderBy(w => w.Rung))
        {
            if (ladder[rung].Channels.All(c => c is AlertChannel.Live) || whom is RungWhom.Requester)
            {
                continue;
            }

            if (whom is RungWhom.Coordinator)
            {
                coordinator = rung;
                continue;
            }

            var (primary, backup) = team.Duty.At(_now);
            var named = whom switch
            {
                RungWhom.Pool => team.Actors,
                RungWhom.OnCall => primary.Select(p => team.Actors[p]),
                RungWhom.Backup => backup.Select(p => team.Actors[p]),
                RungWhom.Lead when team.Lead is { } lead => [lead],
                _ => [],
            };
            var any = false;
            foreach (var actor in named)
            {
                (told[actor], any) = ((whom, rung), true);
            }

            if (!any && ladder[rung].Whom.Count == 1 && (one.Consult.Urgency is Urgency.Emergency || team.Open.At(_now)))
            {
                coordinator = rung; // a rung that names nobody is told
            }
        }

        foreach (var (actor, (whom, rung)) in told)
        {
            foreach (var channel in ladder[rung].Channels.Where(c => c is not AlertChannel.Live))
            {
                Tell(actor, one, channel, rung, whom is not RungWhom.Pool);
            }
        }

        if (coordinator > 0)
        {
            TellCoordinator(one, ladder[coordinator].Channels, coordinator);
        }
    }

    /// <summary>Sends one message by one channel: when it is noticed, if ever.</summary>
    private void Tell(Actor actor, SimulatedCase one, AlertChannel channel, int rung, bool named)
    {
        var key = (actor.Place * 256) + (one.Consult.LadderRound % 8 * 32) + (rung % 8 * 4) + ((int)channel % 4);
        var onDuty = OnDuty(actor);
        var from = _quiet.HoldBack(Now, one.Consult.Urgency, onDuty) ? SecondOf(_quiet.EndAfter(Now)) : _now;
        if (_draws.Share(Chance.Missed, one.Number, key) < _habits[Habit.MessageMissed])
        {
            return;
        }

        var team = _teams[actor.TeamNumber];
        long at;
        if (channel is AlertChannel.Mail)
        {
            at = team.Working.Next(from) + _draws.Waits(_habits[Habit.MailHours] * 3600, Chance.Delay, one.Number, key);
        }
        else
        {
            var there = onDuty || team.Working.Next(from) == from;
            if (!there && _draws.Share(Chance.OffReacts, one.Number, key) >= _habits[Habit.OffDutyReacts])
            {
                return;
            }

            at = from + Reaction(_draws, _habits, one.Number, key);
        }

        // The same request by two channels is answered alike: the rung is the occasion.
        Plan(at, new Happening(What.Hears, one.Number, actor.Number, (((one.Consult.LadderRound * 16) + rung) << 1) | (named ? 1 : 0)));
    }

    /// <summary>Of those who react, 8 % take a quarter of an hour or more: where the spread of the lognormal comes from.</summary>
    public static long Reaction(Draws draws, Habits habits, int number, int key) =>
        draws.Lognormal(habits[Habit.MessageMinutes] * 60, Math.Log(15.0 / 2) / 1.405, Chance.Delay, number, key);
}

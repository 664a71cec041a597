using Teleconsult.Domain.Consults;
using Teleconsult.Domain.Ladders;

namespace Teleconsult.Application.Simulation;

// What the coordinator does: finds a team, and with our policy rings people when nobody answers.
internal sealed partial class Replay
{
    private const int AllocateSeconds = 60;
    private const int CallSeconds = 120;
    private const int CoordinatorKey = 1 << 20;
    private readonly HashSet<SimulatedCase> _troubled = [];
    private readonly List<SimulatedCase> _unallocated = [];

    private void PlanCoordinatorLook(int look = 0) => Plan(
        _now + _draws.Waits(_habits[Habit.CoordinatorLookHours] * 3600, Chance.CoordinatorLook, look), new Happening(What.CoordinatorLooks, -1, -1, look));

    private void CoordinatorLook(int look)
    {
        PlanCoordinatorLook(look + 1);
        if (!_coordinatorHours.At(_now) && _draws.Share(Chance.CoordinatorOff, look) >= _habits[Habit.LooksOffHours])
        {
            return;
        }

        var n = 0;
        foreach (var one in _unallocated.Where(o => !o.IsInHand).OrderByDescending(o => o.Consult.Urgency))
        {
            PlanAllocation(one, ++n);
        }

        foreach (var one in _troubled.OrderBy(o => o.Number).ToList())
        {
            CoordinatorActs(one);
        }
    }

    private void PlanAllocation(SimulatedCase one, int n)
    {
        one.IsInHand = true;
        Plan(_now + (n * AllocateSeconds), new Happening(What.IsAllocated, one.Number));
    }

    private void Allocate(SimulatedCase one)
    {
        one.IsInHand = false;
        _unallocated.Remove(one);
        one.Consult.AllocateTo(_teams[one.Arrival.Team].Team.Service, Coordinator, Now);
        Settle(one);
    }

    private void TellCoordinator(SimulatedCase one, IReadOnlyList<AlertChannel> channels, int rung)
    {
        foreach (var channel in channels.Where(c => c is not AlertChannel.Live))
        {
            var key = CoordinatorKey + (one.Consult.LadderRound % 8 * 32) + (rung % 8 * 4) + ((int)channel % 4);
            var urgent = one.Consult.Urgency >= Urgency.Urgent;
            var from = urgent ? _now : _coordinatorHours.Next(_now);
            if (_draws.Share(Chance.Missed, one.Number, key) >= _habits[Habit.MessageMissed])
            {
                var delay = channel is AlertChannel.Mail
                    ? _draws.Waits(_habits[Habit.MailHours] * 3600, Chance.Delay, one.Number, key) : Reaction(_draws, _habits, one.Number, key);
                Plan(from + delay, new Happening(What.CoordinatorHears, one.Number));
            }
        }
    }

    /// <summary>What the case needs of the coordinator now, if anything.</summary>
    private void CoordinatorActs(SimulatedCase one)
    {
        if (one.IsOver || one.IsInHand)
        {
            return;
        }

        if (one.Consult.State is ConsultState.Unallocated)
        {
            PlanAllocation(one, 1);
        }
        else if (one.IsListed)
        {
            Ring(one);
        }
        else if (one.Consult.StepRound > 0 && one.Consult.State is ConsultState.Claimed && one.Holder is { } holder && holder.Busy != one)
        {
            if (IsReached(holder, one))
            {
                Plan(_now + CallSeconds, new Happening(What.IsChased, one.Number, holder.Number));
            }
        }
        else
        {
            _troubled.Remove(one);
        }
    }

    /// <summary>Rings who is on duty, the lead, then the others whom the roster knows to be there, until somebody takes it.</summary>
    private void Ring(SimulatedCase one)
    {
        var team = _teams[one.Arrival.Team];
        var (primary, backup) = team.Duty.At(_now);
        var calls = 0;
        one.IsInHand = true;
        foreach (var actor in primary.Concat(backup).Select(p => team.Actors[p]).Concat(team.Lead is { } lead ? [lead] : []).Concat(team.Actors).Distinct())
        {
            if (team.IsOnLeave(actor, _now))
            {
                continue;
            }

            calls++;
            if (IsReached(actor, one) && Takes(actor, one, -100000 - one.Rings, named: true))
            {
                Plan(_now + (calls * CallSeconds), new Happening(What.AnswersCall, one.Number, actor.Number));
                break;
            }
        }

        Plan(_now + (Math.Max(1, calls) * CallSeconds) + 1, new Happening(What.CallsEnd, one.Number));
    }

    private bool IsReached(Actor actor, SimulatedCase one)
    {
        var reached = _draws.Share(Chance.Phone, one.Number, actor.Place, one.Rings++) < _habits[Habit.ReachedByPhone];
        var there = AtWork(actor) || OnDuty(actor) || _draws.Share(Chance.PhoneTake, one.Number, actor.Place, one.Rings) < _habits[Habit.OffDutyReacts];
        return reached && there && !actor.IsSilent(_now);
    }

    private void AnswerCall(Actor actor, SimulatedCase one)
    {
        if (one.IsOver || !one.IsListed)
        {
            return;
        }

        if (actor.Busy is { } put)
        {
            if (put.Consult.Urgency is Urgency.Emergency)
            {
                actor.ToDo.AddFirst(one);
                return;
            }

            actor.ToDo.AddFirst(put);
        }

        Take(actor, one);
    }

    private void Chased(Actor actor, SimulatedCase one)
    {
        if (one.IsOver || one.Holder != actor)
        {
            return;
        }

        one.IsForgotten = false;
        actor.ToDo.AddLast(one);
        if (actor.Busy is null)
        {
            GoOn(actor);
        }
    }
}

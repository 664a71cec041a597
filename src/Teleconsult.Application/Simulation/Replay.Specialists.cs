using Teleconsult.Domain;
using Teleconsult.Domain.Consults;

namespace Teleconsult.Application.Simulation;

// What specialists do: look, take, work, put off, forget, answer.
internal sealed partial class Replay
{
    /// <summary>Longest that somebody works on cases in one go, begun cases finished: a design choice of the model.</summary>
    private const int SessionMinutes = 45;

    /// <summary>Minutes to go on with what was begun.</summary>
    private const int GoOnMinutes = 4;

    private void PlanLook(Actor actor) => Plan(
        _now + _draws.Waits(_habits[Habit.SpecialistLookHours] * 3600, Chance.Look, actor.Number, actor.Looks),
        new Happening(What.Looks, -1, actor.Number));

    private void Look(Actor actor)
    {
        var look = actor.Looks++;
        PlanLook(actor);
        if (actor.Busy is not null || IsAway(actor))
        {
            return;
        }

        if (!AtWork(actor) && _draws.Share(Chance.OffLook, actor.Number, look) >= _habits[Habit.LooksOffHours])
        {
            return;
        }

        var minutes = 0;
        actor.ToDo.Clear();
        foreach (var held in actor.Held.Where(h => !h.IsForgotten && h.Consult.State is ConsultState.Claimed))
        {
            actor.ToDo.AddLast(held);
            minutes += GoOnMinutes;
        }

        foreach (var one in InOrder(_teams[actor.TeamNumber].Free))
        {
            if (minutes >= SessionMinutes)
            {
                break;
            }

            if (_policy is SimulatedPolicy.OneNamedSpecialist && one.Arrival.Named != actor.Place)
            {
                continue;
            }

            one.Consult.SeeBy(actor.Person.Id, Now);
            if (Takes(actor, one, look))
            {
                actor.ToDo.AddLast(one);
                minutes += one.Minutes;
            }
        }

        GoOn(actor);
    }

    /// <summary>As the worklist: the most urgent first.</summary>
    private static SimulatedCase[] InOrder(List<SimulatedCase> free) =>
        free.TrueForAll(f => f.Consult.Urgency == free[0].Consult.Urgency) ? [.. free] : [.. free.OrderByDescending(f => f.Consult.Urgency)];

    private bool Takes(Actor actor, SimulatedCase one, int occasion, bool named = false)
    {
        if (named && one.Consult.Urgency is Urgency.Emergency && OnDuty(actor))
        {
            return _draws.Share(Chance.Take, one.Number, actor.Place, occasion) < _habits[Habit.DutyTakesEmergency];
        }

        named |= _policy is SimulatedPolicy.OneNamedSpecialist || one.Offered == actor || one.BegunBy == actor;
        return _draws.Share(Chance.Refuse, one.Number, actor.Place) >= _habits[Habit.NeverTakes]
            && _draws.Share(Chance.Take, one.Number, actor.Place, occasion) < _habits[named ? Habit.TakeWhenNamed : Habit.TakeFromPool];
    }

    /// <summary>The next thing on their desk.</summary>
    private void GoOn(Actor actor)
    {
        while (actor.ToDo.First is { } first)
        {
            actor.ToDo.RemoveFirst();
            var one = first.Value;
            if (one.IsOver)
            {
                continue;
            }

            if (one.Holder == actor && one.Consult.State is ConsultState.Claimed)
            {
                Work(actor, one, one.Visits == 0 ? one.Minutes : GoOnMinutes);
                return;
            }

            if (one.IsListed)
            {
                Take(actor, one);
                return;
            }
        }
    }

    private void Take(Actor actor, SimulatedCase one)
    {
        one.Consult.ClaimBy(actor.Person.Id, Now);
        one.Holder = actor;
        actor.Held.Add(one);
        Work(actor, one, one.Minutes);
        Settle(one);
    }

    private void Work(Actor actor, SimulatedCase one, int minutes)
    {
        actor.Busy = one;
        actor.BusyUntil = _now + (minutes * 60L);
        Plan(actor.BusyUntil, new Happening(What.Finishes, one.Number, actor.Number, ++actor.Turn));
    }

    private void Finish(Actor actor, SimulatedCase one, int turn)
    {
        if (turn != actor.Turn || actor.Busy != one)
        {
            return; // an emergency came between
        }

        actor.Busy = null;
        if (one.Holder == actor)
        {
            Leave(actor, one);
        }

        GoOn(actor);
    }

    /// <summary>How they leave a case that they have worked on: answered, asked, put off or forgotten.</summary>
    private void Leave(Actor actor, SimulatedCase one)
    {
        var visit = one.Visits++;
        var emergency = one.Consult.Urgency is Urgency.Emergency;
        var fate = emergency ? 1 : _draws.Share(Chance.After, one.Number, visit);
        if (fate < _habits[Habit.Forgets] + _habits[Habit.PutsOff])
        {
            one.IsForgotten = fate < _habits[Habit.Forgets];
            one.BegunBy = actor;
            one.Consult.ExtendLease(actor.Person.Id, Now);
        }
        else if (!one.WasAsked && _draws.Share(Chance.Ask, one.Number) < _habits[Habit.AsksForMore])
        {
            one.WasAsked = true;
            one.BegunBy = actor;
            one.Consult.AskForInformation(new RequestId(IdOf(2, one.Number)), actor.Person.Id, Now);
            var unit = emergency ? 60 : 3600;
            Plan(_now + _draws.Lognormal(_habits[Habit.RequesterHours] * unit, 1, Chance.Give, one.Number), new Happening(What.IsGiven, one.Number));
        }
        else
        {
            one.Consult.Advise(
                new AdviceId(IdOf(3, one.Number)), actor.Person.Id, one.Consult.ContentVersion, Disposition.ManageLocally, Adequacy.Adequate, 1, Now);
            if (one.Consult.AdvisedAt is not null)
            {
                Conclude(one);
                return;
            }
        }

        Settle(one);
    }

    private void Give(SimulatedCase one)
    {
        if (one.IsOver)
        {
            return;
        }

        one.Consult.GiveInformation(new RequestId(IdOf(2, one.Number)), Requester, Now);
        Settle(one);
        if (one.Holder is { Busy: null } holder && one.Consult.Urgency is Urgency.Emergency)
        {
            Work(holder, one, GoOnMinutes); // both sides are there
        }
    }

    /// <summary>A message was noticed. Who is busy hears it when they are done, but for an emergency.</summary>
    private void Hear(Actor actor, SimulatedCase one, int occasion)
    {
        if (one.IsOver || !one.IsListed || IsAway(actor))
        {
            return;
        }

        var emergency = one.Consult.Urgency is Urgency.Emergency;
        if (actor.Busy is { } other && (!emergency || other.Consult.Urgency is Urgency.Emergency))
        {
            Plan(actor.BusyUntil + 1, new Happening(What.Hears, one.Number, actor.Number, occasion));
            return;
        }

        if (!Takes(actor, one, -1 - (occasion >> 1), (occasion & 1) == 1))
        {
            return;
        }

        if (actor.Busy is { } put)
        {
            actor.ToDo.AddFirst(put);
        }

        Take(actor, one);
    }

    private bool IsAway(Actor actor) =>
        actor.IsSilent(_now) || (actor.Team.Roster is { Leave.Count: > 0 } && _teams[actor.TeamNumber].IsOnLeave(actor, _now));

    private bool AtWork(Actor actor) => _teams[actor.TeamNumber].Working.At(_now);

    private bool OnDuty(Actor actor)
    {
        var (primary, backup) = _teams[actor.TeamNumber].Duty.At(_now);
        return primary.Contains(actor.Place) || backup.Contains(actor.Place);
    }
}

using Teleconsult.Domain;
using Teleconsult.Domain.Consults;
using Teleconsult.Domain.Duty;
using Teleconsult.Domain.Ladders;
using Teleconsult.Domain.ResponseTimes;

namespace Teleconsult.Application.Simulation;

/// <summary>
/// Replays a world under one policy on a clock of its own. The consults, their timers, ladders and clocks, who is on duty and whom routing prefers
/// are the product's own code; chance and habits only say when people look, what they take and when they forget. One thread; the same world,
/// habits and policy always come to the same outcome.
/// </summary>
internal sealed partial class Replay
{
    /// <summary>How long a case is followed: without advice by then it was never answered.</summary>
    public static readonly TimeSpan Followed = TimeSpan.FromDays(30);

    private static readonly PractitionerId Coordinator = SyntheticYear.Id(0, 1);
    private static readonly PractitionerId Requester = SyntheticYear.Id(0, 2);
    private static readonly NetworkId Network = new(Guid.Empty);

    private readonly SimulatedWorld _world;
    private readonly Habits _habits;
    private readonly SimulatedPolicy _policy;
    private readonly Draws _draws;
    private readonly PriorityQueue<Happening, long> _queue = new();
    private readonly SimulatedCase[] _cases;
    private readonly Actor[] _actors;
    private readonly TeamState[] _teams;
    private readonly OpenTimes _coordinatorHours;
    private readonly QuietHours _quiet;
    private readonly CaseOutcome[] _outcomes;
    private long _now;
    private long _order;
    private long _steps;

    private Replay(SimulatedWorld world, Habits habits, SimulatedPolicy policy)
    {
        (_world, _habits, _policy) = (world, habits, policy);
        _draws = new Draws(world.Seed);
        var end = world.To + Followed + TimeSpan.FromDays(7);
        _teams = [.. world.Teams.Select((team, t) => new TeamState(team, t, world.Teams.Take(t).Sum(before => before.People.Count), world.From, end))];
        _actors = [.. _teams.SelectMany(t => t.Actors)];
        _coordinatorHours = new OpenTimes(world.CoordinatorHours, world.From, end);
        _quiet = new QuietHours(world.QuietFrom, world.QuietTo, world.Zone);
        _cases = [.. world.Arrivals.Select((a, i) => new SimulatedCase(i, a))];
        _outcomes = new CaseOutcome[_cases.Length];
    }

    private enum What : byte
    {
        Arrives,
        Looks,
        Hears,
        Finishes,
        IsDue,
        IsGiven,
        CoordinatorLooks,
        CoordinatorHears,
        IsAllocated,
        AnswersCall,
        CallsEnd,
        IsChased,
    }

    /// <param name="Case">-1: none.</param>
    private readonly record struct Happening(What What, int Case, int Who = -1, int Detail = 0);

    /// <summary>A team as the replay finds it at each moment.</summary>
    private sealed class TeamState
    {
        private readonly Dictionary<PractitionerId, Stretch[]> _leave;

        public TeamState(SimulatedTeam team, int number, int firstActor, DateTimeOffset from, DateTimeOffset end)
        {
            Team = team;
            Actors = [.. team.People.Select((_, place) => new Actor(firstActor + place, place, team, number))];
            Lead = Array.Find(Actors, a => a.Person.Id == team.Lead);
            (Duty, Working, Open) = (new DutyTimes(team, from, end), new OpenTimes(team.WorkingHours, from, end), new OpenTimes(team.Calendar, from, end));
            _leave = (team.Roster?.Leave ?? []).GroupBy(l => l.Person)
                .ToDictionary(g => g.Key, g => g.Select(l => new Stretch((long)(l.From - from).TotalSeconds, (long)(l.To - from).TotalSeconds)).ToArray());
        }

        public SimulatedTeam Team { get; }

        public Actor[] Actors { get; }

        public Actor? Lead { get; }

        public DutyTimes Duty { get; }

        /// <summary>When its people are at their desks.</summary>
        public OpenTimes Working { get; }

        public OpenTimes Open { get; }

        /// <summary>What nobody has, in the order of receipt.</summary>
        public List<SimulatedCase> Free { get; } = [];

        /// <summary>As the roster knows it.</summary>
        public bool IsOnLeave(Actor actor, long second) =>
            _leave.TryGetValue(actor.Person.Id, out var leave) && Array.Exists(leave, l => l.From <= second && second < l.To);
    }

    public static Outcome Run(SimulatedWorld world, Habits habits, SimulatedPolicy policy, CancellationToken cancellationToken = default)
    {
        var replay = new Replay(world, habits, policy);
        replay.Go(cancellationToken);
        return new Outcome(policy, replay._outcomes, replay._steps);
    }

    private DateTimeOffset Now => _world.From.AddTicks(_now * TimeSpan.TicksPerSecond);

    private void Go(CancellationToken cancellationToken)
    {
        var end = (long)(_world.To + Followed - _world.From).TotalSeconds;
        foreach (var one in _cases)
        {
            Plan(one.Arrival.Second, new Happening(What.Arrives, one.Number));
        }

        foreach (var actor in _actors)
        {
            PlanLook(actor);
        }

        PlanCoordinatorLook();
        while (_queue.TryDequeue(out var next, out var at) && at >> 36 <= end)
        {
            _now = at >> 36;
            if ((++_steps & 0xFFFF) == 0)
            {
                cancellationToken.ThrowIfCancellationRequested();
            }

            Happen(next);
        }

        foreach (var open in _cases.Where(c => !c.IsOver && c.Consult is not null))
        {
            Conclude(open);
        }
    }

    private void Happen(Happening it)
    {
        var one = it.Case >= 0 ? _cases[it.Case] : null;
        switch (it.What)
        {
            case What.Arrives:
                Arrive(one!);
                break;
            case What.Looks:
                Look(_actors[it.Who]);
                break;
            case What.Hears:
                Hear(_actors[it.Who], one!, it.Detail);
                break;
            case What.Finishes:
                Finish(_actors[it.Who], one!, it.Detail);
                break;
            case What.IsDue:
                Fire(one!, (ConsultTimer)it.Detail);
                break;
            case What.IsGiven:
                Give(one!);
                break;
            case What.CoordinatorLooks:
                CoordinatorLook(it.Detail);
                break;
            case What.CoordinatorHears:
                CoordinatorActs(one!);
                break;
            case What.IsAllocated:
                Allocate(one!);
                break;
            case What.AnswersCall:
                AnswerCall(_actors[it.Who], one!);
                break;
            case What.CallsEnd:
                one!.IsInHand = false;
                break;
            case What.IsChased:
                Chased(_actors[it.Who], one!);
                break;
        }
    }

    private void Plan(long second, Happening it) => _queue.Enqueue(it, (Math.Max(second, _now) << 36) | _order++);

    private void Arrive(SimulatedCase one)
    {
        var arrival = one.Arrival;
        var team = _teams[arrival.Team].Team;
        var needsCoordinator = _policy is SimulatedPolicy.OpenPool || arrival.IsUnsure;
        one.Consult = Consult.Submit(
            new ConsultId(IdOf(1, one.Number)), Network, default, Requester, default, needsCoordinator ? null : team.Service, Coordinator, one.Number,
            team.Template, arrival.Urgency, Now, [], Now, language: arrival.Language);
        var (primary, _) = _teams[arrival.Team].Duty.At(_now);
        _outcomes[one.Number] = new CaseOutcome { Covered = primary.Length > 0, CameOpen = _teams[arrival.Team].Open.At(_now) };
        Settle(one);
    }

    /// <summary>What the pipeline does after each command: lets a free case climb, alerts, and sets the timers.</summary>
    private void Settle(SimulatedCase one)
    {
        var consult = one.Consult;
        var free = consult.State is ConsultState.Waiting;
        if (free && !one.IsListed)
        {
            List(one);
        }
        else if (!free && one.IsListed)
        {
            _teams[one.Arrival.Team].Free.Remove(one);
            one.IsListed = false;
        }

        if (consult.State is ConsultState.Unallocated && !one.IsInHand && !_unallocated.Contains(one))
        {
            _unallocated.Add(one);
        }

        if (_policy is SimulatedPolicy.Ours)
        {
            if (consult.NeedsOffer)
            {
                Offer(one);
            }

            Climb(one);
            SeeOffer(one);
            if (consult.IsUnanswered || (consult.StepRound > 0 && consult.State is ConsultState.Claimed))
            {
                _troubled.Add(one); // stands on the coordinator's screen
            }
        }

        foreach (var (kind, at) in consult.DueTimers())
        {
            if (_policy is SimulatedPolicy.Ours || kind is ConsultTimer.AdviceRelease)
            {
                Set(one, kind, SecondOf(at));
            }
        }
    }

    private void Set(SimulatedCase one, ConsultTimer kind, long second)
    {
        if (one.Timers[(int)kind] != second)
        {
            one.Timers[(int)kind] = second;
            Plan(second, new Happening(What.IsDue, one.Number, -1, (int)kind));
        }
    }

    /// <summary>As <c>FireTimer</c>; a timer that was moved meanwhile does nothing.</summary>
    private void Fire(SimulatedCase one, ConsultTimer kind)
    {
        if (one.IsOver || one.Timers[(int)kind] != _now)
        {
            return;
        }

        one.Timers[(int)kind] = -1;
        switch (kind)
        {
            case ConsultTimer.Step:
                MarkOverdue(one);
                break;
            case ConsultTimer.ClaimLease when one.Holder is { } holder && holder.Busy == one:
                one.Consult.ExtendLease(holder.Person.Id, Now); // typing is activity
                break;
            case ConsultTimer.ClaimLease:
                Lapse(one);
                break;
            case ConsultTimer.AdviceRelease:
                one.Consult.ReleaseAdvice(Now);
                break;
        }

        if (one.Consult.AdvisedAt is not null)
        {
            Conclude(one);
        }
        else
        {
            Settle(one);
        }
    }

    /// <summary>The first time, and where hours count, the coordinator is told: as <c>AlertPlan</c>.</summary>
    private void MarkOverdue(SimulatedCase one)
    {
        var before = one.Consult.StepRound;
        one.Consult.MarkOverdue(Now);
        if (before == 0 && one.Consult is { StepRound: 1, Urgency: >= Urgency.Urgent })
        {
            TellCoordinator(one, [AlertChannel.Push, one.Consult.Urgency is Urgency.Emergency ? AlertChannel.Sms : AlertChannel.Mail], 7);
        }
    }

    private void Lapse(SimulatedCase one)
    {
        one.Consult.LapseClaim(Now);
        if (one.Consult.Holder is null && one.Holder is { } holder)
        {
            holder.Held.Remove(one);
            (one.Holder, one.IsForgotten) = (null, false);
            _outcomes[one.Number] = _outcomes[one.Number] with { Lapsed = true };
        }
    }

    /// <summary>Reads the case's times from its own log with the product's clock.</summary>
    private void Conclude(SimulatedCase one)
    {
        one.IsOver = true;
        _troubled.Remove(one);
        var clock = ResponseClock.Of(one.Consult.PendingEvents);
        var calendar = _teams[one.Arrival.Team].Team.Calendar;
        var target = one.Consult.Target;
        bool Kept(DateTimeOffset? at, TimeSpan promised) => at is { } then && clock.Elapsed(then, calendar) <= promised;
        _outcomes[one.Number] = _outcomes[one.Number] with
        {
            Urgency = clock.Urgency,
            Team = one.Arrival.Team,
            ByCoordinator = one.Arrival.IsUnsure || _policy is SimulatedPolicy.OpenPool,
            Allocation = Hours(clock.AllocatedAt),
            Claim = Hours(clock.ClaimedAt),
            Advice = Hours(clock.AdvisedAt),
            ClaimKept = Kept(clock.ClaimedAt, target.Claim),
            AdviceKept = Kept(clock.AdvisedAt, target.Advice),
            Rung = (byte)one.Consult.PendingEvents.OfType<RungReached>().Select(r => r.Rung).DefaultIfEmpty(1).Max(),
            WasTold = one.Consult.UnansweredAt is not null,
        };
        one.Holder?.Held.Remove(one);
        one.Consult = null!;

        float Hours(DateTimeOffset? at) => at is { } then ? (float)clock.Wall(then).TotalHours : float.NaN;
    }

    private long SecondOf(DateTimeOffset at) => (long)Math.Ceiling((at - _world.From).Ticks / (double)TimeSpan.TicksPerSecond);

    private static Guid IdOf(int kind, int number) => new(number, (short)kind, 1, 0, 0, 0, 0, 0, 0, 0, 1);
}

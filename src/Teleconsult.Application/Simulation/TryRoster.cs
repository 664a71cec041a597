using MediatR;
using Microsoft.EntityFrameworkCore;
using Teleconsult.Application.Duty;
using Teleconsult.Application.Ladders;
using Teleconsult.Application.Persistence;
using Teleconsult.Application.Pipeline;
using Teleconsult.Domain;
using Teleconsult.Domain.Access;
using Teleconsult.Domain.Consults;
using Teleconsult.Domain.Duty;
using Teleconsult.Domain.Ladders;

namespace Teleconsult.Application.Simulation;

/// <summary>
/// Replays the next weeks with a service's roster as it is being written, its leave, swaps, calendar and ladders, and beside it with the one that
/// counts now. Reads alone: nothing of it is kept.
/// </summary>
[Allowed(Role.Administrator, Role.Coordinator)]
public sealed record TryRoster(Guid Service) : IRequest<RosterTrial>;

/// <param name="PerDay">Cases a day that were replayed, of all urgencies.</param>
/// <param name="VolumeIsOwn">Counted from the service's last <see cref="TryRosterHandler.Counted"/>; else assumed.</param>
/// <param name="Counts">With the roster that counts now; null where that is the same or there is none.</param>
public sealed record RosterTrial(int Weeks, double PerDay, bool VolumeIsOwn, TrialRoster Drafted, TrialRoster? Counts);

/// <param name="Uncovered">Share of the cases that came within open hours while nobody was primary.</param>
public sealed record TrialRoster(double Uncovered, IReadOnlyList<TrialLine> Lines);

/// <param name="Claim">Half of the cases, and nine of ten, were taken by then; null: never within 30 days. Likewise <paramref name="Advice"/>.</param>
/// <param name="ClaimKept">Share taken within the promise, <paramref name="AdviceKept"/> answered within it, by the service's hours.</param>
/// <param name="Told">Share whose requester was told that nobody has answered yet.</param>
public sealed record TrialLine(
    Urgency Urgency, int Cases, TimeSpan? Claim, TimeSpan? ClaimMost, TimeSpan? Advice, TimeSpan? AdviceMost, double ClaimKept, double AdviceKept, double Told,
    int Never);

/// <summary>One trial at a time on a node: cases come first.</summary>
internal sealed class TrialTurn : IDisposable
{
    public SemaphoreSlim One { get; } = new(1);

    public void Dispose() => One.Dispose();
}

internal sealed class TryRosterHandler(TeleconsultDb db, RosterDesk desk, LadderBook ladders, TrialTurn turn, TimeProvider clock)
    : IRequestHandler<TryRoster, RosterTrial>
{
    public static readonly TimeSpan Counted = TimeSpan.FromDays(90);
    private const int Weeks = 8;

    /// <summary>Fewer cases tell no volume.</summary>
    private const int FewestCases = 20;

    /// <summary>How many cases are replayed at most for one roster: about a second.</summary>
    private const int MostCases = 8_000;
    private const int MostRounds = 40;
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(1);

    public async Task<RosterTrial> Handle(TryRoster request, CancellationToken cancellationToken)
    {
        var service = await desk.ServiceAsync(request.Service, cancellationToken);
        if (service.Draft.Plan.IsEmpty || service.Members.Count == 0)
        {
            throw new RuleViolation("trial.empty");
        }

        var now = clock.GetUtcNow();
        var counts = await db.Consults.Where(c => c.Service == service.Service.Id && c.ReceivedAt > now - Counted)
            .GroupBy(c => c.Urgency).Select(g => new { g.Key, N = g.Count() }).ToListAsync(cancellationToken);
        var own = counts.Sum(c => c.N) >= FewestCases;
        var perDay = own ? counts.ToDictionary(c => c.Key, c => c.N / Counted.TotalDays) : Assumed(service);
        var rungs = new Dictionary<Urgency, Ladder>();
        foreach (var urgency in Enum.GetValues<Urgency>())
        {
            rungs[urgency] = await ladders.OwnAsync(service.Service.Id, urgency, cancellationToken) ?? DefaultLadders.Of(urgency, service.TargetOf(urgency).Claim);
        }

        if (!await turn.One.WaitAsync(TimeSpan.Zero, cancellationToken))
        {
            throw new RuleViolation("trial.busy");
        }

        try
        {
            var counting = service.Published is { } published && service.Row!.Published != service.Row.Draft ? published : null;
            return await ApartAsync(stop => new RosterTrial(
                Weeks, perDay.Values.Sum(), own, Replayed(service, service.Draft, rungs, perDay, now, stop),
                counting is null ? null : Replayed(service, counting, rungs, perDay, now, stop)), cancellationToken);
        }
        finally
        {
            turn.One.Release();
        }
    }

    /// <summary>On a thread of its own that gives way to all others, and not for ever.</summary>
    private static async Task<RosterTrial> ApartAsync(Func<CancellationToken, RosterTrial> work, CancellationToken cancellationToken)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        stop.CancelAfter(Limit);
        var done = new TaskCompletionSource<RosterTrial>(TaskCreationOptions.RunContinuationsAsynchronously);
        var thread = new Thread(() =>
        {
            try
            {
                done.SetResult(work(stop.Token));
            }
            catch (Exception e)
            {
                done.SetException(e);
            }
        })
        {
            IsBackground = true,
            Priority = ThreadPriority.BelowNormal,
            Name = "roster trial",
        };
        thread.Start();
        try
        {
            return await done.Task;
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            throw new RuleViolation("trial.busy");
        }
    }

    /// <summary>What the delivered assumptions have for a service of this kind.</summary>
    private static Dictionary<Urgency, double> Assumed(ServiceDuty service)
    {
        var plan = Assumptions.Delivered.Network.Services;
        var alike = plan.FirstOrDefault(s => service.Service.Templates.Split(' ').Any(t => t.Contains(s.Template, StringComparison.Ordinal)))
            ?? plan.First(s => s.Always == service.PromisesEmergency);
        var emergencies = plan.Max(s => s.PerDay.GetValueOrDefault(Urgency.Emergency));
        return service.PromisesEmergency && !alike.PerDay.ContainsKey(Urgency.Emergency) ? new(alike.PerDay) { [Urgency.Emergency] = emergencies } : alike.PerDay;
    }

    private static TrialRoster Replayed(
        ServiceDuty service, Roster roster, Dictionary<Urgency, Ladder> ladders, Dictionary<Urgency, double> perDay, DateTimeOffset now, CancellationToken stop)
    {
        const int days = Weeks * 7;
        var habits = Assumptions.Delivered.ToHabits().With(Habit.NotSure, 0);
        var plan = Assumptions.Delivered.Network;
        var (zone, from) = (service.Calendar.Zone, new DateTimeOffset(now.UtcDateTime.Date, TimeSpan.Zero));
        var none = new Dictionary<DateOnly, string>();
        var atWork = service.Calendar.IsAlways ? new ServiceCalendar(zone, WeeklyHours.Parse(plan.WorkingHours), none) : service.Calendar;
        var coordinator = new ServiceCalendar(zone, WeeklyHours.Parse(plan.CoordinatorHours), none);
        var demand = new Demand(perDay, service.Members.Count, service.Calendar.IsAlways);
        var rounds = (int)Math.Clamp(MostCases / Math.Max(1, perDay.Values.Sum() * days), 1, MostRounds);
        var parts = Enumerable.Range(0, rounds).Select(round =>
        {
            var seed = SimulatedYears.Seed + (ulong)round;
            var draws = new Draws(seed);
            var people = service.Members.Select((id, i) => new SimulatedPerson(id, Language, [.. SyntheticYear.Silent(draws, habits, 0, i, days)])).ToList();
            var team = new SimulatedTeam(
                service.Service.Id, service.Service.Name, "", service.Calendar, atWork, roster, people, service.Lead, ladders)
            { Promises = service.Promises };
            return Replay.Run(
                new SimulatedWorld(
                    from, from.AddDays(days), zone, coordinator, plan.QuietFrom, plan.QuietTo, [team], Arrivals.Of([demand], habits, draws, zone, from, days), seed),
                habits, SimulatedPolicy.Ours, stop);
        }).ToList();
        var all = Outcome.Together(parts);
        return new TrialRoster(
            all.Share(c => c is { Covered: false, CameOpen: true }),
            [.. Enum.GetValues<Urgency>().OrderDescending().Select(u => LineOf(u, all.Where(c => c.Urgency == u))).Where(l => l.Cases > 0)]);
    }

    private static readonly HashSet<string> Language = ["en"];

    private static TrialLine LineOf(Urgency urgency, Outcome part) => new(
        urgency, part.Cases.Count, Span(part.At(c => c.Claim, 0.5)), Span(part.At(c => c.Claim, 0.9)), Span(part.At(c => c.Advice, 0.5)),
        Span(part.At(c => c.Advice, 0.9)), part.Share(c => c.ClaimKept), part.Share(c => c.AdviceKept), part.Share(c => c.WasTold), part.Never);

    private static TimeSpan? Span(double hours) => double.IsFinite(hours) ? TimeSpan.FromHours(hours) : null;
}

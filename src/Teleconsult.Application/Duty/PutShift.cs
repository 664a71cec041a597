using MediatR;
using Teleconsult.Application.Pipeline;
using Teleconsult.Domain;
using Teleconsult.Domain.Access;
using Teleconsult.Domain.Duty;

namespace Teleconsult.Application.Duty;

/// <summary>Writes shifts into the roster of a service: new ones, or in the place of one that is known. It counts when it is published.</summary>
/// <param name="Shift">The shift or pattern that is changed; made by the sender for a new one.</param>
/// <param name="Days">On which days of the week it recurs; empty: once, on <paramref name="First"/>.</param>
/// <param name="To">Since midnight of the day on which it begins; 32:00 is eight o'clock of the next morning.</param>
/// <param name="Last">The last day on which it may begin; null: no end.</param>
[Allowed(Role.Administrator, Role.Coordinator)]
public sealed record PutShift(
    Guid Service, Guid Shift, IReadOnlyList<DayOfWeek> Days, TimeSpan From, TimeSpan To, IReadOnlyList<Guid> Primary, IReadOnlyList<Guid> Backup, DateOnly First,
    DateOnly? Last, int EveryWeeks) : IRequest<Unit>, ICommand
{
    public Guid? Subject => Service;
}

internal sealed class PutShiftHandler(RosterDesk desk) : IRequestHandler<PutShift, Unit>
{
    public async Task<Unit> Handle(PutShift command, CancellationToken cancellationToken)
    {
        var service = await desk.ServiceAsync(command.Service, cancellationToken);
        var team = new ShiftTeam([.. command.Primary.Select(p => new PractitionerId(p))], [.. command.Backup.Select(p => new PractitionerId(p))]);
        await desk.WriteAsync(service, plan => Put(plan, command, team), cancellationToken);
        return Unit.Value;
    }

    /// <summary>The first day of the week keeps the shift's id; the others are shifts of their own.</summary>
    private static RosterPlan Put(RosterPlan plan, PutShift command, ShiftTeam team)
    {
        var id = new ShiftId(command.Shift);
        var known = plan.Patterns.FirstOrDefault(p => p.Id == id);
        var patterns = plan.Patterns.Where(p => p.Id != id).ToList();
        var shifts = plan.Shifts.Where(s => s.Id != id).ToList();
        if (command.Days.Count == 0)
        {
            shifts.Add(new SingleShift(id, command.First, command.From, command.To, team));
        }

        var first = true;
        foreach (var day in command.Days.Distinct().OrderBy(d => ((int)d + 6) % 7))
        {
            patterns.Add(new ShiftPattern(
                first ? id : new ShiftId(Guid.CreateVersion7()), day, command.From, command.To, team, command.First, command.Last, command.EveryWeeks,
                first && known?.Day == day ? known.Except : []));
            first = false;
        }

        return new RosterPlan(patterns, shifts);
    }
}

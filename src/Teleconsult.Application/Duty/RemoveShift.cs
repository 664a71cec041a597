using MediatR;
using Teleconsult.Application.Pipeline;
using Teleconsult.Domain;
using Teleconsult.Domain.Access;
using Teleconsult.Domain.Duty;

namespace Teleconsult.Application.Duty;

/// <summary>Takes a shift out of the roster that is being written.</summary>
/// <param name="Day">Of a shift that recurs: this day alone; null: all of it.</param>
[Allowed(Role.Administrator, Role.Coordinator)]
public sealed record RemoveShift(Guid Service, Guid Shift, DateOnly? Day) : IRequest<Unit>, ICommand
{
    public Guid? Subject => Service;
}

internal sealed class RemoveShiftHandler(RosterDesk desk) : IRequestHandler<RemoveShift, Unit>
{
    public async Task<Unit> Handle(RemoveShift command, CancellationToken cancellationToken)
    {
        var service = await desk.ServiceAsync(command.Service, cancellationToken);
        var id = new ShiftId(command.Shift);
        await desk.WriteAsync(service, plan => Without(plan, id, command.Day), cancellationToken);
        return Unit.Value;
    }

    private static RosterPlan Without(RosterPlan plan, ShiftId id, DateOnly? day)
    {
        if (!plan.Patterns.Any(p => p.Id == id) && !plan.Shifts.Any(s => s.Id == id))
        {
            throw new RuleViolation("roster.no-shift");
        }

        return new RosterPlan(
            [.. plan.Patterns.Where(p => p.Id != id || day is not null)
                .Select(p => p.Id == id && day is { } d && !p.Except.Contains(d) ? p with { Except = [.. p.Except, d] } : p)],
            [.. plan.Shifts.Where(s => s.Id != id)]);
    }
}

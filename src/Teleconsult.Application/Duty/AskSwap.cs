using MediatR;
using Microsoft.EntityFrameworkCore;
using Teleconsult.Application.Persistence;
using Teleconsult.Application.Pipeline;
using Teleconsult.Domain;
using Teleconsult.Domain.Access;
using Teleconsult.Domain.Duty;

namespace Teleconsult.Application.Duty;

/// <summary>Asks a colleague to take one's shift of one day. Nothing changes until they say yes.</summary>
/// <param name="Id">Made by the sender.</param>
/// <param name="From">Whose shift it is: oneself; who plans may ask for anybody.</param>
[Allowed(Role.Administrator, Role.Coordinator, Role.Specialist)]
public sealed record AskSwap(Guid Id, Guid Service, Guid Shift, DateOnly Day, Guid From, Guid To) : IRequest<Unit>, ICommand
{
    public Guid? Subject => Service;
}

internal sealed class AskSwapHandler(TeleconsultDb db, RosterDesk desk, Recorder recorder, ICurrentUser user, TimeProvider clock) : IRequestHandler<AskSwap, Unit>
{
    public async Task<Unit> Handle(AskSwap command, CancellationToken cancellationToken)
    {
        var (actor, now) = (user.Actor, clock.GetUtcNow());
        var service = await desk.ServiceAsync(command.Service, cancellationToken);
        var plans = actor.Has(Role.Coordinator) || actor.Has(Role.Administrator);
        if (!plans && !actor.Services.Contains(service.Service.Id))
        {
            throw new NotFound();
        }

        var (from, to) = (new PractitionerId(command.From), new PractitionerId(command.To));
        if (from == to)
        {
            throw new RuleViolation("swap.same-person");
        }

        var shift = SwapRules.Find(service, new ShiftId(command.Shift), command.Day);
        if (!shift.Team.All.Contains(from) || (!plans && from != actor.Id))
        {
            throw new RuleViolation("swap.not-yours");
        }

        SwapRules.CheckTaker(service, shift, to, now);
        var twice = await db.Swaps.AnyAsync(
            s => s.Service == service.Service.Id && s.Shift == shift.Shift && s.Day == shift.Day && s.From == from && s.State == SwapState.Asked, cancellationToken);
        if (twice)
        {
            throw new RuleViolation("swap.twice");
        }

        db.Swaps.Add(new SwapRow
        {
            Id = new SwapId(command.Id),
            Network = actor.Network,
            Service = service.Service.Id,
            Shift = shift.Shift,
            Day = shift.Day,
            From = from,
            To = to,
            State = SwapState.Asked,
            AskedBy = actor.Id,
            AskedAt = now,
        });
        recorder.Explain($"{command.Day:yyyy-MM-dd} {command.From:n} to {command.To:n}");
        return Unit.Value;
    }
}

/// <summary>What must hold when a swap is asked for, and again when it is agreed to.</summary>
internal static class SwapRules
{
    public static RosterShift Find(ServiceDuty service, ShiftId shift, DateOnly day)
    {
        var roster = service.Published ?? throw new RuleViolation("roster.not-published");
        var noon = ZoneTime.ToInstant(roster.Zone, day, TimeSpan.FromHours(12));
        return roster.Shifts(noon.AddDays(-1), noon.AddDays(1)).FirstOrDefault(s => s.Shift == shift && s.Day == day)
            ?? throw new RuleViolation("roster.no-shift");
    }

    public static void CheckTaker(ServiceDuty service, RosterShift shift, PractitionerId taker, DateTimeOffset now)
    {
        if (shift.To <= now)
        {
            throw new RuleViolation("swap.over");
        }

        if (!service.Members.Contains(taker))
        {
            throw new RuleViolation("roster.not-of-service");
        }

        if (shift.Team.All.Contains(taker))
        {
            throw new RuleViolation("swap.in-shift");
        }
    }
}

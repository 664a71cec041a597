using MediatR;
using Microsoft.EntityFrameworkCore;
using Teleconsult.Application.Persistence;
using Teleconsult.Application.Pipeline;
using Teleconsult.Domain;
using Teleconsult.Domain.Access;

namespace Teleconsult.Application.Duty;

/// <summary>Ends a swap that was asked for: the colleague agrees or declines, who asked takes it back. Who plans may do either.</summary>
[Allowed(Role.Administrator, Role.Coordinator, Role.Specialist)]
public sealed record DecideSwap(Guid Swap, SwapState Decision) : IRequest<Unit>, ICommand
{
    public Guid? Subject => Swap;
}

internal sealed class DecideSwapHandler(TeleconsultDb db, RosterDesk desk, Recorder recorder, ICurrentUser user, TimeProvider clock)
    : IRequestHandler<DecideSwap, Unit>
{
    public async Task<Unit> Handle(DecideSwap command, CancellationToken cancellationToken)
    {
        var (actor, id, now) = (user.Actor, new SwapId(command.Swap), clock.GetUtcNow());
        var swap = await db.Swaps.SingleOrDefaultAsync(s => s.Id == id && s.Network == actor.Network, cancellationToken) ?? throw new NotFound();
        var plans = actor.Has(Role.Coordinator) || actor.Has(Role.Administrator);
        if (!plans && swap.From != actor.Id && swap.To != actor.Id)
        {
            throw new NotFound();
        }

        if (swap.State is not SwapState.Asked)
        {
            throw new RuleViolation("swap.decided");
        }

        var mine = command.Decision is SwapState.Withdrawn ? swap.From == actor.Id || swap.AskedBy == actor.Id : swap.To == actor.Id;
        if ((!mine && !plans) || command.Decision is SwapState.Asked || !Enum.IsDefined(command.Decision))
        {
            throw new RuleViolation("swap.not-asked");
        }

        if (command.Decision is SwapState.Accepted)
        {
            var service = await desk.ServiceAsync(swap.Service.Value, cancellationToken);
            SwapRules.CheckTaker(service, SwapRules.Find(service, swap.Shift, swap.Day), swap.To, now);
        }

        (swap.State, swap.DecidedBy, swap.DecidedAt) = (command.Decision, actor.Id, now);
        recorder.Explain($"{command.Decision} {swap.Day:yyyy-MM-dd} {swap.From.Value:n} to {swap.To.Value:n}");
        return Unit.Value;
    }
}

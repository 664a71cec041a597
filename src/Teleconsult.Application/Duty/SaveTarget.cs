using MediatR;
using Microsoft.EntityFrameworkCore;
using Teleconsult.Application.Persistence;
using Teleconsult.Application.Pipeline;
using Teleconsult.Domain;
using Teleconsult.Domain.Access;
using Teleconsult.Domain.Consults;
using Teleconsult.Domain.ResponseTimes;

namespace Teleconsult.Application.Duty;

/// <summary>What a service promises for one urgency; without times the default again. Cases that are open keep what was promised for them.</summary>
[Allowed(Role.Administrator, Role.Coordinator)]
public sealed record SaveTarget(Guid Service, Urgency Urgency, TargetForm? Times) : IRequest<Unit>, ICommand
{
    public Guid? Subject => Service;
}

/// <summary>All in whole minutes.</summary>
/// <param name="Claim">From receipt to somebody taking the case.</param>
/// <param name="Advice">From receipt to advice, less the waiting for the requester.</param>
/// <param name="Read">From advice to the requester reading it.</param>
/// <param name="Information">For the requester to give what was asked for.</param>
/// <param name="InServiceHours">Claim and advice count in the service's opening hours alone; never for Emergency.</param>
public sealed record TargetForm(int Claim, int Advice, int Read, int Information, bool InServiceHours);

internal sealed class SaveTargetHandler(TeleconsultDb db, Recorder recorder, ICurrentUser user) : IRequestHandler<SaveTarget, Unit>
{
    public async Task<Unit> Handle(SaveTarget command, CancellationToken cancellationToken)
    {
        var network = user.Actor.Network;
        var service = await db.ServiceOfNetworkAsync(command.Service, network, cancellationToken) ?? throw new NotFound();
        if (!Enum.IsDefined(command.Urgency))
        {
            throw new RuleViolation("body.invalid");
        }

        var row = await db.Targets.SingleOrDefaultAsync(t => t.Service == service && t.Urgency == command.Urgency, cancellationToken);
        if (command.Times is not { } times)
        {
            if (row is not null)
            {
                db.Targets.Remove(row);
            }

            recorder.Explain($"{command.Urgency}: default");
            return Unit.Value;
        }

        var promise = new ServicePromise(
            new ResponseTarget(
                TimeSpan.FromMinutes(times.Claim), TimeSpan.FromMinutes(times.Advice), TimeSpan.FromMinutes(times.Read), TimeSpan.FromMinutes(times.Information)),
            times.InServiceHours);
        promise.Check(command.Urgency);
        if (row is null)
        {
            db.Targets.Add(row = new TargetRow { Service = service, Urgency = command.Urgency, Network = network });
        }

        (row.Claim, row.Advice, row.Read, row.Information) = (promise.Target.Claim, promise.Target.Advice, promise.Target.Read, promise.Target.Information);
        row.InServiceHours = promise.InServiceHours;
        recorder.Explain($"{command.Urgency}: {times.Claim} {times.Advice} {times.Read} {times.Information}{(times.InServiceHours ? " in hours" : "")}");
        return Unit.Value;
    }
}

using MediatR;
using Teleconsult.Application.Alerts;
using Teleconsult.Application.Persistence;
using Teleconsult.Application.Pipeline;

namespace Teleconsult.Application.Watch;

/// <summary>Coordinators of every network are told that workers stand still, once: until they close the incident, further ones join it in silence.</summary>
[SystemOnly]
public sealed record TellStoppedWorkers(IReadOnlyList<StoppedWorker> Workers) : IRequest<Unit>, ICommand
{
    public Guid? Subject => null;
}

internal sealed class TellStoppedWorkersHandler(TeleconsultDb db, Standstill standstill, TimeProvider clock) : IRequestHandler<TellStoppedWorkers, Unit>
{
    public async Task<Unit> Handle(TellStoppedWorkers command, CancellationToken cancellationToken)
    {
        var detail = string.Join(", ", command.Workers.Select(w => w.ToString()).Order(StringComparer.Ordinal));
        await standstill.TellAsync(
            db, IncidentKind.WorkerStopped, detail[..Math.Min(detail.Length, IncidentRow.LongestDetail)], clock.GetUtcNow(), cancellationToken);
        return Unit.Value;
    }
}

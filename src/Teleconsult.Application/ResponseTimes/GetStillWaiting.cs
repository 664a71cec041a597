using MediatR;
using Microsoft.EntityFrameworkCore;
using Teleconsult.Application.Consults;
using Teleconsult.Application.Persistence;
using Teleconsult.Application.Pipeline;
using Teleconsult.Domain.Access;
using Teleconsult.Domain.Consults;

namespace Teleconsult.Application.ResponseTimes;

/// <summary>The open cases that the reader may see, the oldest promise first, at most 200: they stand beside the figures, which tell of the past.</summary>
[Allowed(Role.Specialist, Role.Coordinator, Role.Administrator)]
public sealed record GetStillWaiting : IRequest<StillWaiting>;

public sealed record StillWaiting(IReadOnlyList<WaitingCase> Cases, DateTimeOffset Now);

/// <param name="Waited">Since receipt, by the wall clock.</param>
public sealed record WaitingCase(
    Guid Id, long Number, string ServiceName, Urgency Urgency, ConsultState State, TimeSpan Waited, DateTimeOffset Due, bool Overdue, string? Who)
{
    /// <summary>From receipt until advice was promised for this case by the wall clock, rests and closed hours included.</summary>
    public TimeSpan Promised { get; init; }
}

internal sealed class GetStillWaitingHandler(TeleconsultDb db, NameDirectory directory, ICurrentUser user, TimeProvider clock) : IRequestHandler<GetStillWaiting, StillWaiting>
{
    private const int Most = 200;

    public async Task<StillWaiting> Handle(GetStillWaiting request, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        var names = await directory.OfAsync(user.Actor.Network, cancellationToken);
        var open = await db.Consults.AsNoTracking().VisibleTo(user.Actor).Where(c => c.State < ConsultState.Answered)
            .OrderBy(c => c.StepTarget).Take(Most).ToListAsync(cancellationToken);
        return new StillWaiting(
            [.. open.Select(c => new WaitingCase(
                c.Id.Value, c.Number, names.Service(c.Service)?.Name ?? "", c.Urgency, c.State, now - c.ReceivedAt, c.StepTarget,
                c.NextStep.Overdue || c.StepTarget < now, names.NextStepOf(c).Who)
            {
                Promised = c.AdviceDue - c.ReceivedAt,
            })],
            now);
    }
}

using MediatR;
using Teleconsult.Application.Pipeline;
using Teleconsult.Domain.Access;
using Teleconsult.Domain.Consults;
using Teleconsult.Domain.ResponseTimes;

namespace Teleconsult.Application.Duty;

/// <summary>What every service of the network promises.</summary>
[Allowed(Role.Administrator, Role.Coordinator)]
public sealed record GetTargets : IRequest<IReadOnlyList<ServiceTargets>>;

/// <param name="IsAlwaysOpen">Its opening hours are all hours: counting in them changes nothing.</param>
/// <param name="Targets">One for each urgency, the most urgent first.</param>
public sealed record ServiceTargets(Guid Service, string Name, bool IsAlwaysOpen, bool PromisesEmergency, IReadOnlyList<TargetEntry> Targets);

/// <param name="IsDefault">The service has none of its own.</param>
public sealed record TargetEntry(Urgency Urgency, TargetForm Times, bool IsDefault);

internal sealed class GetTargetsHandler(DutyReader reader, ICurrentUser user, TimeProvider clock) : IRequestHandler<GetTargets, IReadOnlyList<ServiceTargets>>
{
    public async Task<IReadOnlyList<ServiceTargets>> Handle(GetTargets request, CancellationToken cancellationToken) =>
        [.. (await reader.LoadAsync(user.Actor.Network, null, clock.GetUtcNow(), cancellationToken)).Select(s => new ServiceTargets(
            s.Service.Id.Value, s.Service.Name, s.Calendar.IsAlways, s.PromisesEmergency, [.. Enum.GetValues<Urgency>().OrderDescending().Select(u => EntryOf(s, u))]))];

    private static TargetEntry EntryOf(ServiceDuty service, Urgency urgency)
    {
        var own = service.Promises.GetValueOrDefault(urgency);
        return new TargetEntry(urgency, FormOf(service.TargetOf(urgency), own?.InServiceHours ?? false), own is null);
    }

    private static TargetForm FormOf(ResponseTarget target, bool inHours) => new(
        (int)target.Claim.TotalMinutes, (int)target.Advice.TotalMinutes, (int)target.Read.TotalMinutes, (int)target.Information.TotalMinutes, inHours);
}

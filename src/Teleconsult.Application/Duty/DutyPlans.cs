using System.Collections.Concurrent;
using Teleconsult.Domain;

namespace Teleconsult.Application.Duty;

/// <summary>The plans of whole networks, each under the stamp that stood before it was read: as long as that stands, it holds.</summary>
public sealed class DutyPlans
{
    private readonly ConcurrentDictionary<NetworkId, DutyPlan> _known = new();

    /// <summary>The one of that stamp; null: none, or an older or newer one.</summary>
    public DutyPlan? Find(NetworkId network, Guid stamp) => _known.TryGetValue(network, out var plan) && plan.Stamp == stamp ? plan : null;

    public void Keep(NetworkId network, DutyPlan plan) => _known[network] = plan;
}

/// <param name="Since">Leave and swaps that were over before are not in it. UTC.</param>
public sealed record DutyPlan(Guid Stamp, DateTimeOffset Since, IReadOnlyDictionary<ServiceId, ServiceDuty> Services);

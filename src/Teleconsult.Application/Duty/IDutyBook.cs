using Teleconsult.Domain;

namespace Teleconsult.Application.Duty;

/// <summary>Who answers for a service at a time.</summary>
public interface IDutyBook
{
    /// <summary>
    /// The duty of one service. People who are deactivated, on leave, or no longer answer for the service are not in it. A service that
    /// does not exist has nobody and is closed.
    /// </summary>
    Task<DutyView> AtAsync(ServiceId service, DateTimeOffset instant, CancellationToken cancellationToken);

    /// <summary>All that decides who answers for a service, to ask it for several instants; null: there is no such service.</summary>
    /// <param name="since">The earliest instant that is asked for. UTC.</param>
    Task<ServiceDuty?> PlanAsync(ServiceId service, DateTimeOffset since, CancellationToken cancellationToken);

    /// <summary>The duty of every service of a network, in one go.</summary>
    Task<IReadOnlyDictionary<ServiceId, DutyView>> OfNetworkAsync(NetworkId network, DateTimeOffset instant, CancellationToken cancellationToken);
}

/// <summary>Who answers for a service now.</summary>
/// <param name="Primary">
/// Who is alerted first, in the roster's order. Empty: a gap. Without a published roster everybody who answers for the service.
/// </param>
/// <param name="Backup">Who is alerted when they stay silent, in the roster's order; never one of the primary.</param>
/// <param name="Lead">Who is responsible for the team; null where nobody is named.</param>
/// <param name="IsOpen">Whether the service's calendar is open. A service without a calendar always is.</param>
/// <param name="OpensAt">When it opens next; null while it is open. UTC.</param>
/// <param name="Until">When the answer may change next; null: not known to change. UTC.</param>
/// <param name="IsRostered">Whether a published roster says so.</param>
public sealed record DutyView(
    ServiceId Service, IReadOnlyList<PractitionerId> Primary, IReadOnlyList<PractitionerId> Backup, PractitionerId? Lead, bool IsOpen,
    DateTimeOffset? OpensAt, DateTimeOffset? Until, bool IsRostered)
{
    /// <summary>Primary, then backup: everybody who is on duty.</summary>
    public IEnumerable<PractitionerId> OnDuty => Primary.Concat(Backup);
}

using MediatR;
using Teleconsult.Application.Consults;
using Teleconsult.Application.Persistence;
using Teleconsult.Application.Pipeline;
using Teleconsult.Domain.Access;
using Teleconsult.Domain.Duty;

namespace Teleconsult.Application.Duty;

/// <summary>
/// The rosters of a network for some days: coordinators and administrators see every service, as it is being written; specialists those of
/// their own services, as published.
/// </summary>
/// <param name="From">A day of each service's own zone.</param>
/// <param name="Days">1 to 62.</param>
[Allowed(Role.Administrator, Role.Coordinator, Role.Specialist)]
public sealed record GetRosters(DateOnly From, int Days) : IRequest<RosterPage>;

/// <param name="MayPlan">Whether the reader writes rosters.</param>
/// <param name="Leave">Of the people shown, from the first day on.</param>
/// <param name="Swaps">Asked for and still to be decided, then those decided in the last month.</param>
public sealed record RosterPage(
    IReadOnlyList<RosterView> Services, IReadOnlyList<LeaveView> Leave, IReadOnlyList<SwapView> Swaps, bool MayPlan, Guid Me, string Zone, DateTimeOffset Now);

/// <param name="Version">What publishing names, so that nobody publishes what they have not seen; 0: nothing was written yet.</param>
/// <param name="IsChanged">Whether what is being written says something else than what counts.</param>
/// <param name="Remarks">Of the next 14 days.</param>
public sealed record RosterView(
    Guid Service, string Name, string Zone, string? Hours, bool PromisesEmergency, PersonName? Lead, long Version, DateTimeOffset? PublishedAt, PersonName? PublishedBy,
    bool IsChanged, IReadOnlyList<PersonName> Members, IReadOnlyList<ShiftView> Shifts, IReadOnlyList<RemarkView> Remarks, RosterPlan Plan);

/// <param name="From">UTC; <paramref name="LocalFrom"/> and <paramref name="LocalTo"/> as the plan has them, on <paramref name="Day"/>.</param>
public sealed record ShiftView(
    Guid Shift, DateOnly Day, DateTimeOffset From, DateTimeOffset To, TimeSpan LocalFrom, TimeSpan LocalTo, IReadOnlyList<DutyName> Primary,
    IReadOnlyList<DutyName> Backup, bool Recurs);

/// <param name="Away">On leave for a part of the shift, or no longer able to have duty.</param>
public sealed record DutyName(Guid Id, string Name, bool Away);

public sealed record RemarkView(
    RosterFinding Finding, DateTimeOffset From, DateTimeOffset To, IReadOnlyList<PersonName> Away, IReadOnlyList<PersonName> People, string? Other, bool Refuses);

public sealed record LeaveView(Guid Id, PersonName Person, DateTimeOffset From, DateTimeOffset To);

/// <param name="MayAccept">Whether the reader can say yes or no; <paramref name="MayWithdraw"/> whether they can take it back.</param>
public sealed record SwapView(
    Guid Id, string Service, string Zone, Guid Shift, DateOnly Day, DateTimeOffset? From, DateTimeOffset? To, PersonName Has, PersonName Takes, SwapState State,
    DateTimeOffset At, bool MayAccept, bool MayWithdraw);

using MediatR;
using Microsoft.EntityFrameworkCore;
using Teleconsult.Application.Consults;
using Teleconsult.Application.Persistence;
using Teleconsult.Application.Pipeline;
using Teleconsult.Application.Worklist;
using Teleconsult.Domain.Access;
using Teleconsult.Domain.Consults;
using Teleconsult.Domain.Photos;

namespace Teleconsult.Application.Overview;

/// <summary>Why a case of the network stands before the coordinator; one of these, the most pressing first.</summary>
public enum Concern
{
    /// <summary>A promised time passed, whoever had the next step.</summary>
    Overdue = 0,

    /// <summary>No service has it.</summary>
    ToAllocate = 1,

    /// <summary>Nobody has taken it, and the promise ends within <see cref="NetworkOverview.RiskBefore"/>.</summary>
    AtRisk = 2,

    /// <summary>A photo was announced more than <see cref="NetworkOverview.PhotoGrace"/> ago and has not come, or the store has lost it.</summary>
    PhotoMissing = 3,

    /// <summary>Advice went out and was not read or, in an emergency, not said back.</summary>
    Unread = 4,

    /// <summary>The requester was asked for something.</summary>
    WaitingForRequester = 5,

    /// <summary>In the hands of somebody, in time.</summary>
    UnderWay = 6,
}

/// <summary>The network at this moment: what needs the coordinator, and how each service stands. At most 500 open cases, by what is due next.</summary>
[Allowed(Role.Coordinator)]
public sealed record GetNetworkOverview : IRequest<NetworkOverview>;

/// <param name="Open">All cases of the network that are not closed or, in time, read; also beyond those listed.</param>
public sealed record NetworkOverview(IReadOnlyList<NetworkCase> Cases, IReadOnlyList<ServiceNow> Services, int Open, DateTimeOffset Now)
{
    /// <summary>Photos of the network, of closed cases too, that the store has lost and that have not come again.</summary>
    public int PhotosLost { get; init; }

    /// <summary>How long before the end of a promise an untaken case shows as at risk.</summary>
    public static readonly TimeSpan RiskBefore = TimeSpan.FromMinutes(60);

    /// <summary>For how long a photo may be on its way before somebody asks: a slow network takes minutes, not an hour.</summary>
    public static readonly TimeSpan PhotoGrace = TimeSpan.FromMinutes(60);
}

/// <param name="ChasedAt">When a coordinator last wrote into the thread, UTC.</param>
/// <param name="PhotosMissing">Photos that were announced too long ago.</param>
public sealed record NetworkCase(WorklistEntry Entry, Concern Concern, int PhotosMissing, DateTimeOffset? ChasedAt)
{
    /// <summary>Where the requester's place is reached; null where nothing is known.</summary>
    public string? Phone { get; init; }
}

/// <param name="Waiting">Cases that nobody holds.</param>
/// <param name="Oldest">When the oldest of them was received, UTC.</param>
public sealed record ServiceNow(Guid Id, string Name, int Waiting, int Held, DateTimeOffset? Oldest);

internal sealed class GetNetworkOverviewHandler(TeleconsultDb db, WorklistReader reader, NameDirectory directory, ICurrentUser user, TimeProvider clock)
    : IRequestHandler<GetNetworkOverview, NetworkOverview>
{
    private const int Most = 500;

    public async Task<NetworkOverview> Handle(GetNetworkOverview request, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        // What was read is in the requester's hands; it comes back here when the promised time to close it has passed.
        var open = db.Consults.AsNoTracking().VisibleTo(user.Actor)
            .Where(c => c.State < ConsultState.Closed
                && (c.State != ConsultState.Read || c.StepRound > 0 || c.StepKind == NextStepKind.ReadBack || c.StepKind == NextStepKind.ConfirmReadBack));
        var consults = await open.OrderBy(c => c.StepDue).ThenBy(c => c.Number).Take(Most).Include(c => c.Photos).ToListAsync(cancellationToken);
        var entries = (await reader.ReadAsync(consults, cancellationToken)).ToDictionary(e => e.Id);
        var network = user.Actor.Network;
        var phones = await db.Facilities.AsNoTracking().Where(f => f.Network == network && f.Phone != "").ToDictionaryAsync(f => f.Id, f => f.Phone, cancellationToken);
        var chased = await ChasedAsync(consults, cancellationToken);
        return new NetworkOverview(
            [.. consults.Select(c => new NetworkCase(
                entries[c.Id.Value], ConcernOf(c, now), Missing(c, now), chased.TryGetValue(c.Id.Value, out var at) ? at : null)
                {
                    Phone = phones.GetValueOrDefault(c.Facility),
                })
                .OrderBy(c => c.Concern).ThenByDescending(c => c.Entry.Urgency)],
            await ServicesAsync(open, cancellationToken), await open.CountAsync(cancellationToken), now)
        {
            PhotosLost = await db.Photos.Where(p => p.LostAt != null && p.State == PhotoState.Arriving)
                .Join(db.Consults.VisibleTo(user.Actor), p => p.Consult, c => c.Id, (p, c) => p.Id).CountAsync(cancellationToken),
        };
    }

    private static Concern ConcernOf(Consult consult, DateTimeOffset now) => consult switch
    {
        { NextStep.Overdue: true } => Concern.Overdue,
        { State: ConsultState.Unallocated } => Concern.ToAllocate,
        { State: ConsultState.Waiting } when consult.StepDue - now <= NetworkOverview.RiskBefore => Concern.AtRisk,
        _ when Missing(consult, now) > 0 => Concern.PhotoMissing,
        { State: ConsultState.Answered } or { StepKind: NextStepKind.ReadBack } => Concern.Unread,
        { State: ConsultState.NeedsRequester } => Concern.WaitingForRequester,
        _ => Concern.UnderWay,
    };

    private static int Missing(Consult consult, DateTimeOffset now) =>
        consult.Photos.Count(p => p.State is PhotoState.Arriving && (p.LostAt is not null || p.AnnouncedAt + NetworkOverview.PhotoGrace <= now));

    private async Task<Dictionary<Guid, DateTimeOffset>> ChasedAsync(List<Consult> consults, CancellationToken cancellationToken)
    {
        var ids = consults.Select(c => c.Id).ToList();
        var coordinators = await db.Assignments.Where(a => a.Role == Role.Coordinator).Select(a => a.User).ToListAsync(cancellationToken);
        var people = coordinators.ConvertAll(c => new Domain.PractitionerId(c));
        var lines = await db.Messages.AsNoTracking().Where(m => ids.Contains(m.Consult) && people.Contains(m.By) && !m.FromRequester)
            .Select(m => new { m.Consult, m.At }).ToListAsync(cancellationToken);
        return lines.GroupBy(l => l.Consult.Value).ToDictionary(g => g.Key, g => g.Max(l => l.At));
    }

    private async Task<IReadOnlyList<ServiceNow>> ServicesAsync(IQueryable<Consult> open, CancellationToken cancellationToken)
    {
        var names = await directory.OfAsync(user.Actor.Network, cancellationToken);
        var counted = await open.Where(c => c.Service != null && c.State != ConsultState.Answered && c.State != ConsultState.Read)
            .GroupBy(c => new { c.Service, Waiting = c.State == ConsultState.Waiting })
            .Select(g => new { g.Key.Service, g.Key.Waiting, Count = g.Count(), Oldest = g.Min(c => c.ReceivedAt) }).ToListAsync(cancellationToken);
        return [.. counted.GroupBy(g => g.Service!.Value)
            .Select(g => new ServiceNow(
                g.Key.Value, names.Service(g.Key)!.Name, g.Where(x => x.Waiting).Sum(x => x.Count), g.Where(x => !x.Waiting).Sum(x => x.Count),
                g.Where(x => x.Waiting).Select(x => (DateTimeOffset?)x.Oldest).SingleOrDefault()))
            .OrderBy(s => s.Oldest ?? DateTimeOffset.MaxValue).ThenBy(s => s.Name, StringComparer.Ordinal)];
    }
}

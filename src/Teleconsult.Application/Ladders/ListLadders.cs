using MediatR;
using Microsoft.EntityFrameworkCore;
using Teleconsult.Application.Persistence;
using Teleconsult.Application.Pipeline;
using Teleconsult.Domain;
using Teleconsult.Domain.Access;
using Teleconsult.Domain.Consults;
using Teleconsult.Domain.Ladders;
using Teleconsult.Domain.ResponseTimes;

namespace Teleconsult.Application.Ladders;

/// <summary>The ladder of each urgency of one service: its own, or the default.</summary>
[Allowed(Role.Coordinator, Role.Administrator)]
public sealed record ListLadders(Guid Service) : IRequest<IReadOnlyList<LadderEntry>>;

/// <param name="PublishedAt">Null: the default for what the service promises stands.</param>
/// <param name="InServiceHours">The steps count in its opening hours, since its promise does.</param>
public sealed record LadderEntry(Urgency Urgency, IReadOnlyList<RungForm> Rungs, Guid? Partner, DateTimeOffset? PublishedAt, string? By, bool InServiceHours);

internal sealed class ListLaddersHandler(TeleconsultDb db, NameDirectory directory, ICurrentUser user) : IRequestHandler<ListLadders, IReadOnlyList<LadderEntry>>
{
    public async Task<IReadOnlyList<LadderEntry>> Handle(ListLadders request, CancellationToken cancellationToken)
    {
        var service = await db.ServiceOfNetworkAsync(request.Service, user.Actor.Network, cancellationToken) ?? throw new RuleViolation("service.unknown");
        var names = await directory.OfAsync(user.Actor.Network, cancellationToken);
        var promised = await db.Targets.AsNoTracking().Where(t => t.Service == service).ToDictionaryAsync(t => t.Urgency, cancellationToken);
        var own = await db.Ladders.AsNoTracking().Where(l => l.Service == service).ToDictionaryAsync(l => l.Urgency, cancellationToken);
        return [.. Enum.GetValues<Urgency>().OrderDescending().Select(urgency =>
        {
            var row = own.GetValueOrDefault(urgency);
            var promise = promised.GetValueOrDefault(urgency);
            var ladder = row?.ToLadder() ?? DefaultLadders.Of(urgency, promise?.Claim ?? ResponseTargets.Default(urgency).Claim);
            return new LadderEntry(
                urgency, [.. ladder.Rungs.Select(r => new RungForm((int)r.After.TotalMinutes, r.Whom, r.Channels))], ladder.Partner?.Value, row?.PublishedAt,
                row is null ? null : names.Person(row.By).Name, promise is { InServiceHours: true } && urgency is not Urgency.Emergency);
        })];
    }
}

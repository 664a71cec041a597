using MediatR;
using Microsoft.EntityFrameworkCore;
using Teleconsult.Application.Consults;
using Teleconsult.Application.Persistence;
using Teleconsult.Application.Pipeline;
using Teleconsult.Domain.Access;
using Teleconsult.Domain.Courtesy;

namespace Teleconsult.Application.Courtesy;

/// <summary>The lists as they count for the network, language by language, with what was changed by whom.</summary>
[Allowed(Role.Administrator, Role.Coordinator)]
public sealed record GetCourtesyLists : IRequest<IReadOnlyList<CourtesyListView>>;

/// <param name="Own">Rules of the network.</param>
/// <param name="Delivered">Those of this build; <see cref="DeliveredRule.IsOff"/>: the network has switched it off.</param>
/// <param name="Log">The newest changes first.</param>
public sealed record CourtesyListView(string Language, IReadOnlyList<CourtesyRule> Own, IReadOnlyList<DeliveredRule> Delivered, IReadOnlyList<CourtesyLogEntry> Log);

public sealed record DeliveredRule(CourtesyRule Rule, bool IsOff);

/// <param name="Rule">What the changed rule looks for.</param>
public sealed record CourtesyLogEntry(int Version, DateTimeOffset At, string? By, CourtesyChange Change, string Rule);

internal sealed class GetCourtesyListsHandler(TeleconsultDb db, CourtesyBook book, NameDirectory directory, ICurrentUser user)
    : IRequestHandler<GetCourtesyLists, IReadOnlyList<CourtesyListView>>
{
    private const int MostEntries = 50;

    public async Task<IReadOnlyList<CourtesyListView>> Handle(GetCourtesyLists request, CancellationToken cancellationToken)
    {
        var network = user.Actor.Network;
        var names = await directory.OfAsync(network, cancellationToken);
        var views = new List<CourtesyListView>();
        foreach (var (language, delivered) in book.Delivered)
        {
            var log = await db.CourtesyVersions.AsNoTracking().Where(v => v.Network == network && v.Language == language)
                .OrderByDescending(v => v.Version).Take(MostEntries).ToListAsync(cancellationToken);
            var layer = log.FirstOrDefault()?.ToLayer() ?? CourtesyLayer.None;
            views.Add(new CourtesyListView(
                language, layer.Own, [.. delivered.Rules.Select(r => new DeliveredRule(r, layer.Off.Contains(r.Key)))],
                [.. log.Select(v => new CourtesyLogEntry(v.Version, v.At, names.Person(v.By)?.Name, v.Change, v.Rule))]));
        }

        return views;
    }
}

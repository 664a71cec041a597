using MediatR;
using Microsoft.EntityFrameworkCore;
using Teleconsult.Application.Consults;
using Teleconsult.Application.Persistence;
using Teleconsult.Application.Pipeline;
using Teleconsult.Domain.Access;
using Teleconsult.Domain.Routing;

namespace Teleconsult.Application.Courtesy;

/// <summary>
/// The replies of the network that somebody reported: open ones first, then the newest closed ones. A coordinator does not see those about themselves.
/// </summary>
[Allowed(Role.Coordinator)]
public sealed record ListCourtesyReports : IRequest<CourtesyReports>;

/// <param name="Replies">Advice that went out in the last year, <paramref name="Reported"/> of it reported.</param>
/// <param name="Withheld">Too few people or replies for a figure of a group (DESIGN §5 rule 10).</param>
public sealed record CourtesyReports(IReadOnlyList<CourtesyReport> Reports, int Replies, int Reported, bool Withheld)
{
    /// <summary>Reported replies of a thousand; null where it is withheld.</summary>
    public double? PerThousand => Withheld ? null : Reported * 1000.0 / Replies;
}

/// <param name="Text">Null: erased with the case.</param>
/// <param name="Others">Who could be asked instead; empty where the requester did not ask for it, or somebody is asked or has answered.</param>
public sealed record CourtesyReport(
    Guid Id, Guid Consult, long Number, string? Service, PersonName Author, PersonName Reporter, string? Text, string? Language, bool WantsAnother,
    IReadOnlyList<PersonName> Others, DateTimeOffset At, DateTimeOffset? ClosedAt, string? ClosedBy)
{
    /// <summary>The other specialist who was asked last; null: nobody.</summary>
    public AskedOther? Asked { get; init; }
}

/// <param name="Reasons">Why they; empty where a coordinator chose them.</param>
public sealed record AskedOther(PersonName Of, DateTimeOffset At, DateTimeOffset? GivenAt, DateTimeOffset? DeclinedAt, IReadOnlyList<RoutingReason> Reasons);

internal sealed class ListCourtesyReportsHandler(TeleconsultDb db, WordVault words, NameDirectory directory, ICurrentUser user, TimeProvider clock)
    : IRequestHandler<ListCourtesyReports, CourtesyReports>
{
    private const int Most = 100;
    private const int Fewest = 5;
    private static readonly TimeSpan Year = TimeSpan.FromDays(365);

    public async Task<CourtesyReports> Handle(ListCourtesyReports request, CancellationToken cancellationToken)
    {
        var (network, me, since) = (user.Actor.Network, user.Actor.Id, clock.GetUtcNow() - Year);
        var names = await directory.OfAsync(network, cancellationToken);
        var rows = await db.CourtesyReports.AsNoTracking().Where(r => r.Network == network && r.Author != me)
            .OrderBy(r => r.ClosedAt != null).ThenByDescending(r => r.At).Take(Most).ToListAsync(cancellationToken);
        var reports = new List<CourtesyReport>();
        foreach (var row in rows)
        {
            var said = (await words.GetAllAsync<MessageWords>(row.Consult.Value, WordKind.CourtesyReport, cancellationToken)).GetValueOrDefault(row.Id);
            var opinion = row.WantsAnother
                ? await db.Consults.AsNoTracking().Where(c => c.Id == row.Consult).SelectMany(c => c.Opinions).Where(o => o.Wish != null && o.AskedAt >= row.At)
                    .OrderByDescending(o => o.AskedAt).FirstOrDefaultAsync(cancellationToken)
                : null;
            IReadOnlyList<PersonName> others = [];
            if (row is { WantsAnother: true, ClosedAt: null, Service: { } service } && opinion is null or { DeclinedAt: not null })
            {
                others = [.. (await db.Answering(service).Where(u => u.Id != row.Author.Value).OrderBy(u => u.Name).Select(u => new { u.Id, u.Name })
                    .ToListAsync(cancellationToken)).Select(u => new PersonName(u.Id, u.Name))];
            }

            reports.Add(new CourtesyReport(
                row.Id, row.Consult.Value, row.Number, names.Service(row.Service)?.Name, names.Person(row.Author), names.Person(row.Reporter), said?.Text,
                said?.Language, row.WantsAnother, others, row.At, row.ClosedAt, names.Person(row.ClosedBy)?.Name)
            {
                Asked = opinion is null ? null : new AskedOther(names.Person(opinion.Of), opinion.AskedAt, opinion.GivenAt, opinion.DeclinedAt, opinion.Why),
            });
        }

        var replies = db.Consults.Where(c => c.Network == network).SelectMany(c => c.Advices).Where(a => a.ReleasedAt > since);
        var (count, authors) = (await replies.CountAsync(cancellationToken), await replies.Select(a => a.Author).Distinct().CountAsync(cancellationToken));
        var reported = await db.CourtesyReports.Where(r => r.Network == network && r.At > since).Select(r => r.Advice).Distinct().CountAsync(cancellationToken);
        return new CourtesyReports(reports, count, reported, count < Fewest || authors < Fewest);
    }
}

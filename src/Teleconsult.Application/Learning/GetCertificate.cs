using MediatR;
using Microsoft.EntityFrameworkCore;
using Teleconsult.Application.Persistence;
using Teleconsult.Application.Pipeline;
using Teleconsult.Application.ResponseTimes;
using Teleconsult.Domain;
using Teleconsult.Domain.Duty;
using Teleconsult.Domain.ResponseTimes;
using Teleconsult.Domain.Routing;

namespace Teleconsult.Application.Learning;

/// <summary>What one has done in a year, to hand to whoever asks for proof of continuing education: one's own and nobody else's.</summary>
/// <param name="Year">By the network's clock.</param>
[Allowed]
public sealed record GetCertificate(int Year) : IRequest<Certificate>;

/// <param name="Until">The last day that it counts; in a year that is not over, today.</param>
/// <param name="Asked">Cases of one's own that were answered in the year.</param>
/// <param name="Answered">Cases whose advice one sent in the year.</param>
public sealed record Certificate(
    string Person, string Network, int Year, DateOnly Until, DateTimeOffset MadeAt, IReadOnlyList<CertificateLine> Asked, IReadOnlyList<CertificateLine> Answered)
{
    /// <summary>Of the answered cases, by what a case of its form usually takes: an estimate and no measure of a person.</summary>
    public int Minutes => Answered.Sum(l => l.Minutes);
}

/// <param name="Minutes">0 for cases that one has asked: their time nobody knows.</param>
public sealed record CertificateLine(Pathway Pathway, int Cases, int Minutes);

internal sealed class GetCertificateHandler(TeleconsultDb db, NameDirectory directory, PublishedMonths months, ICurrentUser user, TimeProvider clock)
    : IRequestHandler<GetCertificate, Certificate>
{
    public async Task<Certificate> Handle(GetCertificate request, CancellationToken cancellationToken)
    {
        var (me, network, now) = (user.Actor.Id, user.Actor.Network, clock.GetUtcNow());
        var zone = await months.ZoneAsync(network, cancellationToken);
        var today = DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(now, zone).DateTime);
        var year = Math.Clamp(request.Year, 2000, today.Year);
        var (from, to) = (ZoneTime.ToInstant(zone, new DateOnly(year, 1, 1), TimeSpan.Zero), ZoneTime.ToInstant(zone, new DateOnly(year + 1, 1, 1), TimeSpan.Zero));
        var rows = await db.Times.AsNoTracking()
            .Where(t => t.Network == network && t.Excluded == null && t.AdvisedAt >= from && t.AdvisedAt < to && (t.Requester == me || t.AdvisedBy == me))
            .Select(t => new { t.Pathway, t.Template, t.Requester, t.AdvisedBy }).ToListAsync(cancellationToken);
        return new Certificate(
            (await directory.OfAsync(network, cancellationToken)).Person(me).Name,
            await db.Networks.Where(n => n.Id == network).Select(n => n.Name).SingleAsync(cancellationToken), year,
            year == today.Year ? today : new DateOnly(year, 12, 31), now,
            [.. rows.Where(r => r.Requester == me).GroupBy(r => r.Pathway).OrderBy(g => g.Key).Select(g => new CertificateLine(g.Key, g.Count(), 0))],
            [.. rows.Where(r => r.AdvisedBy == me).GroupBy(r => r.Pathway).OrderBy(g => g.Key)
                .Select(g => new CertificateLine(g.Key, g.Count(), g.Sum(r => CaseLoad.MinutesOf(r.Template.Split('|')[0].Split('/')[^1]))))]);
    }
}

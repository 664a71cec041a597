using MediatR;
using Microsoft.EntityFrameworkCore;
using Teleconsult.Application.Consults;
using Teleconsult.Application.Persistence;
using Teleconsult.Application.Pipeline;
using Teleconsult.Application.ResponseTimes;
using Teleconsult.Domain.Access;
using Teleconsult.Domain.Consults;
using Teleconsult.Domain.Outcomes;
using Teleconsult.Domain.ResponseTimes;

namespace Teleconsult.Application.Learning;

/// <summary>What happened in a month to the patients that one has asked about (domain brief §1b, Q30): one's own and nobody else's.</summary>
/// <param name="Month">Year * 12 + month - 1; null: the last whole one.</param>
[Allowed(Role.Requester)]
public sealed record GetDigest(int? Month = null) : IRequest<Digest>;

/// <param name="Newest">The last whole month, by the network's clock.</param>
public sealed record Digest(FigureMonth Month, FigureMonth Newest, IReadOnlyList<DigestEntry> Cases);

/// <param name="Patient">Initials.</param>
/// <param name="Actions">How many things the answer said to do, of which so many were marked as done and not done by now.</param>
public sealed record DigestEntry(
    Guid Id, long Number, string Form, string Patient, DateTimeOffset ReceivedAt, DateTimeOffset? AdvisedAt, int Actions, int Done, int NotDone, DateTimeOffset? ReferredAt,
    DateTimeOffset? AttendedAt, DateTimeOffset? ReportedAt, DateTimeOffset? ClosedAt, CloseOut? Questions, string? Outcome, string? OutcomeReferral);

internal sealed class GetDigestHandler(TeleconsultDb db, WordVault words, Intake.Templates templates, PublishedMonths months, ICurrentUser user, TimeProvider clock)
    : IRequestHandler<GetDigest, Digest>
{
    private const int Most = 200;

    public async Task<Digest> Handle(GetDigest request, CancellationToken cancellationToken)
    {
        var (me, network) = (user.Actor.Id, user.Actor.Network);
        var zone = await months.ZoneAsync(network, cancellationToken);
        var today = DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(clock.GetUtcNow(), zone).DateTime);
        var newest = FigureMonth.Of(today.AddMonths(-1));
        var month = new FigureMonth(request.Month is { } asked ? Math.Clamp(asked, newest.Value - 60, newest.Value + 1) : newest.Value);
        var (from, to) = (month.Begins(zone), month.Next.Begins(zone));
        var rows = await db.Times.AsNoTracking().Where(t => t.Network == network && t.Requester == me && t.Excluded == null)
            .Where(t => (t.AdvisedAt >= from && t.AdvisedAt < to) || (t.ClosedAt >= from && t.ClosedAt < to) || (t.AttendedAt >= from && t.AttendedAt < to)
                || (t.ReportedAt >= from && t.ReportedAt < to))
            .OrderByDescending(t => t.AdvisedAt).Take(Most).ToListAsync(cancellationToken);
        var ids = rows.ConvertAll(r => r.Consult);
        var cases = await db.Consults.AsNoTracking().VisibleTo(user.Actor).Where(c => ids.Contains(c.Id) && c.Requester == me)
            .Include(c => c.Advices).ThenInclude(a => a.Marks).AsSplitQuery().ToDictionaryAsync(c => c.Id, cancellationToken);
        var patients = await words.GetManyAsync<PatientWords>([.. cases.Values.Select(c => c.Patient.Value).Distinct()], WordKind.Patient, cancellationToken);
        return new Digest(month, newest, [.. rows.Where(r => cases.ContainsKey(r.Consult)).Select(r => Entry(r, cases[r.Consult]))]);

        DigestEntry Entry(TimesRow row, Consult consult)
        {
            var answer = consult.Advices.Where(a => a.ReleasedAt is not null && a.Opinion is null).MaxBy(a => a.SentAt);
            return new DigestEntry(
                consult.Id.Value, consult.Number, templates.Get(consult.Template).TitleIn(user.Language), patients.GetValueOrDefault(consult.Patient.Value)?.Initials ?? "",
                row.ReceivedAt, row.AdvisedAt, answer?.Actions ?? 0, answer?.Marks.Count(m => m.Outcome is ActionOutcome.Done) ?? 0,
                answer?.Marks.Count(m => m.Outcome is ActionOutcome.NotDone) ?? 0, row.ReferredAt, row.AttendedAt, row.ReportedAt, row.ClosedAt, row.CloseOut, row.Outcome,
                row.OutcomeReferral);
        }
    }
}

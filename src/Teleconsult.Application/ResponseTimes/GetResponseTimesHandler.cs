using MediatR;
using Microsoft.EntityFrameworkCore;
using Teleconsult.Application.Consults;
using Teleconsult.Application.Persistence;
using Teleconsult.Application.Pipeline;
using Teleconsult.Domain;
using Teleconsult.Domain.Consults;
using Teleconsult.Domain.ResponseTimes;

namespace Teleconsult.Application.ResponseTimes;

internal sealed class GetResponseTimesHandler(TeleconsultDb db, NameDirectory directory, ICurrentUser user, TimeProvider clock)
    : IRequestHandler<GetResponseTimes, ResponseTimesPage>
{
    public async Task<ResponseTimesPage> Handle(GetResponseTimes request, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        var from = now - TimeSpan.FromDays(Math.Clamp(request.Days, 1, 366));
        var names = await directory.OfAsync(user.Actor.Network, cancellationToken);
        var network = user.Actor.Network;
        var rows = await db.Times.AsNoTracking().Where(t => t.Network == network && (t.AdviceDue >= from || t.ReceivedAt >= from)).ToListAsync(cancellationToken);
        var me = user.Actor.Id;
        var own = rows.Where(t => t.Requester == me || t.ClaimedBy == me || t.AdvisedBy == me || t.SeenBy == me);
        return new ResponseTimesPage(
            Rows(own, names, from, now, whole: true), Rows(rows, names, from, now, whole: false), await WaitingAsync(names, now, cancellationToken), now);
    }

    private static IReadOnlyList<ResponseTimesRow> Rows(IEnumerable<TimesRow> rows, Names names, DateTimeOffset from, DateTimeOffset now, bool whole) =>
        [.. rows.GroupBy(t => (t.Service, t.Urgency))
            .OrderBy(g => g.Key.Service is null).ThenBy(g => names.Service(g.Key.Service)?.Name, StringComparer.Ordinal).ThenByDescending(g => g.Key.Urgency)
            .Select(g => Row(g.Key.Service, g.Key.Urgency, [.. g], names, from, now, whole))];

    private static ResponseTimesRow Row(
        ServiceId? service, Urgency urgency, List<TimesRow> cases, Names names, DateTimeOffset from, DateTimeOffset now, bool whole)
    {
        StepTimes Step(Func<TimesRow, DateTimeOffset?> at, Func<TimesRow, PractitionerId?> by) => ResponseFigures.Step(
            [.. cases.Where(t => at(t) is not null).Select(t => new Measured(at(t)!.Value - t.ReceivedAt, by(t)))], whole);

        var seen = Step(t => t.SeenAt, t => t.SeenBy);
        var claimed = Step(t => t.ClaimedAt, t => t.ClaimedBy);
        var first = Step(t => t.FirstResponseAt, t => t.FirstResponseBy);
        var advice = Step(t => t.AdvisedAt, t => t.AdvisedBy);
        var read = Step(t => t.ReadAt, t => t.Requester);
        var closed = Step(t => t.ClosedAt, t => t.Requester);

        // The denominator is the cases whose deadline fell into the period: the unanswered count as misses.
        var due = cases.Where(t => t.AdviceDue >= from && t.AdviceDue <= now && t.PausedSince is null).ToList();
        var people = due.Select(t => t.AdvisedBy ?? t.ClaimedBy).Where(p => p is not null).Distinct().Count();
        var withheld = !whole && (due.Count < ResponseFigures.Least || people < ResponseFigures.Least);
        double? inTarget = due.Count == 0 || withheld ? null : due.Count(t => t.AdvisedAt is { } at && at <= t.AdviceDue) / (double)due.Count;
        // The count of a small group would tell of single people too.
        var involved = cases.SelectMany(t => new[] { t.Requester, t.SeenBy, t.ClaimedBy, t.AdvisedBy }).Where(p => p is not null).Distinct().Count();
        var nothing = !whole && (cases.Count < ResponseFigures.Least || involved < ResponseFigures.Least);
        return new ResponseTimesRow(
            service?.Value, names.Service(service)?.Name ?? "", urgency, nothing ? 0 : cases.Count, nothing, seen, claimed, first, advice, read, closed,
            inTarget, ResponseTargets.Default(urgency).Advice);
    }

    private async Task<IReadOnlyList<WaitingCase>> WaitingAsync(Names names, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var open = await db.Consults.AsNoTracking().VisibleTo(user.Actor)
            .Where(c => c.State < ConsultState.Answered)
            .OrderBy(c => c.StepTarget).Take(200).ToListAsync(cancellationToken);
        return [.. open.Select(c => names.NextStepOf(c) is var step
            ? new WaitingCase(
                c.Id.Value, c.Number, names.Service(c.Service)?.Name ?? "", c.Urgency, c.State, now - c.ReceivedAt, c.StepTarget,
                c.NextStep.Overdue || c.StepTarget < now, step.Who)
            : null!)];
    }
}

/// <summary>One case's time of one step, and who took it.</summary>
internal sealed record Measured(TimeSpan Took, PractitionerId? By);

internal static class ResponseFigures
{
    /// <summary>Least people and least cases behind a figure that others see (DESIGN §5 rule 10).</summary>
    public const int Least = 5;

    public static StepTimes Step(IReadOnlyList<Measured> measured, bool whole)
    {
        var people = measured.Select(m => m.By).Where(p => p is not null).Distinct().Count();
        if (!whole && (measured.Count < Least || people < Least))
        {
            return new StepTimes(0, null, null, Withheld: measured.Count > 0);
        }

        var took = measured.Select(m => m.Took).Order().ToList();
        return new StepTimes(took.Count, Quantile(took, 0.5), Quantile(took, 0.9), false);
    }

    /// <summary>The nearest-rank quantile: a time that really occurred.</summary>
    public static TimeSpan? Quantile(IReadOnlyList<TimeSpan> sorted, double share) =>
        sorted.Count == 0 ? null : sorted[Math.Clamp((int)Math.Ceiling(share * sorted.Count) - 1, 0, sorted.Count - 1)];
}

using Microsoft.EntityFrameworkCore;
using Teleconsult.Application.Persistence;
using Teleconsult.Domain;
using Teleconsult.Domain.Consults;
using Teleconsult.Domain.ResponseTimes;

namespace Teleconsult.Application.ResponseTimes;

/// <summary>One person's figures: what nobody else sees unless they say why.</summary>
/// <param name="Asked">Cases that the person sent.</param>
/// <param name="Answered">Cases that the person took, or spoke in, or gave the first advice to.</param>
public sealed record PersonFigures(string Name, IReadOnlyList<PersonGroup> Asked, IReadOnlyList<PersonGroup> Answered);

/// <param name="Due">Cases whose promise ended in the period; <paramref name="InTarget"/> of them had advice by then, the unanswered count as missed.</param>
public sealed record PersonGroup(string ServiceName, Urgency Urgency, int Cases, int Due, int InTarget, IReadOnlyList<PersonMeasure> Measures);

/// <param name="Cases">To how many the measure applies, with those that are not <paramref name="Done"/>.</param>
/// <param name="Median">By the wall clock; null: it falls among those that are not done. Likewise the others.</param>
/// <param name="ServiceMedian">By the service's hours, less the rests; null also where the measure has none.</param>
public sealed record PersonMeasure(Measure Measure, int Cases, int Done, TimeSpan? Median, TimeSpan? Ninetieth, TimeSpan? ServiceMedian);

internal sealed class PersonReader(TeleconsultDb db, NameDirectory directory)
{
    private static readonly Measure[] OfAsking =
        [Measure.Transport, Measure.Seen, Measure.FirstResponse, Measure.Advice, Measure.RequesterTurn, Measure.ReadLag, Measure.ActionLag, Measure.Closure,
            Measure.Delivery, Measure.Attendance, Measure.LoopClosure];

    private static readonly Measure[] OfAnswering = [Measure.Seen, Measure.Acknowledgement, Measure.FirstResponse, Measure.Advice];

    public async Task<PersonFigures> ReadAsync(NetworkId network, PractitionerId person, DateTimeOffset from, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var names = await directory.OfAsync(network, cancellationToken);
        var rows = await db.Times.AsNoTracking()
            .Where(t => t.Network == network && t.Excluded == null && (t.AdviceDue >= from || t.ReceivedAt >= from)
                && (t.Requester == person || t.ClaimedBy == person || t.AdvisedBy == person || t.FirstResponseBy == person))
            .ToListAsync(cancellationToken);
        return new PersonFigures(
            names.Person(person).Name,
            Groups(rows.Where(t => t.Requester == person), names, from, now, (t, m) => OfAsking.Contains(m)),
            Groups(rows.Where(t => t.Requester != person), names, from, now, (t, m) => OfAnswering.Contains(m) && IsOwn(t, m, person)));
    }

    /// <summary>What a colleague did is not the person's; what nobody has done yet is, where the person took the case.</summary>
    private static bool IsOwn(TimesRow t, Measure measure, PractitionerId person) => measure switch
    {
        Measure.Seen => (t.SeenBy ?? t.ClaimedBy) == person,
        Measure.Acknowledgement => t.ClaimedBy == person,
        Measure.FirstResponse => (t.FirstResponseBy ?? t.ClaimedBy) == person,
        _ => (t.AdvisedBy ?? t.ClaimedBy) == person,
    };

    private static IReadOnlyList<PersonGroup> Groups(
        IEnumerable<TimesRow> rows, Names names, DateTimeOffset from, DateTimeOffset now, Func<TimesRow, Measure, bool> counts) =>
        [.. rows.GroupBy(t => (t.Service, t.Urgency)).OrderByDescending(g => g.Key.Urgency).ThenBy(g => names.Service(g.Key.Service)?.Name, StringComparer.Ordinal)
            .Select(g =>
            {
                var due = g.Where(t => t.AdviceDue >= from && t.AdviceDue <= now && counts(t, Measure.Advice)).ToList();
                return new PersonGroup(
                    names.Service(g.Key.Service)?.Name ?? "", g.Key.Urgency, g.Count(), due.Count, due.Count(t => t.AdvisedAt <= t.AdviceDue),
                    [.. Measures.InOrder.Select(m => Told(m, [.. g.Where(t => counts(t, m)).Select(t => Measured.Of(t, m)).OfType<Measured>()])).Where(m => m.Cases > 0)]);
            })];

    private static PersonMeasure Told(Measure measure, List<Measured> cases)
    {
        var took = cases.Where(c => c.Took is not null).Select(c => c.Took!.Value).ToList();
        var service = cases.Where(c => c.Service is not null).Select(c => c.Service!.Value).ToList();
        return new PersonMeasure(
            measure, cases.Count, took.Count, Quantiles.Of(took, cases.Count, 0.5), Quantiles.Of(took, cases.Count, 0.9), Quantiles.Of(service, cases.Count, 0.5));
    }
}

using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Teleconsult.Application.Log;
using Teleconsult.Application.Persistence;
using Teleconsult.Application.Pipeline;
using Teleconsult.Application.Watch;
using Teleconsult.Domain;
using Teleconsult.Domain.Consults;
using Teleconsult.Domain.Duty;
using Teleconsult.Domain.Outcomes;
using Teleconsult.Domain.ResponseTimes;

namespace Teleconsult.Application.ResponseTimes;

/// <summary>Keeps the times of each consult as the <see cref="ResponseClock"/> reads them from its log: figures survive whatever happens to the state.</summary>
/// <remarks>
/// A consult's row is made anew from its whole log each time something happens to it, up to where this page reads: what the row says depends
/// on events alone, not on how they came. Once counted in a published month its promise and its service hours stay, whatever
/// the calendar is later. In which month it was counted is no event and stands in rows of its own (<see cref="CountedRow"/>): all rows of this projection may
/// be thrown away and made anew, and no case counts twice.
/// </remarks>
public sealed class TimesProjection : ILogProjection
{
    private static readonly Dictionary<string, Type> Types = typeof(ConsultEvent).Assembly.GetTypes()
        .Where(t => t.IsSubclassOf(typeof(ConsultEvent))).ToDictionary(Recorder.NameOf);

    private static readonly string Submitted = Recorder.NameOf(typeof(ConsultSubmitted));

    public const string ReaderName = "response-times";

    public string Name => ReaderName;

    public async Task ApplyAsync(TeleconsultDb db, IReadOnlyList<EventRow> events, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(db);
        var touched = events.Where(e => e.Kind == StreamKind.Consult && e.Network != CanaryNetwork.Id).Select(e => e.Stream).Distinct().ToList();
        if (touched.Count == 0)
        {
            return;
        }

        var last = events.Max(e => e.Id);
        var logs = (await db.Events.AsNoTracking().Where(e => touched.Contains(e.Stream) && e.Kind == StreamKind.Consult && e.Id <= last)
            .OrderBy(e => e.Id).ToListAsync(cancellationToken)).ToLookup(e => e.Stream);
        var ids = touched.ConvertAll(t => new ConsultId(t));
        var rows = await db.Times.Where(t => ids.Contains(t.Consult)).ToDictionaryAsync(t => t.Consult, cancellationToken);
        var counted = rows.Count == ids.Count ? [] : await db.Counted.AsNoTracking().Where(c => ids.Contains(c.Consult)).ToListAsync(cancellationToken);
        var calendars = new ServiceCalendars(db);
        foreach (var (id, log) in ids.Select(id => (id, logs[id.Value])))
        {
            if (log.First().Type != Submitted)
            {
                continue; // no whole log, so no case's: one bad row must not hold up all others
            }

            var network = log.First().Network;
            var clock = ResponseClock.Of(log.Select(Read));
            if (!rows.TryGetValue(id, out var row))
            {
                row = new TimesRow { Consult = id, Network = network };
                db.Times.Add(row);
                Write(row, clock, await calendars.OfAsync(network, clock.Service, cancellationToken));
                row.CountedIn = counted.Find(c => c.Consult == id && c.What is CountedAs.Case)?.Month;
                row.LoopCountedIn = counted.Find(c => c.Consult == id && c.What is CountedAs.Referral)?.Month;
                continue;
            }

            Write(row, clock, await calendars.OfAsync(network, clock.Service, cancellationToken));
        }
    }

    private static ConsultEvent Read(EventRow row) => (ConsultEvent)JsonSerializer.Deserialize(row.Data, Types[row.Type], Json.Options)!;

    private static void Write(TimesRow row, ResponseClock clock, ServiceCalendar calendar)
    {
        (row.SentAt, row.ReceivedAt, row.AllocatedAt) = (clock.SentAt, clock.ReceivedAt, clock.AllocatedAt);
        (row.Requester, row.Template, row.Pathway) = (clock.Requester, clock.Template, Pathways.Of(clock.Template));
        (row.SeenAt, row.SeenBy) = (clock.SeenAt, clock.SeenBy);
        (row.ClaimedAt, row.ClaimedBy) = (clock.ClaimedAt, clock.ClaimedBy);
        (row.FirstResponseAt, row.FirstResponseBy) = (clock.FirstResponseAt, clock.FirstResponseBy);
        (row.AdvisedAt, row.AdvisedBy, row.HasActions) = (clock.AdvisedAt, clock.AdvisedBy, clock.HasActions);
        row.DeliveredAt = clock.DeliveredAt;
        var loop = clock.Loop is { IsExcluded: false } followed ? followed : null;
        (row.ReferredAt, row.LoopDue, row.AttendedAt, row.ReportedAt) = (loop?.ReferredAt, loop?.Due, loop?.AttendedAt, loop?.ReportedAt);
        (row.ReadAt, row.ActedAt, row.ClosedAt) = (clock.ReadAt, clock.ActedAt, clock.ClosedAt);
        (row.CloseOut, row.Outcome, row.OutcomeReferral) = (clock.CloseOut is { } said ? said.Questions ?? CloseOut.Champlain : null, clock.CloseOut?.Outcome, clock.CloseOut?.Referral);
        row.TimesAsked = clock.Pauses.Count;
        row.AskedSince = clock.Pauses is [.., { To: null } open] ? open.From : null;
        row.RequesterTurnTicks = clock.Pauses.Where(p => p.To is not null).Sum(p => (p.To!.Value - p.From).Ticks);
        row.Excluded = clock.Excluded;
        if (row.CountedIn is not null)
        {
            return;
        }

        var promise = Promised.Of(clock);
        (row.Facility, row.Service, row.Urgency) = (clock.Facility, clock.Service, clock.Urgency);
        row.AdviceTargetTicks = promise.Advice.Ticks;
        (row.ClaimDue, row.AdviceDue) = (promise.ClaimDue, promise.AdviceDue);
        row.AllocatedServiceTicks = Elapsed(clock.AllocatedAt);
        row.ClaimedServiceTicks = Elapsed(clock.ClaimedAt);
        row.FirstResponseServiceTicks = Elapsed(clock.FirstResponseAt);
        row.AdvisedServiceTicks = Elapsed(clock.AdvisedAt);

        long? Elapsed(DateTimeOffset? at) => at is { } then ? clock.Elapsed(then, calendar).Ticks : null;
    }
}

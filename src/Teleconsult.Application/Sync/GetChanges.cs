using System.Text.Json;
using MediatR;
using Microsoft.EntityFrameworkCore;
using Teleconsult.Application.Audit;
using Teleconsult.Application.Consults;
using Teleconsult.Application.Log;
using Teleconsult.Application.Persistence;
using Teleconsult.Application.Pipeline;
using Teleconsult.Application.Ports;
using Teleconsult.Domain;
using Teleconsult.Domain.Access;
using Teleconsult.Domain.Consults;

namespace Teleconsult.Application.Sync;

/// <summary>
/// What changed for this person after a cursor, in the log's order; without one, a snapshot page by page: open cases, one's own, and of the others
/// those closed in the last 30 days.
/// </summary>
/// <param name="Limit">Notices (or, in a snapshot, consults) a page, 1 to 500.</param>
[Allowed]
public sealed record GetChanges(string? After, int Limit = 200) : IRequest<Changes>;

/// <param name="More">There is another page: ask again with the cursor at once.</param>
/// <param name="Snapshot">
/// Replace what came from the server by all pages of this snapshot. What it does not name is no longer visible, or was closed for more than
/// <see cref="ClosedFor"/>; such a case is never in <see cref="Removed"/> for that, and comes with its next event.
/// </param>
/// <param name="Notices">Each event once, in order.</param>
/// <param name="Consults">The present state of every consult that the notices touch and that is visible.</param>
/// <param name="Removed">Consults that ceased to be visible or were erased.</param>
public sealed record Changes(
    string Cursor, bool More, bool Snapshot, DateTimeOffset ServerTime, IReadOnlyList<Notice> Notices, IReadOnlyList<ConsultView> Consults,
    IReadOnlyList<Guid> Removed, IReadOnlyList<PatientView> Patients)
{
    /// <summary>For how long a closed case that somebody else has asked is part of a snapshot.</summary>
    public static readonly TimeSpan ClosedFor = TimeSpan.FromDays(30);

    /// <summary>Those of <see cref="Removed"/> that were erased: what is left of them on the phone goes too, whatever it is.</summary>
    public IReadOnlyList<ErasedCase> Erased { get; init; } = [];

    /// <summary>People whose words were erased with their last case.</summary>
    public IReadOnlyList<Guid> ErasedPatients { get; init; } = [];
}

/// <param name="At">UTC.</param>
/// <param name="WasOpen">No answer had been closed: it is said that none will come.</param>
public sealed record ErasedCase(Guid Id, long Number, DateTimeOffset At, ErasureReason Reason, bool WasOpen);

internal sealed class GetChangesHandler(
    TeleconsultDb db, ConsultReader reader, WordVault words, NameDirectory directory, ILogHorizon horizon, LogEpoch epochs, ReadAudit audit,
    ICurrentUser user, TimeProvider clock) : IRequestHandler<GetChanges, Changes>
{
    public async Task<Changes> Handle(GetChanges request, CancellationToken cancellationToken)
    {
        var epoch = await epochs.GetAsync(cancellationToken);
        var limit = Math.Clamp(request.Limit, 1, 500);
        var cursor = request.After is null ? null : LogCursor.Parse(request.After, epoch, user.Actor.AccessVersion);
        if (cursor is { Snapshot: null })
        {
            return await AfterAsync(cursor, limit, cancellationToken);
        }

        cursor ??= new LogCursor(epoch, await HeadAsync(cancellationToken), user.Actor.AccessVersion, Guid.Empty);
        return await SnapshotAsync(cursor, limit, cancellationToken);
    }

    private async Task<Changes> AfterAsync(LogCursor cursor, int limit, CancellationToken cancellationToken)
    {
        var actor = user.Actor;
        var services = actor.Services.Select(s => (ServiceId?)s).ToArray();
        var head = Math.Max(cursor.Position, await HeadAsync(cancellationToken)); // a horizon may step back: what was read stays read
        if (head == cursor.Position && head > 0 && !await db.Events.AnyAsync(e => e.Id >= head, cancellationToken))
        {
            throw new StaleCursor(); // of a future that this database does not know
        }

        var (coordinates, asks, me) = (actor.Has(Role.Coordinator), actor.Has(Role.Requester), actor.Id);
        var rows = await (
            from e in db.Events.AsNoTracking()
            where e.Id > cursor.Position && e.Id <= head && e.Network == actor.Network
            join c in db.Consults on e.Stream equals (Guid)(object)c.Id
            // The rule of InPlaceOf on the event's own case: as a subquery it would go through every case that was ever closed.
            where services.Contains(e.ServiceBefore)
                || (c.Network == actor.Network && (coordinates || (asks && c.Requester == me) || services.Contains(c.Service)))
            orderby e.Id
            select new { Event = e, c.Number, c.Requester, c.Service, Erased = c.State == ConsultState.Erased }).Take(limit).ToListAsync(cancellationToken);
        var more = rows.Count == limit;
        var next = cursor with { Position = more ? rows[^1].Event.Id : head };
        var names = await directory.OfAsync(actor.Network, cancellationToken);
        List<Notice> notices = [.. rows.Select(r => new Notice(
            (cursor with { Position = r.Event.Id }).ToString(), r.Event.Stream, r.Number, r.Event.Version, r.Event.ContentVersion, r.Event.Type, r.Event.At,
            names.Person(r.Event.By)?.Name, r.Erased || !actor.Sees(actor.Network, r.Requester, r.Service)))];

        var touched = notices.Where(n => !n.Removed).Select(n => new ConsultId(n.Consult)).Distinct().ToList();
        var (consults, erased) = await ReadAsync(db.Consults.VisibleTo(actor).Where(c => touched.Contains(c.Id)), cancellationToken);
        List<Guid> removed = [.. notices.Where(n => n.Removed).Select(n => n.Consult).Distinct(), .. erased];
        var changed = db.Events.Where(e => e.Id > cursor.Position && e.Id <= next.Position && e.Kind == StreamKind.Patient && e.Network == actor.Network);
        var patients = await PatientsAsync(
            changed.Select(e => e.Stream).Distinct().Join(db.Patients, e => e, p => (Guid)(object)p.Id, (e, p) => p), cancellationToken);
        return new Changes(next.ToString(), more, false, clock.GetUtcNow(), notices, consults, removed, patients)
        {
            Erased = [.. rows.Where(r => r.Event.Type == Recorder.NameOf(typeof(ConsultErased)) && actor.Sees(actor.Network, r.Requester, r.Service))
                .Select(r => ToErased(r.Event, r.Number))],
            ErasedPatients = await ErasedPatientsAsync(cursor.Position, next.Position, cancellationToken),
        };
    }

    private async Task<Changes> SnapshotAsync(LogCursor cursor, int limit, CancellationToken cancellationToken)
    {
        var actor = user.Actor;
        var first = cursor.Snapshot == Guid.Empty;
        var page = (await InSnapshot(actor).Select(c => c.Id).ToListAsync(cancellationToken))
            .Select(c => c.Value).Order().Where(c => c.CompareTo(cursor.Snapshot!.Value) > 0).Take(limit).Select(c => new ConsultId(c)).ToList();
        var (consults, erased) = await ReadAsync(db.Consults.VisibleTo(actor).Where(c => page.Contains(c.Id)), cancellationToken);
        var more = page.Count == limit;
        var next = cursor with { Snapshot = more ? page[^1].Value : null };
        var patients = first ? await PatientsAsync(db.Patients, cancellationToken) : [];
        return new Changes(next.ToString(), more, true, clock.GetUtcNow(), [], consults, erased, patients)
        {
            // A phone that was away for long may still hold what it once sent of them.
            Erased = first ? await ErasedCasesAsync(cursor.Position, cancellationToken) : [],
            ErasedPatients = first ? await ErasedPatientsAsync(0, cursor.Position, cancellationToken) : [],
        };
    }

    /// <summary>
    /// What a snapshot holds: all that is open, what one has asked oneself, and what was closed lately. Services and networks close more cases
    /// than a device can want; an older one comes when something happens to it, and is read from its own door at any time.
    /// </summary>
    private IQueryable<Consult> InSnapshot(Actor actor)
    {
        var since = clock.GetUtcNow() - Changes.ClosedFor;
        var me = actor.Id;
        var visible = db.Consults.AsNoTracking().VisibleTo(actor);
        return visible.Where(c => c.State < ConsultState.Closed).Union(visible.Where(c => c.ClosedAt >= since)).Union(visible.Where(c => c.Requester == me));
    }

    /// <summary>Erased cases have no words any more: the phone lets go of them, and the others still arrive.</summary>
    private async Task<(IReadOnlyList<ConsultView> Views, IReadOnlyList<Guid> Erased)> ReadAsync(IQueryable<Consult> consults, CancellationToken cancellationToken)
    {
        var views = new List<ConsultView>();
        var erased = new List<Guid>();
        foreach (var consult in await consults.AsNoTracking().Whole().ToListAsync(cancellationToken))
        {
            try
            {
                views.Add(await reader.ReadAsync(consult, cancellationToken));
                audit.Read(user, nameof(GetChanges), consult.Id.Value);
            }
            catch (KeyErased)
            {
                erased.Add(consult.Id.Value);
            }
        }

        return (views, erased);
    }

    /// <summary>Patients of the places where this person works: to choose from for the next case.</summary>
    private async Task<IReadOnlyList<PatientView>> PatientsAsync(IQueryable<Patient> patients, CancellationToken cancellationToken)
    {
        var facilities = user.Actor.Facilities.ToArray();
        if (facilities.Length == 0)
        {
            return [];
        }

        var network = user.Actor.Network;
        var rows = await patients.AsNoTracking().Where(p => p.Network == network && facilities.Contains(p.Facility)).ToListAsync(cancellationToken);
        var said = await words.GetManyAsync<PatientWords>([.. rows.Select(p => p.Id.Value)], WordKind.Patient, cancellationToken);
        return [.. rows.Where(p => said.ContainsKey(p.Id.Value)).Select(p => said[p.Id.Value].ToView(p.Id, p.Version, whole: true))];
    }

    private async Task<IReadOnlyList<ErasedCase>> ErasedCasesAsync(long until, CancellationToken cancellationToken)
    {
        var type = Recorder.NameOf(typeof(ConsultErased));
        var rows = await (
            from c in db.Consults.AsNoTracking().InPlaceOf(user.Actor)
            where c.State == ConsultState.Erased
            join e in db.Events.AsNoTracking() on (Guid)(object)c.Id equals e.Stream
            where e.Type == type && e.Id <= until
            orderby e.Id
            select new { Event = e, c.Number }).ToListAsync(cancellationToken);
        return [.. rows.Select(r => ToErased(r.Event, r.Number))];
    }

    private static ErasedCase ToErased(EventRow row, long number)
    {
        var happened = JsonSerializer.Deserialize<ConsultErased>(row.Data, Json.Options)!;
        return new ErasedCase(row.Stream, number, happened.At, happened.Reason, happened.WasOpen);
    }

    /// <summary>Erased and not registered anew since.</summary>
    private async Task<IReadOnlyList<Guid>> ErasedPatientsAsync(long after, long until, CancellationToken cancellationToken)
    {
        var facilities = user.Actor.Facilities.ToArray();
        if (facilities.Length == 0)
        {
            return [];
        }

        var type = Recorder.NameOf(typeof(PatientErased));
        return await (
            from e in db.Events.AsNoTracking()
            where e.Id > after && e.Id <= until && e.Kind == StreamKind.Patient && e.Type == type && e.Network == user.Actor.Network
            join p in db.Patients on e.Stream equals (Guid)(object)p.Id
            where p.Cases == 0 && facilities.Contains(p.Facility)
            select e.Stream).Distinct().ToListAsync(cancellationToken);
    }

    private async Task<long> HeadAsync(CancellationToken cancellationToken)
    {
        var (safe, _) = await horizon.GetAsync(db, cancellationToken);
        return await db.Events.Where(e => e.Id <= safe).MaxAsync(e => (long?)e.Id, cancellationToken) ?? 0;
    }
}

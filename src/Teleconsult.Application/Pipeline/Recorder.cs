using System.Collections.Concurrent;
using System.Reflection;
using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Teleconsult.Application.Persistence;
using Teleconsult.Domain;
using Teleconsult.Domain.Consults;

namespace Teleconsult.Application.Pipeline;

/// <summary>Turns what the aggregates say has happened into rows of the log, the timers and the audit.</summary>
public sealed class Recorder(ICurrentUser user, TimeProvider clock)
{
    private static readonly ConcurrentDictionary<Type, PropertyInfo?> Actors = new();
    private string? _detail;

    /// <summary>What the audit entry of this command says besides: a reason's code, or from what to what. Never words about a patient.</summary>
    public void Explain(string detail) => _detail = detail;

    /// <summary>Adds event rows for all changed aggregates and, for a command about something, its audit entry.</summary>
    public void Record(TeleconsultDb db, string action, Guid? subject)
    {
        foreach (var entry in db.ChangeTracker.Entries<Consult>().ToList())
        {
            Append(db, entry.Entity, entry.State is EntityState.Added ? null : entry.OriginalValues.GetValue<ServiceId?>(nameof(Consult.Service)));
        }

        foreach (var entry in db.ChangeTracker.Entries<Patient>().ToList())
        {
            Append(db, entry.Entity);
        }

        if (subject is not null && !user.IsSystem)
        {
            db.Audit.Add(new AuditRow
            {
                Network = user.Actor.Network,
                User = user.Actor.Id.Value,
                Device = user.Device?.Value,
                At = clock.GetUtcNow(),
                Action = action,
                Subject = subject,
                Detail = _detail,
            });
        }
    }

    /// <summary>Makes the timer rows of each changed consult be what the consult says is due: none forgotten, none left over.</summary>
    public static async Task SyncTimersAsync(TeleconsultDb db, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(db);
        foreach (var entry in db.ChangeTracker.Entries<Consult>().Where(e => e.State is not EntityState.Unchanged).ToList())
        {
            await SyncTimersAsync(db, entry.Entity, cancellationToken);
        }
    }

    /// <summary>The same for one consult.</summary>
    public static async Task SyncTimersAsync(TeleconsultDb db, Consult consult, CancellationToken cancellationToken)
    {
        var rows = db.Entry(consult).State is EntityState.Added
            ? []
            : await db.Timers.Where(t => t.Consult == consult.Id).ToListAsync(cancellationToken);
        foreach (var (kind, at) in consult.DueTimers())
        {
            var row = rows.Find(r => r.Kind == kind);
            if (row is null)
            {
                db.Timers.Add(new TimerRow { Consult = consult.Id, Kind = kind, NextAt = at, Urgency = consult.Urgency });
            }
            else
            {
                rows.Remove(row);
                (row.NextAt, row.Urgency) = (at, consult.Urgency);
            }
        }

        db.Timers.RemoveRange(rows);
    }

    private static void Append(TeleconsultDb db, Consult consult, ServiceId? before)
    {
        var version = consult.Version - consult.PendingEvents.Count;
        foreach (var happened in consult.PendingEvents)
        {
            db.Events.Add(new EventRow
            {
                Network = consult.Network,
                Kind = StreamKind.Consult,
                Stream = consult.Id.Value,
                Version = ++version,
                ContentVersion = consult.ContentVersion,
                Type = NameOf(happened.GetType()),
                At = happened.At,
                By = ActorOf(happened),
                ServiceBefore = happened is ConsultAllocated or ConsultRedirected ? before : null,
                Data = JsonSerializer.Serialize(happened, happened.GetType(), Json.Options),
            });
        }

        consult.ClearPendingEvents();
    }

    private static void Append(TeleconsultDb db, Patient patient)
    {
        var version = patient.Version - patient.PendingEvents.Count;
        foreach (var happened in patient.PendingEvents)
        {
            db.Events.Add(new EventRow
            {
                Network = patient.Network,
                Kind = StreamKind.Patient,
                Stream = patient.Id.Value,
                Version = ++version,
                Type = NameOf(happened.GetType()),
                At = happened.At,
                By = ActorOf(happened),
                Data = JsonSerializer.Serialize(happened, happened.GetType(), Json.Options),
            });
        }

        patient.ClearPendingEvents();
    }

    /// <summary>The event's name as clients know it, for example <c>consultClaimed</c>.</summary>
    public static string NameOf(Type type)
    {
        ArgumentNullException.ThrowIfNull(type);
        return JsonNamingPolicy.CamelCase.ConvertName(type.Name);
    }

    private static PractitionerId? ActorOf(object happened) =>
        Actors.GetOrAdd(happened.GetType(), t => t.GetProperty("By") ?? t.GetProperty("Requester") ?? (t == typeof(ConsultOffered) ? t.GetProperty(nameof(ConsultOffered.To)) : null))?.GetValue(happened) as PractitionerId?;
}

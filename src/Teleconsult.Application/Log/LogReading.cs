using Microsoft.EntityFrameworkCore;
using Teleconsult.Application.Persistence;
using Teleconsult.Application.Ports;
using Teleconsult.Domain;
using Teleconsult.Domain.Consults;

namespace Teleconsult.Application.Log;

/// <summary>One event as its readers need it, with the consult's present visibility.</summary>
public sealed record LogEntry(
    long Id, NetworkId Network, Guid Stream, long Version, long ContentVersion, string Type, DateTimeOffset At, PractitionerId? By,
    ServiceId? ServiceBefore, long Number, PractitionerId Requester, ServiceId? Service, bool Erased);

/// <summary>Reading the log in its one order: the event's id, below the horizon of writers that have not committed.</summary>
public static class LogReading
{
    public const int Page = 500;

    /// <summary>Consult events after <paramref name="after"/>, in order, at most <see cref="Page"/>.</summary>
    /// <returns>The entries, and up to where the log was read.</returns>
    public static async Task<(List<LogEntry> Entries, long ReadTo)> ReadConsultsAsync(
        this TeleconsultDb db, ILogHorizon horizon, long after, CancellationToken cancellationToken)
    {
        var (safe, _) = await horizon.GetAsync(db, cancellationToken);
        var ids = await db.Events.AsNoTracking().Where(e => e.Id > after && e.Id <= safe).OrderBy(e => e.Id).Take(Page).ToListAsync(cancellationToken);
        if (ids.Count == 0)
        {
            return ([], after);
        }

        var streams = ids.Where(e => e.Kind == StreamKind.Consult).Select(e => new ConsultId(e.Stream)).Distinct().ToList();
        var scopes = await db.Consults.AsNoTracking().Where(c => streams.Contains(c.Id))
            .Select(c => new { c.Id, c.Number, c.Requester, c.Service, Erased = c.State == ConsultState.Erased }).ToDictionaryAsync(c => c.Id.Value, cancellationToken);
        List<LogEntry> entries = [.. ids.Where(e => e.Kind == StreamKind.Consult && scopes.ContainsKey(e.Stream)).Select(e => new LogEntry(
            e.Id, e.Network, e.Stream, e.Version, e.ContentVersion, e.Type, e.At, e.By, e.ServiceBefore,
            scopes[e.Stream].Number, scopes[e.Stream].Requester, scopes[e.Stream].Service, scopes[e.Stream].Erased))];
        return (entries, ids[^1].Id);
    }
}

using System.Collections.Concurrent;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Teleconsult.Application.Persistence;
using Teleconsult.Domain;
using Teleconsult.Domain.Consults;
using Teleconsult.Domain.Duty;
using Teleconsult.Domain.Routing;

namespace Teleconsult.Application.Routing;

/// <summary>What somebody has to do.</summary>
/// <param name="OpenMinutes">Of the open cases that they hold, or were offered and nobody else has taken (<see cref="CaseLoad"/>).</param>
/// <param name="LastOffered">UTC.</param>
/// <param name="Today">How many cases they were offered since midnight of the service's zone.</param>
public sealed record Workload(int OpenMinutes, DateTimeOffset? LastOffered, int Today)
{
    public static readonly Workload None = new(0, null, 0);
}

/// <summary>
/// The work of a network's people, read anew after <see cref="Fresh"/>; what this node offers meanwhile is added. To count every open case at each
/// submission would cost more than a few seconds of fairness are worth: nobody is kept from a case by it.
/// </summary>
public sealed class WorkloadBook(IServiceScopeFactory scopes, TimeProvider clock)
{
    /// <summary>A design choice.</summary>
    public static readonly TimeSpan Fresh = TimeSpan.FromSeconds(5);

    private readonly ConcurrentDictionary<NetworkId, Sheet> _sheets = new();

    public async ValueTask<IReadOnlyDictionary<PractitionerId, Workload>> OfAsync(
        NetworkId network, IReadOnlyList<PractitionerId> people, TimeZoneInfo zone, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        if (!_sheets.TryGetValue(network, out var sheet) || now >= sheet.ReadAt + Fresh || now < sheet.ReadAt)
        {
            sheet = new Sheet(now);
            _sheets[network] = sheet;
        }

        var unread = people.Where(p => !sheet.Loads.ContainsKey(p)).ToList();
        if (unread.Count > 0)
        {
            foreach (var (person, load) in await ReadAsync(network, unread, ZoneTime.ToInstant(zone, ZoneTime.DayAt(zone, now), TimeSpan.Zero), cancellationToken))
            {
                sheet.Loads.TryAdd(person, load);
            }
        }

        return people.ToDictionary(p => p, p => sheet.Loads.GetValueOrDefault(p) ?? Workload.None);
    }

    /// <summary>This node has offered them one more.</summary>
    public void Add(NetworkId network, PractitionerId person, string template, DateTimeOffset now)
    {
        if (_sheets.TryGetValue(network, out var sheet))
        {
            sheet.Loads.AddOrUpdate(
                person, _ => new Workload(CaseLoad.MinutesOf(template), now, 1),
                (_, load) => new Workload(load.OpenMinutes + CaseLoad.MinutesOf(template), now, load.Today + 1));
        }
    }

    private async Task<Dictionary<PractitionerId, Workload>> ReadAsync(
        NetworkId network, List<PractitionerId> people, DateTimeOffset midnight, CancellationToken cancellationToken)
    {
        await using var scope = scopes.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<TeleconsultDb>();
        var wanted = people.ConvertAll(p => (PractitionerId?)p);
        var open = await db.Consults.Where(c => c.Network == network && c.State < ConsultState.Closed && c.State < ConsultState.Answered)
            .Where(c => wanted.Contains(c.Holder) || (c.Holder == null && wanted.Contains(c.OfferedTo)))
            .GroupBy(c => new { Person = c.Holder ?? c.OfferedTo, c.Template }).Select(g => new { g.Key.Person, g.Key.Template, Count = g.Count() })
            .ToListAsync(cancellationToken);
        var minutes = open.GroupBy(o => o.Person!.Value).ToDictionary(g => g.Key, g => g.Sum(o => o.Count * CaseLoad.MinutesOf(CaseRouter.NameOf(o.Template))));
        var loads = new Dictionary<PractitionerId, Workload>();
        foreach (var person in people)
        {
            // Two seeks in the index of offers, however many cases there ever were.
            var last = await db.Consults.Where(c => c.OfferedTo == person).OrderByDescending(c => c.OfferedAt).Select(c => c.OfferedAt).FirstOrDefaultAsync(cancellationToken);
            var today = last >= midnight ? await db.Consults.CountAsync(c => c.OfferedTo == person && c.OfferedAt >= midnight, cancellationToken) : 0;
            loads[person] = new Workload(minutes.GetValueOrDefault(person), last, today);
        }

        return loads;
    }

    /// <summary>As it stood at one instant, and what was added since.</summary>
    private sealed record Sheet(DateTimeOffset ReadAt)
    {
        public ConcurrentDictionary<PractitionerId, Workload> Loads { get; } = new();
    }
}

using Microsoft.EntityFrameworkCore;
using Teleconsult.Application.Duty;
using Teleconsult.Application.Persistence;
using Teleconsult.Domain;
using Teleconsult.Domain.Consults;
using Teleconsult.Domain.Routing;

namespace Teleconsult.Application.Routing;

/// <summary>Gathers what the routing policy asks, and offers a case that has become free for its service.</summary>
public sealed class CaseRouter(WorkloadBook workloads, TimeProvider clock)
{
    /// <param name="plan">Of the case's service.</param>
    internal async Task OfferAsync(TeleconsultDb db, Consult consult, ServiceDuty plan, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        var known = await AuthorsAsync(db, consult, cancellationToken);
        var loads = await workloads.OfAsync(consult.Network, plan.Members, plan.Calendar.Zone, cancellationToken);
        var decision = RoutingPolicy.Decide(consult.Need, Candidates(plan, now, known, loads));
        consult.Offer(decision, now);
        if (consult.PendingEvents.OfType<ConsultOffered>().LastOrDefault() is { } offered)
        {
            workloads.Add(consult.Network, offered.To, NameOf(consult.Template), now);
        }
    }

    /// <summary>Asks the next one of the service whom the requester has not heard yet. Nobody who still learns: their answer would wait for a third person.</summary>
    /// <param name="plan">Of the case's service.</param>
    internal async Task AskAnotherAsync(TeleconsultDb db, Consult consult, ServiceDuty plan, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        var known = await AuthorsAsync(db, consult, cancellationToken);
        var loads = await workloads.OfAsync(consult.Network, plan.Members, plan.Calendar.Zone, cancellationToken);
        var members = plan.Members.Select(m => m.Value).ToList();
        var learning = await db.Users.Where(u => members.Contains(u.Id) && u.InTraining).Select(u => u.Id).ToListAsync(cancellationToken);
        var decision = RoutingPolicy.Decide(consult.AnotherNeed, [.. Candidates(plan, now, known, loads).Where(c => !learning.Contains(c.Person.Value))]);
        consult.AskNext(new OpinionId(Guid.CreateVersion7(now)), decision, now);
    }

    internal static IReadOnlyList<Candidate> Candidates(
        ServiceDuty plan, DateTimeOffset now, IReadOnlySet<PractitionerId> known, IReadOnlyDictionary<PractitionerId, Workload> loads)
    {
        var duty = DutyBook.ViewOf(plan, now);
        return [.. plan.Members.Select(person =>
        {
            var clinician = plan.Clinicians[person];
            var load = loads.GetValueOrDefault(person) ?? Workload.None;
            return new Candidate(
                person, Standing(duty, person), clinician.Speaks, clinician.Gender is { } gender ? new HashSet<string> { gender } : [], known.Contains(person),
                load.OpenMinutes, load.LastOffered, clinician.MostPerDay is { } most && load.Today >= most);
        })];
    }

    /// <summary>The short name of a form, from its canonical.</summary>
    internal static string NameOf(string canonical) => canonical[(canonical.LastIndexOf('/') + 1)..].Split('|')[0];

    private static DutyStanding Standing(DutyView duty, PractitionerId person) =>
        !duty.IsOpen ? DutyStanding.Off
        : duty.Primary.Contains(person) ? DutyStanding.Primary
        : duty.Backup.Contains(person) ? DutyStanding.Backup : DutyStanding.Off;

    /// <summary>Who has advised on an earlier case of the same patient.</summary>
    private static async Task<IReadOnlySet<PractitionerId>> AuthorsAsync(TeleconsultDb db, Consult consult, CancellationToken cancellationToken)
    {
        if (db.ChangeTracker.Entries<Patient>().Any(p => p.State is EntityState.Added && p.Entity.Id == consult.Patient))
        {
            return new HashSet<PractitionerId>(); // registered with this case
        }

        var authors = await db.Consults.Where(c => c.Patient == consult.Patient && c.Id != consult.Id).SelectMany(c => c.Advices)
            .Where(a => a.ReleasedAt != null).Select(a => a.Author).Distinct().ToListAsync(cancellationToken);
        return authors.ToHashSet();
    }
}

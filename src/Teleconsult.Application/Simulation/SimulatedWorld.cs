using Teleconsult.Domain;
using Teleconsult.Domain.Consults;
using Teleconsult.Domain.Duty;
using Teleconsult.Domain.Ladders;
using Teleconsult.Domain.ResponseTimes;

namespace Teleconsult.Application.Simulation;

/// <summary>How cases come to who answers them.</summary>
public enum SimulatedPolicy
{
    /// <summary>The requester asks one specialist; one notice, nothing else.</summary>
    OneNamedSpecialist = 0,

    /// <summary>A coordinator puts each case into a team's list; one notice to everybody, nothing else.</summary>
    OpenPool = 1,

    /// <summary>The product: routing by duty, load and language, ladders, leases, and a coordinator whom they alert.</summary>
    Ours = 2,
}

/// <summary>A stretch of time, in whole seconds since the beginning.</summary>
internal readonly record struct Stretch(long From, long To);

/// <summary>A case that comes, whatever is then done with it.</summary>
/// <param name="Second">Since the beginning.</param>
/// <param name="IsUnsure">Its requester knows no service for it.</param>
/// <param name="Minutes">Of work that it is.</param>
/// <param name="Named">Place in the team of the one whom its requester would ask.</param>
/// <param name="Knows">Place of the one who knows the patient; -1: nobody.</param>
internal sealed record Arrival(long Second, int Team, Urgency Urgency, bool IsUnsure, int Minutes, string Language, int Named, int Knows);

/// <param name="Silent">When somebody does not react although the roster knows nothing of it.</param>
internal sealed record SimulatedPerson(PractitionerId Id, IReadOnlySet<string> Languages, IReadOnlyList<Stretch> Silent);

/// <param name="WorkingHours">When its people are at their desks, on duty or not.</param>
/// <param name="Roster">Null: everybody is on duty.</param>
internal sealed record SimulatedTeam(
    ServiceId Service, string Name, string Template, ServiceCalendar Calendar, ServiceCalendar WorkingHours, Roster? Roster,
    IReadOnlyList<SimulatedPerson> People, PractitionerId? Lead, IReadOnlyDictionary<Urgency, Ladder> Ladders)
{
    /// <summary>What it promises otherwise than the defaults.</summary>
    public IReadOnlyDictionary<Urgency, ServicePromise> Promises { get; init; } = new Dictionary<Urgency, ServicePromise>();
}

/// <summary>What happens to everybody: who is there, and which cases come.</summary>
internal sealed record SimulatedWorld(
    DateTimeOffset From, DateTimeOffset To, TimeZoneInfo Zone, ServiceCalendar CoordinatorHours, TimeOnly QuietFrom, TimeOnly QuietTo,
    IReadOnlyList<SimulatedTeam> Teams, IReadOnlyList<Arrival> Arrivals, ulong Seed);

using System.Buffers.Binary;
using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Teleconsult.Application.Consults;
using Teleconsult.Application.Ladders;
using Teleconsult.Application.Persistence;
using Teleconsult.Application.Pipeline;
using Teleconsult.Application.Ports;
using Teleconsult.Domain;
using Teleconsult.Domain.Access;
using Teleconsult.Domain.Consults;
using Teleconsult.Domain.Ladders;

namespace Teleconsult.Application.Watch;

/// <summary>
/// The network of the trial case: a place, a service with a ladder of seconds, one who asks, one who keeps it. A network is the unit of what
/// anybody sees, so nobody of another one sees anything of it; its two people have no password and no address, and nobody can sign in as them.
/// </summary>
internal static class CanaryNetwork
{
    public static readonly NetworkId Id = new(Of(1));
    public static readonly ServiceId Service = new(Of(3));
    private static readonly FacilityId Place = new(Of(2));
    private static readonly PractitionerId AskerId = new(Of(4));
    private static readonly PractitionerId KeeperId = new(Of(5));
    private static readonly PatientId Patient = new(Of(6));
    private static readonly PatientForm Said = new(Patient.Value, "T.C.", null, null, new Age(1, "a"), "unknown", null, null, null);

    /// <summary>Emergency: what must never fail, and what goes first when much is due at once.</summary>
    private const Urgency Urgent = Urgency.Emergency;
    private const string Form = "https://teleconsult.example/Questionnaire/not-sure|1.0.0";

    private static readonly Rung[] Rungs =
    [
        new(TimeSpan.Zero, [RungWhom.Pool], [AlertChannel.Live]),
        new(TimeSpan.FromSeconds(2), [RungWhom.OnCall], [AlertChannel.Loopback]),
        new(TimeSpan.FromSeconds(4), [RungWhom.Coordinator, RungWhom.Requester], [AlertChannel.Loopback]),
    ];

    public static readonly Actor Asker = new(AskerId, Id, 1, [new Assignment(Role.Requester, Place, null)]);
    public static readonly Actor Keeper = new(KeeperId, Id, 1, [new Assignment(Role.Specialist, null, Service), new Assignment(Role.Coordinator, null, null)]);

    /// <summary>The number of the last rung, which tells two people.</summary>
    public static int LastRung => Rungs.Length;

    public static bool Has(PractitionerId person) => person == AskerId || person == KeeperId;

    /// <summary>From the random half of the id: a number that no counter gives.</summary>
    public static long NumberOf(ConsultId id) => BinaryPrimitives.ReadInt64BigEndian(id.Value.ToByteArray(bigEndian: true).AsSpan(8)) & long.MaxValue;

    /// <summary>What its case says: words of nobody about nobody.</summary>
    public static Submission Question(DateTimeOffset now) => new(
        Said, Form, Service.Value, Urgent, JsonSerializer.SerializeToElement(new
        {
            resourceType = "QuestionnaireResponse",
            questionnaire = Form,
            status = "completed",
            item = new[] { new { linkId = "question", answer = new[] { new { valueString = "Does the ladder climb?" } } } },
        }),
        new ConsentView(true, null, null, null, null, null, "spoken", now), [], [], now, now, null);

    /// <summary>Makes it where it is missing. Of nodes that do so at once one does.</summary>
    public static async Task EnsureAsync(IServiceScopeFactory scopes, IWriteGate gate, TimeProvider clock, CancellationToken cancellationToken)
    {
        await using var scope = scopes.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<TeleconsultDb>();
        if (await db.Networks.AnyAsync(n => n.Id == Id, cancellationToken))
        {
            return;
        }

        scope.ServiceProvider.GetRequiredService<CurrentUser>().ActAsSystem();
        var now = clock.GetUtcNow();
        db.Networks.Add(new NetworkRow { Id = Id, Name = "Trial case", Coordinator = KeeperId });
        db.Facilities.Add(new FacilityRow { Id = Place, Network = Id, Name = "Trial case" });
        db.Services.Add(new ServiceRow { Id = Service, Network = Id, Hospital = Place, Name = "Trial case", Templates = "not-sure", PromisesEmergency = true });
        db.Ladders.Add(new LadderRow { Service = Service, Urgency = Urgent, Network = Id, Rungs = JsonSerializer.Serialize(Rungs, Json.Options), PublishedAt = now, By = KeeperId });
        db.Users.AddRange(AccountOf(Asker, "trial-case-asks"), AccountOf(Keeper, "trial-case-keeps"));
        var patient = Domain.Consults.Patient.Register(Patient, Id, Place, AskerId, now);
        patient.AddCase(); // one that never ends: with the last case the patient's words would go, and each case would make them anew
        db.Patients.Add(patient);
        await scope.ServiceProvider.GetRequiredService<WordVault>()
            .PutAsync(Patient.Value, WordKind.Patient, Patient.Value, patient.Version, Said.ToWords(now), cancellationToken);
        scope.ServiceProvider.GetRequiredService<Recorder>().Record(db, nameof(CanaryNetwork), null);
        using var turn = await gate.EnterAsync(null, cancellationToken);
        try
        {
            await db.SaveChangesAsync(cancellationToken);
        }
        catch (DbUpdateException)
        {
            // Another node was first; were it anything else, the case itself will fail and say so.
        }
    }

    private static TeleconsultUser AccountOf(Actor person, string name)
    {
        var account = new TeleconsultUser
        {
            Id = person.Id.Value,
            Network = Id,
            Name = "Trial case",
            UserName = name,
            NormalizedUserName = name.ToUpperInvariant(),
            AccessVersion = person.AccessVersion,
            LockoutEnabled = true,
            LockoutEnd = DateTimeOffset.MaxValue,
            SecurityStamp = Guid.NewGuid().ToString("n"),
        };
        account.Assignments.AddRange(person.Assignments.Select(a => new AssignmentRow { Role = a.Role, Facility = a.Facility, Service = a.Service }));
        return account;
    }

    /// <summary>Fixed ids (RFC 9562 §5.8): the same on every node, in every database.</summary>
    private static Guid Of(byte number) => new([0xCA, 0x9A, 0x12, 0x10, 0, 0, 0x80, 0, 0x80, 0, 0, 0, 0, 0, 0, number], bigEndian: true);
}

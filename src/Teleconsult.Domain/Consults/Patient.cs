namespace Teleconsult.Domain.Consults;

/// <summary>A person whom consults are about. A stream of its own; the words (name, identifiers) are encrypted rows.</summary>
public sealed class Patient
{
    private readonly List<PatientEvent> _pending = [];

    private Patient()
    {
    }

    public PatientId Id { get; private init; }
    public NetworkId Network { get; private init; }

    /// <summary>Where the patient is known; workers of this place can choose the patient for a new case.</summary>
    public FacilityId Facility { get; private set; }
    public long Version { get; private set; }
    public DateTimeOffset RegisteredAt { get; private set; }

    public IReadOnlyList<PatientEvent> PendingEvents => _pending;

    public void ClearPendingEvents() => _pending.Clear();

    public static Patient Register(PatientId id, NetworkId network, FacilityId facility, PractitionerId by, DateTimeOffset now)
    {
        var patient = new Patient { Id = id, Network = network };
        patient.Record(new PatientRegistered(now, facility, by));
        return patient;
    }

    /// <summary>The patient's words changed; the earlier ones are kept as earlier versions.</summary>
    public void Amend(PractitionerId by, DateTimeOffset now) => Record(new PatientAmended(now, by));

    private void Record(PatientEvent happened)
    {
        switch (happened)
        {
            case PatientRegistered e:
                Facility = e.Facility;
                RegisteredAt = e.At;
                break;
            case PatientAmended:
                break;
            default:
                throw new NotSupportedException($"No rule applies {happened.GetType().Name}.");
        }

        Version++;
        _pending.Add(happened);
    }
}

/// <param name="At">UTC instant, by the server's clock.</param>
public abstract record PatientEvent(DateTimeOffset At);
public sealed record PatientRegistered(DateTimeOffset At, FacilityId Facility, PractitionerId By) : PatientEvent(At);
public sealed record PatientAmended(DateTimeOffset At, PractitionerId By) : PatientEvent(At);

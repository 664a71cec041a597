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

    /// <summary>Cases about this person that were not erased. The last one takes the person's words with it.</summary>
    public int Cases { get; private set; }

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

    /// <summary>A case about this person was stored. Also says, to whoever erases at the same moment, that the person is still needed.</summary>
    public void AddCase() => Cases++;

    /// <summary>A case about this person was erased.</summary>
    /// <returns>True when it was the last one: the person's words are erased with it.</returns>
    public bool EraseCase(PractitionerId by, DateTimeOffset now)
    {
        Cases--;
        if (Cases > 0)
        {
            return false;
        }

        Record(new PatientErased(now, by));
        return true;
    }

    private void Record(PatientEvent happened)
    {
        switch (happened)
        {
            case PatientRegistered e:
                Facility = e.Facility;
                RegisteredAt = e.At;
                break;
            case PatientAmended or PatientErased:
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

/// <summary>The last case about this person was erased, and the person's words with it. A new case registers them anew under the same id.</summary>
public sealed record PatientErased(DateTimeOffset At, PractitionerId By) : PatientEvent(At);

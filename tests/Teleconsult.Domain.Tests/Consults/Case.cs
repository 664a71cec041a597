using Teleconsult.Domain.Consults;
using Teleconsult.Domain.Photos;
using Xunit;

namespace Teleconsult.Domain.Tests.Consults;

/// <summary>One consult and the people around it, for tests that say what happens and when.</summary>
internal sealed class Case
{
    public static readonly DateTimeOffset Noon = new(2026, 11, 20, 12, 0, 0, TimeSpan.Zero);
    public static readonly PractitionerId Requester = new(Guid.CreateVersion7());
    public static readonly PractitionerId Coordinator = new(Guid.CreateVersion7());
    public static readonly PractitionerId First = new(Guid.CreateVersion7());
    public static readonly PractitionerId Second = new(Guid.CreateVersion7());
    public static readonly ServiceId Skin = new(Guid.CreateVersion7());
    public static readonly ServiceId Eyes = new(Guid.CreateVersion7());

    private Case(Consult consult) => Consult = consult;

    public Consult Consult { get; }

    public PhotoId Photo => Consult.Photos[0].Id;

    public RequestId Request => Consult.Requests[^1].Id;

    public AdviceId Advice => Consult.Advices[^1].Id;

    public static Case Sent(Urgency urgency = Urgency.Routine, bool sure = true, int photos = 1) => new(Consult.Submit(
        new ConsultId(Guid.CreateVersion7()), new NetworkId(Guid.CreateVersion7()), new FacilityId(Guid.CreateVersion7()), Requester,
        new PatientId(Guid.CreateVersion7()), sure ? Skin : null, Coordinator, 1001, "form|1", urgency, Noon.AddYears(-2),
        Enumerable.Range(0, photos).Select(i => Announcement($"slot-{i}")), Noon));

    public static PhotoAnnouncement Announcement(string slot) =>
        new(new PhotoId(Guid.CreateVersion7()), slot, Laterality.None, 1000, new string('a', 64), null);

    public static DateTimeOffset After(double minutes) => Noon.AddMinutes(minutes);

    /// <summary>Brings a routine case to <paramref name="state"/> by the shortest way; <see cref="First"/> answers.</summary>
    public static Case In(ConsultState state, Urgency urgency = Urgency.Routine)
    {
        var made = Sent(urgency, sure: state is not ConsultState.Unallocated);
        var consult = made.Consult;
        if (state >= ConsultState.Claimed)
        {
            consult.ClaimBy(First, After(1));
        }

        if (state is ConsultState.NeedsRequester)
        {
            consult.AskForInformation(NewRequest(), First, After(2));
        }

        if (state >= ConsultState.AdvicePending)
        {
            made.AnswerBy(First, After(3));
        }

        if (state >= ConsultState.Answered)
        {
            consult.ReleaseAdvice(After(4));
        }

        if (state >= ConsultState.Read)
        {
            consult.ReadAdvice(made.Advice, Requester, After(5));
        }

        if (state is ConsultState.Closed)
        {
            consult.Close("new", "avoided", 5, true, Requester, After(6));
        }

        Assert.Equal(state, consult.State);
        return made;
    }

    public void AnswerBy(PractitionerId author, DateTimeOffset at, long? seen = null, int actions = 2) => Consult.Advise(
        new AdviceId(Guid.CreateVersion7()), author, seen ?? Consult.ContentVersion, Disposition.ReferUrgent, Adequacy.Adequate, actions, at);

    public void StorePhoto(PhotoId photo, DateTimeOffset at) => Consult.StorePhoto(photo, "key", 100, 80, Requester, at);

    /// <summary>The verb is refused with <paramref name="code"/> and has changed nothing.</summary>
    public RuleViolation Refuses(string code, Action<Consult> verb)
    {
        var (version, content, state, holder, due) = (Consult.Version, Consult.ContentVersion, Consult.State, Consult.Holder, Consult.StepDue);
        var refused = Assert.Throws<RuleViolation>(() => verb(Consult));
        Assert.Equal(code, refused.Code);
        Assert.Equal((version, content, state, holder, due), (Consult.Version, Consult.ContentVersion, Consult.State, Consult.Holder, Consult.StepDue));
        return refused;
    }

    /// <summary>The verb says nothing new: no event, no refusal.</summary>
    public void RecordsNothing(Action<Consult> verb)
    {
        var before = Consult.Version;
        verb(Consult);
        Assert.Equal(before, Consult.Version);
    }

    public static RequestId NewRequest() => new(Guid.CreateVersion7());
}

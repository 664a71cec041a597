using Teleconsult.Domain.Photos;

namespace Teleconsult.Domain.Consults;

/// <summary>One question about one patient, from a requester to a specialty service.</summary>
/// <remarks>
/// Changes only through its verbs. A verb either throws a <see cref="RuleViolation"/> or records what happened.
/// All times are UTC instants that the caller gives: the domain has no clock. Not safe for concurrent use.
/// </remarks>
public sealed partial class Consult
{
    private readonly List<ConsultEvent> _pending = [];

    private Consult()
    {
    }

    public ConsultId Id { get; private init; }
    public NetworkId Network { get; private init; }
    public FacilityId Facility { get; private set; }
    public PatientId Patient { get; private set; }
    public PractitionerId Requester { get; private set; }

    /// <summary>The earlier case of the same patient that this one follows; null for a first one.</summary>
    public ConsultId? FollowUpOf { get; private set; }

    /// <summary>The answering service; null while a coordinator has to find one.</summary>
    public ServiceId? Service { get; private set; }

    /// <summary>Who covers when a promise is not kept.</summary>
    public PractitionerId Coordinator { get; private set; }

    /// <summary>The case's number, given when it was stored. Unique in the network.</summary>
    public long Number { get; private set; }

    /// <summary>Canonical of the questionnaire that the answers answer: <c>url|version</c>.</summary>
    public string Template { get; private set; } = "";
    public Urgency Urgency { get; private set; }
    public ConsultState State { get; private set; }

    /// <summary>Raised by every event.</summary>
    public long Version { get; private set; }

    /// <summary>Raised by clinical content alone: a stored photo, the requester's answers and amendments.</summary>
    public long ContentVersion { get; private set; }

    /// <summary>By the phone's clock: evidence only.</summary>
    public DateTimeOffset SentAt { get; private set; }
    public DateTimeOffset ReceivedAt { get; private set; }
    public DateTimeOffset? SeenAt { get; private set; }

    /// <summary>When it was first claimed, also by somebody who gave it back.</summary>
    public DateTimeOffset? ClaimedAt { get; private set; }
    public DateTimeOffset? FirstResponseAt { get; private set; }

    /// <summary>When the first advice was released.</summary>
    public DateTimeOffset? AdvisedAt { get; private set; }
    public DateTimeOffset? ReadAt { get; private set; }
    public DateTimeOffset? ClosedAt { get; private set; }

    public PractitionerId? Holder { get; private set; }

    /// <summary>Since when <see cref="Holder"/> has it. Meaningful while somebody has. UTC.</summary>
    public DateTimeOffset? HeldSince { get; private set; }

    /// <summary>When the claim lapses without activity. Meaningful while <see cref="State"/> is Claimed.</summary>
    public DateTimeOffset? LeaseEnds { get; private set; }

    /// <summary>Since when the clock rests for the requester; never for Emergency.</summary>
    public DateTimeOffset? PausedSince { get; private set; }
    public TimeSpan PausedTotal { get; private set; }

    public NextStepKind StepKind { get; private set; }

    /// <summary>What was promised for this step, which lateness does not move.</summary>
    public DateTimeOffset StepTarget { get; private set; }

    /// <summary>When somebody has to act next: the promise, or the coordinator's time after it passed.</summary>
    public DateTimeOffset StepDue { get; private set; }
    public PractitionerId? StepWho { get; private set; }

    /// <summary>How often the step's time has passed: 0 while it is in time.</summary>
    public int StepRound { get; private set; }

    public List<ConsultPhoto> Photos { get; private set; } = [];
    public List<InformationRequest> Requests { get; private set; } = [];
    public List<AdviceRecord> Advices { get; private set; } = [];
    public List<ReadBackRecord> ReadBacks { get; private set; } = [];
    public List<PhoneCall> Calls { get; private set; } = [];

    public NextStep NextStep => StepKind is NextStepKind.None
        ? NextStep.Nothing
        : new NextStep(StepKind, StepDue, StepWho, StepRound > 0) { Rung = IsFree && !LadderDone ? Rung + 1 : null };

    /// <summary>Nobody has claimed or answered it in any way: it has no requests, advice, read-backs or calls.</summary>
    public bool IsUntouched => ClaimedAt is null && FirstResponseAt is null;

    public int PhotosExpected => Photos.Count(p => p.State is PhotoState.Arriving or PhotoState.Stored);

    public int PhotosStored => Photos.Count(p => p.State is PhotoState.Stored);

    /// <summary>Events since the consult was loaded, in order; saved with the state in one transaction.</summary>
    public IReadOnlyList<ConsultEvent> PendingEvents => _pending;

    public void ClearPendingEvents() => _pending.Clear();

    /// <summary>Stores what a requester sent. <paramref name="service"/> null: "not sure", a coordinator allocates.</summary>
    /// <param name="earlier">The case that this one follows, seen with the requester's eyes.</param>
    /// <param name="language">BCP 47 tag of the language in which it was sent.</param>
    /// <param name="wishes">Codes of what the patient wishes of whoever answers, separated by spaces.</param>
    /// <exception cref="RuleViolation">
    /// <c>photo.slot-twice</c>: two photos of the submission name one id; <c>follow-up.other-patient</c>: the earlier case is not this patient's.
    /// </exception>
    public static Consult Submit(
        ConsultId id, NetworkId network, FacilityId facility, PractitionerId requester, PatientId patient, ServiceId? service,
        PractitionerId coordinator, long number, string template, Urgency urgency, DateTimeOffset sentAt,
        IEnumerable<PhotoAnnouncement> photos, DateTimeOffset now, Consult? earlier = null, string? language = null, string wishes = "")
    {
        if (earlier is not null && (earlier.Patient != patient || earlier.Network != network))
        {
            throw new RuleViolation("follow-up.other-patient");
        }

        var consult = new Consult { Id = id, Network = network };
        consult.Record(new ConsultSubmitted(now, number, patient, facility, requester, service, coordinator, template, urgency, sentAt, earlier?.Id, language, wishes));
        foreach (var photo in photos)
        {
            consult.Announce(photo, null, now);
        }

        return consult;
    }

    private void Record(ConsultEvent happened)
    {
        Apply(happened);
        ApplyCalling(happened);
        Version++;
        PlanNextStep(happened.At);
        _pending.Add(happened);
    }

    // The only place where state changes, so that state can never say what the log does not.
    private void Apply(ConsultEvent happened)
    {
        switch (happened)
        {
            case ConsultSubmitted e:
                Number = e.Number;
                Patient = e.Patient;
                Facility = e.Facility;
                Requester = e.Requester;
                Service = e.Service;
                Coordinator = e.Coordinator;
                Template = e.Template;
                Urgency = e.Urgency;
                SentAt = e.SentAt;
                FollowUpOf = e.FollowUpOf;
                (Language, Wishes) = (e.Language, e.Wishes);
                ReceivedAt = e.At;
                State = e.Service is null ? ConsultState.Unallocated : ConsultState.Waiting;
                ContentVersion++;
                _promiseAsked = true;
                BecomeFree();
                break;
            case ConsultAllocated e:
                Service = e.To;
                State = ConsultState.Waiting;
                ComeToService();
                _promiseAsked = true;
                BecomeFree();
                break;
            case ConsultRedirected e:
                Service = e.To;
                Drop(null);
                EndPause(e.At);
                ComeToService();
                _promiseAsked = true;
                LetGo(e.To is null ? ConsultState.Unallocated : ConsultState.Waiting);
                break;
            case ConsultSeen e:
                SeenAt ??= e.At;
                break;
            case ConsultClaimed e:
                SeenAt ??= e.At;
                ClaimedAt ??= e.At;
                (Holder, HeldSince) = (e.By, e.At);
                LeaseEnds = e.LeaseEnds;
                State = ConsultState.Claimed;
                break;
            case ConsultHandedOver e:
                (Holder, HeldSince) = (e.To, e.At);
                LeaseEnds = e.LeaseEnds;
                break;
            case ClaimReleased { Undone: true }:
                LetGo(ConsultState.Waiting);
                _offerAsked &= OfferedTo is null; // whom it was offered to is asked still
                break;
            case ClaimReleased e:
                PassBy(e.By);
                Drop(null);
                EndPause(e.At);
                LetGo(ConsultState.Waiting);
                break;
            case ClaimLapsed e:
                PassBy(e.Holder);
                LetGo(ConsultState.Waiting);
                break;
            case MessagePosted e:
                if (!e.FromRequester && e.FromService)
                {
                    FirstResponseAt ??= e.At;
                }

                break;
            case PhotoAnnounced or PhotoStored or PhotoRefused or PhotoLost or OriginalStored or OriginalRefused or OriginalLost:
                ApplyPhoto(happened);
                break;
            case InformationRequested or InformationGiven:
                ApplyRequest(happened);
                break;
            case IntakeAmended e:
                ContentVersion++;
                Wish(e.Wishes);
                break;
            case UrgencyRaised e:
                Urgency = e.To;
                _promiseAsked = true;
                if (e.To is Urgency.Emergency)
                {
                    EndPause(e.At); // the clock never rests in an emergency
                }

                if (IsFree)
                {
                    BecomeFree(); // another ladder, from the same time of receipt
                }

                break;
            case ReferralMade or ReferralDirected or ReferralBooked or ReferralAttended or ReferralMissed or ReferralReported or ReferralEnded or ReferralOverdue:
                ApplyReferral(happened);
                break;
            case AdviceSent or AdviceAmended or AdviceTakenBack or AdviceReleased or AdviceDelivered or AdviceRead or ActionMarked:
                ApplyAdvice(happened);
                break;
            case AdviceCountersigned or AdviceReturned:
                ApplySigning(happened);
                break;
            case OpinionAsked or OpinionGiven or OpinionDeclined or ConflictResolved:
                ApplyOpinion(happened);
                break;
            case ReadBackGiven or ReadBackConfirmed or ReadBackCorrected or ToldByPhone:
                ApplyReadBack(happened);
                break;
            case ConsultClosed e:
                (ClosedAt, AnotherSince) = (e.At, null);
                LetGo(ConsultState.Closed);
                break;
            case ConsultErased e:
                (ErasedAt, AnotherSince) = (e.At, null);
                EndPause(e.At);
                LetGo(ConsultState.Erased);
                break;
            case AlertAcknowledged or CallAnnounced or CallMissed:
                break; // a message's own row has it, and calls are applied below
            case ConsultOffered e:
                Apply(e);
                break;
            case AnotherWished e:
                Apply(e);
                break;
            case ConsultPromised e:
                Apply(e);
                break;
            case RungReached e:
                ApplyRung(e);
                break;
            case StepOverdue e:
                StepRound = e.Round;
                StepDue = e.CoverBy;
                StepWho = IsFree && !LadderDone ? StepWho : Coordinator;
                break;
            default:
                throw new NotSupportedException($"No rule applies {happened.GetType().Name}.");
        }
    }

    private void LetGo(ConsultState next)
    {
        Holder = null;
        LeaseEnds = null;
        State = next;
        if (IsFree)
        {
            BecomeFree();
        }
    }
}

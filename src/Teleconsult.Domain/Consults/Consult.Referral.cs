namespace Teleconsult.Domain.Consults;

// The patient is sent on, and the referral is followed until they were seen and the report came back (the domain brief, §3.2). It runs beside the
// case's own next step and outlives the case: closing says what the advice was worth, and weeks may pass until a patient is seen elsewhere. So a
// referral has a step, a time and a name of its own, and none of its verbs asks whether the case is closed.
public sealed partial class Consult
{
    /// <summary>How far ahead a day may lie; further is a slip of the finger.</summary>
    private static readonly TimeSpan Furthest = TimeSpan.FromDays(366);

    public List<Referral> Referrals { get; private set; } = [];

    /// <summary>Those that are still followed. Of an erased case nothing is.</summary>
    public IEnumerable<Referral> OpenReferrals => State is ConsultState.Erased ? [] : Referrals.Where(r => r.IsOpen);

    /// <summary>Somebody of the answering service sends the patient on, with the advice or after it. Repeating it changes nothing.</summary>
    /// <exception cref="RuleViolation"><c>referral.no-advice</c>: there is no answer yet; <c>referral.by-when</c>: not within the next year.</exception>
    public void Refer(ReferralId referral, ReferralPlan plan, PractitionerId by, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(plan);
        if (Referrals.Exists(r => r.Id == referral))
        {
            return;
        }

        if (AdvisedAt is null)
        {
            throw new RuleViolation("referral.no-advice");
        }

        RefuseDay(plan.AttendBy, now, now, "referral.by-when");
        Record(new ReferralMade(now, referral, by, null, plan.Urgency, plan.Reason, plan.Service, plan.Place, plan.AttendBy));
    }

    /// <summary>Says where, why and by when, before the patient was seen. The same once more changes nothing.</summary>
    /// <param name="otherWords">The words that say where are new, so that others have to hear of it.</param>
    /// <exception cref="RuleViolation"><c>referral.unknown</c>; <c>referral.attended</c>; <c>referral.ended</c>; <c>referral.by-when</c>.</exception>
    public void DirectReferral(ReferralId referral, ReferralPlan plan, bool otherWords, PractitionerId by, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(plan);
        var known = Unattended(referral);
        if (!otherWords && plan == known.Plan)
        {
            return;
        }

        if (plan.AttendBy != known.AttendBy)
        {
            RefuseDay(plan.AttendBy, now, now, "referral.by-when"); // a day that has passed may stay while the place changes
        }

        Record(new ReferralDirected(now, referral, by, plan.Urgency, plan.Reason, plan.Service, plan.Place, plan.AttendBy));
    }

    /// <summary>The patient knows, and has an appointment or a day to go. Another day replaces it.</summary>
    /// <exception cref="RuleViolation">
    /// <c>referral.unknown</c>; <c>referral.attended</c>; <c>referral.ended</c>; <c>referral.day</c>: before it was made, or more than a year ahead.
    /// </exception>
    public void BookReferral(ReferralId referral, DateTimeOffset on, PractitionerId by, DateTimeOffset now)
    {
        var known = Unattended(referral);
        RefuseDay(on, DayBefore(known), now, "referral.day");
        if (known.BookedFor != on)
        {
            Record(new ReferralBooked(now, referral, by, on));
        }
    }

    /// <summary>The patient was seen. That holds also where somebody had given the referral up: it is followed again, until the report is back.</summary>
    /// <exception cref="RuleViolation"><c>referral.unknown</c>; <c>referral.day</c>: before it was made, or after now.</exception>
    public void AttendReferral(ReferralId referral, DateTimeOffset on, PractitionerId by, DateTimeOffset now)
    {
        var known = KnownReferral(referral);
        if (known.AttendedOn is not null)
        {
            return;
        }

        if (on > now || on < DayBefore(known))
        {
            throw new RuleViolation("referral.day");
        }

        Record(new ReferralAttended(now, referral, by, on));
    }

    /// <summary>The patient was not seen. Whoever follows it arranges another day, or gives it up.</summary>
    /// <exception cref="RuleViolation"><c>referral.unknown</c>; <c>referral.attended</c>; <c>referral.ended</c>.</exception>
    public void MissReferral(ReferralId referral, MissedReason why, PractitionerId by, DateTimeOffset now)
    {
        Unattended(referral);
        Record(new ReferralMissed(now, referral, by, why));
    }

    /// <summary>The report came back, so the patient was seen, also where nobody had said so. Repeating it changes nothing.</summary>
    /// <exception cref="RuleViolation"><c>referral.unknown</c>.</exception>
    public void ReportReferral(ReferralId referral, PractitionerId by, DateTimeOffset now)
    {
        var known = KnownReferral(referral);
        if (known.ReportedAt is not null)
        {
            return;
        }

        if (known.AttendedOn is null)
        {
            Record(new ReferralAttended(now, referral, by, known.BookedFor is { } day && day < now ? day : now));
        }

        Record(new ReferralReported(now, referral, by));
    }

    /// <summary>It is followed no further. Repeating it changes nothing.</summary>
    /// <exception cref="RuleViolation"><c>referral.unknown</c>; <c>referral.reported</c>: its loop is closed.</exception>
    public void EndReferral(ReferralId referral, ReferralEnd why, PractitionerId by, DateTimeOffset now)
    {
        var known = KnownReferral(referral);
        if (known.ReportedAt is not null)
        {
            throw new RuleViolation("referral.reported");
        }

        if (known.EndedAt is null)
        {
            Record(new ReferralEnded(now, referral, by, why));
        }
    }

    /// <summary>A timer found the time of a referral's step passed: the coordinator has the next one.</summary>
    public void MarkReferralsOverdue(DateTimeOffset now)
    {
        foreach (var late in OpenReferrals.Where(r => now >= r.StepDue).ToList())
        {
            Record(new ReferralOverdue(now, late.Id, late.Step, late.StepRound + 1, now + ReferralTimes.Cover(late.Urgency, late.StepRound + 1)));
        }
    }

    /// <summary>An answer that sends the patient on makes the referral: nobody has to remember it. One that is open already stays the one.</summary>
    private void ReferAsAdvised(AdviceId advice, DateTimeOffset now)
    {
        var answer = Advices.Single(a => a.Id == advice);
        Urgency? urgency = answer.Disposition switch
        {
            Disposition.ReferRoutine => Urgency.Routine,
            Disposition.ReferUrgent => Urgency.Urgent,
            Disposition.EmergencyTransfer => Urgency.Emergency,
            _ => null,
        };
        if (urgency is { } soon && answer.Opinion is null && !OpenReferrals.Any())
        {
            var by = now + ReferralTimes.Attend(soon);
            Record(new ReferralMade(now, new ReferralId(advice.Value), answer.Author, advice, soon, ReferralReason.AsAdvised, null, null, by));
        }
    }

    private Referral KnownReferral(ReferralId referral) =>
        Referrals.SingleOrDefault(r => r.Id == referral) ?? throw new RuleViolation("referral.unknown");

    private Referral Unattended(ReferralId referral)
    {
        var known = KnownReferral(referral);
        return known.AttendedOn is not null ? throw new RuleViolation("referral.attended")
            : known.EndedAt is not null ? throw new RuleViolation("referral.ended")
            : known;
    }

    /// <summary>A day is told without its hour, and in the place's own zone.</summary>
    private static DateTimeOffset DayBefore(Referral referral) => referral.MadeAt - TimeSpan.FromDays(1);

    private static void RefuseDay(DateTimeOffset day, DateTimeOffset from, DateTimeOffset now, string code)
    {
        if (day < from || day > now + Furthest)
        {
            throw new RuleViolation(code);
        }
    }

    private void ApplyReferral(ConsultEvent happened)
    {
        switch (happened)
        {
            case ReferralMade e:
                var made = new Referral { Id = e.Referral, Consult = Id, Advice = e.Advice, By = e.By, MadeAt = e.At };
                Direct(made, e.Urgency, e.Reason, e.Service, e.Place, e.AttendBy);
                Referrals.Add(made);
                Step(made, ReferralStep.Arrange, e.At);
                break;
            case ReferralDirected e:
                var directed = KnownReferral(e.Referral);
                Direct(directed, e.Urgency, e.Reason, e.Service, e.Place, e.AttendBy);
                if (directed.BookedFor is null)
                {
                    Step(directed, ReferralStep.Arrange, e.At);
                }

                break;
            case ReferralBooked e:
                var booked = KnownReferral(e.Referral);
                booked.BookedFor = e.On;
                Step(booked, ReferralStep.Attend, e.At);
                break;
            case ReferralAttended e:
                var attended = KnownReferral(e.Referral);
                (attended.AttendedOn, attended.EndedAt, attended.Ended) = (e.On, null, null);
                Step(attended, ReferralStep.Report, e.At);
                break;
            case ReferralMissed e:
                var missed = KnownReferral(e.Referral);
                (missed.MissedAt, missed.Missed, missed.BookedFor) = (e.At, e.Why, null);
                missed.TimesMissed++;
                Step(missed, ReferralStep.Arrange, e.At);
                break;
            case ReferralReported e:
                var reported = KnownReferral(e.Referral);
                (reported.ReportedAt, reported.EndedAt, reported.Ended) = (e.At, null, null);
                Step(reported, ReferralStep.None, e.At);
                break;
            case ReferralEnded e:
                var ended = KnownReferral(e.Referral);
                (ended.EndedAt, ended.Ended) = (e.At, e.Why);
                Step(ended, ReferralStep.None, e.At);
                break;
            case ReferralOverdue e:
                var late = KnownReferral(e.Referral);
                (late.StepRound, late.StepDue, late.StepWho) = (e.Round, e.CoverBy, Coordinator);
                break;
        }
    }

    private static void Direct(Referral referral, Urgency urgency, ReferralReason reason, ServiceId? service, FacilityId? place, DateTimeOffset attendBy) =>
        (referral.Urgency, referral.Reason, referral.Service, referral.Place, referral.AttendBy) = (urgency, reason, service, place, attendBy);

    private void Step(Referral referral, ReferralStep step, DateTimeOffset now)
    {
        var arrange = now + ReferralTimes.Arrange(referral.Urgency);
        var due = step switch
        {
            ReferralStep.Arrange => referral.AttendBy > now && referral.AttendBy < arrange ? referral.AttendBy : arrange,
            ReferralStep.Attend => referral.BookedFor!.Value + ReferralTimes.News(referral.Urgency),
            ReferralStep.Report => referral.AttendedOn!.Value + ReferralTimes.Report(referral.Urgency),
            _ => DateTimeOffset.MaxValue,
        };
        (referral.Step, referral.StepDue, referral.StepRound) = (step, due > now ? due : now, 0);
        referral.StepWho = step is ReferralStep.None ? null : Requester;
    }
}

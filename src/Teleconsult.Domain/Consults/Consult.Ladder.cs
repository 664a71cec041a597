using Teleconsult.Domain.Duty;
using Teleconsult.Domain.Ladders;
using Teleconsult.Domain.ResponseTimes;

namespace Teleconsult.Domain.Consults;

// While nobody has the case it climbs a ladder. Becoming free is the first rung: no event of its own tells it. All later ones are events.
public sealed partial class Consult
{
    /// <summary>The highest rung of this round that was decided, from 1; 0: it has just become free.</summary>
    public int Rung { get; private set; }

    /// <summary>How often the case has become free, its receipt included: a message of one round is no repetition of another's.</summary>
    public int LadderRound { get; private set; }

    /// <summary>The last rung of this round was reached: coordinator and requester were told.</summary>
    public bool LadderDone { get; private set; }

    /// <summary>When the last rung was first reached: nobody had taken it. UTC.</summary>
    public DateTimeOffset? UnansweredAt { get; private set; }

    /// <summary>Nobody has it: it waits for a service, or for somebody of one.</summary>
    public bool IsFree => State is ConsultState.Unallocated or ConsultState.Waiting;

    /// <summary>The ladder ran out and nobody has it.</summary>
    public bool IsUnanswered => IsFree && LadderDone;

    /// <summary>Whether <see cref="Climb"/> has something to decide.</summary>
    public bool NeedsClimb(DateTimeOffset now) => IsFree && (Rung == 0 || (!LadderDone && now >= StepDue));

    /// <summary>
    /// Decides which rung the case stands on, by the time since its receipt, and plans the next one. Of several that were missed the
    /// highest is reached at once.
    /// </summary>
    /// <param name="ladder">As it stands now for the case's service and urgency.</param>
    /// <param name="whoOf">The one person whom a rung alerts; null where it is several or a whole team.</param>
    /// <param name="calendar">The service's: by it the rungs count where its promise does. Null: by the wall clock.</param>
    /// <returns>From which to which rung people have to be alerted now; null: nothing new.</returns>
    public (int First, int Last)? Climb(Ladder ladder, Func<Rung, PractitionerId?> whoOf, DateTimeOffset now, ServiceCalendar? calendar = null)
    {
        ArgumentNullException.ThrowIfNull(ladder);
        ArgumentNullException.ThrowIfNull(whoOf);
        if (!NeedsClimb(now))
        {
            return null;
        }

        var times = TimesOf(ladder, calendar);
        var (before, stands) = (Rung, times.StandsAt(now));
        var last = stands == ladder.Count;
        if (stands > 1 && (stands > before || last))
        {
            var (next, who) = last ? (now + Cover, Coordinator) : Next(times, stands, whoOf);
            Record(new RungReached(now, LadderRound, stands, ladder.Count, next, who, last));
            return (Math.Min(before + 1, stands), stands);
        }

        Rung = Math.Max(before, stands);
        (StepDue, StepWho) = Next(times, Rung, whoOf);
        MarkLate(now);
        return before == 0 ? (1, 1) : null;
    }

    /// <summary>When the rungs of a ladder are reached for this case.</summary>
    /// <param name="calendar">The service's.</param>
    public LadderTimes TimesOf(Ladder ladder, ServiceCalendar? calendar) => new(ladder, ReceivedAt, Promise is { InServiceHours: true } ? calendar : null);

    /// <summary>Somebody who was alerted says that they have seen it. Seen is not claimed: the ladder climbs on.</summary>
    public void SeeAlert(PractitionerId by, int rung, DateTimeOffset now)
    {
        if (State is not (ConsultState.Closed or ConsultState.Erased))
        {
            Record(new AlertAcknowledged(now, by, rung));
        }
    }

    private (DateTimeOffset At, PractitionerId? Who) Next(LadderTimes times, int after, Func<Rung, PractitionerId?> whoOf)
    {
        var ladder = times.Ladder;
        var number = Math.Min(after + 1, ladder.Count); // a shorter one may have been published meanwhile
        var who = whoOf(ladder[number]) ?? (number == ladder.Count || State is ConsultState.Unallocated ? Coordinator : null);
        return (times.At(number), who);
    }

    /// <summary>The promise may end between two rungs: then it is late, and the next rung stands.</summary>
    private void MarkLate(DateTimeOffset now)
    {
        if (now >= StepTarget && StepRound == 0)
        {
            Record(new StepOverdue(now, StepKind, 1, StepDue));
        }
        else if (StepRound == 0 && StepTarget < StepDue)
        {
            StepDue = StepTarget; // looks again then
        }
    }

    private void BecomeFree()
    {
        Rung = 0;
        LadderRound++;
        LadderDone = false;
        _offerAsked = State is ConsultState.Waiting;
        StepKind = NextStepKind.None;
    }

    private void ApplyRung(RungReached e)
    {
        Rung = e.Rung;
        StepDue = e.Next;
        StepWho = e.NextWho;
        StepRound += e.At >= StepTarget ? 1 : 0;
        if (e.IsLast)
        {
            LadderDone = true;
            UnansweredAt ??= e.At;
        }
    }
}

using Teleconsult.Domain.Consults;

namespace Teleconsult.Domain.ResponseTimes;

/// <summary>
/// The times of a case's first referral, read from its log. All instants are UTC. What was not needed after all, or whose patient has died, is nobody's
/// open loop and counts in no figure; one that was given up for another reason counts as not closed.
/// </summary>
/// <param name="ReferredAt">When the patient was sent on.</param>
/// <param name="Due">By when the report was to be back: the day by which the patient was to be seen, and the time that a report may take.</param>
public sealed record ReferralLoop(ReferralId Referral, DateTimeOffset ReferredAt, DateTimeOffset Due)
{
    public DateTimeOffset? AttendedAt { get; private init; }

    public DateTimeOffset? ReportedAt { get; private init; }

    public bool IsExcluded { get; private init; }

    /// <summary>What is known after one more event of a referral; those of a later one change nothing.</summary>
    public static ReferralLoop? After(ReferralLoop? before, ConsultEvent happened) => happened switch
    {
        ReferralMade e => before ?? new ReferralLoop(e.Referral, e.At, e.AttendBy + ReferralTimes.Report(e.Urgency)),
        ReferralDirected e when before?.Referral == e.Referral => before with { Due = e.AttendBy + ReferralTimes.Report(e.Urgency) },
        ReferralAttended e when before?.Referral == e.Referral => before with { AttendedAt = before.AttendedAt ?? e.On, IsExcluded = false },
        ReferralReported e when before?.Referral == e.Referral => before with { ReportedAt = before.ReportedAt ?? e.At, IsExcluded = false },
        ReferralEnded e when before?.Referral == e.Referral => before with { IsExcluded = e.Why is ReferralEnd.NotNeeded or ReferralEnd.Died },
        _ => before,
    };
}

namespace Teleconsult.Domain.Consults;

/// <summary>How long the steps of a referral may take. Design choices: domain brief §3.2 asks for tracking and gives no times.</summary>
public static class ReferralTimes
{
    private const int MostDoublings = 4;

    /// <summary>From the advice until the patient is seen, where nobody has said otherwise.</summary>
    public static TimeSpan Attend(Urgency urgency) => urgency switch
    {
        Urgency.Emergency => TimeSpan.FromDays(1),
        Urgency.Urgent => TimeSpan.FromDays(7),
        Urgency.Soon => TimeSpan.FromDays(14),
        _ => TimeSpan.FromDays(28),
    };

    /// <summary>Until the patient was told and has an appointment or a day.</summary>
    public static TimeSpan Arrange(Urgency urgency) => urgency switch
    {
        Urgency.Emergency => TimeSpan.FromHours(2),
        Urgency.Urgent => TimeSpan.FromDays(1),
        Urgency.Soon => TimeSpan.FromDays(3),
        _ => TimeSpan.FromDays(7),
    };

    /// <summary>After the appointment until somebody has said whether the patient was seen.</summary>
    public static TimeSpan News(Urgency urgency) => urgency is Urgency.Emergency ? TimeSpan.FromHours(6) : TimeSpan.FromDays(1);

    /// <summary>After the patient was seen until the report is back.</summary>
    public static TimeSpan Report(Urgency urgency) => urgency switch
    {
        Urgency.Emergency => TimeSpan.FromDays(1),
        Urgency.Urgent => TimeSpan.FromDays(7),
        _ => TimeSpan.FromDays(14),
    };

    /// <summary>For the coordinator, once it was late: twice as long each time, so that a patient who cannot be found does not fill the log.</summary>
    /// <param name="round">From 1.</param>
    public static TimeSpan Cover(Urgency urgency, int round) =>
        (urgency is Urgency.Emergency ? TimeSpan.FromHours(1) : urgency is Urgency.Urgent ? TimeSpan.FromDays(1) : TimeSpan.FromDays(2))
        * (1 << Math.Clamp(round - 1, 0, MostDoublings));
}

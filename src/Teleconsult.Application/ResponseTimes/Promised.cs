using Teleconsult.Domain.Duty;
using Teleconsult.Domain.ResponseTimes;

namespace Teleconsult.Application.ResponseTimes;

/// <summary>What was promised for a case, as the case itself keeps it. The one place where the figures ask for it.</summary>
/// <param name="Advice">From receipt; in opening hours where the service promised so.</param>
/// <param name="ClaimDue">UTC.</param>
/// <param name="AdviceDue">UTC, the rests added. Null while the clock rests: nothing is due then.</param>
internal sealed record Promised(TimeSpan Advice, DateTimeOffset ClaimDue, DateTimeOffset? AdviceDue)
{
    private static readonly ServiceCalendar Wall = ServiceCalendar.Always(TimeZoneInfo.Utc);

    public static Promised Of(ResponseClock clock)
    {
        if (clock.Promise is not { } own)
        {
            var target = ResponseTargets.Default(clock.Urgency);
            return new Promised(target.Advice, clock.ReceivedAt + target.Claim, clock.Due(target.Advice, Wall));
        }

        // In opening hours the case has said when it ends by the calendar of then, with the rests that are over.
        var rests = clock.Rests.LastOrDefault() is { To: null } rest && rest.From < own.AdviseBy;
        return new Promised(own.Advice, own.ClaimBy, own.InServiceHours ? rests ? null : own.AdviseBy : clock.Due(own.Advice, Wall));
    }
}

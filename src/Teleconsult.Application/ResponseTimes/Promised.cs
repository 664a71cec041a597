using Teleconsult.Domain.Duty;
using Teleconsult.Domain.ResponseTimes;

namespace Teleconsult.Application.ResponseTimes;

/// <summary>What was promised for a case. The one place where the figures ask for it.</summary>
/// <param name="Claim">From receipt, and likewise <paramref name="Advice"/>.</param>
internal sealed record Promised(TimeSpan Claim, TimeSpan Advice)
{
    private static readonly ServiceCalendar Wall = ServiceCalendar.Always(TimeZoneInfo.Utc);

    public static Promised Of(ResponseClock clock)
    {
        var target = ResponseTargets.Default(clock.Urgency);
        return new Promised(target.Claim, target.Advice);
    }

    /// <summary>When it ends, as the requester was told: by the wall clock, the rests added. Null while the clock rests.</summary>
    public static DateTimeOffset? Due(ResponseClock clock, TimeSpan promised) => clock.Due(promised, Wall);
}

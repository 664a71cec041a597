using Teleconsult.Domain.Consults;

namespace Teleconsult.Domain.Duty;

/// <summary>
/// When a person does not want to be rung out of sleep: local times of the person's own zone, every day. Over midnight where
/// <paramref name="To"/> is not after <paramref name="From"/>; all day where both are equal.
/// </summary>
/// <param name="Zone">IANA zone in which the person lives.</param>
public sealed record QuietHours(TimeOnly From, TimeOnly To, TimeZoneInfo Zone)
{
    /// <summary>Whether a message waits. An emergency never waits for somebody who is on duty.</summary>
    /// <param name="instant">The server's time.</param>
    public bool HoldBack(DateTimeOffset instant, Urgency urgency, bool onDuty) => !(urgency is Urgency.Emergency && onDuty) && Contain(instant);

    /// <summary>When the quiet time that contains <paramref name="instant"/> ends; the instant itself outside of it. UTC.</summary>
    public DateTimeOffset EndAfter(DateTimeOffset instant)
    {
        if (!Contain(instant))
        {
            return instant;
        }

        var local = TimeZoneInfo.ConvertTime(instant, Zone).DateTime;
        var day = DateOnly.FromDateTime(local);
        var end = ZoneTime.ToInstant(Zone, day, To.ToTimeSpan());
        return end > instant ? end : ZoneTime.ToInstant(Zone, day.AddDays(1), To.ToTimeSpan());
    }

    private bool Contain(DateTimeOffset instant)
    {
        var local = TimeOnly.FromDateTime(TimeZoneInfo.ConvertTime(instant, Zone).DateTime);
        return From == To || (From < To ? local >= From && local < To : local >= From || local < To);
    }
}

namespace Teleconsult.Domain.Duty;

/// <summary>
/// Local times as instants, such that a later local time is never an earlier instant: what ends at 02:30 and what begins at 02:30
/// meet exactly, on every day of every zone.
/// </summary>
/// <remarks>
/// An hour that the clocks leave out is the instant at which they are put forward. Of an hour that they repeat, the first time counts;
/// the second one belongs to whatever lasts on.
/// </remarks>
public static class ZoneTime
{
    /// <summary>The first instant at which the clocks of the zone show this time of this day or a later one. UTC.</summary>
    /// <param name="time">Since local midnight; more than 24 hours is a time of a later day.</param>
    public static DateTimeOffset ToInstant(TimeZoneInfo zone, DateOnly day, TimeSpan time)
    {
        ArgumentNullException.ThrowIfNull(zone);
        var local = day.ToDateTime(TimeOnly.MinValue) + time;
        if (zone.IsInvalidTime(local))
        {
            return EndOfGap(zone, local);
        }

        var offset = zone.IsAmbiguousTime(local) ? zone.GetAmbiguousTimeOffsets(local).Max() : zone.GetUtcOffset(local);
        return new DateTimeOffset(DateTime.SpecifyKind(local - offset, DateTimeKind.Utc));
    }

    /// <summary>The day that the clocks of the zone show.</summary>
    public static DateOnly DayAt(TimeZoneInfo zone, DateTimeOffset instant)
    {
        ArgumentNullException.ThrowIfNull(zone);
        return DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(instant, zone).DateTime);
    }

    /// <summary>A zone by its IANA name.</summary>
    /// <exception cref="RuleViolation"><c>zone.unknown</c></exception>
    public static TimeZoneInfo Find(string? id) =>
        id is { Length: > 0 } && TimeZoneInfo.TryFindSystemTimeZoneById(id, out var zone) && zone.HasIanaId ? zone : throw new RuleViolation("zone.unknown");

    // Around a gap the clocks only go forward, so the first instant that shows the time or a later one can be halved out.
    private static DateTimeOffset EndOfGap(TimeZoneInfo zone, DateTime local)
    {
        var (before, after) = (local.Ticks - TimeSpan.FromHours(27).Ticks, local.Ticks + TimeSpan.FromHours(27).Ticks);
        while (after - before > 1)
        {
            var middle = before + ((after - before) / 2);
            var shown = TimeZoneInfo.ConvertTime(new DateTimeOffset(middle, TimeSpan.Zero), zone).DateTime;
            (before, after) = shown >= local ? (before, middle) : (middle, after);
        }

        return new DateTimeOffset(after, TimeSpan.Zero);
    }
}

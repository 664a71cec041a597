namespace Teleconsult.Domain.Duty;

/// <summary>When a service is open: weekly hours in its own zone, less public holidays.</summary>
/// <remarks>
/// A stretch belongs to the day on which it begins: a holiday cancels what begins on it, not the end of the night before. Days on which
/// the clocks change have the hours that they have: a night from 22:00 to 06:00 is then 7 or 9 hours long. What the clocks repeat or
/// leave out, <see cref="ZoneTime"/> tells. All instants are UTC. Immutable and thread-safe.
/// </remarks>
public sealed class ServiceCalendar
{
    /// <summary>More open time than any promise has; what is longer is a mistake of the caller.</summary>
    public static readonly TimeSpan MostOpenTime = TimeSpan.FromDays(3660);

    private readonly DateOnly _lastHoliday;

    /// <param name="holidays">Days on which nothing begins, with their names.</param>
    public ServiceCalendar(TimeZoneInfo zone, WeeklyHours hours, IReadOnlyDictionary<DateOnly, string> holidays)
    {
        Zone = zone;
        Hours = hours;
        Holidays = holidays;
        _lastHoliday = holidays.Count == 0 ? DateOnly.MinValue : holidays.Keys.Max();
        IsAlways = hours.IsWholeWeek && holidays.Count == 0;
    }

    /// <summary>Open at every instant: its time is the wall clock.</summary>
    public static ServiceCalendar Always(TimeZoneInfo zone) => new(zone, WeeklyHours.Always, new Dictionary<DateOnly, string>());

    public TimeZoneInfo Zone { get; }

    public WeeklyHours Hours { get; }

    public IReadOnlyDictionary<DateOnly, string> Holidays { get; }

    public bool IsAlways { get; }

    /// <summary>Whether it is open at the instant. The first instant of a stretch belongs to it, the last one does not.</summary>
    public bool IsOpen(DateTimeOffset instant) => IsAlways || Next(instant).From <= instant;

    /// <summary>The first instant, not before <paramref name="instant"/>, at which it is open.</summary>
    public DateTimeOffset NextOpening(DateTimeOffset instant) => IsAlways ? instant : Later(Next(instant).From, instant);

    /// <summary>When the stretch ends that is open at the instant, else the next one; null: it does not end.</summary>
    public DateTimeOffset? NextClosing(DateTimeOffset instant)
    {
        if (IsAlways)
        {
            return null;
        }

        DateTimeOffset? end = null;
        foreach (var (from, to) in Stretches(instant))
        {
            if (end is { } reached && from > reached)
            {
                return reached;
            }

            end = to;
            if (Hours.IsWholeWeek && ZoneTime.DayAt(Zone, to) > _lastHoliday.AddDays(1))
            {
                return null; // no holiday is left to close it
            }
        }

        return end;
    }

    /// <summary>How much of the time between two instants it is open; zero where <paramref name="to"/> is not after <paramref name="from"/>.</summary>
    public TimeSpan OpenTimeBetween(DateTimeOffset from, DateTimeOffset to)
    {
        if (to <= from)
        {
            return TimeSpan.Zero;
        }

        return IsAlways
            ? to - from
            : Stretches(from).TakeWhile(s => s.From < to)
                .Aggregate(TimeSpan.Zero, (sum, s) => sum + (Earlier(s.To, to) - Later(s.From, from)));
    }

    /// <summary>The first instant at which it has been open for so long since <paramref name="from"/>. No time at all is over at once.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Negative, or more than <see cref="MostOpenTime"/>.</exception>
    public DateTimeOffset AddOpenTime(DateTimeOffset from, TimeSpan span)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(span, TimeSpan.Zero);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(span, MostOpenTime);
        if (IsAlways || span == TimeSpan.Zero)
        {
            return from + span;
        }

        var left = span;
        foreach (var (opens, closes) in Stretches(from))
        {
            var begin = Later(opens, from);
            if (closes - begin >= left)
            {
                return begin + left;
            }

            left -= closes - begin;
        }

        throw new InvalidOperationException("The calendar ends."); // it never does: holidays are finite, weeks are not
    }

    private (DateTimeOffset From, DateTimeOffset To) Next(DateTimeOffset instant) => Stretches(instant).First();

    /// <summary>Without an end: what is open after the instant, in order, apart from what the clocks have left out.</summary>
    private IEnumerable<(DateTimeOffset From, DateTimeOffset To)> Stretches(DateTimeOffset after)
    {
        // A stretch of the day before yesterday can reach here where a zone has left a whole day out.
        for (var day = ZoneTime.DayAt(Zone, after).AddDays(-2); ; day = day.AddDays(1))
        {
            if (Holidays.ContainsKey(day))
            {
                continue;
            }

            foreach (var span in Hours.On(day.DayOfWeek))
            {
                var to = ZoneTime.ToInstant(Zone, day, span.To);
                var from = ZoneTime.ToInstant(Zone, day, span.From);
                if (to > after && to > from)
                {
                    yield return (from, to);
                }
            }
        }
    }

    private static DateTimeOffset Later(DateTimeOffset a, DateTimeOffset b) => a > b ? a : b;

    private static DateTimeOffset Earlier(DateTimeOffset a, DateTimeOffset b) => a < b ? a : b;
}

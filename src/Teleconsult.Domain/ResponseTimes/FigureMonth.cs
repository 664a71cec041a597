using System.Text.Json.Serialization;
using Teleconsult.Domain.Duty;

namespace Teleconsult.Domain.ResponseTimes;

/// <summary>A month of published figures, by a network's zone.</summary>
/// <param name="Value">Year * 12 + month - 1, so that the next month is the next number.</param>
public readonly record struct FigureMonth(int Value)
{
    public int Year => Value / 12;

    /// <summary>From 1 to 12.</summary>
    public int OfYear => (Value % 12) + 1;

    [JsonIgnore] // a month written as JSON would hold its next one, and that one the next
    public FigureMonth Next => new(Value + 1);

    public static FigureMonth Of(DateOnly day) => new((day.Year * 12) + day.Month - 1);

    public static FigureMonth Of(DateTimeOffset instant, TimeZoneInfo zone) => Of(ZoneTime.DayAt(zone, instant));

    /// <summary>The instant at which it begins, UTC; that of the next month is its end.</summary>
    public DateTimeOffset Begins(TimeZoneInfo zone) => ZoneTime.ToInstant(zone, new DateOnly(Year, OfYear, 1), TimeSpan.Zero);

    /// <summary>The instant at which a day of it begins, UTC.</summary>
    /// <param name="day">From 1 to 28, which every month has.</param>
    public DateTimeOffset DayOf(int day, TimeZoneInfo zone) => ZoneTime.ToInstant(zone, new DateOnly(Year, OfYear, day), TimeSpan.Zero);

    /// <summary>As a machine reads it: <c>2026-10</c>.</summary>
    public override string ToString() => FormattableString.Invariant($"{Year:0000}-{OfYear:00}");
}

using System.Globalization;

namespace Teleconsult.Web.Console.Language;

/// <summary>Says times and spans in the reader's zone and language. Instants come in as UTC.</summary>
public sealed class ReaderTime(Words words, TimeZoneInfo zone)
{
    public TimeZoneInfo Zone { get; } = zone;

    /// <summary>The zone by its IANA name, as browsers give it; UTC for one that this machine does not know.</summary>
    public static TimeZoneInfo ZoneOf(string? name) =>
        name is { Length: > 0 and < 64 } && TimeZoneInfo.TryFindSystemTimeZoneById(name, out var zone) ? zone : TimeZoneInfo.Utc;

    public DateTimeOffset Local(DateTimeOffset at) => TimeZoneInfo.ConvertTime(at, Zone);

    /// <summary><c>14:48</c></summary>
    public string Clock(DateTimeOffset at) => Local(at).ToString("HH:mm", CultureInfo.InvariantCulture);

    /// <summary><c>14:48</c> today, <c>Mon 09:40</c> within a week, <c>3 Nov 09:40</c> else; with the year when it is another one.</summary>
    public string Moment(DateTimeOffset at, DateTimeOffset now)
    {
        var (local, today) = (Local(at), Local(now).Date);
        var days = (local.Date - today).Days;
        return days switch
        {
            0 => Clock(at),
            > -7 and < 7 => $"{local.ToString("ddd", words.Culture)} {Clock(at)}",
            _ when local.Year == today.Year => $"{local.ToString("d MMM", words.Culture)} {Clock(at)}",
            _ => $"{local.ToString("d MMM yyyy", words.Culture)} {Clock(at)}",
        };
    }

    /// <summary>A day without its hour: <c>Thu 19 Nov 2026</c>.</summary>
    public string Day(DateTimeOffset at) => Local(at).ToString("ddd d MMM yyyy", words.Culture);

    /// <summary>Noon of a day that the reader has chosen: for what is told by the day alone.</summary>
    public DateTimeOffset NoonOf(DateOnly day) => Teleconsult.Domain.Duty.ZoneTime.ToInstant(Zone, day, TimeSpan.FromHours(12));

    /// <summary>The last minute of a day: "by Friday" includes Friday.</summary>
    public DateTimeOffset EndOf(DateOnly day) => Teleconsult.Domain.Duty.ZoneTime.ToInstant(Zone, day, new TimeSpan(23, 59, 0));

    /// <summary>Whole, for a title: <c>Thursday 19 November 2026, 16:30</c>.</summary>
    public string Whole(DateTimeOffset at) => Local(at).ToString("dddd d MMMM yyyy, HH:mm", words.Culture);

    /// <summary>Short: <c>17 min</c>, <c>2 h 09</c>, <c>1 d 3 h</c>. Below a minute: <c>0 min</c>. Negative spans count as zero.</summary>
    public string Span(TimeSpan span)
    {
        var minutes = (long)Math.Max(0, Math.Floor(span.TotalMinutes));
        return minutes switch
        {
            < 60 => words.Say("span.minutes", ("n", minutes)),
            < 60 * 24 => words.Say("span.hours", ("h", minutes / 60), ("m", (minutes % 60).ToString("00", CultureInfo.InvariantCulture))),
            _ => words.Say("span.days", ("d", minutes / 1440), ("h", minutes % 1440 / 60)),
        };
    }

    /// <summary>A round span in its largest unit, for an axis: <c>30 min</c>, <c>8 h</c>, <c>5 d</c>.</summary>
    public string Round(TimeSpan span) => span.TotalMinutes < 60 ? words.Say("span.minutes", ("n", (int)span.TotalMinutes))
        : span.TotalHours < 24 ? words.Say("span.hoursOnly", ("h", (int)span.TotalHours))
        : words.Say("span.daysOnly", ("d", (int)span.TotalDays));

    public string Age(DateTimeOffset since, DateTimeOffset now) => words.Say("span.old", ("span", Span(now - since)));
}

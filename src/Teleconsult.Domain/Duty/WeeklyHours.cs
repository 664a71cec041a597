using System.Globalization;

namespace Teleconsult.Domain.Duty;

/// <summary>When a service is open in an ordinary week, in local times. At least one stretch; none overlaps another.</summary>
/// <remarks>
/// Written as text for storage: <c>mon 08:00-12:00 14:00-18:00, fri 22:00-26:00</c>. Immutable and thread-safe.
/// </remarks>
public sealed class WeeklyHours
{
    private static readonly TimeSpan Day = TimeSpan.FromDays(1);
    private static readonly string[] Names = ["sun", "mon", "tue", "wed", "thu", "fri", "sat"];

    private readonly ILookup<DayOfWeek, OpenSpan> _byDay;

    /// <exception cref="RuleViolation"><c>calendar.no-hours</c>, <c>calendar.hours-range</c>, <c>calendar.hours-overlap</c>.</exception>
    public WeeklyHours(IEnumerable<OpenSpan> spans)
    {
        Spans = [.. spans.OrderBy(s => Start(s))];
        if (Spans.Count == 0)
        {
            throw new RuleViolation("calendar.no-hours");
        }

        if (Spans.FirstOrDefault(s => s.From < TimeSpan.Zero || s.From >= Day || s.To <= s.From || s.To - s.From > Day) is { } wrong)
        {
            throw new RuleViolation("calendar.hours-range", ("day", Names[(int)wrong.Day]));
        }

        for (var i = 0; i < Spans.Count; i++)
        {
            var next = i + 1 < Spans.Count ? Start(Spans[i + 1]) : Start(Spans[0]) + (7 * Day); // the last one may reach into the next week
            if (Start(Spans[i]) + (Spans[i].To - Spans[i].From) > next)
            {
                throw new RuleViolation("calendar.hours-overlap", ("day", Names[(int)Spans[i].Day]));
            }
        }

        _byDay = Spans.ToLookup(s => s.Day);
        IsWholeWeek = Spans.Aggregate(TimeSpan.Zero, (sum, s) => sum + s.To - s.From) == 7 * Day;
    }

    public static WeeklyHours Always { get; } = new(Enum.GetValues<DayOfWeek>().Select(d => new OpenSpan(d, TimeSpan.Zero, Day)));

    /// <summary>In the order of the week, Sunday first.</summary>
    public IReadOnlyList<OpenSpan> Spans { get; }

    public bool IsWholeWeek { get; }

    /// <summary>What begins on this day of the week, in order.</summary>
    public IEnumerable<OpenSpan> On(DayOfWeek day) => _byDay[day];

    public override string ToString() => string.Join(
        ", ", Spans.GroupBy(s => s.Day).Select(g => $"{Names[(int)g.Key]} {string.Join(' ', g.Select(s => $"{Clock(s.From)}-{Clock(s.To)}"))}"));

    /// <summary>Reads what <see cref="ToString"/> has written.</summary>
    /// <exception cref="RuleViolation">Not such a text (<c>calendar.hours-text</c>), or one of the reasons of the constructor.</exception>
    public static WeeklyHours Parse(string text) => new(text.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries).SelectMany(DayOf));

    /// <summary>Hours and minutes since midnight, as <c>26:00</c>.</summary>
    public static string Clock(TimeSpan time) => string.Create(CultureInfo.InvariantCulture, $"{(int)time.TotalHours:00}:{time.Minutes:00}");

    /// <summary>Reads <c>26:00</c>; null for anything else.</summary>
    public static TimeSpan? ClockOf(string? text)
    {
        var parts = text?.Split(':') ?? [];
        return parts.Length == 2 && Number(parts[0]) is { } hours && Number(parts[1]) is { } minutes && hours <= 168 && minutes < 60
            ? new TimeSpan(hours, minutes, 0)
            : null;

        static int? Number(string digits) =>
            digits.Length is >= 1 and <= 3 && int.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out var n) ? n : null;
    }

    private static IEnumerable<OpenSpan> DayOf(string text)
    {
        var parts = text.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        var day = Array.IndexOf(Names, parts[0]);
        foreach (var part in parts.Skip(1))
        {
            var ends = part.Split('-');
            yield return day >= 0 && ends.Length == 2 && ClockOf(ends[0]) is { } from && ClockOf(ends[1]) is { } to
                ? new OpenSpan((DayOfWeek)day, from, to)
                : throw new RuleViolation("calendar.hours-text");
        }
    }

    private static TimeSpan Start(OpenSpan span) => ((int)span.Day * Day) + span.From;
}

using FsCheck;
using FsCheck.Fluent;
using Teleconsult.Domain.Duty;
using Teleconsult.Tests;
using Xunit;
using static Teleconsult.Domain.Tests.Duty.ServiceCalendarTests;

namespace Teleconsult.Domain.Tests.Duty;

/// <summary>What holds of every calendar, in every zone, on every day of a year of changing clocks.</summary>
public sealed class CalendarProperties
{
    private static readonly string[] Zones =
        ["Europe/Zurich", "America/New_York", "Africa/Nairobi", "Asia/Kathmandu", "Australia/Lord_Howe", "Africa/Cairo", "Pacific/Apia", "UTC"];

    private static readonly string[] Weeks =
    [
        "mon 08:00-12:00 13:00-17:00, wed 08:00-12:00 13:00-17:00, fri 08:00-12:00", "sat 22:00-30:00, sun 22:00-30:00", "sun 02:00-02:30", "sun 01:45-03:15, thu 00:00-24:00",
        WeeklyHours.Always.ToString(),
    ];

    private static readonly DateTimeOffset Start = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    private sealed record Case(ServiceCalendar Calendar, DateTimeOffset A, DateTimeOffset B, DateTimeOffset C, TimeSpan Span);

    private static readonly Gen<Case> Cases =
        from zone in Gen.Elements(Zones)
        from week in Gen.Elements(Weeks)
        from holidays in Gen.Choose(0, 364).ListOf()
        from a in Gen.Choose(0, 525_600)
        from b in Gen.Choose(0, 20_000)
        from c in Gen.Choose(0, 20_000)
        from span in Gen.Choose(0, 6_000)
        let closed = holidays.Take(5).Distinct().ToDictionary(d => DateOnly.FromDateTime(Start.UtcDateTime).AddDays(d), _ => "Holiday")
        let begin = Start.AddMinutes(a)
        select new Case(
            new ServiceCalendar(Zone(zone), WeeklyHours.Parse(week), closed), begin, begin.AddMinutes(b), begin.AddMinutes(b + c), TimeSpan.FromMinutes(span));

    [Fact]
    public void What_was_added_has_passed_and_not_a_moment_earlier() => Holds(c =>
    {
        var due = c.Calendar.AddOpenTime(c.A, c.Span);
        return c.Calendar.OpenTimeBetween(c.A, due) == c.Span
            && (c.Span == TimeSpan.Zero ? due == c.A : c.Calendar.OpenTimeBetween(c.A, due.AddTicks(-1)) < c.Span);
    });

    [Fact]
    public void Open_time_adds_up() =>
        Holds(c => c.Calendar.OpenTimeBetween(c.A, c.B) + c.Calendar.OpenTimeBetween(c.B, c.C) == c.Calendar.OpenTimeBetween(c.A, c.C));

    [Fact]
    public void Later_is_never_less_and_open_time_never_more_than_the_wall_clock() => Holds(c =>
        c.Calendar.OpenTimeBetween(c.A, c.B) <= c.Calendar.OpenTimeBetween(c.A, c.C)
        && c.Calendar.OpenTimeBetween(c.A, c.C) <= c.C - c.A
        && c.Calendar.AddOpenTime(c.A, c.Span) <= c.Calendar.AddOpenTime(c.B, c.Span)
        && c.Calendar.AddOpenTime(c.A, c.Span) >= c.A + c.Span);

    [Fact]
    public void It_is_open_from_an_opening_to_the_closing_and_not_before() => Holds(c =>
    {
        var opens = c.Calendar.NextOpening(c.A);
        var closes = c.Calendar.NextClosing(c.A);
        return c.Calendar.IsOpen(opens) && c.Calendar.IsOpen(c.A) == (opens == c.A) && c.Calendar.OpenTimeBetween(c.A, opens) == TimeSpan.Zero
            && (closes is not { } end || (end > opens && !c.Calendar.IsOpen(end) && c.Calendar.OpenTimeBetween(opens, end) == end - opens));
    });

    [Fact]
    public void Open_at_every_instant_is_the_wall_clock() => Holds(c =>
    {
        var always = ServiceCalendar.Always(c.Calendar.Zone);
        var spelled = new ServiceCalendar(c.Calendar.Zone, WeeklyHours.Parse(WeeklyHours.Always.ToString()), new Dictionary<DateOnly, string>());
        return always.IsAlways && spelled.IsAlways && always.OpenTimeBetween(c.A, c.C) == c.C - c.A && always.AddOpenTime(c.A, c.Span) == c.A + c.Span
            && always.IsOpen(c.B) && always.NextClosing(c.B) is null && always.NextOpening(c.B) == c.B;
    });

    [Fact]
    public void Local_times_never_run_backwards() => Holds(c =>
    {
        var day = ZoneTime.DayAt(c.Calendar.Zone, c.A);
        var instants = Enumerable.Range(0, 200).Select(i => ZoneTime.ToInstant(c.Calendar.Zone, day, TimeSpan.FromMinutes(15 * i))).ToList();
        return instants.Zip(instants.Skip(1)).All(p => p.First <= p.Second);
    });

    private static void Holds(Func<Case, bool> property) =>
        Prop.ForAll(Arb.From(Cases), property).Check(Config.QuickThrowOnFailure.WithMaxTest(FullRun.Or(1_000, 20_000)));
}

using System.Globalization;
using Teleconsult.Domain.Duty;
using Xunit;

namespace Teleconsult.Domain.Tests.Duty;

/// <summary>Calendars on the days on which clocks change, in both directions, and on those on which they do not.</summary>
public sealed class ServiceCalendarTests
{
    private const string Office = "mon 08:00-12:00 13:00-17:00, tue 08:00-12:00 13:00-17:00, wed 08:00-12:00 13:00-17:00, thu 08:00-12:00, fri 08:00-12:00";
    private const string Nights = "sat 22:00-30:00, sun 22:00-30:00";

    // Zurich: forward on 29 March 2026 at 02:00 (01:00Z), back on 25 October 2026 at 03:00 (01:00Z).
    // New York: forward on 8 March 2026 at 02:00 (07:00Z), back on 1 November 2026 at 02:00 (06:00Z).
    // Lord Howe: half an hour back on 5 April 2026 at 02:00 (15:00Z of the 4th), forward on 4 October 2026 at 02:00 (15:30Z of the 3rd).
    [Theory]
    [InlineData("Europe/Zurich", Nights, "2026-03-28T00:00Z", "2026-03-30T00:00Z", 7 * 60 + 4 * 60)] // 28th 21:00Z to 29th 04:00Z: an hour is left out
    [InlineData("Europe/Zurich", Nights, "2026-10-24T00:00Z", "2026-10-25T12:00Z", 9 * 60)]
    [InlineData("Europe/Zurich", "sun 02:00-03:00", "2026-03-28T00:00Z", "2026-03-30T00:00Z", 0)] // the hour does not exist
    [InlineData("Europe/Zurich", "sun 02:15-04:00", "2026-03-28T00:00Z", "2026-03-30T00:00Z", 60)]
    [InlineData("Europe/Zurich", "sun 02:00-04:00", "2026-10-24T00:00Z", "2026-10-26T00:00Z", 180)]
    [InlineData("Europe/Zurich", "sun 02:30-03:00", "2026-10-24T00:00Z", "2026-10-26T00:00Z", 90)] // till the clocks show three
    [InlineData("Europe/Zurich", Office, "2026-03-27T00:00Z", "2026-03-31T00:00Z", 12 * 60)]
    [InlineData("America/New_York", "sun 00:00-24:00", "2026-03-07T00:00Z", "2026-03-10T00:00Z", 23 * 60)]
    [InlineData("America/New_York", "sun 00:00-24:00", "2026-10-31T00:00Z", "2026-11-03T00:00Z", 25 * 60)]
    [InlineData("America/New_York", "sat 20:00-27:00", "2026-03-07T00:00Z", "2026-03-09T00:00Z", 6 * 60)]
    [InlineData("America/New_York", Office, "2026-11-02T00:00Z", "2026-11-02T14:00Z", 60)] // 08:00 is 13:00Z again
    [InlineData("America/New_York", Office, "2026-10-30T00:00Z", "2026-10-30T13:00Z", 60)] // and was 12:00Z on the Friday before
    [InlineData("Africa/Nairobi", Nights, "2026-03-28T00:00Z", "2026-03-30T00:00Z", 13 * 60)]
    [InlineData("Africa/Nairobi", Office, "2026-11-23T05:00Z", "2026-11-23T06:00Z", 60)]
    [InlineData("Asia/Kathmandu", Office, "2026-11-23T02:15Z", "2026-11-23T03:15Z", 60)] // 08:00 is 02:15Z
    [InlineData("Asia/Kathmandu", Office, "2026-11-23T01:15Z", "2026-11-23T02:15Z", 0)]
    [InlineData("Australia/Lord_Howe", "sun 00:00-24:00", "2026-04-03T00:00Z", "2026-04-06T00:00Z", 24 * 60 + 30)]
    [InlineData("Australia/Lord_Howe", "sun 00:00-24:00", "2026-10-02T00:00Z", "2026-10-05T00:00Z", 23 * 60 + 30)]
    [InlineData("Australia/Lord_Howe", "sun 02:00-02:30", "2026-10-02T00:00Z", "2026-10-05T00:00Z", 0)]
    public void Open_time_is_what_really_passes(string zone, string hours, string from, string to, int minutes) =>
        Assert.Equal(TimeSpan.FromMinutes(minutes), Of(zone, hours).OpenTimeBetween(At(from), At(to)));

    [Theory]
    [InlineData("Europe/Zurich", Office, "2026-03-27T10:00Z", 240, "2026-03-30T09:00Z")] // Friday 11:00, an hour is left; three more on Monday, by summer time
    [InlineData("Europe/Zurich", Office, "2026-10-23T09:00Z", 240, "2026-10-26T10:00Z")]
    [InlineData("America/New_York", Office, "2026-03-06T16:00Z", 120, "2026-03-09T13:00Z")]
    [InlineData("America/New_York", "sat 20:00-27:00", "2026-03-08T01:00Z", 360, "2026-03-08T07:00Z")]
    [InlineData("Africa/Nairobi", Office, "2026-11-20T08:00Z", 240, "2026-11-23T08:00Z")]
    [InlineData("Asia/Kathmandu", Office, "2026-11-23T06:00Z", 60, "2026-11-23T08:00Z")] // 11:45: a quarter before lunch, three after
    [InlineData("Australia/Lord_Howe", "sun 00:00-24:00", "2026-04-04T13:00Z", 24 * 60 + 30, "2026-04-05T13:30Z")]
    public void A_promise_is_due_when_the_service_was_open_for_so_long(string zone, string hours, string from, int minutes, string due) =>
        Assert.Equal(At(due), Of(zone, hours).AddOpenTime(At(from), TimeSpan.FromMinutes(minutes)));

    [Fact]
    public void A_lunch_break_is_closed_and_its_edges_belong_to_what_follows()
    {
        var calendar = Of("Africa/Nairobi", Office);
        Assert.True(calendar.IsOpen(At("2026-11-23T05:00Z")));
        Assert.False(calendar.IsOpen(At("2026-11-23T09:00Z"))); // 12:00
        Assert.True(calendar.IsOpen(At("2026-11-23T10:00Z")));
        Assert.Equal(At("2026-11-23T10:00Z"), calendar.NextOpening(At("2026-11-23T09:30Z")));
        Assert.Equal(At("2026-11-23T11:00Z"), calendar.NextOpening(At("2026-11-23T11:00Z"))); // open: at once
        Assert.Equal(At("2026-11-23T14:00Z"), calendar.NextClosing(At("2026-11-23T09:30Z")));
        Assert.Equal(At("2026-11-30T05:00Z"), calendar.NextOpening(At("2026-11-27T09:00Z"))); // over the weekend
    }

    [Fact]
    public void A_holiday_cancels_what_begins_on_it_and_not_the_end_of_the_night_before()
    {
        var calendar = Of("Africa/Nairobi", "fri 20:00-32:00, sat 09:00-12:00, mon 09:00-12:00", ("2026-12-12", "Jamhuri Day"));
        Assert.True(calendar.IsOpen(At("2026-12-12T04:00Z"))); // Saturday 07:00, still Friday's night
        Assert.False(calendar.IsOpen(At("2026-12-12T07:00Z")));
        Assert.Equal(At("2026-12-14T06:00Z"), calendar.NextOpening(At("2026-12-12T05:00Z")));
        Assert.Equal("Jamhuri Day", calendar.Holidays[new DateOnly(2026, 12, 12)]);
    }

    [Fact]
    public void The_whole_week_with_a_holiday_closes_once_and_then_never()
    {
        var calendar = new ServiceCalendar(Zone("Europe/Zurich"), WeeklyHours.Always, new Dictionary<DateOnly, string> { [new(2026, 12, 25)] = "Christmas" });
        Assert.Equal(At("2026-12-24T23:00Z"), calendar.NextClosing(At("2026-11-01T00:00Z")));
        Assert.Equal(At("2026-12-25T23:00Z"), calendar.NextOpening(At("2026-12-25T12:00Z")));
        Assert.Null(calendar.NextClosing(At("2026-12-26T12:00Z")));
    }

    [Fact]
    public void A_midnight_that_the_clocks_leave_out_opens_when_they_are_put_forward()
    {
        var calendar = Of("Africa/Cairo", "fri 00:00-02:00"); // 24 April 2026: 00:00 becomes 01:00
        Assert.Equal(At("2026-04-23T22:00Z"), calendar.NextOpening(At("2026-04-22T00:00Z")));
        Assert.Equal(TimeSpan.FromHours(1), calendar.OpenTimeBetween(At("2026-04-22T00:00Z"), At("2026-04-28T00:00Z")));
    }

    [Theory]
    [InlineData("", "calendar.no-hours")]
    [InlineData("mon 08:00-08:00", "calendar.hours-range")]
    [InlineData("mon 08:00-33:00", "calendar.hours-range")]
    [InlineData("mon 25:00-26:00", "calendar.hours-range")]
    [InlineData("mon 08:00-12:00 11:00-13:00", "calendar.hours-overlap")]
    [InlineData("mon 20:00-30:00, tue 05:00-06:00", "calendar.hours-overlap")]
    [InlineData("sat 20:00-30:00, sun 05:00-06:00", "calendar.hours-overlap")] // over the end of the week
    [InlineData("day 08:00-09:00", "calendar.hours-text")]
    [InlineData("mon 8-9", "calendar.hours-text")]
    public void Hours_that_mean_nothing_are_refused(string text, string code) =>
        Assert.Equal(code, Assert.Throws<RuleViolation>(() => WeeklyHours.Parse(text)).Code);

    [Fact]
    public void Hours_are_written_as_they_are_read()
    {
        Assert.Equal("mon 08:00-12:00 13:00-17:00, sat 22:00-30:00", WeeklyHours.Parse("sat 22:00-30:00, mon 13:00-17:00 08:00-12:00").ToString());
        Assert.Equal("zone.unknown", Assert.Throws<RuleViolation>(() => ZoneTime.Find("Mars/Olympus")).Code);
    }

    internal static ServiceCalendar Of(string zone, string hours, params (string Day, string Name)[] holidays) => new(
        Zone(zone), WeeklyHours.Parse(hours), holidays.ToDictionary(h => DateOnly.Parse(h.Day, CultureInfo.InvariantCulture), h => h.Name));

    internal static TimeZoneInfo Zone(string id) => ZoneTime.Find(id);

    internal static DateTimeOffset At(string text) => DateTimeOffset.Parse(text, CultureInfo.InvariantCulture);
}

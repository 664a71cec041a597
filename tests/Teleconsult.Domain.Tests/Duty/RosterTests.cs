using Teleconsult.Domain.Duty;
using Xunit;
using static Teleconsult.Domain.Tests.Duty.ServiceCalendarTests;

namespace Teleconsult.Domain.Tests.Duty;

/// <summary>Who is on duty, and what the checker finds, over leave, swaps, rotations and changing clocks.</summary>
public sealed class RosterTests
{
    private static readonly ServiceId Skin = new(Guid.CreateVersion7());
    private static readonly ServiceId Eyes = new(Guid.CreateVersion7());
    private static readonly PractitionerId Ann = new(Guid.CreateVersion7());
    private static readonly PractitionerId Ben = new(Guid.CreateVersion7());
    private static readonly PractitionerId Cyn = new(Guid.CreateVersion7());
    private static readonly PractitionerId Gone = new(Guid.CreateVersion7());

    [Fact]
    public void Primary_and_backup_have_duty_until_the_shift_ends()
    {
        var roster = Weekly("Africa/Nairobi", [Pattern(DayOfWeek.Monday, "08:00", "20:00", [Ann], [Ben]), Pattern(DayOfWeek.Monday, "20:00", "32:00", [Ben], [Cyn])]);
        var day = roster.DutyAt(At("2026-11-23T06:00Z"));
        Assert.Equal((Ann, Ben), (Assert.Single(day.Primary), Assert.Single(day.Backup)));
        Assert.Equal(At("2026-11-23T17:00Z"), day.Until);

        var night = roster.DutyAt(At("2026-11-24T03:00Z")); // Tuesday 06:00: Monday's night
        Assert.Equal((Ben, Cyn), (Assert.Single(night.Primary), Assert.Single(night.Backup)));

        var none = roster.DutyAt(At("2026-11-24T05:00Z"));
        Assert.Empty(none.Primary);
        Assert.Equal(At("2026-11-30T05:00Z"), none.Until); // till somebody comes
    }

    [Fact]
    public void Somebody_on_leave_or_deactivated_drops_out_and_comes_back()
    {
        var leave = new Leave(Ann, At("2026-11-23T10:00Z"), At("2026-11-23T12:00Z"));
        var roster = Weekly("Africa/Nairobi", [Pattern(DayOfWeek.Monday, "08:00", "20:00", [Ann, Gone], [Ben])], leave);
        Assert.Equal([Ann], roster.DutyAt(At("2026-11-23T09:59Z")).Primary);
        Assert.Equal(At("2026-11-23T10:00Z"), roster.DutyAt(At("2026-11-23T09:59Z")).Until);
        Assert.Empty(roster.DutyAt(At("2026-11-23T10:00Z")).Primary);
        Assert.Equal([Ben], roster.DutyAt(At("2026-11-23T10:00Z")).Backup);
        Assert.Equal([Ann], roster.DutyAt(At("2026-11-23T12:00Z")).Primary);
    }

    [Fact]
    public void A_swap_holds_for_its_day_alone()
    {
        var pattern = Pattern(DayOfWeek.Monday, "08:00", "20:00", [Ann], [Ben]);
        var roster = Weekly("Africa/Nairobi", [pattern], swaps: [new AgreedSwap(pattern.Id, new DateOnly(2026, 11, 23), Ann, Cyn)]);
        Assert.Equal([Cyn], roster.DutyAt(At("2026-11-23T09:00Z")).Primary);
        Assert.Equal([Ann], roster.DutyAt(At("2026-11-30T09:00Z")).Primary);
    }

    [Fact]
    public void A_rotation_comes_every_other_week_from_its_first_day_to_its_last()
    {
        var pattern = Pattern(DayOfWeek.Monday, "08:00", "20:00", [Ann], []) with
        {
            First = new DateOnly(2026, 11, 25),
            Last = new DateOnly(2027, 1, 11),
            EveryWeeks = 2,
            Except = [new DateOnly(2026, 12, 14)],
        };
        var days = Weekly("Africa/Nairobi", [pattern]).Shifts(At("2026-11-01T00:00Z"), At("2027-03-01T00:00Z")).Select(s => s.Day);
        Assert.Equal([new DateOnly(2026, 11, 30), new DateOnly(2026, 12, 28), new DateOnly(2027, 1, 11)], days);
    }

    [Theory]
    [InlineData("Europe/Zurich", "2026-03-20T12:00Z")]
    [InlineData("Europe/Zurich", "2026-10-18T12:00Z")]
    [InlineData("America/New_York", "2026-03-02T12:00Z")]
    [InlineData("America/New_York", "2026-10-26T12:00Z")]
    [InlineData("Australia/Lord_Howe", "2026-03-30T12:00Z")]
    [InlineData("Australia/Lord_Howe", "2026-09-28T12:00Z")]
    [InlineData("Africa/Cairo", "2026-04-20T12:00Z")]
    [InlineData("Asia/Kathmandu", "2026-11-20T12:00Z")]
    public void Shifts_that_meet_by_the_clock_leave_no_phantom_gap_when_clocks_change(string zone, string from)
    {
        ShiftPattern[] around = [.. Enum.GetValues<DayOfWeek>().SelectMany(d => new[]
        {
            Pattern(d, "00:00", "02:30", [Ann], [Ben]), Pattern(d, "02:30", "10:00", [Ben], [Cyn]), Pattern(d, "10:00", "24:00", [Cyn], [Ann]),
        })];
        var roster = Weekly(zone, around);
        Assert.Empty(Check(roster, emergency: true, from: from));

        var without = Weekly(zone, [.. around.Where(p => p.Day is not DayOfWeek.Sunday || p.From != TimeSpan.FromHours(2.5))]);
        Assert.All(Check(without, emergency: true, from: from), r => Assert.Equal((RosterFinding.Gap, true), (r.Finding, r.Refuses)));
        Assert.Equal(2, Check(without, emergency: true, from: from).Count);
    }

    [Fact]
    public void A_gap_refuses_where_an_emergency_is_promised_and_is_shown_elsewhere_within_open_hours()
    {
        var roster = Weekly("Africa/Nairobi", [Pattern(DayOfWeek.Monday, "08:00", "12:00", [Ann], [])]);
        var open = Of("Africa/Nairobi", "mon 08:00-17:00");
        var shown = RosterCheck.Of(roster, open, false, false, [], At("2026-11-22T00:00Z"), TimeSpan.FromDays(7));
        var gap = Assert.Single(shown);
        Assert.Equal((RosterFinding.Gap, At("2026-11-23T09:00Z"), At("2026-11-23T14:00Z"), false), (gap.Finding, gap.From, gap.To, gap.Refuses));

        var refused = RosterCheck.Of(roster, open, true, false, [], At("2026-11-22T00:00Z"), TimeSpan.FromDays(7));
        Assert.Equal([(RosterFinding.BackupGap, true), (RosterFinding.Gap, true)], refused.Select(r => (r.Finding, r.Refuses)));
        var led = RosterCheck.Of(roster, open, true, true, [], At("2026-11-22T00:00Z"), TimeSpan.FromDays(7));
        Assert.False(led.Single(r => r.Finding is RosterFinding.BackupGap).Refuses); // the ladder finds the lead
    }

    [Fact]
    public void A_gap_that_leave_tears_names_who_is_away()
    {
        var roster = Weekly(
            "Africa/Nairobi", [Pattern(DayOfWeek.Monday, "08:00", "17:00", [Ann], [Gone])], new Leave(Ann, At("2026-11-23T11:00Z"), At("2026-11-24T00:00Z")));
        var found = RosterCheck.Of(roster, Of("Africa/Nairobi", "mon 08:00-17:00"), true, false, [], At("2026-11-23T00:00Z"), TimeSpan.FromDays(2));
        Assert.Equal(
            [(RosterFinding.BackupGap, "05:00", "11:00", Gone), (RosterFinding.Gap, "11:00", "14:00", Ann)],
            found.Select(r => (r.Finding, $"{r.From:HH:mm}", $"{r.To:HH:mm}", Assert.Single(r.Away))));
    }

    [Fact]
    public void Overlaps_and_people_in_two_places_are_named()
    {
        var skin = Weekly("Africa/Nairobi", [Pattern(DayOfWeek.Monday, "08:00", "12:00", [Ann], [Ben]), Pattern(DayOfWeek.Monday, "11:00", "17:00", [Cyn], [])]);
        var eyes = new Roster(Eyes, Zone("Europe/Zurich"), new RosterPlan([Pattern(DayOfWeek.Monday, "09:00", "12:00", [Cyn], [Ann])], []), [], [], Known);
        var found = RosterCheck.Of(skin, ServiceCalendar.Always(skin.Zone), false, false, [eyes], At("2026-11-23T05:00Z"), TimeSpan.FromHours(9));
        Assert.Equal(
            [
                (RosterFinding.DoubleBooked, "08:00", "09:00", [Ann]), // Zurich's nine is Nairobi's eleven
                (RosterFinding.Overlap, "08:00", "09:00", [Ann, Cyn]),
                (RosterFinding.DoubleBooked, "08:00", "11:00", new[] { Cyn }),
            ],
            found.OrderBy(r => r.To).ThenByDescending(r => r.Finding).Select(r => (r.Finding, $"{r.From:HH:mm}", $"{r.To:HH:mm}", r.People.ToArray())));
        Assert.All(found, r => Assert.False(r.Refuses));
    }

    [Fact]
    public void A_plan_that_cannot_be_is_refused()
    {
        void Refused(string code, ShiftPattern pattern) =>
            Assert.Equal(code, Assert.Throws<RuleViolation>(() => RosterRules.Check(new RosterPlan([pattern], []), Known)).Code);
        var sound = Pattern(DayOfWeek.Friday, "18:00", "80:00", [Ann], [Ben]); // a weekend on call
        RosterRules.Check(new RosterPlan([sound], []), Known);
        Refused("roster.shift-times", sound with { To = sound.From });
        Refused("roster.shift-times", sound with { To = TimeSpan.FromDays(9) });
        Refused("roster.nobody", sound with { Team = new ShiftTeam([], []) });
        Refused("roster.person-twice", sound with { Team = new ShiftTeam([Ann], [Ann]) });
        Refused("roster.not-of-service", sound with { Team = new ShiftTeam([Ann], [Gone]) });
        Refused("roster.rotation", sound with { EveryWeeks = 0 });
        Refused("roster.last-before-first", sound with { Last = sound.First.AddDays(-1) });
    }

    private static readonly HashSet<PractitionerId> Known = [Ann, Ben, Cyn];

    private static IReadOnlyList<RosterRemark> Check(Roster roster, bool emergency, string from) =>
        RosterCheck.Of(roster, ServiceCalendar.Always(roster.Zone), emergency, false, [], At(from));

    private static Roster Weekly(string zone, ShiftPattern[] patterns, Leave? leave = null, AgreedSwap[]? swaps = null) =>
        new(Skin, Zone(zone), new RosterPlan(patterns, []), leave is null ? [] : [leave], swaps ?? [], Known);

    private static ShiftPattern Pattern(DayOfWeek day, string from, string to, PractitionerId[] primary, PractitionerId[] backup) => new(
        new ShiftId(Guid.CreateVersion7()), day, WeeklyHours.ClockOf(from)!.Value, WeeklyHours.ClockOf(to)!.Value, new ShiftTeam(primary, backup),
        new DateOnly(2026, 1, 1), null, 1, []);
}

using Bunit;
using MediatR;
using Teleconsult.Application.Consults;
using Teleconsult.Application.Duty;
using Teleconsult.Application.Persistence;
using Teleconsult.Application.Simulation;
using Teleconsult.Domain;
using Teleconsult.Domain.Consults;
using Teleconsult.Domain.Duty;
using Teleconsult.Web.Console.Roster;
using Xunit;
using Page = Teleconsult.Web.Console.Roster.RosterPage;

namespace Teleconsult.Web.Tests.Console;

/// <summary>The roster's screen: what can be pressed by whom, and what is sent.</summary>
public sealed class RosterPageTests : ConsoleContext
{
    private static readonly Guid Skin = Guid.NewGuid();
    private static readonly PersonName Ann = new(Guid.NewGuid(), "Dr Ann");
    private static readonly PersonName Ben = new(Guid.NewGuid(), "Dr Ben");
    private static readonly DateOnly Friday = new(2026, 11, 20);
    private static readonly ShiftPattern Nights = new(
        new ShiftId(Guid.NewGuid()), DayOfWeek.Friday, TimeSpan.FromHours(18), TimeSpan.FromHours(32), new ShiftTeam([new(Ann.Id)], []), Friday, null, 2, []);

    public RosterPageTests() => AddAuthorization().SetAuthorized("Dr Ann");

    [Fact]
    public void A_night_is_drawn_where_it_begins_and_the_hours_of_both_days_are_filled()
    {
        Show(mayPlan: true);
        var cut = Render<Page>();
        var days = cut.FindAll(".day");
        Assert.Equal("18:00–08:00 +1", days[4].QuerySelector(".shift__time")!.TextContent.Trim());
        Assert.Equal(("1080", "360"), (days[4].QuerySelector(".daystrip__primary")!.GetAttribute("x"), days[4].QuerySelector(".daystrip__primary")!.GetAttribute("width")));
        Assert.Equal(("0", "480"), (days[5].QuerySelector(".daystrip__primary")!.GetAttribute("x"), days[5].QuerySelector(".daystrip__primary")!.GetAttribute("width")));
        Assert.Null(days[5].QuerySelector("button.shift"));
        Assert.NotNull(days[4].QuerySelector(".daystrip__now")); // today
        Assert.DoesNotContain("style=", cut.Markup, StringComparison.Ordinal); // the policy allows none
    }

    [Fact]
    public async Task The_hours_of_a_week_show_nights_and_gaps_by_the_clock_of_the_service()
    {
        var gap = new RemarkView(RosterFinding.Gap, Sample.Now.AddDays(1), Sample.Now.AddDays(1).AddHours(2), [Ben], [], null, Refuses: true);
        Show(mayPlan: true, gap);
        var page = (await Gateway.Send(new GetRosters(Friday.AddDays(-4), 7))).Value!;
        var roster = Assert.Single(page.Services);

        var drawn = HoursEntry.All(roster, f => Words.Of("roster.finding", f));
        var night = Assert.Single(drawn, e => !e.IsGap);
        Assert.Equal((Friday.ToDateTime(new TimeOnly(18, 0)), Friday.AddDays(1).ToDateTime(new TimeOnly(8, 0))), (night.From, night.To));
        var hole = Assert.Single(drawn, e => e.IsGap);
        Assert.Equal((TimeSpan.FromHours(2), true), (hole.To - hole.From, hole.Refuses));
        Assert.Equal(TimeZoneInfo.ConvertTime(gap.From, TimeZoneInfo.FindSystemTimeZoneById(roster.Zone)).DateTime, hole.From);

        var cut = Render<Page>();
        cut.FindAll("[role=tab]")[1].Click();
        cut.WaitForAssertion(() => Assert.Contains("Dr Ann", cut.Find(".hours .rz-event").TextContent, StringComparison.Ordinal));
        cut.Find(".hours .rz-event:has(.hours__entry--gap)").Click(); // who plans fills it from here
        cut.WaitForAssertion(() => Assert.Equal(hole.From.ToString("HH:mm", System.Globalization.CultureInfo.InvariantCulture), cut.Find("#shift-from").GetAttribute("value")![..5]));
    }

    [Fact]
    public void A_gap_that_refuses_keeps_publishing_shut_and_others_do_not()
    {
        var gap = new RemarkView(RosterFinding.Gap, Sample.Now.AddDays(1), Sample.Now.AddDays(1).AddHours(2), [Ben], [], null, Refuses: true);
        Show(mayPlan: true, gap);
        var cut = Render<Page>();
        Assert.True(Publish(cut).HasAttribute("disabled"));
        Assert.Contains(Words.Say("roster.awayNames", ("names", "Dr Ben")), cut.Find(".remark--bad").TextContent, StringComparison.Ordinal);

        Show(mayPlan: true, gap with { Refuses = false });
        Gateway.Answer<PublishRoster, Unit>(_ => Unit.Value);
        var shown = Render<Page>();
        Publish(shown).Click();
        Assert.Equal(new PublishRoster(Skin, 7), Assert.Single(Gateway.Of<PublishRoster>()));
    }

    [Fact]
    public void A_draft_is_tried_out_and_what_the_replay_cannot_know_stands_beside_it()
    {
        Show(mayPlan: true);
        var hour = TimeSpan.FromHours(1);
        var lines = new[] { new TrialLine(Urgency.Emergency, 300, TimeSpan.FromMinutes(2), TimeSpan.FromMinutes(6), hour, null, 0.84, 0.9, 0.01, 2) };
        Gateway.Answer<TryRoster, RosterTrial>(_ => new RosterTrial(8, 5.4, VolumeIsOwn: false, new TrialRoster(0.12, lines), null));
        var cut = Render<Page>();
        cut.FindAll("button").Single(b => b.TextContent.Trim() == Words["trial.open"]).Click();
        Assert.Contains(Words["trial.unknown"], cut.Find("dialog").TextContent, StringComparison.Ordinal);

        cut.Find("dialog form").Submit();

        Assert.Equal(new TryRoster(Skin), Assert.Single(Gateway.Of<TryRoster>()));
        var said = cut.Find("dialog").TextContent;
        Assert.All(["84", "5.4", Words["trial.later"]], part => Assert.Contains(part, said, StringComparison.Ordinal));
        Assert.Contains(Words.Say("trial.uncovered", ("n", Words.Say("times.percent", ("n", 12)))), said, StringComparison.Ordinal);
    }

    [Fact]
    public void A_known_shift_is_changed_as_it_was_written()
    {
        Show(mayPlan: true);
        Gateway.Answer<PutShift, Unit>(_ => Unit.Value);
        var cut = Render<Page>();
        cut.Find("button.shift").Click();
        cut.FindAll(".duty select")[1].Change("Backup");
        cut.Find("dialog form").Submit();

        var sent = Assert.Single(Gateway.Of<PutShift>());
        Assert.Equal((Nights.Id.Value, Nights.From, Nights.To, 2), (sent.Shift, sent.From, sent.To, sent.EveryWeeks));
        Assert.Equal([Ann.Id], sent.Primary);
        Assert.Equal([Ben.Id], sent.Backup);
        Assert.Equal([DayOfWeek.Friday], sent.Days);
    }

    [Fact]
    public void Whose_shift_it_is_asks_a_colleague_and_who_is_asked_says_yes()
    {
        Show(mayPlan: false);
        Gateway.Answer<AskSwap, Unit>(_ => Unit.Value);
        Gateway.Answer<DecideSwap, Unit>(_ => Unit.Value);
        var cut = Render<Page>();
        Assert.Empty(cut.FindAll(".bar .btn--primary")); // nothing to plan
        cut.Find("button.shift").Click();
        cut.Find("#swap-to").Change(Ben.Id.ToString());
        cut.Find("dialog form").Submit();
        var asked = Assert.Single(Gateway.Of<AskSwap>());
        Assert.Equal((Nights.Id.Value, Friday, Ann.Id, Ben.Id), (asked.Shift, asked.Day, asked.From, asked.To));

        cut.FindAll(".remark__do .btn").Single(b => b.TextContent == Words["swap.accept"]).Click();
        Assert.Equal(SwapState.Accepted, Assert.Single(Gateway.Of<DecideSwap>()).Decision);
    }

    private AngleSharp.Dom.IElement Publish(IRenderedComponent<Page> cut) => cut.FindAll(".roster .btn").Single(b => b.TextContent == Words["roster.publish"]);

    private void Show(bool mayPlan, params RemarkView[] remarks) => Gateway.Answer<GetRosters, Application.Duty.RosterPage>(_ => new(
        [
            new RosterView(
                Skin, "Skin", "UTC", null, true, Ann, 7, null, null, true, [Ann, Ben],
                [
                    new ShiftView(
                        Nights.Id.Value, Friday, new DateTimeOffset(2026, 11, 20, 18, 0, 0, TimeSpan.Zero), new DateTimeOffset(2026, 11, 21, 8, 0, 0, TimeSpan.Zero),
                        Nights.From, Nights.To, [new DutyName(Ann.Id, Ann.Name, false)], [], true),
                ],
                remarks, new RosterPlan([Nights], [])),
        ],
        [],
        [
            new SwapView(
                Guid.NewGuid(), "Skin", "UTC", Nights.Id.Value, Friday.AddDays(14), null, null, Ben, Ann, SwapState.Asked, Sample.Now, MayAccept: true, MayWithdraw: false),
        ],
        mayPlan, Ann.Id, "UTC", Sample.Now));
}

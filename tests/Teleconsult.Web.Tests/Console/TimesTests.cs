using Bunit;
using MediatR;
using Teleconsult.Application.Directory;
using Teleconsult.Application.Persistence;
using Teleconsult.Application.ResponseTimes;
using Teleconsult.Domain.Consults;
using Teleconsult.Domain.ResponseTimes;
using Teleconsult.Web.Console;
using Teleconsult.Web.Console.Times;
using Xunit;

namespace Teleconsult.Web.Tests.Console;

/// <summary>The pages of figures: what they show, what they withhold, and what may be pressed.</summary>
public sealed class TimesTests : ConsoleContext
{
    private static readonly FigureMonth September = FigureMonth.Of(new DateOnly(2026, 9, 1));
    private static readonly FigureMonth October = September.Next;

    [Fact]
    public void What_is_withheld_says_why_and_shows_no_number()
    {
        Show(false, Of(October, "Dermatology", Disclosed.Shown), Of(October, "HIV clinic", Disclosed.Few), Of(October, "Foot clinic", Disclosed.Together));
        var cut = Render<GroupTimesPage>();
        var cards = cut.FindAll(".multiple");
        Assert.Contains("2 h 00", cards[0].TextContent, StringComparison.Ordinal);
        Assert.Equal(2, cards.Count(c => c.QuerySelector("svg") is null && c.TextContent.Contains("not shown", StringComparison.Ordinal)));
        Assert.Contains(Words["times.withheldWhy.together"], cards[1].TextContent, StringComparison.Ordinal);
        Assert.Contains(Words["times.withheldWhy.few"], cards[2].TextContent, StringComparison.Ordinal);
        Assert.DoesNotContain("style=", cut.Markup, StringComparison.Ordinal); // the policy allows none
        Assert.Empty(cut.FindAll(".times-ready"));
    }

    [Fact]
    public void A_month_without_figures_is_a_gap_in_the_line_and_hatched()
    {
        Show(false, Of(September, "Dermatology", Disclosed.Few), Of(October, "Dermatology", Disclosed.Shown));
        var cut = Render<GroupTimesPage>();
        Assert.Single(cut.FindAll(".chart rect"));
        Assert.Single(cut.FindAll(".chart .median-dot"));
        Assert.Equal(cut.Find(".chart pattern").Id, cut.Find(".chart rect").GetAttribute("fill")!["url(#".Length..^1]);
    }

    [Fact]
    public void A_coordinator_publishes_the_month_that_is_over_and_notes_what_came_later()
    {
        Show(true, Of(September, "Dermatology", Disclosed.Shown));
        Gateway.Answer<PublishMonth, Unit>(_ => Unit.Value);
        Gateway.Answer<NoteOnMonth, Unit>(_ => Unit.Value);
        var cut = Render<GroupTimesPage>();
        Assert.Contains("October 2026", cut.Find(".times-ready").TextContent, StringComparison.Ordinal);
        cut.Find(".times-ready button").Click();
        Assert.Equal(October.Value, Assert.Single(Gateway.Of<PublishMonth>()).Month);

        cut.Find(".month-notes button").Click();
        cut.Find("#note-text").Input("Two cases came in late.");
        cut.Find("form").Submit();
        Assert.Equal((September.Value, "Two cases came in late."), (Gateway.Of<NoteOnMonth>().Single().Month, Gateway.Of<NoteOnMonth>().Single().Text));
    }

    [Fact]
    public void A_look_at_one_person_asks_for_a_reason_each_time()
    {
        AddAuthorization().SetAuthorized("Grace Auma").SetPolicies(ConsoleAccess.Network, ConsoleAccess.Figures);
        var person = new PersonDetails(Guid.NewGuid(), "Dr Okello", "okello", null, [], [], null, null, false, null);
        Gateway.Answer<GetDirectory, DirectoryView>(_ => new DirectoryView(null!, [], [], [person], [], false));
        Gateway.Answer<LookAtPerson, PersonFigures>(_ => new PersonFigures("Dr Okello", [], [Own()]));
        var cut = Render<PersonTimesPage>();
        cut.Find("#look-person").Change(person.Id.ToString());
        cut.Find("input[type=radio]").Change("on");
        cut.Find("#look-reason").Input("because");
        Assert.True(cut.Find("form button").HasAttribute("disabled"));
        cut.Find("#look-reason").Input("A complaint of a patient");
        cut.Find("form").Submit();
        Assert.Equal((person.Id, LookReason.Safety, "A complaint of a patient"), Gateway.Of<LookAtPerson>().Select(l => (l.Person, l.Why, l.Reason)).Single());
        Assert.Contains("Dermatology", cut.Find("[aria-labelledby=shown]").TextContent, StringComparison.Ordinal);
        Assert.True(cut.Find("form button").HasAttribute("disabled"));
    }

    [Fact]
    public void Ones_own_page_shows_what_is_not_done_and_who_looked()
    {
        AddAuthorization().SetAuthorized("Dr Okello");
        Gateway.Answer<GetOwnFigures, OwnFigures>(_ => new OwnFigures(
            new PersonFigures("Dr Okello", [], [Own()]), [new PersonLook("Grace Auma", Sample.Now, LookReason.Complaint, "A complaint of a patient")],
            [new OwnComparison(October, FigureTable.Service, "Dermatology", Measure.Advice, TimeSpan.FromMinutes(90), 4, TimeSpan.FromHours(5))], Sample.Now));
        var cut = Render<OwnTimesPage>();
        Assert.Contains("1 of 2", cut.Find("[aria-labelledby=own]").TextContent, StringComparison.Ordinal);
        Assert.Contains(Words["times.beyond"], cut.Find("[aria-labelledby=own]").TextContent, StringComparison.Ordinal);
        Assert.Contains("Grace Auma", cut.Find(".looks").TextContent, StringComparison.Ordinal);
        Assert.Contains("A complaint of a patient", cut.Find(".looks").TextContent, StringComparison.Ordinal);
        Assert.Equal(["1 h 30" + Words.Count("times.casesN", 4), "5 h 00"], cut.FindAll(".beside td.num").Select(c => c.TextContent)); // one's own beside the group's
        Assert.Empty(cut.FindAll("a[href='/times/groups']"));
    }

    [Fact]
    public void The_file_is_what_the_screen_shows_and_no_spreadsheet_runs_a_name()
    {
        var csv = FiguresCsv.Of(new FiguresPage([], [
            Of(October, "=HYPERLINK(\"http://x\",\"y\")", Disclosed.Shown), Of(October, "Skin, \"hair\" and nails", Disclosed.Few), Of(October, "-1+1", Disclosed.Together),
        ], null));
        var lines = csv.Split("\r\n");
        Assert.Equal(5, lines.Length); // a head, three lines, and what is after the last line's end
        Assert.Equal("2026-10,Service,s,\"'=HYPERLINK(\"\"http://x\"\",\"\"y\"\")\",,Advice,,40,3,31,120,300,90,200,240", lines[1]);
        Assert.Equal("2026-10,Service,s,\"Skin, \"\"hair\"\" and nails\",,Advice,Few,,,,,,,,", lines[2]);
        Assert.StartsWith("2026-10,Service,s,'-1+1,", lines[3], StringComparison.Ordinal);
        Assert.Equal("", lines[4]);
    }

    private static PersonGroup Own() => new(
        "Dermatology", Urgency.Soon, 2, 2, 1, [new PersonMeasure(Measure.Advice, 2, 1, TimeSpan.FromHours(2), null, TimeSpan.FromHours(1))]);

    private void Show(bool coordinates, params Figure[] figures)
    {
        var person = AddAuthorization().SetAuthorized("Grace Auma");
        person.SetPolicies(coordinates ? [ConsoleAccess.Network, ConsoleAccess.Figures] : [ConsoleAccess.Figures]);
        var months = figures.Select(f => f.Month).Distinct().Select(m => new PublishedMonth(m, Sample.Now, "Grace Auma", [])).ToList();
        Gateway.Answer<GetFigures, FiguresPage>(_ => new FiguresPage(months, figures, coordinates ? October : null));
        Gateway.Answer<GetStillWaiting, StillWaiting>(_ => new StillWaiting([], Sample.Now));
    }

    private static Figure Of(FigureMonth month, string name, Disclosed disclosed)
    {
        var group = name.Contains('=') || name.Contains('"') || name.Contains('+') ? "s" : name;
        return disclosed is Disclosed.Shown
            ? new(month, FigureTable.Service, group, name, null, Measure.Advice, disclosed, 40, 3, 31, 120, 300, 90, 200, 240)
            : new(month, FigureTable.Service, group, name, null, Measure.Advice, disclosed, 0, 0, 0, null, null, null, null, null);
    }
}

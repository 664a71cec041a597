using Bunit;
using Microsoft.Extensions.DependencyInjection;
using Teleconsult.Application.Consults;
using Teleconsult.Application.Worklist;
using Teleconsult.Domain.Consults;
using Teleconsult.Web.Console.Worklist;
using Xunit;
using WorklistPage = Teleconsult.Web.Console.Worklist.WorklistPage;

namespace Teleconsult.Web.Tests.Console;

public sealed class WorklistTests : ConsoleContext
{
    private readonly Dictionary<WorklistTab, int> _counts = new() { [WorklistTab.ToAnswer] = 1, [WorklistTab.Mine] = 0 };
    private List<WorklistEntry> _entries = [Sample.Entry()];

    public WorklistTests()
    {
        AddAuthorization().SetAuthorized("Dr Achieng");
        Gateway.Answer<ListWorklist, Application.Worklist.WorklistPage>(_ => new(_entries, _counts, Sample.Now, "c"));
    }

    [Fact]
    public void A_line_renders_only_when_its_own_words_change()
    {
        var line = new Line(Sample.Entry());
        var cut = Render<CaseLine>(p => p.Add(l => l.Line, line).Add(l => l.Now, Sample.Now.AddSeconds(-50)));
        var before = cut.RenderCount;

        cut.Render(p => p.Add(l => l.Line, line).Add(l => l.Now, Sample.Now.AddSeconds(-10)));
        Assert.Equal(before, cut.RenderCount);

        cut.Render(p => p.Add(l => l.Line, line).Add(l => l.Now, Sample.Now.AddMinutes(2)));
        Assert.True(cut.RenderCount > before);
        Assert.Contains("in 3 h 12", cut.Markup, StringComparison.Ordinal);
    }

    [Fact]
    public void A_line_says_who_what_when_and_never_a_name()
    {
        var cut = Render<CaseLine>(p => p.Add(l => l.Line, new Line(Sample.Entry())).Add(l => l.Now, Sample.Now));

        Assert.Equal("M 58 · J.K.", cut.Find(".case-row__who b").TextContent);
        Assert.Equal("in 3 h 14", cut.Find(".due__live").TextContent);
        Assert.Equal("17:44", cut.Find(".due__still").TextContent);
        Assert.Contains("Waits for Eye clinic", cut.Find(".case-row__holder").TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public void An_overdue_step_names_who_covers_and_until_when()
    {
        var cut = Render<CaseLine>(p => p.Add(l => l.Line, new Line(Sample.Entry(overdue: true, dueInMinutes: 30))).Add(l => l.Now, Sample.Now));

        Assert.Equal("Overdue", cut.Find(".due--over .due__live").TextContent);
        Assert.Contains("Eye clinic, by 15:00", cut.Markup, StringComparison.Ordinal);
    }

    [Fact]
    public void Tabs_are_those_that_the_reader_has()
    {
        var cut = Render<WorklistPage>();
        Assert.Equal(["To answer 1", "Mine 0"], cut.FindAll("[role=tab]").Select(t => t.TextContent.Trim()));

        _counts.Remove(WorklistTab.ToAnswer);
        _counts[WorklistTab.ToAllocate] = 2;
        var coordinator = Render<WorklistPage>();
        Assert.Equal("To allocate 2", coordinator.Find("[aria-selected=true][role=tab]").TextContent.Trim());
    }

    [Fact]
    public async Task A_new_case_waits_behind_one_line_and_r_shows_it()
    {
        var cut = Render<WorklistPage>();
        Gateway.Answer<GetWorklistEntry, WorklistEntry?>(r => Sample.Entry(130, dueInMinutes: 20, id: r.Consult));

        await cut.InvokeAsync(() => News.Tell(Guid.NewGuid()));
        Assert.Contains("One new case.", cut.Find(".notice").TextContent, StringComparison.Ordinal);
        Assert.Single(cut.FindAll(".case-row"));

        await cut.InvokeAsync(() => cut.Instance.OnKey("r"));
        Assert.Equal(["case-130", "case-127"], cut.FindAll(".case-row").Select(r => r.Id));
    }

    [Fact]
    public async Task A_number_and_Enter_opens_that_case_also_one_that_no_line_has_and_words_lead_to_their_line()
    {
        _entries = [Sample.Entry(), Sample.Entry(130, dueInMinutes: 300, id: Guid.NewGuid())];
        var cut = Render<WorklistPage>();
        var navigation = Services.GetRequiredService<Microsoft.AspNetCore.Components.NavigationManager>();

        cut.Find("#search").Input(Sample.Entry(130).FacilityName);
        await cut.Find("#search").KeyDownAsync(new Microsoft.AspNetCore.Components.Web.KeyboardEventArgs { Key = "Enter" });
        Assert.Equal("true", cut.FindAll(".case-row")[0].GetAttribute("aria-selected"));
        Assert.DoesNotContain("/case/", navigation.Uri, StringComparison.Ordinal);

        cut.Find("#search").Input(" #9041 ");
        Assert.Empty(cut.FindAll(".case-row"));
        Assert.Contains("Enter opens", cut.Markup, StringComparison.Ordinal);
        await cut.Find("#search").KeyDownAsync(new Microsoft.AspNetCore.Components.Web.KeyboardEventArgs { Key = "Enter" });
        Assert.EndsWith("/case/9041", navigation.Uri, StringComparison.Ordinal);
    }

    [Fact]
    public async Task C_claims_the_selected_case_and_a_refusal_is_said_in_words()
    {
        Gateway.Refuse<ClaimConsult>("consult.held");
        var cut = Render<WorklistPage>();

        await cut.InvokeAsync(() => cut.Instance.OnKey("c"));

        Assert.Single(Gateway.Of<ClaimConsult>());
        Assert.Contains("A colleague holds this case", cut.Find("[role=alert]").TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public void An_empty_list_says_what_happens_next()
    {
        _entries = [];
        var cut = Render<WorklistPage>();
        Assert.Contains("Nothing to answer", cut.Find(".state").TextContent, StringComparison.Ordinal);
    }
}

using System.Security.Claims;
using Bunit;
using Bunit.TestDoubles;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.DependencyInjection;
using Teleconsult.Application.Consults;
using Teleconsult.Application.Worklist;
using Teleconsult.Domain.Consults;
using Teleconsult.Domain.ResponseTimes;
using Teleconsult.Web.Console.Case;
using Teleconsult.Web.Console.Keys;
using Teleconsult.Web.Console.Language;
using Teleconsult.Web.Console.Parts;
using Teleconsult.Web.Console.Worklist;
using Xunit;
using WorklistPage = Teleconsult.Web.Console.Worklist.WorklistPage;

namespace Teleconsult.Web.Tests.Console;

/// <summary>One table of keys, filters and views by keyboard, and what can be undone from where.</summary>
public sealed class KeyTests : ConsoleContext
{
    private readonly Guid _me = Guid.NewGuid();
    private readonly Dictionary<WorklistTab, int> _counts = new() { [WorklistTab.ToAnswer] = 2, [WorklistTab.Mine] = 0 };
    private readonly List<SavedView> _views = [];

    public KeyTests()
    {
        var person = this.AddAuthorization();
        person.SetAuthorized("Dr Achieng");
        person.SetClaims(new Claim(ClaimTypes.NameIdentifier, _me.ToString()));
        Gateway.Answer<ListWorklist, Application.Worklist.WorklistPage>(_ => new([Sample.Entry()], _counts, Sample.Now, "c"));
        Gateway.Answer<ListSavedViews, IReadOnlyList<SavedView>>(_ => _views);
        Gateway.Answer<GetWorklistChoices, WorklistChoices>(_ => new([new(Guid.NewGuid(), "Skin")], [], ["fr"]));
        Gateway.Answer<ClaimConsult, ClaimResult>(_ => new(9, Clock.Now.AddHours(1)));
        Gateway.Answer<UndoClaim, VersionResult>(_ => new(10, 3));
        Page.Setup<DraftShadow?>("readShadow", _ => true).SetResult(null);
        Page.Setup<long>("draftStamp", _ => true).SetResult(0);
    }

    [Theory]
    [InlineData("en")]
    [InlineData("fr")]
    public void Every_key_says_in_each_language_what_it_does(string language)
    {
        var words = Words.Load(language);
        Assert.All(KeyTable.Lines, l => Assert.True(words.Has(l.Word) && words.Has($"keys.group.{l.Group}"), l.Word));
        Assert.All(KeyTable.Lines.GroupBy(l => l.Group), g => Assert.Distinct(g.SelectMany(l => l.Pressed).Where(k => k is not "g")));
    }

    [Theory]
    [InlineData("", "worklist everywhere")]
    [InlineData("case/127", "case viewer marks everywhere")]
    [InlineData("grade", "grade viewer everywhere")]
    [InlineData("network", "network everywhere")]
    [InlineData("network/replies", "network everywhere")]
    [InlineData("admin/places", "everywhere")]
    public void The_help_of_a_page_has_its_own_keys_and_those_of_every_page(string path, string groups)
    {
        Assert.Equal(groups.Split(' '), KeyTable.For(path));
        var cut = Render<KeysDialog>(p => p.Add(d => d.Groups, KeyTable.For(path)));
        Assert.Equal(KeyTable.Lines.Count(l => KeyTable.For(path).Contains(l.Group)), cut.FindAll(".key-list > div").Count);
    }

    [Fact]
    public async Task Question_mark_opens_the_help_wherever_one_is_and_a_slash_goes_to_the_search()
    {
        var cut = Render<KeyHelp>();
        Services.GetRequiredService<NavigationManager>().NavigateTo("/case/127");
        await cut.InvokeAsync(cut.Instance.OnHelp);
        Assert.Contains(Words["key.retake"], cut.Markup, StringComparison.Ordinal);
        await cut.InvokeAsync(cut.Instance.OnSearch);
        Assert.EndsWith("/?find=1", Services.GetRequiredService<NavigationManager>().Uri, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_filter_is_set_by_keys_stands_in_the_address_and_is_taken_away_part_by_part()
    {
        var cut = Render<WorklistPage>();
        await cut.InvokeAsync(() => cut.Instance.OnKey("x"));
        await cut.FindAll(".filter__set input")[0].ChangeAsync(new() { Value = true });
        await cut.Find("dialog form").SubmitAsync();

        Assert.Equal([Urgency.Emergency], Gateway.Of<ListWorklist>().Last().Filter!.Urgencies);
        Assert.EndsWith("?show=u.3", Services.GetRequiredService<NavigationManager>().Uri, StringComparison.Ordinal);
        Assert.Contains("1 of 2", cut.Find(".filterbar").TextContent, StringComparison.Ordinal);
        await cut.Find(".chip").ClickAsync(new());
        Assert.True(Gateway.Of<ListWorklist>().Last().Filter!.IsEmpty);
        Assert.Empty(cut.FindAll(".filterbar"));
    }

    [Fact]
    public async Task The_worklist_opens_with_ones_own_view_and_numbers_go_from_view_to_view()
    {
        _views.Add(new SavedView(Guid.NewGuid(), "In French", WorklistTab.ToAnswer, new() { Language = "fr" }, true));
        var cut = Render<WorklistPage>();
        Assert.Equal("fr", Gateway.Of<ListWorklist>().Last().Filter!.Language);
        Assert.Equal("In French", cut.Find("[role=tab][aria-selected=true]").TextContent);

        await cut.InvokeAsync(() => cut.Instance.OnKey("1"));
        Assert.True(Gateway.Of<ListWorklist>().Last().Filter!.IsEmpty);
        await cut.InvokeAsync(() => cut.Instance.OnKey("3"));
        Assert.Equal("fr", Gateway.Of<ListWorklist>().Last().Filter!.Language);
        Assert.Equal("fr", Services.GetRequiredService<WorklistPlace>().Filter.Language); // for the next case
    }

    [Fact]
    public async Task A_view_is_kept_under_a_name()
    {
        Gateway.Answer<SaveView, MediatR.Unit>(v =>
        {
            _views.Add(new SavedView(v.Id, v.Name, v.Tab, v.Filter, v.Default));
            return MediatR.Unit.Value;
        });
        Services.GetRequiredService<NavigationManager>().NavigateTo("/?show=l.fr");
        var cut = Render<WorklistPage>();
        await cut.FindAll(".bar button").Single(b => b.TextContent == Words["view.save"]).ClickAsync(new());
        await cut.Find("dialog input.field").InputAsync(new() { Value = "In French" });
        await cut.Find("dialog form").SubmitAsync();

        Assert.Equal(("In French", "l.fr"), (Gateway.Of<SaveView>().Single().Name, Gateway.Of<SaveView>().Single().Filter.Write()));
        Assert.Equal("In French", cut.Find("[role=tab][aria-selected=true]").TextContent);
    }

    [Fact]
    public async Task A_claim_can_be_undone_for_half_a_minute_and_no_longer()
    {
        var cut = Render<WorklistPage>();
        await cut.InvokeAsync(() => cut.Instance.OnKey("c"));
        Assert.Contains("You hold TC-127 now.", cut.Find(".undo").TextContent, StringComparison.Ordinal);
        await cut.InvokeAsync(() => cut.Instance.OnKey("u"));
        Assert.Single(Gateway.Of<UndoClaim>());
        Assert.Empty(cut.FindAll(".undo"));

        await cut.InvokeAsync(() => cut.Instance.OnKey("c"));
        Clock.Advance(ResponseTargets.ClaimUndo + TimeSpan.FromSeconds(1));
        cut.WaitForAssertion(() => Assert.Empty(cut.FindAll(".undo")));
        await cut.InvokeAsync(() => cut.Instance.OnKey("u"));
        Assert.Single(Gateway.Of<UndoClaim>());
    }

    [Fact]
    public async Task N_goes_to_the_next_case_of_the_view_and_what_was_sent_can_be_taken_back_from_there()
    {
        var sent = new AdviceView(Guid.NewGuid(), Clock.Now, null, Clock.Now.AddSeconds(10), null, new PersonName(_me, "Dr Achieng"), 3, Sample.Advice(), [], false);
        Gateway.Answer<GetConsult, ConsultView>(q => Sample.Case(q.Number == 48127 ? ConsultState.AdvicePending : ConsultState.Waiting) with
        {
            Id = new Guid((int)q.Number!, 0, 0, new byte[8]),
            Number = q.Number!.Value,
            Holder = q.Number == 48127 ? new PersonName(_me, "Dr Achieng") : null,
            Advice = q.Number == 48127 ? [sent] : [],
        });
        Gateway.Answer<OpenConsult, VersionResult>(_ => new(9, 3));
        Gateway.Answer<TakeBackAdvice, VersionResult>(_ => new(10, 3));
        Gateway.Answer<GetNextCase, WorklistEntry?>(_ => Sample.Entry(130));
        Services.GetRequiredService<WorklistPlace>().Be(WorklistTab.ToAnswer, new() { Language = "fr" });
        var cut = Render<CasePage>(p => p.Add(c => c.Number, 48127));
        cut.WaitForAssertion(() => Assert.Contains("TC-130", cut.Find(".notice--next").TextContent, StringComparison.Ordinal));
        Assert.Empty(cut.FindAll(".undo")); // the page has its own line, with its seconds

        await cut.InvokeAsync(() => cut.Instance.OnKey("n"));
        Assert.Equal(("fr", new Guid(48127, 0, 0, new byte[8])), (Gateway.Of<GetNextCase>().Last().Filter!.Language, Gateway.Of<GetNextCase>().Last().After));
        Assert.EndsWith("/case/130", Services.GetRequiredService<NavigationManager>().Uri, StringComparison.Ordinal);

        cut.Render(p => p.Add(c => c.Number, 130));
        cut.WaitForAssertion(() => Assert.Contains("TC-48127", cut.Find(".undo").TextContent, StringComparison.Ordinal));
        await cut.InvokeAsync(() => cut.Instance.OnKey("u"));
        Assert.Equal(sent.Id, Gateway.Of<TakeBackAdvice>().Single().Advice);
    }
}

using Bunit;
using Teleconsult.Application.Courtesy;
using Teleconsult.Domain.Courtesy;
using Teleconsult.Web.Console.Admin;
using Xunit;

namespace Teleconsult.Web.Tests.Console;

/// <summary>The network's own list of harsh words: seen whole, tried live, changed.</summary>
public sealed class CourtesyPageTests : ConsoleContext
{
    private CourtesyListView _english = new(
        "en", [new("shabby", null, "neat", Why: "a quarrel")], [new(new("rude", null, "kind"), IsOff: false), new(new(null, "!{2,}", "calm"), IsOff: true)],
        [new(1, Sample.Now, "Grace Auma", CourtesyChange.Added, "shabby")]);

    public CourtesyPageTests()
    {
        this.AddAuthorization().SetAuthorized("Grace Auma");
        Gateway.Answer<GetCourtesyLists, IReadOnlyList<CourtesyListView>>(_ => [_english, new("fr", [], [], [])]);
        Gateway.Answer<FindHarshWords, IReadOnlyList<CourtesyRemark>>(r => r.Texts[0].Contains("rude", StringComparison.Ordinal) ? [new("rude", "kind")] : []);
        Gateway.Answer<ChangeCourtesyList, MediatR.Unit>(_ => MediatR.Unit.Value);
    }

    [Fact]
    public void What_would_be_asked_is_shown_while_one_types()
    {
        var cut = Render<CourtesyPage>();
        cut.Find("#try-text").Input("That was rude");
        cut.WaitForAssertion(() => Assert.Contains("kind", cut.Find(".tried").TextContent, StringComparison.Ordinal));
        cut.Find("#try-text").Input("That was good");
        cut.WaitForAssertion(() => Assert.Equal(Words["lists.tryNone"], cut.Find(".tried").TextContent.Trim()));
    }

    [Fact]
    public void A_delivered_rule_is_switched_off_and_on_and_an_own_one_taken_away()
    {
        var cut = Render<CourtesyPage>();
        cut.Find($"button[aria-label='{Words.Say("lists.offRule", ("rule", "rude"))}']").Click();
        cut.Find($"button[aria-label='{Words.Say("lists.onRule", ("rule", "!{2,}"))}']").Click();
        cut.Find($"button[aria-label='{Words.Say("lists.removeRule", ("rule", "shabby"))}']").Click();
        Assert.Equal(
            [(CourtesyChange.SwitchedOff, "phrase rude"), (CourtesyChange.SwitchedOn, "pattern !{2,}"), (CourtesyChange.Removed, "phrase shabby")],
            Gateway.Of<ChangeCourtesyList>().Select(c => (c.Change, c.Key!)));
        Assert.Contains("Grace Auma", cut.Find("[aria-labelledby=changes]").TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public void A_rule_is_added_and_a_refused_one_keeps_what_was_typed()
    {
        var cut = Render<CourtesyPage>();
        cut.Find("[aria-labelledby=own] .panel__head button").Click();
        cut.FindAll("input[name=rule-kind]")[1].Change(true);
        cut.Find("#rule-finds").Input("(a");
        cut.Find("#rule-write").Input("better");
        Gateway.Refuse<ChangeCourtesyList>("courtesy.pattern");
        cut.Find("dialog form").Submit();
        cut.WaitForAssertion(() => Assert.Contains(Words.Refusal("courtesy.pattern"), cut.Find("dialog [role=alert]").TextContent, StringComparison.Ordinal));
        Assert.Equal("(a", cut.Find("#rule-finds").GetAttribute("value"));

        Gateway.Answer<ChangeCourtesyList, MediatR.Unit>(_ => MediatR.Unit.Value);
        cut.Find("#rule-finds").Input("ab");
        cut.Find("dialog form").Submit();
        cut.WaitForAssertion(() => Assert.Empty(cut.FindAll("dialog")));
        Assert.Equal(("en", new CourtesyRule(null, "ab", "better", false, "")), (Gateway.Of<ChangeCourtesyList>().Last().Language, Gateway.Of<ChangeCourtesyList>().Last().Rule!));
    }
}

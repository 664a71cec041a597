using Bunit;
using Microsoft.AspNetCore.Components;
using Teleconsult.Application.Consults;
using Teleconsult.Application.Live;
using Teleconsult.Application.Pipeline;
using Teleconsult.Domain.Consults;
using Teleconsult.Web.Console.Advice;
using Teleconsult.Web.Console.Case;
using Teleconsult.Web.Console.Emergency;
using Teleconsult.Web.Console.Gateway;
using Teleconsult.Web.Console.Parts;
using Xunit;

namespace Teleconsult.Web.Tests.Console;

/// <summary>An emergency at the desk: the clock, who else is there, half a message, and the closed loop.</summary>
public sealed class EmergencyTests : ConsoleContext
{
    [Fact]
    public void Half_a_message_comes_back_with_its_id_so_that_it_is_not_said_twice()
    {
        var id = Guid.CreateVersion7();
        Page.Setup<DraftShadow?>("readShadow", _ => true).SetResult(new DraftShadow(new Dictionary<string, string> { ["message"] = "Two drips, lying", ["messageId"] = $"{id}" }, 1));
        Gateway.Answer<PostMessage, VersionResult>(_ => new VersionResult(1, 1));
        var panel = Render<ThreadPanel>(p => p.Add(t => t.Case, Sample.Case()).Add(t => t.Now, Sample.Now));
        panel.WaitForAssertion(() => Assert.Equal("Two drips, lying", panel.Find("textarea").GetAttribute("value")));

        panel.Find("form").Submit();

        Assert.Equal((id, "Two drips, lying"), (Gateway.Of<PostMessage>().Single().Message, Gateway.Of<PostMessage>().Single().Text));
        Assert.Single(Page.Invocations["forgetDraft"]);
        Assert.NotEqual($"{id}", panel.Find("input[data-field=messageId]").GetAttribute("value")); // the next one is another
    }

    [Fact]
    public void A_refused_message_stays_where_it_was_typed()
    {
        Gateway.Refuse<PostMessage>("consult.closed");
        var panel = Render<ThreadPanel>(p => p.Add(t => t.Case, Sample.Case()));
        panel.Find("textarea").Input("Lie her down");
        panel.Find("form").Submit();
        Assert.Equal("Lie her down", panel.Find("textarea").GetAttribute("value"));
        Assert.Empty(Page.Invocations["forgetDraft"]);
    }

    [Fact]
    public void Who_is_there_and_who_types_stands_below_the_messages_and_goes_by_itself()
    {
        var company = new Company(Clock);
        var view = Sample.Case();
        var panel = Render<ThreadPanel>(p => p.Add(t => t.Case, view).Add(t => t.Company, company));
        Assert.Empty(panel.FindAll(".company"));

        void Told(SignalKind kind)
        {
            company.Take(new CaseCompany(view.Id, view.Requester.Id, kind, "Dr Banda"));
            panel.Render();
        }

        Told(SignalKind.Present);
        Assert.Contains("Dr Banda has the case open", panel.Find(".company").TextContent, StringComparison.Ordinal);
        Told(SignalKind.Typing);
        Assert.Contains("Dr Banda is typing", panel.Find(".company__one--typing").TextContent, StringComparison.Ordinal);
        Assert.Single(panel.FindAll(".company__one"));

        Clock.Advance(TimeSpan.FromSeconds(7));
        Assert.True(company.Forget());
        panel.Render();
        Assert.Empty(panel.FindAll(".company__one--typing"));
        Clock.Advance(CaseSignals.PresenceLasts);
        Assert.True(company.Forget());
        panel.Render();
        Assert.Empty(panel.FindAll(".company"));
    }

    [Fact]
    public void Typing_is_told_seldom_however_fast_one_types()
    {
        var panel = Render<ThreadPanel>(p => p.Add(t => t.Case, Sample.Case()));
        foreach (var text in new[] { "L", "Li", "Lie" })
        {
            panel.Find("textarea").Input(text);
        }

        Assert.Single(Companion.Typed);
        Clock.Advance(TimeSpan.FromSeconds(3));
        panel.Find("textarea").Input("Lie down");
        Assert.Equal(2, Companion.Typed.Count);
    }

    [Fact]
    public void The_clock_names_the_number_to_call_and_says_by_itself_when_the_promise_has_passed()
    {
        var view = Sample.Case(ConsultState.Waiting, mine: false, urgency: Urgency.Emergency) with
        {
            ReceivedAt = Sample.Now,
            NextStep = new NextStepView(NextStepKind.Claim, Sample.Now.AddMinutes(5), "Emergency advice", false),
            FacilityPhone = "0700 555 012",
        };
        var clock = Render<EmergencyClock>(p => p.Add(c => c.Case, view).Add(c => c.CallBack, "0700 111").Add(c => c.OnClaim, EventCallback.Factory.Create(this, () => { })));
        Assert.Equal(("tel:0700111", "5:00"), (clock.Find("a").GetAttribute("href"), clock.Find(".alarm__figure").TextContent));
        Assert.Empty(clock.FindAll(".alarm--late"));

        Clock.Advance(TimeSpan.FromMinutes(5));
        clock.WaitForAssertion(() => Assert.Single(clock.FindAll(".alarm--late")));
        Assert.Contains(Words["live.desk.nobodyLate"], clock.Markup, StringComparison.Ordinal);
        Assert.Contains("5:00", clock.Find(".alarm__since").TextContent, StringComparison.Ordinal);

        var told = view with { NextStep = new NextStepView(NextStepKind.Claim, Sample.Now.AddMinutes(10), "Grace Auma", true) };
        clock.Render(p => p.Add(c => c.Case, told).Add(c => c.CallBack, null));
        Assert.Contains("Grace Auma", clock.Find("[role=status]").TextContent, StringComparison.Ordinal);
        Assert.Equal("tel:0700555012", clock.Find("a").GetAttribute("href"));
    }

    [Fact]
    public void What_was_said_back_is_confirmed_or_corrected_and_only_the_newest()
    {
        var advice = new AdviceView(Guid.NewGuid(), Sample.Now, Sample.Now, Sample.Now, Sample.Now, new PersonName(Guid.NewGuid(), "Dr Okello"), 3, Sample.Advice(), [], false);
        ReadBackView Said(string text, string? correction = null) => new(
            Guid.NewGuid(), advice.Id, Sample.Now, new PersonName(Guid.NewGuid(), "Dr Banda"), text, null, null,
            correction is null ? null : Sample.Now, correction is null ? null : advice.By, correction);
        var (first, second) = (Said("sitting", "lying"), Said("lying"));
        var view = Sample.Case(ConsultState.Read, urgency: Urgency.Emergency) with { Advice = [advice], ReadBacks = [first, second], NeedsReadBack = true };
        Gateway.Answer<ConfirmReadBack, VersionResult>(_ => new VersionResult(1, 1));
        Gateway.Answer<CorrectReadBack, VersionResult>(_ => new VersionResult(1, 1));
        var panel = Render<ReadBackPanel>(p => p.Add(r => r.Case, view).Add(r => r.Now, Sample.Now).Add(r => r.MayAnswer, true));
        Assert.Contains("lying", panel.Find(".loop__item--wrong").TextContent, StringComparison.Ordinal);
        var open = panel.Find(".loop__item--open");
        Assert.Equal(2, panel.FindAll(".loop__item button").Count);

        open.QuerySelector(".btn--primary")!.Click();
        Assert.Equal(second.Id, Gateway.Of<ConfirmReadBack>().Single().ReadBack);
        panel.Find(".loop__item--open button").Click();
        panel.Find("#correction").Input("On her left side");
        panel.Find(".loop__item .btn--primary").Click();
        Assert.Equal((second.Id, "On her left side"), (Gateway.Of<CorrectReadBack>().Single().ReadBack, Gateway.Of<CorrectReadBack>().Single().Text));

        var watcher = Render<ReadBackPanel>(p => p.Add(r => r.Case, view).Add(r => r.Now, Sample.Now));
        Assert.Empty(watcher.FindAll("button")); // a coordinator looks and does not answer
    }

    [Fact]
    public void Quick_advice_has_few_fields_and_takes_the_call_along()
    {
        var view = Sample.Case(urgency: Urgency.Emergency) with { TimeZone = "Africa/Nairobi" };
        Gateway.Answer<SaveDraft, DraftSaved>(_ => new DraftSaved(Sample.Now, null));
        Gateway.Answer<SendAdvice, AdviceSentResult>(_ => new AdviceSentResult(1, Sample.Now));
        var composer = Render<Composer>(p => p.Add(c => c.Case, view).Add(c => c.Quick, true));
        Assert.Empty(composer.FindAll("[data-field=confidence], [data-field=reviewValue], [data-field=teachingPoint], [data-field='differential.0']"));
        Assert.NotEmpty(composer.FindAll("[data-field=adequacy]"));

        composer.Find("[data-field=mostLikely]").Input("Two drips, lying, send now");
        composer.Find("[data-field=disposition][value=EmergencyTransfer]").Change(true);
        composer.Find("#step-call input[type=checkbox]").Change(true);
        composer.Find("#call-at").Input("17:20");
        composer.Find(".composer__foot input[type=checkbox]").Change(true);
        composer.Find("form").Submit();
        Assert.Empty(Gateway.Of<SendAdvice>()); // with whom?
        Assert.Contains(Words["refusal.call.to-whom"], composer.Find(".refusal").TextContent, StringComparison.Ordinal);

        composer.Find("#call-whom").Input("Dr Banda");
        composer.Find("form").Submit();
        var sent = Gateway.Of<SendAdvice>().Single();
        Assert.Equal(
            ("Dr Banda", "Two drips, lying, send now", Sample.Now.AddMinutes(-10)), (sent.Call!.ToWhom, sent.Call.Said, sent.Call.SpokeAt));
    }

    [Fact]
    public void What_is_no_emergency_has_no_call_and_all_fields()
    {
        var composer = Render<Composer>(p => p.Add(c => c.Case, Sample.Case()));
        Assert.Empty(composer.FindAll("#step-call"));
        Assert.NotEmpty(composer.FindAll("[data-field=confidence]"));
    }

    [Fact]
    public void A_call_is_recorded_by_the_wall_clock_of_the_network()
    {
        var view = Sample.Case(ConsultState.Claimed, urgency: Urgency.Emergency) with { TimeZone = "Africa/Nairobi" };
        Gateway.Answer<RecordCall, VersionResult>(_ => new VersionResult(1, 1));
        var dialog = Render<CallDialog>(p => p.Add(d => d.Case, view));
        Assert.Equal("17:30", dialog.Find("#call-at").GetAttribute("value")); // 14:30 UTC
        dialog.Find("#call-said").Input("Two drips");
        dialog.Find("#call-whom").Input("Dr Banda");
        dialog.Find("#call-at").Input("17:05");
        dialog.Find("form").Submit();

        var sent = Gateway.Of<RecordCall>().Single();
        Assert.Equal((null, "Dr Banda", "Two drips", Sample.Now.AddMinutes(-25)), (sent.Advice, sent.Call.ToWhom, sent.Call.Said, sent.Call.SpokeAt));
    }

    [Theory]
    [InlineData("00:10", "2026-11-20T21:10:00Z")] // ten past midnight there, today
    [InlineData("23:50", "2026-11-20T20:50:00Z")] // yesterday there: before midnight
    [InlineData("00:30", "2026-11-19T21:30:00Z")] // not yet: so it was a day ago, which the rule refuses
    [InlineData("", null)]
    [InlineData("25:00", null)]
    public void The_time_of_a_call_is_the_newest_that_has_been(string typed, string? expected) =>
        Assert.Equal(
            expected is null ? null : DateTimeOffset.Parse(expected, System.Globalization.CultureInfo.InvariantCulture),
            NetworkTime.Last(typed, "Africa/Nairobi", new DateTimeOffset(2026, 11, 20, 21, 20, 0, TimeSpan.Zero)));
}

using Bunit;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.DependencyInjection;
using Teleconsult.Application.Consults;
using Teleconsult.Application.Worklist;
using Teleconsult.Domain.Consults;
using Teleconsult.Web.Console.Bell;
using Teleconsult.Web.Console.Emergency;
using Xunit;

namespace Teleconsult.Web.Tests.Console;

/// <summary>An emergency rings at a desk until somebody takes it, it is muted here, or it is over.</summary>
public sealed class EmergencyBellTests : ConsoleContext
{
    private readonly BunitJSModuleInterop _bell;
    private readonly List<RingingCase> _ringing = [];

    public EmergencyBellTests()
    {
        _bell = JSInterop.SetupModule("./console/bell.js");
        _bell.Mode = JSRuntimeMode.Loose;
        Gateway.Answer<ListRinging, IReadOnlyList<RingingCase>>(_ => [.. _ringing]);
        Gateway.Answer<ClaimConsult, ClaimResult>(_ => new(3, Sample.Now.AddMinutes(10)));
        Services.GetRequiredService<BellState>().Arm(SoundState.On, PushState.Ready);
    }

    [Fact]
    public async Task It_rings_aloud_where_the_screen_is_armed_counts_the_wait_and_is_muted_for_a_minute()
    {
        var one = Ring(1042);
        var cut = Render<EmergencyBell>();
        cut.WaitForElement(".ringing");
        Assert.Equal((Words.Say("ring.page", ("cases", Words["desk.case.number"].Replace("{n}", "1042", StringComparison.Ordinal))), true), Rung());
        Assert.Contains("1042", cut.Find("[role=alert]").TextContent, StringComparison.Ordinal);
        Assert.Contains("0:30", cut.Find(".ringing__case").TextContent, StringComparison.Ordinal);
        Clock.Advance(TimeSpan.FromSeconds(5));
        cut.WaitForAssertion(() => Assert.Contains("0:35", cut.Find(".ringing__case").TextContent, StringComparison.Ordinal));

        cut.Find(".ringing__mute").Click();
        Assert.False(Rung().Loud);
        Assert.Single(cut.FindAll(".ringing--muted"));
        Clock.Advance(TimeSpan.FromSeconds(61));
        cut.WaitForAssertion(() => Assert.True(Rung().Loud));

        // Another one is heard although the first is muted, and stands behind it: nothing moves.
        cut.Find(".ringing__mute").Click();
        Ring(1043);
        await News.Tell(one.Id, 1042);
        cut.WaitForAssertion(() => Assert.True(Rung().Loud));
        Assert.Equal([1042L, 1043L], cut.FindComponents<RingingLine>().Select(l => l.Instance.Case.Number));
        Assert.Equal(one.Id, cut.FindComponents<RingingLine>()[0].Instance.Case.Id);
    }

    [Fact]
    public void Offered_to_somebody_else_it_rings_softly_at_first_and_then_in_full()
    {
        Ring(1042, c => c with { OfferedTo = new(Guid.NewGuid(), "Dr Achieng"), Softly = Clock.Now.AddSeconds(45) });
        var cut = Render<EmergencyBell>();
        cut.WaitForElement(".ringing");
        Assert.True(Rung().Loud); // nobody is left out
        Assert.Equal(true, _bell.Invocations["ring"][^1].Arguments[2]);
        Assert.Contains(Words.Say("ring.offered", ("who", "Dr Achieng")), cut.Find(".ringing__case").TextContent, StringComparison.Ordinal);
        Clock.Advance(TimeSpan.FromSeconds(46));
        cut.WaitForAssertion(() => Assert.Equal(false, _bell.Invocations["ring"][^1].Arguments[2]));
    }

    [Fact]
    public async Task Who_took_it_is_told_the_line_stays_for_a_moment_and_the_ringing_ends_at_once()
    {
        var one = Ring(1042);
        var cut = Render<EmergencyBell>();
        cut.WaitForElement(".ringing");
        _ringing.Clear();
        await News.Tell(one.Id, 1042);
        cut.WaitForAssertion(() => Assert.Null(Rung().Title));
        Assert.NotNull(cut.Find(".is-over"));
        Clock.Advance(TimeSpan.FromSeconds(9));
        cut.WaitForAssertion(() => Assert.Empty(cut.FindAll(".ringing")));
    }

    [Fact]
    public void Taking_it_claims_and_opens_it_and_a_refusal_is_said_in_its_place()
    {
        Ring(1042);
        var cut = Render<EmergencyBell>();
        cut.WaitForElement(".ringing__take").Click();
        Assert.Equal(_ringing[0].Id, Assert.Single(Gateway.Of<ClaimConsult>()).Consult);
        Assert.EndsWith("/case/1042", Services.GetRequiredService<NavigationManager>().Uri, StringComparison.Ordinal);
        Assert.Empty(cut.FindAll(".ringing"));
    }

    [Fact]
    public void A_refusal_is_said_where_it_was_pressed()
    {
        Ring(1042);
        Gateway.Refuse<ClaimConsult>("consult.held");
        var cut = Render<EmergencyBell>();
        cut.WaitForElement(".ringing__take").Click();
        Assert.NotNull(cut.Find(".ringing__case [role=status]"));
        Assert.DoesNotContain("/case/", Services.GetRequiredService<NavigationManager>().Uri, StringComparison.Ordinal);
    }

    [Fact]
    public void A_screen_that_is_not_on_duty_shows_it_without_sound_and_says_so()
    {
        Services.GetRequiredService<BellState>().Disarm();
        Ring(1042);
        var cut = Render<EmergencyBell>();
        cut.WaitForElement(".ringing");
        Assert.Contains(Words["ring.silent"], cut.Markup, StringComparison.Ordinal);
        Assert.False(Rung().Loud);
    }

    [Fact]
    public async Task What_cannot_ring_is_not_asked_for_at_every_notice()
    {
        Render<EmergencyBell>();
        await Task.Yield();
        var asked = Gateway.Of<ListRinging>().Count();
        await News.Tell(Guid.NewGuid()); // somebody claims some case
        Assert.Equal(asked, Gateway.Of<ListRinging>().Count());
    }

    [Fact]
    public void Calling_now_is_one_press_and_its_end_is_asked()
    {
        Gateway.Answer<AnnounceCall, VersionResult>(_ => new(4, 1));
        Gateway.Answer<MissCall, VersionResult>(_ => new(5, 1));
        var own = Sample.Case(urgency: Urgency.Emergency) with { FacilityPhone = "0700 111222" };
        var offer = Render<CallingPanel>(p => p.Add(c => c.Case, own));
        offer.Find("button").Click();
        Assert.Single(Gateway.Of<AnnounceCall>());

        var reached = 0;
        var call = new CallingView(Guid.NewGuid(), new PersonName(Guid.NewGuid(), "Dr Achieng"), Sample.Now, Sample.Now.AddMinutes(5), IsMine: true);
        var under = Render<CallingPanel>(p => p.Add(c => c.Case, own with { Calling = call }).Add(c => c.OnReached, () => reached++));
        Assert.Equal("tel:0700111222", under.Find("a").GetAttribute("href"));
        Assert.Contains(Words.Say("calling.youCall", ("who", "Peter Kamau")), under.Markup, StringComparison.Ordinal);
        Clock.Advance(TimeSpan.FromMinutes(6));
        under.WaitForAssertion(() => Assert.Contains(Words.Say("calling.reached", ("who", "Peter Kamau")), under.Markup, StringComparison.Ordinal));
        under.FindAll("button")[0].Click();
        under.FindAll("button")[1].Click();
        Assert.Equal((1, call.Id), (reached, Assert.Single(Gateway.Of<MissCall>()).Call));

        var other = Render<CallingPanel>(p => p.Add(c => c.Case, own with { Calling = call with { IsMine = false } }));
        Assert.Empty(other.FindAll("button"));
    }

    private RingingCase Ring(long number, Func<RingingCase, RingingCase>? but = null)
    {
        var one = new RingingCase(new Guid((int)number, 0, 0, new byte[8]), number, Sample.Patient, "Emergency advice", Sample.Now.AddSeconds(-30), MayTake: true);
        one = but?.Invoke(one) ?? one;
        _ringing.Add(one);
        return one;
    }

    private (string? Title, bool Loud) Rung()
    {
        var last = _bell.Invocations["ring"][^1];
        return ((string?)last.Arguments[0], (bool)last.Arguments[1]!);
    }
}

using System.Security.Claims;
using Bunit;
using MediatR;
using Microsoft.Extensions.DependencyInjection;
using Teleconsult.Application.Alerts;
using Teleconsult.Application.Duty;
using Teleconsult.Application.Ports;
using Teleconsult.Domain.Duty;
using Teleconsult.Web.Console.Bell;
using Xunit;

namespace Teleconsult.Web.Tests.Console;

/// <summary>What the start of a shift shows of sound and push, and what it sends.</summary>
public sealed class OnDutyTests : ConsoleContext
{
    private const string Endpoint = "https://push.example/1";
    private readonly BunitJSModuleInterop _bell;

    public OnDutyTests()
    {
        AddAuthorization().SetAuthorized("Dr Ann").SetClaims(new Claim(ClaimTypes.NameIdentifier, Guid.NewGuid().ToString()));
        _bell = JSInterop.SetupModule("./console/bell.js");
        _bell.Mode = JSRuntimeMode.Loose;
        Gateway.Answer<GetPushKey, string>(_ => "key");
        Gateway.Answer<GetMyContacts, MyContacts>(_ => new([new(ContactChannel.Sms, "+254700555001")], null, null, "UTC"));
        Gateway.Answer<SubscribeToPush, Unit>(_ => Unit.Value);
        Gateway.Answer<UnsubscribeFromPush, Unit>(_ => Unit.Value);
        Gateway.Answer<TryPush, SendOutcome>(_ => new(SendKind.Sent));
    }

    private static OnDuty.Armed Subscribed => new("on", "subscribed", Endpoint, Convert.ToBase64String(new byte[65]), Convert.ToBase64String(new byte[16]));

    [Fact]
    public async Task A_message_on_trial_is_sent_and_its_arrival_is_told_with_the_time()
    {
        var cut = Render<OnDuty>();
        await cut.Instance.OnArmed(Subscribed);
        Assert.False(Assert.Single(Gateway.Of<SubscribeToPush>()).Field);
        Assert.Equal(new TryPush(Endpoint), Assert.Single(Gateway.Of<TryPush>()));
        Assert.Contains(Words["duty.push.sending"], cut.Markup, StringComparison.Ordinal);

        await cut.Instance.OnShown();
        Assert.Contains(Words.Say("duty.push.shown", ("at", Time.Clock(Sample.Now))), cut.Markup, StringComparison.Ordinal);
        Clock.Advance(TimeSpan.FromMinutes(1));
        Assert.DoesNotContain(Words["duty.push.late"], cut.Markup, StringComparison.Ordinal);
        Assert.Equal(2, cut.FindAll(".bell-line.is-good").Count);
    }

    [Fact]
    public async Task What_does_not_arrive_is_told_after_twenty_seconds()
    {
        var cut = Render<OnDuty>();
        await cut.Instance.OnArmed(Subscribed);
        Clock.Advance(TimeSpan.FromSeconds(21));
        cut.WaitForAssertion(() => Assert.Contains(Words["duty.push.late"], cut.Markup, StringComparison.Ordinal));
        Assert.Contains(Words["duty.instead"], cut.Markup, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("unsupported")]
    [InlineData("insecure")]
    [InlineData("denied")]
    [InlineData("dismissed")]
    [InlineData("failed")]
    public async Task What_the_browser_lacks_is_said_with_what_to_do_and_nothing_is_sent(string push)
    {
        var cut = Render<OnDuty>();
        await cut.Instance.OnArmed(new("waits", push, null, null, null));
        Assert.Contains(Words["duty.push." + push], cut.Markup, StringComparison.Ordinal);
        Assert.Contains(Words["duty.sound.waits"], cut.Markup, StringComparison.Ordinal);
        Assert.Contains(Words["duty.instead"], cut.Markup, StringComparison.Ordinal);
        Assert.Empty(Gateway.Of<SubscribeToPush>());

        await cut.Instance.OnSound("on");
        Assert.Contains(Words["duty.sound.ask"], cut.Markup, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_push_service_that_does_not_take_it_and_a_host_that_refuses_are_told_apart()
    {
        Gateway.Answer<TryPush, SendOutcome>(_ => new(SendKind.Later, AlertWhy.Unreachable));
        Gateway.Answer<GetMyContacts, MyContacts>(_ => new([], null, null, "UTC"));
        var cut = Render<OnDuty>();
        await cut.Instance.OnArmed(Subscribed);
        Assert.Contains(Words["duty.push.unreachable"], cut.Markup, StringComparison.Ordinal);
        Assert.Contains(Words["duty.insteadNone"], cut.Markup, StringComparison.Ordinal);

        Gateway.Refuse<SubscribeToPush>("push.endpoint");
        await cut.Instance.OnArmed(Subscribed);
        Assert.Contains(Words["refusal.push.endpoint"], cut.Markup, StringComparison.Ordinal);
        Assert.Single(Gateway.Of<TryPush>());
    }

    [Fact]
    public void A_browser_that_was_armed_before_is_armed_again_in_silence_and_going_off_duty_ends_it()
    {
        _bell.Setup<OnDuty.Armed?>("begin", _ => true).SetResult(Subscribed);
        _bell.Setup<string?>("leave").SetResult(Endpoint);
        var cut = Render<OnDuty>();
        var bell = Services.GetRequiredService<BellState>();
        Assert.True(bell is { IsArmed: true, IsOpen: false, AllWorks: true });
        Assert.Single(Gateway.Of<SubscribeToPush>());
        Assert.Empty(Gateway.Of<TryPush>());

        var mark = Render<DutyMark>();
        mark.Find("button.bell--on").Click();
        cut.WaitForElement(".bell-panel");
        Assert.Contains(Words["duty.push.ready"], cut.Markup, StringComparison.Ordinal);
        cut.Find(".btn--quiet").Click();
        Assert.Equal(new UnsubscribeFromPush(Endpoint), Assert.Single(Gateway.Of<UnsubscribeFromPush>()));
        mark.WaitForElement("button[data-duty=arm]");
    }
}

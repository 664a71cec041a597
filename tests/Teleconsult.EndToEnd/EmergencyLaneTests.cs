using System.Text.RegularExpressions;
using Teleconsult.EndToEnd.Parts;
using Xunit;
using static Microsoft.Playwright.Assertions;

namespace Teleconsult.EndToEnd;

/// <summary>An emergency in two browsers: it rings wherever a specialist is, one press takes it, one press says that the phone will ring.</summary>
public sealed class EmergencyLaneTests(Stage stage)
{
    [Fact]
    public async Task It_rings_on_every_page_is_taken_by_a_press_and_the_call_is_told_on_the_phone_at_once()
    {
        await using var host = await RunningHost.StartNewAsync("lane");
        await using var desk = await stage.DeskAsync(host.Url);
        await desk.SignInAsync("dermatologist");
        await desk.Page.GotoAsync(host.Url + "/roster");
        await desk.Page.Locator(".bell[data-duty]").ClickAsync();
        await Expect(desk.Page.Locator(".bell-panel")).ToBeVisibleAsync();
        await desk.Button("do.close").ClickAsync();
        await CountTonesAsync(desk);

        await using var phone = await stage.PhoneAsync(host.Url);
        await phone.SignInAsync("emergency.doctor");
        await EmergencyTests.SendAsync(phone, "Which antidote?");

        // It rings on a page that has nothing to do with it: seen, heard, and in the tab.
        var line = desk.Page.Locator(".ringing__case");
        await Expect(line).ToContainTextAsync("27");
        await Expect(desk.Page).ToHaveTitleAsync(new Regex("^EMERGENCY"));
        await desk.Page.WaitForFunctionAsync("() => globalThis.tones > 0");
        await Shots.BothAsync(desk.Page, "console-ringing");
        await desk.Page.Locator(".ringing__mute").ClickAsync();
        await Expect(desk.Page.Locator(".ringing--muted")).ToBeVisibleAsync();
        await desk.ShotAsync("console-ringing-muted");

        // What becomes of the messages reaches the open phone by itself: nobody of the team has an address that works here.
        await Expect(phone.Page.Locator(".clock .figure")).ToBeVisibleAsync();
        await Expect(phone.Page.Locator(".alerted")).ToContainTextAsync("Dr Grace Okello");

        await desk.Page.Locator(".ringing__take").ClickAsync();
        await Expect(desk.Page.Locator(".alarm")).ToContainTextAsync(Words.Of("live.desk.yours"));
        await Expect(desk.Page.Locator(".ringing")).ToHaveCountAsync(0);
        await Expect(desk.Page).Not.ToHaveTitleAsync(new Regex("^EMERGENCY"));
        await Expect(phone.Page.Locator(".clock.good")).ToContainTextAsync("Dr Grace Okello");

        await desk.Page.Locator(".calling .btn--emergency").ClickAsync();
        var ringing = phone.Page.Locator("[role=alert]").Filter(new() { HasText = Words.Of("live.calling", ("who", "Dr Grace Okello")) });
        await Expect(ringing).ToBeVisibleAsync();
        await Shots.BothAsync(phone.Page, "field-calling");
        await desk.ShotAsync("console-calling");
        await desk.Button("calling.no").ClickAsync();
        await Expect(phone.Page.Locator("main")).ToContainTextAsync(Words.Of("live.callMissedMore"));
        await Expect(ringing).ToHaveCountAsync(0);
        await desk.Page.Locator(".calling .btn--emergency").ClickAsync();
        await Expect(ringing).ToBeVisibleAsync();
        await desk.Button("calling.yes").ClickAsync();
        await desk.Dialog.Locator("#call-said").FillAsync("Give atropine");
        await desk.Dialog.Locator("#call-whom").FillAsync("Dr Kiprono");
        await desk.ConfirmAsync();
        await Expect(ringing).ToHaveCountAsync(0);
        desk.Watch.HeardNothing();
        phone.Watch.HeardNothing();
    }

    /// <summary>No machine of the tests has a loudspeaker: what would sound is counted where the browser is asked for it.</summary>
    private static async Task CountTonesAsync(Desk desk) => await desk.Page.EvaluateAsync(
        """
        () => {
          globalThis.tones = 0;
          const start = OscillatorNode.prototype.start;
          OscillatorNode.prototype.start = function (...at) { globalThis.tones++; return start.apply(this, at); };
        }
        """);
}

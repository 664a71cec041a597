using Microsoft.Playwright;
using Teleconsult.EndToEnd.Parts;
using Xunit;
using static Microsoft.Playwright.Assertions;

namespace Teleconsult.EndToEnd;

/// <summary>Start of a shift: one press arms sound and push, and the screen shows that they work, or what to do. The push service alone is ours.</summary>
public sealed class OnDutyTests(Stage stage)
{
    private const string Worker = "/console/";

    [Fact]
    public async Task One_press_arms_sound_and_push_and_shows_what_works_and_what_does_not()
    {
        await using var pushes = await PushService.StartAsync();
        await using var host = await RunningHost.StartNewAsync("duty", "--Alerts:Push:AllowPrivate=true");
        await using var desk = await stage.DeskAsync(host.Url);
        desk.Watch.Expect(Watch.CutLines);
        await desk.SignInAsync("dermatologist");

        // Nobody has allowed anything: the screen says so, and by what one is alerted until then.
        await desk.Page.Locator(".bell[data-duty]").ClickAsync();
        await Expect(Line(desk, "duty-push")).ToHaveClassAsync(new System.Text.RegularExpressions.Regex("is-bad"));
        await Expect(Line(desk, "duty-push")).ToContainTextAsync(Words.Of("duty.instead"));
        await Expect(Line(desk, "duty-sound")).ToContainTextAsync(Words.Of("duty.sound.ask"));
        await desk.ShotAsync("console-duty-denied");
        await desk.Button("do.close").ClickAsync();
        await Expect(desk.Page.Locator(".bell--part")).ToContainTextAsync(Words.Of("duty.part"));

        // Allowed: the press sends a message by the way of every alert, and the screen says when it arrived.
        await pushes.ServeAsync(desk.Context);
        await desk.WorklistAsync(); // remembered: armed again without a question, sound at the first press
        await desk.Page.Locator(".bell--on").ClickAsync();
        await Expect(Line(desk, "duty-push")).ToContainTextAsync(Words.Of("duty.push.ready"));
        await desk.Button("duty.try").ClickAsync();
        var trial = await pushes.HandOverAsync(desk.Page, Worker);
        Assert.Equal(Words.Of("alert.trial"), trial["body"]!.GetValue<string>());
        await Expect(Line(desk, "duty-push")).ToContainTextAsync(Words.Like("duty.push.shown"));
        await Expect(Line(desk, "duty-push")).ToHaveClassAsync(new System.Text.RegularExpressions.Regex("is-good"));
        await desk.Button("duty.sound.no").ClickAsync();
        await Expect(Line(desk, "duty-sound")).ToContainTextAsync(Words.Of("duty.sound.deaf"));
        await desk.Button("duty.try").ClickAsync();
        await pushes.HandOverAsync(desk.Page, Worker);
        await desk.Button("duty.sound.yes").ClickAsync();
        await Expect(Line(desk, "duty-sound")).ToContainTextAsync(Words.Of("duty.sound.heard"));
        await desk.ShotAsync("console-duty-works");
        await desk.Button("do.close").ClickAsync();
        await desk.Page.GetByRole(AriaRole.Link, new() { Name = Words.Of("nav.rosters") }).ClickAsync();
        await Expect(desk.Page.Locator(".bell--on")).ToContainTextAsync(Words.Of("duty.on")); // on every page

        // A case comes as a message: its number and service, and nothing of the patient.
        await using var phone = await stage.PhoneAsync(host.Url);
        await phone.SignInAsync("emergency.doctor");
        await EmergencyTests.SendAsync(phone, "Which antidote?");
        var message = await pushes.HandOverAsync(desk.Page, Worker);
        Assert.StartsWith("/case/", message["path"]!.GetValue<string>(), StringComparison.Ordinal);
        Assert.DoesNotContain("M.S.", message.ToJsonString(), StringComparison.Ordinal);
        Assert.Contains(message["body"]!.GetValue<string>(), await ShownAsync(desk), StringComparison.Ordinal);
        await Expect(phone.Page.Locator(".alerted")).ToContainTextAsync("Dr Grace Okello");

        // While the connection is away nothing can ring here, and that is what it says. Afterwards the browser is armed as before.
        await host.KillAsync();
        await Expect(desk.Page.Locator(".bell--on")).ToContainTextAsync(Words.Of("duty.lost"));
        await desk.ShotAsync("console-duty-lost");
        await host.StartAsync();
        await Expect(desk.Page.Locator(".bell--on .live__on")).ToBeVisibleAsync();

        // Signing out ends it: for the browser and for the host.
        await desk.Page.GotoAsync(host.Url + "/account");
        await desk.Button("account.signOut").ClickAsync();
        await desk.SignInAsync("dermatologist");
        await Expect(desk.Page.Locator(".bell[data-duty='arm']")).ToBeVisibleAsync();
        desk.Watch.HeardNothing();
    }

    private static ILocator Line(Desk desk, string name) => desk.Page.Locator($".bell-line[aria-labelledby='{name}']");

    /// <summary>What stands on the desk's screen as notifications now, or as soon as the first one does.</summary>
    private static async Task<string> ShownAsync(Desk desk)
    {
        var shown = await desk.Page.WaitForFunctionAsync(
            """
            async () => {
              const registration = await navigator.serviceWorker.getRegistration('/console/');
              const all = await registration.getNotifications();
              return all.some((one) => one.data?.path?.startsWith('/case/')) ? all.map((one) => one.body).join('|') : false;
            }
            """);
        return await shown.JsonValueAsync<string>();
    }
}

using Microsoft.Playwright;
using Teleconsult.EndToEnd.Parts;
using Xunit;
using static Microsoft.Playwright.Assertions;

namespace Teleconsult.EndToEnd;

/// <summary>An emergency doctor and a specialist, live: nothing said is lost, nobody is mistaken, and nobody waits in silence.</summary>
public sealed class EmergencyTests(Stage stage)
{
    private static readonly Person Patient = new("M.S.", 27, "female");

    [Fact]
    public async Task Both_sides_see_each_other_write_and_the_advice_counts_when_it_was_said_back_rightly()
    {
        const string need = "Theatre now, or two units first?";
        await using var host = await RunningHost.StartNewAsync("emergency");
        await using var phone = await stage.PhoneAsync(host.Url);
        await phone.SignInAsync("emergency.doctor");
        await SendAsync(phone, need);
        await phone.ShotAsync("field-emergency-waiting");

        await using var desk = await stage.DeskAsync(host.Url);
        await desk.SignInAsync("dermatologist");
        await desk.SeesAsync(need);
        await desk.OpenAsync(need);
        await Expect(desk.Page.Locator(".band h1")).ToContainTextAsync(Patient.Initials);
        await Expect(desk.Page.Locator(".facts")).ToContainTextAsync("Belly pain and bleeding");
        await Expect(phone.Page.Locator(".here").First).ToContainTextAsync("Dr Grace Okello"); // seen on the phone, and the other way
        await Expect(desk.Page.Locator(".company")).ToContainTextAsync("Dr Samuel Kiprono");

        // Typing lasts for seconds: whoever looks keeps what was seen.
        await KeepAsync(desk.Page, ".company__one--typing");
        await phone.Page.Locator(".write textarea").PressSequentiallyAsync("She is pale");
        await SeenAsync(desk.Page);
        await KeepAsync(phone.Page, ".here", Words.Of("message.typing", ("who", "Dr Grace Okello")));
        await desk.Page.Locator(".writebox textarea").PressSequentiallyAsync("Two drips, lying");
        await SeenAsync(phone.Page);
        await desk.ShotAsync("console-emergency-waiting");

        // Half a message survives a reload on both faces.
        await desk.Page.ReloadAsync();
        await Expect(desk.Page.Locator(".writebox textarea")).ToHaveValueAsync("Two drips, lying");
        await phone.Page.ReloadAsync();
        await Expect(phone.Page.Locator(".write textarea")).ToHaveValueAsync("She is pale");
        await phone.Button("message.send").ClickAsync();
        await Expect(desk.Page.Locator(".message").Filter(new() { HasText = "She is pale" })).ToBeVisibleAsync();
        await desk.Page.Locator(".writebox button").ClickAsync();
        await Expect(phone.Page.Locator(".msg").Filter(new() { HasText = "Two drips, lying" })).ToBeVisibleAsync();

        await desk.Page.Locator(".alarm .btn--emergency").ClickAsync();
        await Expect(phone.Page.Locator(".clock")).ToContainTextAsync("Dr Grace Okello");
        await phone.ShotAsync("field-emergency-live");
        await AdviseAsync(desk);
        await desk.ShotAsync("console-emergency-advice");

        await ReadAsync(phone);
        await SayBackAsync(phone, "Two drips, sitting up, send now");
        await phone.ShotAsync("field-emergency-said-back");
        var open = desk.Page.Locator(".loop__item--open").Filter(new() { HasText = "send now" }); // the referral beside it is open too
        await Expect(open).ToContainTextAsync("sitting up");
        await desk.ShotAsync("console-emergency-said-back");
        await open.GetByRole(AriaRole.Button, new() { Name = Words.Of("loop.wrong"), Exact = true }).ClickAsync();
        await desk.Page.Locator("#correction").FillAsync("Lying down, not sitting");
        await desk.Button("loop.sendCorrection").ClickAsync();
        await Expect(phone.Page.Locator(".loop .note")).ToContainTextAsync("Lying down, not sitting");
        await phone.ShotAsync("field-emergency-corrected");
        await SayBackAsync(phone, "Two drips, lying down, send now");
        await Expect(open).ToContainTextAsync("lying down");
        await open.GetByRole(AriaRole.Button, new() { Name = Words.Of("loop.right"), Exact = true }).ClickAsync();
        await Expect(phone.Page.Locator(".good-edge")).ToContainTextAsync("Two drips, lying down");
        await phone.Page.GoBackAsync();
        await Expect(phone.Page.Locator(".clock.good")).ToContainTextAsync("Dr Grace Okello");
        await phone.ShotAsync("field-emergency-understood");
        await desk.ShotAsync("console-emergency-understood");
        phone.Watch.HeardNothing();
        desk.Watch.HeardNothing();
    }

    [Fact]
    public async Task When_nobody_answers_the_phone_says_so_by_itself_and_both_faces_say_who_was_told()
    {
        const string need = "Which antidote?";
        await using var host = await RunningHost.StartNewAsync("emergency-late");
        await using var phone = await stage.PhoneAsync(host.Url);
        phone.Watch.Expect(Watch.CutLines);
        await phone.SignInAsync("emergency.doctor");
        await SendAsync(phone, need);

        // The host is gone, and six minutes pass by the phone's own clock: the last watchdog needs no server.
        await host.KillAsync();
        await phone.Page.EvaluateAsync("() => { const now = Date.now.bind(Date); globalThis.clock = now; Date.now = () => now() + 6 * 60_000; }");
        await Expect(phone.Page.Locator(".clock.late")).ToContainTextAsync(Words.Of("live.nothing"));
        await Expect(phone.Page.Locator("main a[href='tel:0800555002']")).ToBeVisibleAsync();
        await phone.ShotAsync("field-emergency-nobody");
        await phone.Page.EvaluateAsync("() => { Date.now = globalThis.clock; }");
        await host.StartAsync();
        await TryNowAsync(phone);

        await using var desk = await stage.DeskAsync(host.Url);
        desk.Watch.Expect(Watch.CutLines);
        await desk.SignInAsync("dermatologist");
        await desk.SeesAsync(need);
        await desk.OpenAsync(need);
        await Expect(phone.Page.Locator(".clock")).ToContainTextAsync(Words.Of("live.seen").Split('{')[0]); // the phone hears the host again
        await desk.WorklistAsync();
        await desk.SeesAsync(need);
        await host.KillAsync();
        await host.StartAsync(later: TimeSpan.FromMinutes(6));
        await TryNowAsync(phone);

        // Five minutes are promised; the lead was alerted then, and the coordinator is next.
        await Expect(phone.Page.Locator(".clock.late")).ToContainTextAsync(Words.Of("live.nobody"));
        await Expect(phone.Page.Locator(".clock.late")).ToContainTextAsync("Grace Auma");
        await Expect(phone.Page.Locator(".alerted summary")).ToContainTextAsync("Grace Auma");
        await phone.ShotAsync("field-emergency-late");
        await Expect(desk.Line(need)).ToContainTextAsync(Words.Of("due.overdue"));
        await desk.OpenAsync(need);
        await Expect(desk.Page.Locator(".alarm--late")).ToContainTextAsync("Grace Auma");
        await desk.ShotAsync("console-emergency-late");

        // The ladder has run out: the coordinator has it, an incident is open, and the phone says that nobody answered.
        desk.Watch.HeardNothing();
        await desk.Page.GotoAsync("about:blank");
        await host.KillAsync();
        await host.StartAsync(later: TimeSpan.FromMinutes(16));
        await TryNowAsync(phone);
        await Expect(phone.Page.Locator(".clock.late")).ToContainTextAsync("Grace Auma");
        await Expect(phone.Page.Locator(".alerted[open]")).ToContainTextAsync("Grace Auma");
        await phone.ShotAsync("field-emergency-unanswered");
        await using var coordinator = await stage.DeskAsync(host.Url);
        await coordinator.SignInAsync("coordinator");
        await coordinator.NetworkAsync();
        await Expect(coordinator.Page.Locator(".incidents li.is-late").First).ToContainTextAsync(Words.Of("incident.kind.unanswered"));
        await coordinator.ShotAsync("console-incidents");
        coordinator.Watch.HeardNothing();
        phone.Watch.HeardNothing();
    }

    /// <summary>The network comes back: the phone asks now, and not after a pause that grew while the host was away.</summary>
    private static async Task TryNowAsync(Phone phone)
    {
        await phone.OfflineAsync(true);
        await phone.OfflineAsync(false);
    }

    /// <summary>From the list to the waiting screen: cover and number first, two answers, sent.</summary>
    internal static async Task SendAsync(Phone phone, string need)
    {
        await phone.Button("urgency.emergency").ClickAsync();
        await Expect(phone.Page.Locator("main")).ToContainTextAsync("Dr Grace Okello");
        await Expect(phone.Page.Locator("main a[href='tel:0800555002']")).ToBeVisibleAsync();
        await Shots.BothAsync(phone.Page, "field-emergency-cover");
        await phone.Button("emergency.ask").ClickAsync();
        await phone.Page.GetByLabel(Words.Of("patient.initials")).FillAsync(Patient.Initials);
        await phone.Page.GetByLabel(Words.Of("patient.age"), new() { Exact = true }).FillAsync($"{Patient.Age}");
        await phone.Page.GetByRole(AriaRole.Group, new() { Name = Words.Of("patient.sex") }).GetByText(Words.Of($"sex.{Patient.Sex}"), new() { Exact = true }).ClickAsync();
        await phone.Page.GetByLabel("What is wrong, and since when?").FillAsync("Belly pain and bleeding since 2 hours, 8 weeks pregnant, pale.");
        await phone.Page.GetByLabel("What do you need now?").FillAsync(need);
        await Shots.BothAsync(phone.Page, "field-emergency-form");
        await phone.Page.Locator(".dock button.main").ClickAsync();
        await Expect(phone.Page.Locator(".clock .figure")).ToBeVisibleAsync();
        await Expect(phone.Page.Locator(".bar h1")).ToContainTextAsync(Patient.Initials);
        await Expect(phone.Page.Locator(".dock a[href='tel:0800555002']")).ToBeVisibleAsync();
    }

    private static async Task AdviseAsync(Desk desk)
    {
        await desk.Field("mostLikely").FillAsync("Treat as pregnancy outside the womb");
        await desk.Field("action.0.text").FillAsync("Two drips, lying down, send now");
        await desk.PickAsync("disposition", "EmergencyTransfer");
        await desk.Page.Locator(".composer__foot .confirm input").CheckAsync();
        await desk.Page.GetByRole(AriaRole.Button, new() { Name = Words.Of("advice.send") }).ClickAsync();
        await Expect(desk.Page.Locator("article.advice")).ToBeVisibleAsync();
    }

    private static async Task ReadAsync(Phone phone)
    {
        await phone.Button("case.readAdvice").ClickAsync();
        await Expect(phone.Page.Locator("main")).ToContainTextAsync(Patient.Initials);
        await phone.Button("advice.yes").ClickAsync();
        await phone.Button("advice.read").ClickAsync();
    }

    private static async Task SayBackAsync(Phone phone, string text)
    {
        await phone.Page.Locator(".loop.ask textarea").FillAsync(text);
        await phone.Page.Locator(".loop.ask button.main").ClickAsync();
    }

    /// <summary>Writes down on the page itself that something of this kind has stood on it.</summary>
    private static async Task KeepAsync(IPage page, string selector, string words = "") => await page.EvaluateAsync(
        """
        ([selector, words]) => {
          const look = () => {
            if ([...document.querySelectorAll(selector)].some((one) => one.textContent.includes(words))) document.documentElement.dataset.seen = 'yes';
          };
          new MutationObserver(look).observe(document.body, { subtree: true, childList: true, characterData: true, attributes: true });
          look();
        }
        """, new[] { selector, words });

    private static Task SeenAsync(IPage page) => Expect(page.Locator("html")).ToHaveAttributeAsync("data-seen", "yes");
}

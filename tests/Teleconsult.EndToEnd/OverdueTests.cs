using Microsoft.Playwright;
using Teleconsult.EndToEnd.Parts;
using Xunit;
using static Microsoft.Playwright.Assertions;

namespace Teleconsult.EndToEnd;

/// <summary>Nobody waits in silence: when nobody took the case in time, both faces say so, and who sees to it now.</summary>
public sealed class OverdueTests(Stage stage)
{
    [Fact]
    public async Task A_case_that_nobody_takes_in_time_is_overdue_on_both_faces()
    {
        const string question = "Painful red leg since yesterday, spreading. Antibiotics today?";
        await using var host = await RunningHost.StartNewAsync("overdue");
        await using var phone = await stage.PhoneAsync(host.Url);
        phone.Watch.Expect(Watch.CutLines);
        await phone.SignInAsync("primary.care");
        await phone.BeginAsync("general-dermatology", new("L.E.", 61, "female"), "urgent");
        await phone.AskAsync(question);
        await phone.PhotoAsync(await stage.Drawn.SkinAsync(61));
        await phone.ConsentAsync();
        await phone.SendAsync();
        await Expect(phone.Headline).ToHaveTextAsync(Words.Like("line.complete"));

        await using var desk = await stage.DeskAsync(host.Url);
        desk.Watch.Expect(Watch.CutLines);
        await desk.SignInAsync("dermatologist");
        await desk.SeesAsync(question);
        await Expect(desk.Line(question)).Not.ToContainTextAsync(Words.Of("due.overdue"));

        // Half an hour (the promise for urgent cases) and a minute later. The host was down meanwhile: its timers catch up.
        await host.KillAsync();
        await host.StartAsync(later: TimeSpan.FromMinutes(31));

        await Expect(desk.Line(question)).ToContainTextAsync(Words.Of("due.overdue"));
        await Expect(desk.Line(question)).ToContainTextAsync("Grace Auma");
        await desk.ShotAsync("console-overdue");
        await Expect(phone.Headline).ToHaveTextAsync(Words.Of("line.lateTold").Split(". ")[0]);
        await Expect(phone.Page.Locator(".receipts")).ToContainTextAsync("Grace Auma");
        await phone.ShotAsync("field-overdue");

        await using var coordinator = await stage.DeskAsync(host.Url);
        await coordinator.SignInAsync("coordinator");
        await coordinator.NetworkAsync();
        await Expect(coordinator.Concern("L.E.")).ToContainTextAsync(Words.Of("due.overdue"));
        await coordinator.Concern("L.E.").GetByRole(AriaRole.Button, new() { Name = Words.Of("do.chase"), Exact = true }).ClickAsync();
        await coordinator.ShotAsync("console-chase");
        await coordinator.ConfirmAsync();
        await Expect(coordinator.Concern("L.E.")).ToContainTextAsync(Words.Like("network.chased"));
        await coordinator.ShotAsync("console-network");
        await Expect(phone.Page.Locator(".msg").Filter(new() { HasText = Words.Of("chase.text.late") })).ToBeVisibleAsync();

        await desk.OpenAsync(question);
        await Expect(desk.Page.Locator(".timeline")).ToContainTextAsync(Words.Of("event.rungReached"));
        await desk.ShotAsync("console-overdue-case");
        phone.Watch.HeardNothing();
        desk.Watch.HeardNothing();
        coordinator.Watch.HeardNothing();
    }
}

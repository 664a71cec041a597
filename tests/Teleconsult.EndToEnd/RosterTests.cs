using Microsoft.Playwright;
using Teleconsult.EndToEnd.Parts;
using Xunit;
using static Microsoft.Playwright.Assertions;

namespace Teleconsult.EndToEnd;

/// <summary>A coordinator tears a gap into the emergency roster, is stopped, mends it and publishes; by keyboard where it matters.</summary>
public sealed class RosterTests(Stage stage)
{
    [Fact]
    public async Task An_emergency_roster_with_a_gap_cannot_be_published_until_it_is_filled()
    {
        await using var host = await RunningHost.StartNewAsync("roster");
        await using var desk = await stage.DeskAsync(host.Url);
        await desk.SignInAsync("coordinator");
        await desk.Page.GetByRole(AriaRole.Link, new() { Name = Words.Of("nav.rosters"), Exact = true }).ClickAsync();
        var emergency = desk.Page.Locator(".roster:has(h2:text-is(\"Emergency advice\"))");
        await Expect(emergency.Locator(".tag--accent")).ToHaveTextAsync(Words.Of("roster.state.published"));

        var week = await desk.Page.Locator(".roster__range").InnerTextAsync();
        await desk.Page.GetByRole(AriaRole.Button, new() { Name = Words.Of("roster.weekAfter") }).ClickAsync();
        await Expect(desk.Page.Locator(".roster__range")).Not.ToHaveTextAsync(week);
        var monday = emergency.Locator(".day").First;
        await monday.Locator("button.shift").FocusAsync();
        await desk.Page.Keyboard.PressAsync("Enter");
        await desk.Dialog.GetByRole(AriaRole.Button, new() { Name = Words.Of("shift.removeDay") }).ClickAsync();
        await Expect(desk.Dialog).ToHaveCountAsync(0);

        await Expect(monday.Locator(".shift--gap")).ToContainTextAsync(Words.Of("roster.finding.gap"));
        await Expect(emergency.Locator(".remark--bad")).ToContainTextAsync(Words.Of("roster.refuses"));
        var publish = emergency.GetByRole(AriaRole.Button, new() { Name = Words.Of("roster.publish"), Exact = true });
        await Expect(publish).ToBeDisabledAsync();
        await desk.ShotAsync("roster-gap");

        // The same hour by hour: the gap stands there as high as it is long, and the scheduler places it under our policy.
        await desk.Page.GetByRole(AriaRole.Tab, new() { Name = Words.Of("roster.hours") }).ClickAsync();
        await Expect(desk.Page.Locator(".hours .rz-event").First).ToBeVisibleAsync();
        await desk.Page.GetByLabel(Words.Of("roster.service")).SelectOptionAsync(new SelectOptionValue { Label = "Emergency advice" });
        var hole = desk.Page.Locator(".hours .rz-event:has(.hours__entry--gap)").First;
        await Expect(hole).ToBeVisibleAsync();
        var (hour, height) = ((await desk.Page.Locator(".hours .rz-slot").First.BoundingBoxAsync())!.Height, (await hole.BoundingBoxAsync())!.Height);
        Assert.True(height > 2 * hour, $"{height} of {hour} an hour");
        await Expect(desk.Page.GetByLabel(Words.Of("roster.service")).Locator("option:checked")).ToHaveTextAsync("Emergency advice");
        await desk.ShotAsync("roster-hours");
        await hole.ClickAsync();
        await Expect(desk.Page.Locator("dialog[open] #shift-from")).ToBeVisibleAsync();
        await desk.Page.Keyboard.PressAsync("Escape");
        await desk.Page.GetByRole(AriaRole.Tab, new() { Name = Words.Of("roster.week") }).ClickAsync();
        await desk.Page.GetByLabel(Words.Of("roster.service")).SelectOptionAsync("");

        await desk.Button("roster.addShift").ClickAsync();
        await desk.Dialog.Locator("#shift-service").SelectOptionAsync(new SelectOptionValue { Label = "Emergency advice" });
        await desk.Dialog.Locator("#shift-from").FillAsync("00:00");
        await desk.Dialog.Locator("#shift-to").FillAsync("00:00");
        await Duty("Dr Paul Wafula").SelectOptionAsync(new SelectOptionValue { Label = Words.Of("shift.part.primary") });
        await Duty("Dr Grace Okello").SelectOptionAsync(new SelectOptionValue { Label = Words.Of("shift.part.backup") });
        await desk.ShotAsync("roster-shift");
        await desk.ConfirmAsync();
        await Expect(desk.Dialog).ToHaveCountAsync(0);
        await Expect(monday.Locator("button.shift")).ToContainTextAsync("00:00–24:00");
        await Expect(emergency.Locator(".shift--gap")).ToHaveCountAsync(0);
        await publish.ClickAsync();
        await Expect(emergency.Locator(".tag--accent")).ToHaveTextAsync(Words.Of("roster.state.published"));
        desk.Watch.HeardNothing();

        await using var doctor = await stage.DeskAsync(host.Url); // who is in it sees it, on a phone too
        await doctor.SignInAsync("on.call");
        await doctor.Page.SetViewportSizeAsync(390, 844);
        await doctor.Page.GotoAsync(host.Url + "/roster");
        await doctor.Page.GetByRole(AriaRole.Button, new() { Name = Words.Of("roster.weekAfter") }).ClickAsync();
        await Expect(doctor.Page.Locator(".roster:has(h2:text-is(\"Emergency advice\")) .day").First.Locator("button.shift")).ToContainTextAsync("Dr Paul Wafula");
        await Expect(doctor.Page.GetByRole(AriaRole.Button, new() { Name = Words.Of("roster.addShift") })).ToHaveCountAsync(0);
        await doctor.ShotAsync("roster-phone");
        doctor.Watch.HeardNothing();

        ILocator Duty(string name) => desk.Dialog.Locator(".duty").Filter(new() { HasText = name }).Locator("select");
    }
}

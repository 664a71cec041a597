using Microsoft.Playwright;
using Teleconsult.EndToEnd.Parts;
using Xunit;
using static Microsoft.Playwright.Assertions;

namespace Teleconsult.EndToEnd;

/// <summary>An answer sends the patient on: the specialist says where, the worker follows it, also without a network and after the case is closed.</summary>
public sealed class ReferralTests(Stage stage)
{
    [Fact]
    public async Task A_referred_patient_is_followed_from_the_advice_to_the_report_over_an_outage_and_the_closing()
    {
        const string question = "Ulcer on the lower lip for four months. Biopsy?";
        await using var phone = await stage.PhoneAsync();
        await phone.SignInAsync("primary.care");
        await phone.SendCaseAsync("general-dermatology", new("B.M.", 63, "male"), question, await stage.Drawn.SkinAsync(41));
        await using var desk = await stage.DeskAsync();
        await desk.SignInAsync("dermatologist");
        await desk.SeesAsync(question);
        await desk.OpenAsync(question);
        await desk.ClaimAsync();
        await desk.PickAsync("adequacy", "Adequate");
        await desk.Field("mostLikely").FillAsync("Squamous cell carcinoma must be excluded.");
        await desk.PickAsync("confidence", "Probable");
        await desk.Field("action.0.text").FillAsync("Biopsy");
        await desk.PickAsync("disposition", "ReferUrgent");
        await desk.SavedAsync();
        await desk.SendAdviceAsync();

        // The advice went out and made the referral; the phone has it, and says so by itself.
        await Expect(desk.Page.Locator(".advice")).ToContainTextAsync(Words.Like("desk.delivered"));
        await Expect(desk.Page.Locator(".referrals")).ToContainTextAsync(Words.Of("referral.nowhere"));
        await desk.Button("desk.referral.direct").ClickAsync();
        await desk.Dialog.Locator("#refer-where").FillAsync("Kisumu, oral surgery");
        await desk.Dialog.Locator("#refer-note").FillAsync("Biopsy of the lip");
        await PicturesAsync(desk, "console-referral-dialog");
        await desk.ConfirmAsync();
        await Expect(desk.Page.Locator(".referrals")).ToContainTextAsync("Kisumu, oral surgery");
        await PicturesAsync(desk, "console-referral");

        await phone.Button("case.readAdvice").ClickAsync();
        await phone.Button("advice.yes").ClickAsync();
        await phone.Button("advice.read").ClickAsync();
        await phone.Button("case.close").ClickAsync();
        await phone.Page.GetByText(Words.Of("close.outcome.new"), new() { Exact = true }).ClickAsync();
        await phone.Page.GetByText(Words.Of("close.referral.initiated"), new() { Exact = true }).ClickAsync();
        await phone.Button("case.close").ClickAsync();
        await phone.HomeAsync();
        await Expect(phone.Row(question)).ToContainTextAsync(Words.Of("line.referral.arrange")); // closed, and not over
        await phone.Row(question).ClickAsync();
        await Expect(phone.Page.Locator(".referral")).ToContainTextAsync("Kisumu, oral surgery");

        await phone.OfflineAsync(true);
        await phone.Button("referral.do.booked").ClickAsync();
        await PicturesAsync(phone, "field-referral-day");
        await phone.Button("referral.save").ClickAsync();
        await phone.Button("referral.do.missed").ClickAsync();
        await phone.Page.GetByRole(AriaRole.Button, new() { Name = Words.Of("referral.miss.cost"), Exact = true }).ClickAsync();
        await phone.Page.GetByLabel(Words.Of("referral.note.missed")).FillAsync("No fare this week");
        await phone.Button("referral.save").ClickAsync();
        await Expect(phone.Page.Locator(".referral")).ToContainTextAsync(Words.Of("referral.waits"));
        await PicturesAsync(phone, "field-referral-offline");
        await phone.OfflineAsync(false);
        await Expect(desk.Page.Locator(".referrals")).ToContainTextAsync("No fare this week"); // without a reload
        await Expect(phone.Page.Locator(".referral")).Not.ToContainTextAsync(Words.Of("referral.waits"));

        await phone.Button("referral.do.attended").ClickAsync();
        await phone.Button("referral.save").ClickAsync();
        await Expect(desk.Page.Locator(".referrals")).ToContainTextAsync(Words.Of("referral.step.report"));
        await using (var coordinator = await stage.DeskAsync())
        {
            await coordinator.SignInAsync("coordinator");
            await coordinator.Page.GotoAsync(stage.Host.Url + "/network/referrals");
            await Expect(coordinator.Page.Locator(".panel").Filter(new() { HasText = "Kisumu, oral surgery" })).ToContainTextAsync(Words.Of("desk.referral.closed"));
            await PicturesAsync(coordinator, "console-referrals");
            coordinator.Watch.HeardNothing();
        }

        await phone.Button("referral.do.reported").ClickAsync();
        await phone.Page.GetByLabel(Words.Of("referral.note.reported")).FillAsync("Carcinoma, fully removed");
        await phone.Button("referral.save").ClickAsync();
        await Expect(desk.Page.Locator(".referrals")).ToContainTextAsync("Carcinoma, fully removed");
        await Expect(phone.Page.Locator(".referral")).ToContainTextAsync("Carcinoma, fully removed");
        await PicturesAsync(phone, "field-referral-reported");
        await phone.HomeAsync();
        await Expect(phone.Row(question)).Not.ToContainTextAsync(Words.Of("line.referral.report"));
        desk.Watch.HeardNothing();
    }

    private static Task PicturesAsync(Desk desk, string name) => PicturesAsync(desk.Page, name, (1440, 900), (390, 844));

    private static Task PicturesAsync(Phone phone, string name) => PicturesAsync(phone.Page, name, (390, 844), (390, 844));

    private static async Task PicturesAsync(IPage page, string name, (int Width, int Height) first, (int Width, int Height) second)
    {
        var before = page.ViewportSize!;
        foreach (var (width, height) in new[] { first, second }.Distinct())
        {
            await page.SetViewportSizeAsync(width, height);
            foreach (var colours in new[] { ColorScheme.Light, ColorScheme.Dark })
            {
                await page.EmulateMediaAsync(new() { ColorScheme = colours });
                await Shots.TakeAsync(page, $"{name}-{width}-{colours}");
            }
        }

        await page.EmulateMediaAsync(new() { ColorScheme = ColorScheme.Light });
        await page.SetViewportSizeAsync(before.Width, before.Height);
    }
}

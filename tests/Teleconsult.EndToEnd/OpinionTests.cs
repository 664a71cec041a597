using Microsoft.Playwright;
using Teleconsult.EndToEnd.Parts;
using Xunit;
using static Microsoft.Playwright.Assertions;

namespace Teleconsult.EndToEnd;

/// <summary>A colleague is asked, sees it differently, and who answered decides in the open: the worker reads both, which one stands, and why.</summary>
public sealed class OpinionTests(Stage stage)
{
    [Fact]
    public async Task Two_answers_that_differ_stand_side_by_side_until_one_is_said_to_stand()
    {
        const string question = "Dark spot on the heel, 7 mm, for a year. Leave it?";
        await using var phone = await stage.PhoneAsync();
        await phone.SignInAsync("primary.care");
        await phone.SendCaseAsync("general-dermatology", new("K.O.", 51, "female"), question, await stage.Drawn.SkinAsync(37));
        await using var desk = await stage.DeskAsync();
        await desk.SignInAsync("dermatologist");
        await desk.SeesAsync(question);
        await desk.OpenAsync(question);
        await desk.ClaimAsync();
        await desk.Button("opinion.open").ClickAsync();
        await desk.Dialog.Locator("label.choice").Filter(new() { HasText = "Dr Paul Wafula" }).ClickAsync();
        await desk.Dialog.Locator("#opinion-text").FillAsync("Ridge pattern? I would leave it.");
        await desk.ShotAsync("console-opinion-ask");
        await desk.ConfirmAsync();
        await Expect(desk.Page.Locator(".loop")).ToContainTextAsync("Ridge pattern? I would leave it.");

        await using (var colleague = await stage.DeskAsync())
        {
            await colleague.SignInAsync("on.call");
            await colleague.SeesAsync(question);
            await colleague.OpenAsync(question);
            await Expect(colleague.Page.Locator(".loop")).ToContainTextAsync("Ridge pattern? I would leave it.");
            await colleague.Button("opinion.write").ClickAsync();
            await AnswerAsync(colleague, "Acral melanoma cannot be excluded.", "ReferUrgent");
            await colleague.ShotAsync("console-opinion-write");
            await colleague.Page.GetByRole(AriaRole.Button, new() { Name = Words.Of("opinion.send") }).ClickAsync();
            await Expect(colleague.Page.Locator(".advice")).ToContainTextAsync("Acral melanoma cannot be excluded.");
            colleague.Watch.HeardNothing();
        }

        await Expect(desk.Page.Locator(".advice")).ToContainTextAsync("Acral melanoma cannot be excluded."); // without a reload
        await AnswerAsync(desk, "Acral naevus.", "ManageLocally");
        await desk.SendAdviceAsync();
        await Expect(desk.Page.Locator(".conflict")).ToContainTextAsync(Words.Of("conflict.yours"));
        await desk.ShotAsync("console-conflict");

        await Expect(phone.Button("case.readAdvice")).ToBeVisibleAsync();
        await Expect(phone.Page.Locator("main")).ToContainTextAsync(Words.Of("line.conflict"));
        await phone.ShotAsync("field-conflict");
        await desk.Page.Locator(".conflict label.choice").Filter(new() { HasText = "Dr Paul Wafula" }).ClickAsync();
        await desk.Page.Locator("#conflict-reason").FillAsync("Safer: it grew in a year.");
        await desk.Button("conflict.decide").ClickAsync();
        await Expect(desk.Page.Locator(".conflict")).ToContainTextAsync("Safer: it grew in a year.");
        await desk.ShotAsync("console-conflict-decided");

        await Expect(phone.Page.Locator("main")).ToContainTextAsync("Safer: it grew in a year.");
        await phone.Button("case.readAdvice").ClickAsync();
        await phone.Button("advice.yes").ClickAsync();
        await Expect(phone.Page.Locator("main")).ToContainTextAsync("Acral melanoma cannot be excluded."); // the one that stands comes first
        await phone.ShotAsync("field-conflict-decided");
        await phone.Page.GetByRole(AriaRole.Button, new() { Name = "Dr Grace Okello" }).ClickAsync();
        await phone.Button("advice.yes").ClickAsync(); // the patient is confirmed for each answer
        await Expect(phone.Page.Locator("main")).ToContainTextAsync(Words.Of("conflict.notThis"));
        await phone.ShotAsync("field-conflict-other");
        phone.Watch.HeardNothing();
        desk.Watch.HeardNothing();
    }

    private static async Task AnswerAsync(Desk desk, string mostLikely, string disposition)
    {
        await desk.PickAsync("adequacy", "Adequate");
        await desk.Field("mostLikely").FillAsync(mostLikely);
        await desk.PickAsync("confidence", "Possible");
        await desk.Field("action.0.text").FillAsync("Measure it again, with a photo");
        await desk.PickAsync("disposition", disposition);
        await desk.SavedAsync();
        await desk.Page.Locator(".confirm input").CheckAsync();
    }
}

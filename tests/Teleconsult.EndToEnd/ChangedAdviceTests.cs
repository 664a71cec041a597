using Microsoft.Playwright;
using Teleconsult.EndToEnd.Parts;
using Xunit;
using static Microsoft.Playwright.Assertions;

namespace Teleconsult.EndToEnd;

/// <summary>Advice that turned out wrong is changed in the open: the worker is told, reads anew, and the earlier one is kept.</summary>
public sealed class ChangedAdviceTests(Stage stage)
{
    [Fact]
    public async Task A_changed_answer_is_read_again_and_the_earlier_one_says_that_it_no_longer_holds()
    {
        const string question = "Round scaly patch on the arm for six weeks. Ringworm?";
        await using var phone = await stage.PhoneAsync();
        await phone.SignInAsync("primary.care");
        await phone.SendCaseAsync("general-dermatology", new("C.A.", 29, "male"), question, await stage.Drawn.SkinAsync(91));
        await using var desk = await stage.DeskAsync();
        await desk.SignInAsync("dermatologist");
        await desk.SeesAsync(question);
        await desk.OpenAsync(question);
        await desk.ClaimAsync();
        await desk.PickAsync("adequacy", "Adequate");
        await desk.Field("mostLikely").FillAsync("Ringworm.");
        await desk.PickAsync("confidence", "Probable");
        await desk.Field("action.0.text").FillAsync("Antifungal cream twice a day");
        await desk.PickAsync("disposition", "ManageLocally");
        await desk.SavedAsync();
        await desk.SendAdviceAsync();
        await ReadAsync(phone);

        await desk.Button("do.changeAdvice").ClickAsync();
        await desk.Field("change").FillAsync("The lab found no fungus.");
        await desk.SavedAsync();
        await desk.Page.ReloadAsync(); // half written: it survives
        await Expect(desk.Field("change")).ToHaveValueAsync("The lab found no fungus.");
        await desk.Field("mostLikely").FillAsync("Eczema.");
        await desk.Field("action.0.text").FillAsync("Stop the antifungal cream, use a steroid ointment");
        await desk.SavedAsync();
        await desk.Page.Locator(".confirm input").CheckAsync();
        await desk.ShotAsync("console-change");
        await desk.Page.GetByRole(AriaRole.Button, new() { Name = Words.Of("advice.sendChange") }).ClickAsync();
        await Expect(desk.Page.Locator(".advice.is-replaced")).ToContainTextAsync("Ringworm.");
        await desk.ShotAsync("console-changed");

        await phone.HomeAsync();
        await Expect(phone.Row(question)).ToContainTextAsync(Words.Like("line.changed"));
        await phone.Row(question).ClickAsync();
        await ReadAsync(phone);
        await Expect(phone.Page.Locator("main")).ToContainTextAsync("The lab found no fungus.");
        await phone.ShotAsync("field-changed");
        await phone.Button("advice.earlier").ClickAsync();
        await Expect(phone.Page.Locator("main")).ToContainTextAsync(Words.Of("advice.replaced"));
        await phone.ShotAsync("field-replaced");
        phone.Watch.HeardNothing();
        desk.Watch.HeardNothing();
    }

    private static async Task ReadAsync(Phone phone)
    {
        await phone.Button("case.readAdvice").ClickAsync();
        await phone.Button("advice.yes").ClickAsync();
        await phone.Button("advice.read").ClickAsync();
        await Expect(phone.Button("case.close")).ToBeVisibleAsync();
    }
}

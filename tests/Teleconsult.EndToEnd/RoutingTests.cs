using Microsoft.Playwright;
using Teleconsult.EndToEnd.Parts;
using Xunit;
using static Microsoft.Playwright.Assertions;

namespace Teleconsult.EndToEnd;

/// <summary>A free case is offered to somebody and open to all: the first key takes it, the second hand is told who has it and loses no word.</summary>
public sealed class RoutingTests(Stage stage)
{
    [Fact]
    public async Task The_first_key_of_an_answer_takes_the_case_and_who_was_slower_keeps_what_they_typed()
    {
        const string question = "Two hands at once: who answers?";
        await using var phone = await stage.PhoneAsync();
        await phone.SignInAsync("primary.care");
        await phone.SendCaseAsync("general-dermatology", new("W.H.", 44, "female"), question, await stage.Drawn.SkinAsync(38));
        await using var first = await stage.DeskAsync();
        await first.SignInAsync("dermatologist");
        await first.SeesAsync(question);
        await first.OpenAsync(question);
        await using var second = await stage.DeskAsync();
        await second.SignInAsync("on.call");
        await second.SeesAsync(question);
        await second.OpenAsync(question);
        foreach (var desk in new[] { first, second })
        {
            await Expect(desk.Page.Locator(".composer")).ToContainTextAsync(Words.Of("advice.firstKey"));
        }

        await first.ShotAsync("console-free-case");
        await first.Field("mostLikely").PressSequentiallyAsync("Seborrhoeic keratosis");
        await Expect(first.Page.Locator(".band")).ToContainTextAsync(Words.Of("band.youHold"));
        await first.SavedAsync();
        await Expect(first.Field("mostLikely")).ToHaveValueAsync("Seborrhoeic keratosis"); // not a letter was lost on the way
        await Expect(second.Page.Locator(".composer")).ToContainTextAsync("Dr Grace Okello");
        await second.ShotAsync("console-was-slower");

        await first.Page.Locator(".band").GetByRole(AriaRole.Button, new() { Name = Words.Of("do.release") }).ClickAsync();
        await Expect(second.Page.Locator(".composer")).ToContainTextAsync(Words.Of("advice.firstKey"));
        await second.Field("mostLikely").PressSequentiallyAsync("Mine now");
        await Expect(second.Page.Locator(".band")).ToContainTextAsync(Words.Of("band.youHold"));
        first.Watch.HeardNothing();
        second.Watch.HeardNothing();
    }

    [Fact]
    public async Task A_coordinator_says_what_a_team_promises_and_whom_its_ladder_alerts()
    {
        await using var desk = await stage.DeskAsync();
        await desk.SignInAsync("coordinator");
        await desk.Page.GotoAsync($"{stage.Host.Url}/admin/promises");
        var cell = desk.Page.Locator("tr").Filter(new() { HasText = "Ultrasound" }).Locator(".promise").Last;
        await cell.ClickAsync();
        await desk.Dialog.Locator("#promise-claim").FillAsync("9000");
        await desk.Dialog.Locator("#promise-claim").PressAsync("Tab");
        await desk.ConfirmAsync();
        await Expect(desk.Dialog.Locator(".refusal")).ToBeVisibleAsync();
        await desk.ShotAsync("console-promise");
        await desk.Dialog.Locator("#promise-claim").FillAsync("24");
        await desk.Dialog.Locator("#promise-advice").FillAsync("3");
        await desk.Dialog.Locator("#promise-advice").PressAsync("Tab");
        await desk.ConfirmAsync();
        await Expect(desk.Dialog).ToHaveCountAsync(0);
        await Expect(cell).ToContainTextAsync("3 days");
        await desk.ShotAsync("console-promises");

        await desk.Page.Locator("tr").Filter(new() { HasText = "Ultrasound" }).Locator(".actions button").ClickAsync();
        await Expect(desk.Dialog.Locator(".rung").First).ToBeVisibleAsync();
        await desk.ShotAsync("console-rungs");
        await desk.Page.SetViewportSizeAsync(390, 844);
        await desk.ShotAsync("console-phone-rungs");
        desk.Watch.HeardNothing();
    }
}

using Teleconsult.EndToEnd.Parts;
using Xunit;
using static Microsoft.Playwright.Assertions;

namespace Teleconsult.EndToEnd;

/// <summary>One author, two windows, one case: neither overwrites the other in silence, and a reload loses nothing of either.</summary>
public sealed class TwoWindowsTests(Stage stage)
{
    [Fact]
    public async Task An_answer_written_in_two_windows_asks_which_one_goes_on()
    {
        const string question = "Two windows are open on this: is the mole changing?";
        await using var phone = await stage.PhoneAsync();
        await phone.SignInAsync("primary.care");
        await phone.SendCaseAsync("general-dermatology", new("T.W.", 41, "female"), question, await stage.Drawn.SkinAsync(96));
        await using var first = await OpenAsync();
        await first.ClaimAsync();
        await using var second = await OpenAsync();
        var other = second.Page.Locator(".otherdraft");
        await Expect(second.Field("mostLikely")).ToBeVisibleAsync();
        await first.Field("mostLikely").FillAsync("Benign naevus");
        await first.SavedAsync();

        await second.Field("mostLikely").FillAsync("Dysplastic naevus");
        await Expect(other).ToContainTextAsync(Words.Like("draft.other"));
        await second.Page.ReloadAsync();
        await Expect(other).ToContainTextAsync("Benign naevus");
        await Expect(second.Field("mostLikely")).ToHaveValueAsync("Dysplastic naevus");
        await other.Locator("summary").ClickAsync();
        await second.ShotAsync("console-two-windows");

        await second.Button("draft.keepMine").ClickAsync();
        await second.SavedAsync();
        await Expect(other).ToHaveCountAsync(0);
        await first.Field("mostLikely").FillAsync("Benign naevus, no change");
        await first.Button("draft.takeOther").ClickAsync();
        await Expect(first.Field("mostLikely")).ToHaveValueAsync("Dysplastic naevus");
        await first.Page.ReloadAsync();
        await Expect(first.Field("mostLikely")).ToHaveValueAsync("Dysplastic naevus");
        await Expect(first.Page.Locator(".otherdraft")).ToHaveCountAsync(0);
        first.Watch.HeardNothing();
        second.Watch.HeardNothing();

        async Task<Desk> OpenAsync()
        {
            var desk = await stage.DeskAsync();
            await desk.SignInAsync("dermatologist");
            await desk.SeesAsync(question);
            await desk.OpenAsync(question);
            return desk;
        }
    }
}

using Microsoft.Playwright;
using Teleconsult.EndToEnd.Parts;
using Xunit;
using static Microsoft.Playwright.Assertions;

namespace Teleconsult.EndToEnd;

/// <summary>Who does not know whom to ask still asks: the coordinator finds the team.</summary>
public sealed class NotSureTests(Stage stage)
{
    private const string Question = "Sore on the foot that does not heal. Who can help?";

    [Fact]
    public async Task A_coordinator_allocates_and_a_redirect_takes_the_case_off_the_list_of_who_had_it()
    {
        await using var phone = await stage.PhoneAsync();
        await phone.SignInAsync("home.care");
        await using var coordinator = await stage.DeskAsync();
        await coordinator.SignInAsync("coordinator");
        await using var dermatologist = await stage.DeskAsync();
        await dermatologist.SignInAsync("dermatologist");

        await phone.SendCaseAsync("not-sure", new("F.O.", 71, "male"), Question, await stage.Drawn.SkinAsync(41));
        await coordinator.TabAsync("tab.toAllocate");
        await coordinator.SeesAsync(Question);
        await coordinator.ShotAsync("console-to-allocate");
        Assert.Equal(0, await dermatologist.Line(Question).CountAsync());

        await coordinator.Line(Question).GetByRole(AriaRole.Button, new() { Name = Words.Of("do.allocate"), Exact = true }).ClickAsync();
        await coordinator.Dialog.Locator("label.choice").Filter(new() { HasText = "Dermatology" }).ClickAsync();
        await coordinator.ShotAsync("console-allocate");
        await coordinator.ConfirmAsync();
        await dermatologist.SeesAsync(Question); // live

        await using var other = await stage.DeskAsync();
        await other.SignInAsync("dermatologist");
        await other.SeesAsync(Question);
        await other.OpenAsync(Question);
        await other.ClaimAsync();
        await other.Page.Locator(".band").GetByRole(AriaRole.Button, new() { Name = Words.Of("do.redirect"), Exact = true }).ClickAsync();
        await other.Dialog.Locator("label.choice").Filter(new() { HasText = "Foot clinic" }).ClickAsync();
        await other.ConfirmAsync();

        await Expect(dermatologist.Line(Question).And(dermatologist.Page.Locator(":not(.is-gone)"))).ToHaveCountAsync(0);
        await dermatologist.ShotAsync("console-left-the-list");
        await dermatologist.WorklistAsync();
        await Expect(dermatologist.Line(Question)).ToHaveCountAsync(0);

        await using var nurse = await stage.DeskAsync();
        await nurse.SignInAsync("clinic.nurse");
        await nurse.SeesAsync(Question);
        foreach (var watch in new[] { phone.Watch, coordinator.Watch, dermatologist.Watch, other.Watch, nurse.Watch })
        {
            watch.HeardNothing();
        }
    }
}

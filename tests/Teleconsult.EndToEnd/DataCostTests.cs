using Microsoft.Playwright;
using Teleconsult.EndToEnd.Parts;
using Xunit;
using static Microsoft.Playwright.Assertions;

namespace Teleconsult.EndToEnd;

/// <summary>What a case costs is said before it is sent; what waits says why.</summary>
public sealed class DataCostTests(Stage stage)
{
    [Fact]
    public async Task A_case_shows_its_price_before_it_goes_and_originals_wait_for_a_charger()
    {
        await using var phone = await stage.PhoneAsync();
        // Chromium's headless battery is always full: this one is not.
        await phone.Context.AddInitScriptAsync("navigator.getBattery = async () => Object.assign(new EventTarget(), { level: 0.12, charging: false });");
        await phone.Page.ReloadAsync();
        await phone.SignInAsync("community.worker");
        await phone.Page.GotoAsync(stage.Host.Url + "/field/more/data");
        await phone.Page.GetByLabel(Words.Of("cost.price")).FillAsync("100");
        await phone.Page.GetByLabel(Words.Of("cost.currency")).FillAsync("kes");

        await phone.HomeAsync();
        await phone.BeginAsync("diabetic-retinopathy", new("D.C.", 66, "female"));
        await phone.AskAsync("What does this cost?");
        await phone.PhotoAsync(await stage.Drawn.CameraFundusAsync(91, "macula", "right"));
        await phone.ConsentAsync();
        await Expect(phone.Page.Locator("main .card").Filter(new() { HasText = Words.Of("review.thisCase") })).ToContainTextAsync("KES");
        await Shots.BothAsync(phone.Page, "field-check-price");
        await phone.SendAsync();
        await Expect(phone.Headline).ToHaveTextAsync(Words.Like("line.complete"));

        await phone.Page.GotoAsync(stage.Host.Url + "/field/more/data");
        await Expect(phone.Page.Locator("main")).ToContainTextAsync(Words.Of("cost.held.battery"));
        await Expect(phone.Page.GetByLabel(Words.Of("cost.currency"))).ToHaveValueAsync("KES");
        await Shots.BothAsync(phone.Page, "field-data-cost");
        phone.Watch.HeardNothing();
    }
}

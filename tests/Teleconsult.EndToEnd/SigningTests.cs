using Microsoft.Playwright;
using Teleconsult.EndToEnd.Parts;
using Xunit;
using static Microsoft.Playwright.Assertions;

namespace Teleconsult.EndToEnd;

/// <summary>A case is handed over by name; who is in training answers it; a colleague signs; the worker reads who wrote and who signed.</summary>
public sealed class SigningTests(Stage stage)
{
    [Fact]
    public async Task A_handed_over_case_is_answered_in_training_signed_by_a_colleague_and_the_phone_says_so()
    {
        const string question = "Brown spot on the forearm, even, since childhood. Harmless?";
        await using var host = await RunningHost.StartNewAsync("training"); // of a host of its own: nobody else's colleague is in training by this
        await using (var office = await stage.DeskAsync(host.Url))
        {
            await office.Page.Locator("#name").FillAsync("administrator@demo.example");
            await office.Page.Locator("#password").FillAsync(RunningHost.Password);
            await office.Page.GetByRole(AriaRole.Button, new() { Name = Words.Of("signIn.do") }).ClickAsync();
            await Expect(office.Page.Locator("#password")).ToHaveCountAsync(0);
            await office.Page.GotoAsync($"{host.Url}/admin");
            await office.Page.Locator("tr").Filter(new() { HasText = "Dr Paul Wafula" }).GetByRole(AriaRole.Button, new() { Name = Words.Of("directory.change") }).ClickAsync();
            await office.Dialog.Locator("#person-training").CheckAsync();
            await office.ConfirmAsync();
            await Expect(office.Dialog).ToHaveCountAsync(0);
            office.Watch.HeardNothing();
        }

        await using var phone = await stage.PhoneAsync(host.Url);
        await phone.SignInAsync("primary.care");
        await phone.SendCaseAsync("general-dermatology", new("S.G.", 23, "male"), question, await stage.Drawn.SkinAsync(42));
        await using var senior = await stage.DeskAsync(host.Url);
        await senior.SignInAsync("dermatologist");
        await senior.SeesAsync(question);
        await senior.OpenAsync(question);
        await senior.ClaimAsync();
        await senior.WorklistAsync();
        await senior.TabAsync("tab.mine");
        await senior.Button("handover.open").ClickAsync();
        await senior.Dialog.Locator("select").SelectOptionAsync(new SelectOptionValue { Value = await PersonAsync(senior, "Dr Paul Wafula") });
        await Shots.BothAsync(senior.Page, "console-handover");
        await senior.ConfirmAsync();
        await Expect(senior.Dialog).ToHaveCountAsync(0);

        await using var learner = await stage.DeskAsync(host.Url);
        await learner.SignInAsync("on.call");
        await learner.TabAsync("tab.mine");
        await learner.SeesAsync(question);
        await learner.OpenAsync(question);
        await Expect(learner.Page.Locator(".band")).ToContainTextAsync(Words.Of("band.youHold"));
        await learner.PickAsync("adequacy", "Adequate");
        await learner.Field("mostLikely").FillAsync("Congenital naevus, small.");
        await learner.PickAsync("confidence", "Possible");
        await learner.Field("action.0.text").FillAsync("Compare with a photo in a year");
        await learner.PickAsync("disposition", "ManageLocally");
        await learner.SavedAsync();
        await learner.Page.Locator(".confirm input").CheckAsync();
        await learner.Page.GetByRole(AriaRole.Button, new() { Name = Words.Of("advice.send") }).ClickAsync();
        await Expect(learner.Page.Locator(".advice")).ToContainTextAsync(Words.Of("sign.waits"));
        await learner.ShotAsync("console-sign-waits");

        await senior.WorklistAsync();
        await senior.SeesAsync(question);
        await senior.OpenAsync(question);
        await Expect(senior.Page.Locator(".sign")).ToContainTextAsync("Dr Paul Wafula");
        await Shots.BothAsync(senior.Page, "console-sign");
        await senior.Page.Locator("#sign-patient").CheckAsync();
        await senior.Button("sign.send").ClickAsync();
        await Expect(senior.Page.Locator(".timeline")).ToContainTextAsync(Words.Of("event.adviceCountersigned", ("who", "Dr Grace Okello")));

        await Expect(phone.Button("case.readAdvice")).ToBeVisibleAsync();
        await phone.Button("case.readAdvice").ClickAsync();
        await phone.Button("advice.yes").ClickAsync();
        await Expect(phone.Page.Locator("main")).ToContainTextAsync(Words.Of("advice.signedBy", ("who", "Dr Paul Wafula"), ("signer", "Dr Grace Okello")));
        await Shots.BothAsync(phone.Page, "field-signed");
        await Expect(learner.Page.Locator(".advice")).ToContainTextAsync(Words.Of("sign.by", ("who", "Dr Grace Okello"))); // without a reload
        phone.Watch.HeardNothing();
        senior.Watch.HeardNothing();
        learner.Watch.HeardNothing();
    }

    private static async Task<string> PersonAsync(Desk desk, string name) =>
        await desk.Dialog.Locator("option").Filter(new() { HasText = name }).First.GetAttributeAsync("value") ?? "";
}

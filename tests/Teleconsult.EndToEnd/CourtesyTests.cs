using Microsoft.Playwright;
using Teleconsult.EndToEnd.Parts;
using Xunit;
using static Microsoft.Playwright.Assertions;

namespace Teleconsult.EndToEnd;

/// <summary>Words that read harshly, a reply that was not OK, another specialist, and what the worker changes after sending.</summary>
public sealed class CourtesyTests(Stage stage)
{
    [Fact]
    public async Task Harsh_words_are_asked_about_a_reply_is_reported_and_another_specialist_answers()
    {
        const string question = "Round scaly patch on the shin for a month: which cream?";
        const string changed = "Round scaly patch on the shin for a month, and it spreads: which cream?";
        await using var phone = await stage.PhoneAsync();
        await phone.SignInAsync("primary.care");
        await phone.SendCaseAsync("general-dermatology", new("C.T.", 29, "female"), question, await stage.Drawn.SkinAsync(41));
        await Expect(phone.Headline).ToHaveTextAsync(Words.Like("line.complete"));
        await using var desk = await stage.DeskAsync();
        await desk.SignInAsync("dermatologist");
        await desk.SeesAsync(question);
        await desk.OpenAsync(question);
        await desk.ClaimAsync();

        await AmendAsync(phone, changed);
        await Expect(desk.Page.Locator(".amended--new")).ToContainTextAsync(changed); // without a reload
        await Expect(desk.Page.Locator(".amended--new")).ToContainTextAsync(question); // beside what it was
        await desk.ShotAsync("console-amended");

        await AnswerAsync(desk, "You should have known that this is ringworm.");
        await desk.Page.GetByRole(AriaRole.Button, new() { Name = Words.Of("advice.send") }).ClickAsync();
        await Expect(desk.Page.Locator(".courtesy")).ToContainTextAsync("You should have known");
        await Shots.BothAsync(desk.Page, "console-courtesy");
        await desk.Field("mostLikely").FillAsync("Ringworm.");
        await desk.SavedAsync();
        await desk.Page.GetByRole(AriaRole.Button, new() { Name = Words.Of("advice.send") }).ClickAsync();
        await Expect(desk.Page.Locator(".advice")).ToContainTextAsync("Ringworm.");

        await Expect(phone.Button("case.readAdvice")).ToBeVisibleAsync();
        await phone.Button("case.readAdvice").ClickAsync();
        await phone.Button("advice.yes").ClickAsync();
        await phone.Button("advice.read").ClickAsync();
        await phone.Page.Locator("summary").Filter(new() { HasText = Words.Of("notOk.title") }).ClickAsync();
        await phone.Page.GetByLabel(Words.Of("notOk.words")).FillAsync("It came without a greeting.");
        await phone.Page.GetByRole(AriaRole.Group, new() { Name = Words.Of("notOk.another") }).GetByText(Words.Of("intake.yes"), new() { Exact = true }).ClickAsync();
        await phone.Page.GetByLabel(Words.Of("notOk.words")).ScrollIntoViewIfNeededAsync();
        await Shots.BothAsync(phone.Page, "field-not-ok");
        await phone.Button("notOk.send").ClickAsync();
        await Expect(phone.Page.Locator("main")).ToContainTextAsync(Words.Of("notOk.sent"));
        await Expect(phone.Page.Locator("main")).ToContainTextAsync(Words.Of("another.asked", ("who", "Dr Paul Wafula"))); // at once, by the rules
        await phone.ShotAsync("field-another");

        await using (var coordinator = await stage.DeskAsync())
        {
            await coordinator.SignInAsync("coordinator");
            await coordinator.Page.GotoAsync($"{stage.Host.Url}/network/replies");
            var report = coordinator.Page.Locator(".panel").Filter(new() { HasText = "It came without a greeting." });
            await Expect(report).ToContainTextAsync("Dr Paul Wafula");
            await Shots.BothAsync(coordinator.Page, "console-replies");
            await report.GetByRole(AriaRole.Button, new() { Name = Words.Of("replies.close") }).ClickAsync();
            await Expect(report.GetByRole(AriaRole.Button, new() { Name = Words.Of("replies.close") })).ToHaveCountAsync(0);
            coordinator.Watch.HeardNothing();
        }

        await using var other = await stage.DeskAsync();
        await other.SignInAsync("on.call");
        await other.TabAsync("tab.mine");
        await other.SeesAsync(changed);
        await other.OpenAsync(changed);
        await Expect(other.Page.Locator(".loop")).ToContainTextAsync(Words.Like("opinion.wishedYou"));
        await other.ShotAsync("console-another-asked");
        await other.Button("opinion.write").ClickAsync();
        await AnswerAsync(other, "Ringworm as well; terbinafine cream.");
        await other.Page.GetByRole(AriaRole.Button, new() { Name = Words.Of("opinion.send") }).ClickAsync();
        await phone.Page.GotoAsync(phone.Page.Url[..phone.Page.Url.IndexOf("/advice/", StringComparison.Ordinal)]);
        await Expect(phone.Button("case.readAdvice")).ToBeVisibleAsync();
        await phone.Button("case.readAdvice").ClickAsync();
        await phone.Button("advice.yes").ClickAsync();
        await Expect(phone.Page.Locator("main")).ToContainTextAsync("terbinafine cream");
        await Expect(phone.Page.Locator("main")).ToContainTextAsync("Dr Grace Okello"); // the first answer is there too
        phone.Watch.HeardNothing();
        desk.Watch.HeardNothing();
        other.Watch.HeardNothing();
    }

    [Fact]
    public async Task A_network_tries_its_list_adds_a_rule_and_switches_one_off()
    {
        await using var host = await RunningHost.StartNewAsync("courtesy");
        await using var desk = await stage.DeskAsync(host.Url);
        await desk.SignInAsync("coordinator");
        await desk.Page.GotoAsync($"{host.Url}/admin/courtesy");
        var text = desk.Page.Locator("#try-text");
        var tried = desk.Page.Locator(".tried");
        await Expect(desk.Page.Locator("[aria-labelledby=delivered] tbody tr").First).ToBeVisibleAsync();
        await text.FillAsync("This is a shabby referral.");
        await Expect(tried).ToHaveTextAsync(Words.Of("lists.tryNone"));
        await desk.Button("lists.add").ClickAsync();
        await desk.Dialog.Locator("#rule-finds").FillAsync("shabby*");
        await desk.Dialog.Locator("#rule-write").FillAsync("What would help here is …");
        await desk.Dialog.Locator("#rule-why").FillAsync("Two reports in May");
        await Shots.BothAsync(desk.Page, "console-courtesy-rule");
        await desk.ConfirmAsync();
        await Expect(desk.Dialog).ToHaveCountAsync(0);
        await Expect(tried).ToContainTextAsync("What would help here is …"); // live, by the changed list

        await desk.Page.GetByRole(AriaRole.Button, new() { Name = Words.Of("lists.offRule", ("rule", "ridiculous")) }).ClickAsync();
        await Expect(desk.Page.GetByRole(AriaRole.Button, new() { Name = Words.Of("lists.onRule", ("rule", "ridiculous")) })).ToBeVisibleAsync();
        await text.FillAsync("This is ridiculous.");
        await Expect(tried).ToHaveTextAsync(Words.Of("lists.tryNone"));
        await text.FillAsync("Why didn't you ask before? This is a shabby referral!!");
        await Expect(tried).ToContainTextAsync("shabby");
        await desk.Page.SetViewportSizeAsync(1440, 900);
        await Shots.BothAsync(desk.Page, "console-courtesy-lists");
        await desk.Page.SetViewportSizeAsync(390, 844);
        await Shots.BothAsync(desk.Page, "console-phone-courtesy-lists");
        desk.Watch.HeardNothing();
    }

    private static async Task AmendAsync(Phone phone, string question)
    {
        await phone.Button("amend.open").ClickAsync();
        await Expect(phone.Button("amend.send")).ToBeDisabledAsync();
        await phone.Page.Locator("textarea").First.FillAsync(question);
        await Expect(phone.Button("amend.send")).ToBeEnabledAsync();
        await Shots.BothAsync(phone.Page, "field-amend");
        phone.Watch.Expect(Watch.CutLines);
        await phone.OfflineAsync(true);
        await phone.Button("amend.send").ClickAsync();
        await Expect(phone.Page.Locator("main")).ToContainTextAsync(Words.Of("amend.waiting"));
        await phone.OfflineAsync(false);
        await Expect(phone.Page.Locator("main")).ToContainTextAsync(Words.Like("amend.changed"));
    }

    private static async Task AnswerAsync(Desk desk, string mostLikely)
    {
        await desk.PickAsync("adequacy", "Adequate");
        await desk.Field("mostLikely").FillAsync(mostLikely);
        await desk.PickAsync("confidence", "Possible");
        await desk.Field("action.0.text").FillAsync("A cream twice a day");
        await desk.PickAsync("disposition", "ManageLocally");
        await desk.SavedAsync();
        await desk.Page.Locator(".confirm input").CheckAsync();
    }
}

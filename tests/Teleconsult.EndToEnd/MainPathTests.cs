using Microsoft.Playwright;
using Teleconsult.EndToEnd.Parts;
using Xunit;
using static Microsoft.Playwright.Assertions;

namespace Teleconsult.EndToEnd;

/// <summary>The main job: a case with photos goes from a phone to a specialist, and the advice comes back.</summary>
public sealed class MainPathTests(Stage stage)
{
    private const string Question = "This mole on his back grew in three months. Is it cancer?";
    private static readonly Person Patient = new("T.A.", 52, "male");

    [Fact]
    public async Task A_case_goes_from_a_phone_to_a_specialist_and_the_advice_comes_back()
    {
        await using var host = await RunningHost.StartNewAsync("main"); // of its own, since the README shows its screens
        await using var desk = await stage.DeskAsync(host.Url);
        await desk.SignInAsync("dermatologist");
        await using var phone = await stage.PhoneAsync(host.Url);
        await phone.SignInAsync("primary.care");

        await OthersAsync(host.Url);
        await WriteAndSendAsync(phone);
        await OpenAndClaimAsync(desk, phone);
        await TalkAsync(desk, phone);
        await RetakeAsync(desk, phone);
        await DraftSurvivesReloadAsync(desk);
        await AdviseAsync(desk);
        await ReadAndCloseAsync(phone);
        await PaperAsync(desk);
        await TimesAsync(desk);

        phone.Watch.HeardNothing();
        desk.Watch.HeardNothing();
    }

    /// <summary>What other workers have sent: a list with one line shows nothing.</summary>
    private async Task OthersAsync(string url)
    {
        await using var other = await stage.PhoneAsync(url);
        await other.SignInAsync("community.worker");
        await other.SendCaseAsync("general-dermatology", new("H.N.", 31, "female"), "Itchy patches on both hands for a year. Eczema or something else?", await stage.Drawn.SkinAsync(14), await stage.Drawn.SkinAsync(15, close: true));
        await Expect(other.Headline).ToHaveTextAsync(Words.Like("line.complete"));
        other.Watch.HeardNothing();
    }

    private async Task WriteAndSendAsync(Phone phone)
    {
        await phone.BeginAsync("general-dermatology", Patient, "soon");
        await phone.AskAsync(Question);
        await phone.PhotoAsync(await stage.Drawn.SkinAsync(11));
        await phone.ShotAsync("field-photos");
        await phone.PhotoAsync(await stage.Drawn.SkinAsync(12, close: true));
        await phone.ConsentAsync();
        await phone.ShotAsync("field-check");
        await phone.RecordStepsAsync();
        await phone.SendAsync();
        await phone.StepIsAsync(Words.Of("state.stored"));
        await Expect(phone.Headline).ToHaveTextAsync(Words.Like("line.complete"));
        Assert.Equal([Words.Of("chain.saved"), Words.Of("state.sending"), Words.Of("state.stored")], await phone.StepsAsync());
    }

    private static async Task OpenAndClaimAsync(Desk desk, Phone phone)
    {
        await desk.SeesAsync(Question); // nobody reloaded
        await Shots.ForReadmeAsync(desk.Page, "console-worklist");
        await desk.OpenAsync(Question);
        await Expect(desk.Page.Locator(".pane__size")).ToHaveTextAsync(new System.Text.RegularExpressions.Regex(@"\d{4} × \d{4}"));
        var before = await desk.Page.Locator(".pane__size").InnerTextAsync();
        await desk.Button("viewer.in").ClickAsync();
        await Expect(desk.Page.Locator(".pane__size")).Not.ToHaveTextAsync(before);
        await phone.StepIsAsync(Words.Of("state.seen"));

        await desk.ClaimAsync();
        await phone.StepIsAsync(Words.Of("state.claimed"));
        await Expect(phone.Headline).ToHaveTextAsync(Words.Of("line.claimedBy", ("who", "Dr Grace Okello")));
    }

    private static async Task TalkAsync(Desk desk, Phone phone)
    {
        await desk.WriteAsync("Has it bled?");
        await Expect(phone.Page.Locator(".msg").Filter(new() { HasText = "Has it bled?" })).ToBeVisibleAsync();
        await phone.WriteAsync("Once, last week.");
        await Expect(desk.Page.Locator(".message").Filter(new() { HasText = "Once, last week." })).ToBeVisibleAsync();
    }

    private async Task RetakeAsync(Desk desk, Phone phone)
    {
        await desk.TabAsync("desk.advice.title");
        await desk.Page.Locator(".band").GetByRole(AriaRole.Button, new() { Name = Words.Of("do.retake"), Exact = true }).ClickAsync();
        await desk.Dialog.Locator("label.choice").Nth(1).ClickAsync();
        await desk.Dialog.Locator("#ask-text").FillAsync("Closer, and with more light.");
        await desk.ShotAsync("console-retake");
        await desk.ConfirmAsync();
        await Expect(desk.Dialog).ToHaveCountAsync(0);

        await Expect(phone.Page.Locator(".msg").Filter(new() { HasText = "Closer, and with more light." })).ToBeVisibleAsync();
        await phone.ShotAsync("field-retake");
        await Phone.ChooseAsync(phone.Page.Locator(".msg").GetByRole(AriaRole.Button, new() { Name = Words.Of("photos.fromPhone") }), await stage.Drawn.SkinAsync(13, close: true));
        await Expect(desk.Page.Locator(".film")).ToContainTextAsync(Words.Of("photos.earlier"));
        await Expect(desk.Page.Locator(".film .is-arriving")).ToHaveCountAsync(0);
    }

    private static async Task DraftSurvivesReloadAsync(Desk desk)
    {
        await desk.Field("mostLikely").FillAsync("Probably a melanoma: three colours, uneven edge.");
        await desk.SavedAsync();
        await desk.Page.ReloadAsync();
        await Expect(desk.Field("mostLikely")).ToHaveValueAsync("Probably a melanoma: three colours, uneven edge.");
    }

    private static async Task AdviseAsync(Desk desk)
    {
        await desk.PickAsync("adequacy", "Adequate");
        await desk.PickAsync("confidence", "Probable");
        await desk.Field("action.0.text").FillAsync("Refer for removal with a narrow margin");
        await desk.Field("action.0.who").FillAsync("You");
        await desk.Field("action.0.by").FillAsync("this week");
        await desk.Page.Locator("#step-actions button.step__end").ClickAsync();
        await desk.Field("action.1.text").FillAsync("Do not burn or freeze it");
        await desk.PickAsync("disposition", "ReferUrgent");
        await desk.Field("safetyNet").FillAsync("It bleeds and does not stop.");
        await desk.Field("reviewValue").FillAsync("2");
        await desk.SavedAsync();
        await Shots.ForReadmeAsync(desk.Page, "console-case");
        await desk.SendAdviceAsync();
        await desk.Button("do.undo").ClickAsync();
        await Expect(desk.Field("mostLikely")).ToHaveValueAsync("Probably a melanoma: three colours, uneven edge.");
        await Expect(desk.Field("action.1.text")).ToHaveValueAsync("Do not burn or freeze it");
        await desk.SendAdviceAsync();
        await desk.ShotAsync("console-sent");
    }

    private static async Task ReadAndCloseAsync(Phone phone)
    {
        await phone.Button("case.readAdvice").ClickAsync();
        await phone.ShotAsync("field-whose");
        await phone.Button("advice.yes").ClickAsync();
        await Expect(phone.Page.Locator(".dispo")).ToContainTextAsync(Words.Of("disposition.referUrgent"));
        await Expect(phone.Page.Locator("main")).ToContainTextAsync("Do not burn or freeze it");
        await phone.Button("advice.read").ClickAsync();
        foreach (var line in await phone.Page.Locator(".act").AllAsync())
        {
            await line.GetByText(Words.Of("action.done"), new() { Exact = true }).ClickAsync();
        }

        await Expect(phone.Page.Locator("main")).ToContainTextAsync(Words.Of("advice.doneOf", ("done", 2), ("of", 2)));
        await phone.Page.EvaluateAsync("() => scrollTo(0, 0)");
        await Shots.ForReadmeAsync(phone.Page, "field-advice");
        await phone.Button("case.close").ClickAsync();
        await phone.Page.GetByText(Words.Of("close.outcome.new"), new() { Exact = true }).ClickAsync();
        await phone.Page.GetByText(Words.Of("close.referral.initiated"), new() { Exact = true }).ClickAsync();
        await phone.Button("case.close").ClickAsync();
        await Expect(phone.Row(Patient.Initials)).ToContainTextAsync(Words.Of("line.referral.arrange")); // closed, and the patient is on the way
        await Expect(phone.Page.Locator(".banner")).ToHaveCountAsync(0);
        await Shots.ForReadmeAsync(phone.Page, "field-home");
    }

    /// <summary>For the paper file: the advice with whose it is, in the language of who asked or in another, as the browser prints it.</summary>
    private static async Task PaperAsync(Desk desk)
    {
        var paper = await desk.Page.RunAndWaitForPopupAsync(() => desk.Page.GetByRole(AriaRole.Link, new() { Name = Words.Of("paper.open") }).ClickAsync());
        await Expect(paper.Locator(".paper__who")).ToContainTextAsync(Patient.Initials);
        await Expect(paper.Locator(".paper__question")).ToHaveTextAsync(Question);
        await Expect(paper.Locator(".paper__advice")).ToContainTextAsync("Do not burn or freeze it");
        await paper.WaitForFunctionAsync("() => [...document.images].length > 1 && [...document.images].every(i => i.complete && i.naturalWidth > 0)");
        var pdf = System.Text.Encoding.Latin1.GetString(await paper.PdfAsync(new() { PreferCSSPageSize = true }));
        Assert.InRange(System.Text.RegularExpressions.Regex.Count(pdf, @"/Type\s*/Page\b"), 1, 4);
        await paper.EmulateMediaAsync(new() { Media = Media.Print });
        await Expect(paper.Locator(".paper__bar")).ToBeHiddenAsync();
        await Shots.TakeAsync(paper, "console-paper");
        await paper.EmulateMediaAsync(new() { Media = Media.Screen });
        await paper.GetByRole(AriaRole.Link, new() { Name = "Français" }).ClickAsync();
        await Expect(paper.Locator("html")).ToHaveAttributeAsync("lang", "fr");
        await paper.CloseAsync();
    }

    private static async Task TimesAsync(Desk desk)
    {
        await Expect(desk.Page.Locator(".timeline")).ToContainTextAsync(Words.Of("event.consultClosed", ("who", "Peter Kamau")));
        await desk.ShotAsync("console-timeline");
        await desk.Page.GetByRole(AriaRole.Link, new() { Name = Words.Of("nav.times") }).ClickAsync();
        await Expect(desk.Page.Locator("[aria-labelledby=own]")).ToContainTextAsync("Dermatology");
        await desk.ShotAsync("console-times");
    }
}

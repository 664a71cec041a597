using Microsoft.Playwright;
using Teleconsult.EndToEnd.Parts;
using Xunit;
using static Microsoft.Playwright.Assertions;

namespace Teleconsult.EndToEnd;

/// <summary>Both faces in French, in a browser that asks for it: no English sentence left over, and nothing wider than its screen.</summary>
public sealed class FrenchTests(Stage stage)
{
    private const string Question = "Cette tache sur le bras grandit depuis deux mois. Faut-il la retirer ?";
    private readonly List<string> _tooWide = [];

    [Fact]
    public async Task A_case_goes_its_way_in_French_on_both_faces()
    {
        Words.Speak("fr");
        await using var phone = await stage.PhoneAsync(locale: "fr-SN");
        await Expect(phone.Page.Locator("html")).ToHaveAttributeAsync("lang", "fr");
        await LookAsync(phone.Page, "field-sign-in");
        await phone.SignInAsync("community.worker");
        await WriteAsync(phone);
        await Expect(phone.Headline).ToHaveTextAsync(Words.Like("line.complete"));
        await LookAsync(phone.Page, "field-case");
        await SettingsAsync(phone);

        await using var desk = await stage.DeskAsync(locale: "fr-FR");
        await Expect(desk.Page.Locator("html")).ToHaveAttributeAsync("lang", "fr");
        await LookAsync(desk.Page, "console-sign-in");
        await desk.SignInAsync("dermatologist");
        await ReadAsync(desk);

        phone.Watch.HeardNothing();
        desk.Watch.HeardNothing();
        Assert.True(_tooWide.Count == 0, string.Join(Environment.NewLine, _tooWide));
    }

    [Fact]
    public async Task A_person_chooses_the_language_on_either_face_and_it_is_kept()
    {
        await using var phone = await stage.PhoneAsync();
        await phone.Page.GetByRole(AriaRole.Combobox, new() { Name = Words.Of("language.title") }).SelectOptionAsync("fr");
        Words.Speak("fr");
        await Expect(phone.Page.Locator("html")).ToHaveAttributeAsync("lang", "fr");
        await Expect(phone.Page.Locator("main, .screen").First).ToContainTextAsync(Words.Of("language.unreviewed", ("name", "Français")));
        await phone.SignInAsync("home.care");
        await phone.Page.ReloadAsync();
        await Expect(phone.Button("home.new")).ToBeVisibleAsync();

        await using var desk = await stage.DeskAsync();
        await desk.Page.GetByRole(AriaRole.Button, new() { Name = "Français" }).ClickAsync();
        await Expect(desk.Page.GetByRole(AriaRole.Heading, new() { Name = Words.Of("desk.signIn.title") })).ToBeVisibleAsync();
        await desk.SignInAsync("ophthalmologist");
        await Expect(desk.Page.GetByRole(AriaRole.Tab, new() { Name = Words.Of("tab.toAnswer") })).ToBeVisibleAsync();
        await desk.Page.GotoAsync(stage.Host.Url + "/account");
        await Expect(desk.Page.Locator("#devices")).ToHaveTextAsync(Words.Of("devices.title"));
        await LookAsync(desk.Page, "console-account");
        await desk.Page.GetByRole(AriaRole.Button, new() { Name = "English" }).ClickAsync();
        Words.Speak("en");
        await Expect(desk.Page.Locator("#devices")).ToHaveTextAsync(Words.Of("devices.title"));

        phone.Watch.HeardNothing();
        desk.Watch.HeardNothing();
        Assert.True(_tooWide.Count == 0, string.Join(Environment.NewLine, _tooWide));
    }

    private async Task WriteAsync(Phone phone)
    {
        await LookAsync(phone.Page, "field-home");
        await phone.Button("home.new").ClickAsync();
        await LookAsync(phone.Page, "field-new");
        await phone.HomeAsync();
        await phone.BeginAsync("general-dermatology", new("F.R.", 41, "female"), "soon");
        await LookAsync(phone.Page, "field-question");
        await Expect(phone.Page.Locator("main, .screen").First).ToContainTextAsync("Un de ces signes est-il présent ?");
        await Expect(phone.Page.Locator("main, .screen").First).ToContainTextAsync(Words.Of("language.unreviewed", ("name", "Français")));
        await phone.Page.GetByText("La peau").ClickAsync();
        await phone.Page.Locator(".body path[data-place='R-upper-arm-front']").ClickAsync();
        await Expect(phone.Page.GetByRole(AriaRole.Group, new() { Name = Words.Of("body.chosen"), Exact = true })).ToHaveTextAsync("Bras droit, devant");
        await phone.AskAsync(Question);
        await LookAsync(phone.Page, "field-photos");
        await phone.PhotoAsync(await stage.Drawn.SkinAsync(81));
        await phone.ConsentAsync();
        await LookAsync(phone.Page, "field-check");
        await phone.SendAsync();
    }

    private async Task SettingsAsync(Phone phone)
    {
        foreach (var place in new[] { "more", "more/device", "more/recorded", "emergency", "" })
        {
            await phone.Page.GotoAsync($"{stage.Host.Url}/field/{place}");
            await Expect(phone.Page.Locator(".screen h1, h1").First).ToBeVisibleAsync();
            await LookAsync(phone.Page, "field-" + (place.Length == 0 ? "list" : place.Replace('/', '-')));
        }
    }

    private async Task ReadAsync(Desk desk)
    {
        await desk.SeesAsync(Question);
        await Expect(desk.Line(Question)).ToContainTextAsync("Problème de peau");
        await LookAsync(desk.Page, "console-worklist");
        await desk.OpenAsync(Question);
        await Expect(desk.Page.Locator(".facts")).ToContainTextAsync("Bras droit, devant");
        await LookAsync(desk.Page, "console-case");
        await desk.ClaimAsync();
        await LookAsync(desk.Page, "console-composer");
        await desk.Page.Locator(".band").GetByRole(AriaRole.Button, new() { Name = Words.Of("do.retake"), Exact = true }).ClickAsync();
        await Expect(desk.Dialog).ToBeVisibleAsync();
        await LookAsync(desk.Page, "console-retake");
        await desk.Dialog.Locator("button[type=button]").Last.ClickAsync();
        await desk.Page.GotoAsync(stage.Host.Url + "/times");
        await Expect(desk.Page.Locator("[aria-labelledby=own]")).ToBeVisibleAsync();
        await LookAsync(desk.Page, "console-times");
    }

    /// <summary>A picture at the width of a phone and of a desk, and what is wider than its place there.</summary>
    private async Task LookAsync(IPage page, string name)
    {
        var size = page.ViewportSize!;
        foreach (var (width, height) in new[] { (360, 640), (1280, 800) })
        {
            await page.SetViewportSizeAsync(width, height);
            await Shots.TakeAsync(page, $"french-{name}-{width}");
            _tooWide.AddRange((await Fit.TooWideAsync(page)).Select(w => $"{name} at {width}: {w}"));
        }

        await page.SetViewportSizeAsync(size.Width, size.Height);
    }
}

using System.Text.Json;
using Microsoft.Playwright;
using Teleconsult.EndToEnd.Parts;
using Xunit;
using static Microsoft.Playwright.Assertions;

namespace Teleconsult.EndToEnd;

/// <summary>
/// Every screen of both faces, light and dark: nothing on the browser's console, no breach of the content security policy,
/// and nothing serious for axe (WCAG 2.1 A and AA).
/// </summary>
public sealed class TourTests(Stage stage)
{
    /// <summary>What axe found on the whole tour.</summary>
    private readonly List<string> _serious = [];

    private static readonly string Axe = Repository.In("tests", "Teleconsult.EndToEnd", "node_modules", "axe-core", "axe.min.js");

    [Theory]
    [InlineData(ColorScheme.Light)]
    [InlineData(ColorScheme.Dark)]
    public async Task The_field_app_is_clean_on_every_screen(ColorScheme colours)
    {
        await using var phone = await stage.PhoneAsync(colours: colours);
        await LookAsync(phone.Page, "field-sign-in", colours);
        await phone.SignInAsync("community.worker");
        await phone.SendCaseAsync("general-dermatology", new("T.O.", 24, "female"), $"Tour in {colours}: what is this?", await stage.Drawn.SkinAsync(71));
        await Expect(phone.Headline).ToHaveTextAsync(Words.Like("line.complete"));
        await LookAsync(phone.Page, "field-case", colours);
        await phone.Page.GetByRole(AriaRole.Link, new() { Name = Words.Of("sent.link") }).Or(phone.Button("sent.link")).ClickAsync();
        await LookAsync(phone.Page, "field-all-answers", colours);
        await phone.HomeAsync();
        await LookAsync(phone.Page, "field-home", colours);
        foreach (var place in new[] { "emergency", "more", "more/data", "more/device", "more/recorded", "more/figures", "new" })
        {
            await phone.Page.GotoAsync($"{stage.Host.Url}/field/{place}");
            await LookAsync(phone.Page, "field-" + place.Replace('/', '-'), colours);
        }

        await StepsAsync(phone, colours);
        phone.Watch.HeardNothing();
        NothingSerious();
    }

    [Theory]
    [InlineData(ColorScheme.Light)]
    [InlineData(ColorScheme.Dark)]
    public async Task The_console_is_clean_on_every_page(ColorScheme colours)
    {
        var question = $"A case for the console's tour in {colours}.";
        await using var phone = await stage.PhoneAsync();
        await phone.SignInAsync("emergency.doctor");
        await phone.SendCaseAsync("general-dermatology", new("C.T.", 60, "male"), question, await stage.Drawn.SkinAsync(72), await stage.Drawn.SkinAsync(73, close: true));
        await Expect(phone.Headline).ToHaveTextAsync(Words.Like("line.complete"));

        await using var desk = await stage.DeskAsync(colours: colours);
        await LookAsync(desk.Page, "console-sign-in", colours);
        await desk.SignInAsync("dermatologist");
        await desk.SeesAsync(question);
        await LookAsync(desk.Page, "console-worklist", colours);
        await desk.OpenAsync(question);
        await Expect(desk.Page.Locator(".pane__size")).ToContainTextAsync("×");
        await LookAsync(desk.Page, "console-case", colours);
        await desk.ClaimAsync();
        await LookAsync(desk.Page, "console-composer", colours);
        foreach (var dialog in new[] { "do.retake", "do.ask", "do.redirect" })
        {
            await desk.Page.Locator(".band").GetByRole(AriaRole.Button, new() { Name = Words.Of(dialog), Exact = true }).ClickAsync();
            await Expect(desk.Dialog).ToBeVisibleAsync();
            await LookAsync(desk.Page, "console-" + dialog[3..], colours);
            await desk.Dialog.Locator("button[type=button]").Last.ClickAsync();
            await Expect(desk.Dialog).ToHaveCountAsync(0);
        }

        await desk.TabAsync("thread.title");
        await LookAsync(desk.Page, "console-messages", colours);
        await desk.Page.GotoAsync(desk.Page.Url + "/paper");
        await Expect(desk.Page.Locator(".paper__none")).ToBeVisibleAsync(); // no advice yet, and it says so
        await LookAsync(desk.Page, "console-paper", colours);
        foreach (var place in new[] { "times", "account", "case/999999" })
        {
            await desk.Page.GotoAsync($"{stage.Host.Url}/{place}");
            await Expect(desk.Page.Locator("h1")).ToBeVisibleAsync();
            await LookAsync(desk.Page, "console-" + place.Split('/')[0], colours);
        }

        await using var coordinator = await stage.DeskAsync(colours: colours);
        await coordinator.SignInAsync("coordinator");
        await coordinator.NetworkAsync();
        await coordinator.Page.GetByRole(AriaRole.Tab, new() { Name = Words.Of("network.all") }).ClickAsync();
        await Expect(coordinator.Concern("C.T.").First).ToBeVisibleAsync();
        await LookAsync(coordinator.Page, "console-network", colours);
        await coordinator.Page.SetViewportSizeAsync(390, 844);
        await LookAsync(coordinator.Page, "console-phone-network", colours);
        await DirectoryAsync(coordinator, colours);
        coordinator.Watch.HeardNothing();
        await desk.Page.SetViewportSizeAsync(390, 844); // between two patients, on a phone
        await desk.WorklistAsync();
        await desk.TabAsync("tab.mine");
        await Expect(desk.Line(question)).ToBeVisibleAsync();
        await LookAsync(desk.Page, "console-phone-worklist", colours);
        await desk.OpenAsync(question);
        await Expect(desk.Page.Locator(".pane__size")).ToContainTextAsync("×");
        await LookAsync(desk.Page, "console-phone-case", colours);
        desk.Watch.HeardNothing();
        NothingSerious();
    }

    /// <summary>Rosters, people, places and services, at a desk and on a phone.</summary>
    private async Task DirectoryAsync(Desk desk, ColorScheme colours)
    {
        foreach (var place in new[] { "roster", "admin", "admin/services", "admin/hours", "admin/promises", "admin/places", "admin/courtesy" })
        {
            await desk.Page.GotoAsync($"{stage.Host.Url}/{place}");
            foreach (var (width, height, face) in new[] { (1280, 800, "console"), (390, 844, "console-phone") })
            {
                await desk.Page.SetViewportSizeAsync(width, height);
                await Expect(desk.Page.Locator(".panel").First).ToBeVisibleAsync();
                await LookAsync(desk.Page, $"{face}-{place.Replace('/', '-')}", colours);
            }
        }
    }

    [Fact]
    public async Task Script_that_is_not_ours_does_not_run()
    {
        await using var phone = await stage.PhoneAsync();
        await using var desk = await stage.DeskAsync();
        foreach (var page in new[] { phone.Page, desk.Page })
        {
            Assert.False(await page.EvaluateAsync<bool>("() => { globalThis.ran = false; const s = document.createElement('script'); s.textContent = 'globalThis.ran = true'; document.body.append(s); return globalThis.ran; }"));
        }
    }

    private async Task StepsAsync(Phone phone, ColorScheme colours)
    {
        await phone.HomeAsync();
        await phone.BeginAsync("diabetic-retinopathy", new("T.S.", 51, "male"));
        await LookAsync(phone.Page, "field-question", colours);
        await phone.AskAsync("Tour.");
        await LookAsync(phone.Page, "field-eyes-empty", colours);
        await phone.PhotoAsync(await stage.Drawn.FundusAsync(74, "macula", "right"));
        await phone.Page.GetByRole(AriaRole.Button, new() { Name = Words.Of("photos.enough") }).ClickAsync();
        await LookAsync(phone.Page, "field-consent", colours);
        await phone.Button("consent.show").ClickAsync();
        await LookAsync(phone.Page, "field-for-the-patient", colours);
        await phone.Button("intake.yes").ClickAsync();
        await phone.Button("consent.next").ClickAsync();
        await LookAsync(phone.Page, "field-check-and-send", colours);
    }

    private async Task LookAsync(IPage page, string name, ColorScheme colours)
    {
        await Shots.TakeAsync(page, $"tour-{name}-{(colours == ColorScheme.Dark ? "dark" : "light")}");
        Repository.Need(File.Exists(Axe), "axe-core is missing: npm --prefix tests/Teleconsult.EndToEnd ci");
        await page.EvaluateAsync(await File.ReadAllTextAsync(Axe));
        var found = await page.EvaluateAsync<JsonElement>(
            """
            async () => (await axe.run(document, { runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa'] })).violations
              .filter((v) => v.impact === 'serious' || v.impact === 'critical')
              .map((v) => `${v.id}: ${v.help} ${v.nodes.slice(0, 3).map((n) => n.target.join(' ') + ' ' + (n.any[0]?.message ?? '')).join(' | ')}`)
            """);
        _serious.AddRange(found.EnumerateArray().Select(v => $"{name}: {v.GetString()}"));
    }

    private void NothingSerious() => Assert.True(_serious.Count == 0, string.Join(Environment.NewLine, _serious));
}

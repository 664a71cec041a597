using System.Text.Json;
using Microsoft.Playwright;
using Teleconsult.EndToEnd.Parts;
using Teleconsult.Tests;
using Xunit;
using static Microsoft.Playwright.Assertions;

namespace Teleconsult.EndToEnd;

/// <summary>Both faces in Arabic: from the right, nothing wider than its screen, nothing serious for axe, and the patient's sides where they always are.</summary>
public sealed class ArabicTests(Stage stage)
{
    private static readonly string Axe = Repository.In("tests", "Teleconsult.EndToEnd", "node_modules", "axe-core", "axe.min.js");
    private readonly List<string> _wrong = [];

    [Fact]
    public async Task A_case_goes_its_way_in_Arabic()
    {
        Words.Speak("ar");
        await using var phone = await stage.PhoneAsync(locale: "ar-EG");
        await Expect(phone.Page.Locator("html")).ToHaveAttributeAsync("dir", "rtl");
        await Expect(phone.Page.Locator("html")).ToHaveAttributeAsync("lang", "ar");
        await LookAsync(phone.Page, "sign-in");
        await phone.SignInAsync("primary.care");
        await LookAsync(phone.Page, "home");
        await phone.Button("home.new").ClickAsync();
        await LookAsync(phone.Page, "new");
        await phone.HomeAsync();
        await phone.BeginAsync("general-dermatology", new("ن.ع", 41, "female"), "soon");
        await LookAsync(phone.Page, "question");
        await phone.Page.Locator("summary").Filter(new() { HasText = "الجلد" }).First.ClickAsync();
        await SidesAsync(phone.Page);
        await phone.AskAsync("ما هذه البقعة على الذراع؟");
        await LookAsync(phone.Page, "photos");
        await phone.PhotoAsync(await stage.Drawn.SkinAsync(91));
        await phone.ConsentAsync();
        await LookAsync(phone.Page, "check");
        await phone.SendAsync();
        await Expect(phone.Headline).ToHaveTextAsync(Words.Like("line.complete"));
        await LookAsync(phone.Page, "case");
        foreach (var place in FullRun.Is ? new[] { "more", "more/data", "more/device", "more/recorded", "more/figures", "emergency" } : ["more", "emergency"])
        {
            await phone.Page.GotoAsync($"{stage.Host.Url}/field/{place}");
            await Expect(phone.Page.Locator("h1").First).ToBeVisibleAsync();
            await LookAsync(phone.Page, place.Replace('/', '-'));
        }

        await EyesAsync(phone);
        phone.Watch.HeardNothing();
        Assert.True(_wrong.Count == 0, string.Join(Environment.NewLine, _wrong));
    }

    [Fact]
    public async Task A_case_is_read_and_answered_in_Arabic()
    {
        const string question = "هل هذه الشامة خطيرة؟";
        await using var phone = await stage.PhoneAsync();
        await phone.SignInAsync("emergency.doctor");
        await phone.SendCaseAsync("general-dermatology", new("A.R.", 60, "male"), question, await stage.Drawn.SkinAsync(92), await stage.Drawn.SkinAsync(93, close: true));
        await Expect(phone.Headline).ToHaveTextAsync(Words.Like("line.complete"));

        Words.Speak("ar");
        await using var desk = await stage.DeskAsync(locale: "ar-EG");
        await Expect(desk.Page.Locator("html")).ToHaveAttributeAsync("dir", "rtl");
        await LookAsync(desk.Page, "console-sign-in");
        await desk.SignInAsync("dermatologist");
        await desk.SeesAsync(question);
        await LookAsync(desk.Page, "console-worklist");
        await desk.OpenAsync(question);
        await Expect(desk.Page.Locator(".pane__size")).ToContainTextAsync("×");
        Assert.Equal("ltr", await desk.Page.EvaluateAsync<string>("() => getComputedStyle(document.querySelector('.viewer')).direction")); // photos are never mirrored
        await LookAsync(desk.Page, "console-case");
        await desk.ClaimAsync();
        await LookAsync(desk.Page, "console-composer");
        await desk.Page.GotoAsync(stage.Host.Url + "/account");
        await Expect(desk.Page.Locator("h1")).ToBeVisibleAsync();
        await LookAsync(desk.Page, "console-account");
        desk.Watch.HeardNothing();
        Assert.True(_wrong.Count == 0, string.Join(Environment.NewLine, _wrong));
    }

    /// <summary>One looks at the patient from the front: their right side is on the left of the screen, in every language.</summary>
    private static async Task SidesAsync(IPage page)
    {
        await page.Locator(".body").First.WaitForAsync();
        var sides = await page.EvaluateAsync<double[]>(
            """
            () => ['R', 'L'].map((side) => document.querySelector(`.body path[data-place='${side}-upper-arm-front']`).getBBox().x)
            """);
        Assert.True(sides[0] < sides[1], "the body is mirrored");
        Assert.Equal("ltr", await page.EvaluateAsync<string>("() => getComputedStyle(document.querySelector('.body')).direction"));
    }

    private async Task EyesAsync(Phone phone)
    {
        await phone.HomeAsync();
        await phone.BeginAsync("diabetic-retinopathy", new("س.م", 51, "male"));
        await phone.AskAsync("هل في العينين اعتلال؟");
        await Expect(phone.Page.Locator(".eyes").First).ToBeVisibleAsync();
        var first = (await phone.Page.Locator(".eyes > *").Nth(0).BoundingBoxAsync())!;
        var second = (await phone.Page.Locator(".eyes > *").Nth(1).BoundingBoxAsync())!;
        Assert.True(first.X < second.X, "the eyes are mirrored");
        await Expect(phone.Page.Locator(".eyes > *").Nth(0)).ToContainTextAsync(Words.Of("side.rightEye"));
        await LookAsync(phone.Page, "eyes");
    }

    private async Task LookAsync(IPage page, string name)
    {
        Repository.Need(File.Exists(Axe), "axe-core is missing: npm --prefix tests/Teleconsult.EndToEnd ci");
        var size = page.ViewportSize!;
        foreach (var (width, height) in new[] { (360, 640), (1280, 800) })
        {
            await page.SetViewportSizeAsync(width, height);
            await Shots.BothAsync(page, $"arabic-{name}-{width}");
            _wrong.AddRange((await Fit.TooWideAsync(page)).Select(w => $"{name} at {width}: {w}"));
        }

        await page.SetViewportSizeAsync(size.Width, size.Height);
        await page.EvaluateAsync(await File.ReadAllTextAsync(Axe));
        foreach (var colours in new[] { ColorScheme.Light, ColorScheme.Dark })
        {
            await page.EmulateMediaAsync(new() { ColorScheme = colours });
            var found = await page.EvaluateAsync<JsonElement>(
                """
                async () => (await axe.run(document, { runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa'] })).violations
                  .filter((v) => v.impact === 'serious' || v.impact === 'critical')
                  .map((v) => `${v.id}: ${v.help} ${v.nodes.slice(0, 3).map((n) => n.target.join(' ')).join(' | ')}`)
                """);
            _wrong.AddRange(found.EnumerateArray().Select(v => $"{name} in {colours}: {v.GetString()}"));
        }

        await page.EmulateMediaAsync(new() { ColorScheme = ColorScheme.Light });
    }
}

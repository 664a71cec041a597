using System.Text.Json;
using Microsoft.Playwright;
using Teleconsult.EndToEnd.Parts;
using Teleconsult.Web.Console.Language;
using Xunit;
using static Microsoft.Playwright.Assertions;
using Words = Teleconsult.EndToEnd.Parts.Words;

namespace Teleconsult.EndToEnd;

/// <summary>
/// Both faces in English in disguise (accented, 40 % longer, in brackets): what stands there in plain letters did not come from the catalogue, and what does
/// not fit would not fit in a longer language.
/// </summary>
public sealed class DisguiseTests(Stage stage)
{
    private const string Question = "Zzz zzz?";

    /// <summary>Names, tags, units and what a browser or a calendar says itself.</summary>
    private static readonly string[] Names =
    [
        "Teleconsult", "demo.example", "community.worker", "Amina Njeri", "Hill Road Health Post", "Riverside Centre", "District Hospital", "Demo network", "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct",
        "Nov", "Dec", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday", "January", "February", "March", "April", "June", "July", "August", "September", "October",
        "November", "December", "Chrome", "Linux", "English", "Français", "Español", "Português", "Kiswahili", "ICDR", "Enter", "Esc", "Ctrl", "Shift",
    ];

    private readonly List<string> _wrong = [];

    [Fact]
    public async Task No_word_of_the_field_app_escapes_the_catalogue()
    {
        var english = Directory.EnumerateFiles(Repository.In("wwwroot", "words", "en"), "*.json")
            .SelectMany(f => JsonSerializer.Deserialize<Dictionary<string, string>>(File.ReadAllText(f))!).ToDictionary(p => p.Key, p => PseudoWords.Of(p.Value));
        await using var phone = await stage.DisguisedPhoneAsync(JsonSerializer.Serialize(english));
        var page = phone.Page;
        await LookAsync(page, "field-sign-in");
        await page.Locator("input").Nth(0).FillAsync("community.worker@demo.example");
        await page.Locator("input[type=password]").FillAsync(RunningHost.Password);
        await page.Locator("button[type=submit]").ClickAsync();
        await Expect(page.Locator(".dock .btn.main")).ToBeVisibleAsync();
        await LookAsync(page, "field-home");
        foreach (var place in new[] { "new", "more", "more/data", "more/device", "more/recorded", "emergency" })
        {
            await page.GotoAsync($"{stage.Host.Url}/field/{place}");
            await Expect(page.Locator("h1").First).ToContainTextAsync("~");
            await LookAsync(page, "field-" + place.Replace('/', '-'));
        }

        // What the browser says is not listened to: without a service worker its registration is missing.
        Assert.True(_wrong.Count == 0, string.Join(Environment.NewLine, _wrong));
    }

    [Fact]
    public async Task No_word_of_the_console_escapes_the_catalogue()
    {
        await using var phone = await stage.PhoneAsync();
        await phone.SignInAsync("home.care");
        await phone.SendCaseAsync("general-dermatology", new("D.G.", 33, "male"), Question, await stage.Drawn.SkinAsync(95));
        await Expect(phone.Headline).ToHaveTextAsync(Words.Like("line.complete"));

        await using var desk = await stage.DeskAsync(locale: PseudoWords.Tag);
        var page = desk.Page;
        await Expect(page.Locator("h1").First).ToContainTextAsync("~");
        await LookAsync(page, "console-sign-in");
        await page.Locator("input[autocomplete=username]").FillAsync("dermatologist@demo.example");
        await page.Locator("input[type=password]").FillAsync(RunningHost.Password);
        await page.Locator("button[type=submit]").First.ClickAsync();
        await Expect(desk.Line(Question)).ToBeVisibleAsync();
        await LookAsync(page, "console-worklist");
        await desk.OpenAsync(Question);
        await Expect(page.Locator(".facts")).ToBeVisibleAsync();
        await LookAsync(page, "console-case");
        foreach (var place in new[] { "times", "account" })
        {
            await page.GotoAsync($"{stage.Host.Url}/{place}");
            await Expect(page.Locator("h1").First).ToContainTextAsync("~");
            await LookAsync(page, "console-" + place);
        }

        desk.Watch.HeardNothing();
        Assert.True(_wrong.Count == 0, string.Join(Environment.NewLine, _wrong));
    }

    private async Task LookAsync(IPage page, string name)
    {
        await Shots.TakeAsync(page, "disguise-" + name);
        _wrong.AddRange((await Fit.TooWideAsync(page)).Select(w => $"{name}: {w}"));
        _wrong.AddRange((await Fit.UndisguisedAsync(page, [.. Names, .. FormTexts(), Question, .. People()])).Select(w => $"{name} says in plain letters: {w}"));
    }

    /// <summary>Texts of forms are translated in the forms, not in the catalogue.</summary>
    private static IEnumerable<string> FormTexts() => Directory.EnumerateFiles(Repository.In("wwwroot", "intake"), "general-dermatology-*.json").SelectMany(f => Texts(JsonDocument.Parse(File.ReadAllText(f)).RootElement)).Distinct();

    private static IEnumerable<string> Texts(JsonElement element) => element.ValueKind switch
    {
        JsonValueKind.Object => element.EnumerateObject().SelectMany(p => p.Name is "text" or "display" or "title" or "valueString" && p.Value.ValueKind is JsonValueKind.String ? [p.Value.GetString()!, p.Value.GetString()!.TrimEnd('?')] : Texts(p.Value)),
        JsonValueKind.Array => element.EnumerateArray().SelectMany(Texts),
        _ => [],
    };

    /// <summary>Names of the demo network's people and teams, as its own source has them.</summary>
    private static IEnumerable<string> People() => Directory.EnumerateFiles(Repository.In("src", "Teleconsult.Web", "Setup"), "Demo*.cs")
        .SelectMany(f => System.Text.RegularExpressions.Regex.Matches(File.ReadAllText(f), "\"([A-Z][^\"{]{2,60})\"").Select(m => m.Groups[1].Value));
}

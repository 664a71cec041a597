using System.Text.Json;
using Microsoft.Playwright;
using Teleconsult.EndToEnd.Parts;
using Xunit;
using static Microsoft.Playwright.Assertions;

namespace Teleconsult.EndToEnd;

/// <summary>The administrator's pages as pictures at three widths, light and dark, with nothing serious for axe; and a new person's way in.</summary>
public sealed class AdministrationTests(Stage stage)
{
    private static readonly string Axe = Repository.In("tests", "Teleconsult.EndToEnd", "node_modules", "axe-core", "axe.min.js");

    [Theory]
    [InlineData(ColorScheme.Light)]
    [InlineData(ColorScheme.Dark)]
    public async Task The_pages_of_administration_are_clean(ColorScheme colours)
    {
        var serious = new List<string>();
        foreach (var (who, places) in new[]
                 {
                     ("administrator", new[] { "admin/forms", "admin/audit" }), ("dermatologist", ["teaching", "certificate"]), ("community.worker", ["digest"]),
                 })
        {
            await using var desk = await stage.DeskAsync(colours: colours);
            await EnterAsync(desk, $"{who}@demo.example", RunningHost.Password, places[0]);
            foreach (var place in places)
            {
                await desk.Page.GotoAsync($"{stage.Host.Url}/{place}");
                await Expect(desk.Page.Locator(".panel").First).ToBeVisibleAsync();
                if (place is "admin/audit")
                {
                    await desk.Page.GetByRole(AriaRole.Button, new() { Name = Words.Of("audit.do"), Exact = true }).ClickAsync();
                    await Expect(desk.Page.Locator("section.panel")).ToBeVisibleAsync();
                }

                foreach (var width in new[] { 1920, 1280, 390 })
                {
                    await desk.Page.SetViewportSizeAsync(width, 900);
                    await Shots.TakeAsync(desk.Page, $"{place.Replace('/', '-')}-{width}-{(colours == ColorScheme.Dark ? "dark" : "light")}");
                    serious.AddRange((await LookAsync(desk.Page)).Select(found => $"{place} {width}: {found}"));
                }
            }

            desk.Watch.HeardNothing();
        }

        Assert.True(serious.Count == 0, string.Join(Environment.NewLine, serious));
    }

    [Fact]
    public async Task A_new_person_is_invited_chooses_a_password_and_signs_in()
    {
        await using var desk = await stage.DeskAsync();
        await EnterAsync(desk, "administrator@demo.example", RunningHost.Password);
        var name = "invited." + Guid.NewGuid().ToString("n")[..8];
        await desk.Page.GetByRole(AriaRole.Button, new() { Name = Words.Of("person.add") }).ClickAsync();
        await desk.Page.Locator("#person-name").FillAsync($"Mercy {name}");
        await desk.Page.Locator("#person-user").FillAsync(name);
        await desk.Dialog.GetByText(Words.Of("person.role.coordinator"), new() { Exact = true }).ClickAsync();
        await desk.Dialog.GetByRole(AriaRole.Button, new() { Name = Words.Of("directory.save"), Exact = true }).ClickAsync();
        await desk.Page.Locator("tr").Filter(new() { HasText = name }).GetByRole(AriaRole.Button, new() { Name = Words.Of("invitation.do"), Exact = true }).ClickAsync();
        var link = desk.Page.Locator(".password__word").Filter(new() { HasText = "/invitation#" });
        await Expect(link).ToBeVisibleAsync();
        await Shots.TakeAsync(desk.Page, "admin-invited");

        await using var other = await stage.DeskAsync();
        await other.Page.GotoAsync(await link.InnerTextAsync());
        await Expect(other.Page.Locator("#invitation-code")).Not.ToHaveValueAsync("");
        await Shots.BothAsync(other.Page, "invitation");
        await other.Page.Locator("#password").FillAsync("a password of my own");
        await other.Page.GetByRole(AriaRole.Button, new() { Name = Words.Of("invitation.save"), Exact = true }).ClickAsync();
        await Expect(other.Page.GetByText(Words.Of("invitation.done"), new() { Exact = true })).ToBeVisibleAsync();
        await EnterAsync(other, name, "a password of my own");
        desk.Watch.HeardNothing();
        other.Watch.HeardNothing();
    }

    private async Task EnterAsync(Desk desk, string name, string password, string place = "admin")
    {
        await desk.Page.GotoAsync($"{stage.Host.Url}/sign-in?returnUrl={Uri.EscapeDataString("/" + place)}");
        await desk.Page.Locator("#name").FillAsync(name);
        await desk.Page.Locator("#password").FillAsync(password);
        await desk.Page.GetByRole(AriaRole.Button, new() { Name = Words.Of("signIn.do") }).ClickAsync();
        await Expect(desk.Page.Locator(".panel").First).ToBeVisibleAsync();
    }

    private static async Task<IEnumerable<string>> LookAsync(IPage page)
    {
        Repository.Need(File.Exists(Axe), "axe-core is missing: npm --prefix tests/Teleconsult.EndToEnd ci");
        await page.EvaluateAsync(await File.ReadAllTextAsync(Axe));
        var found = await page.EvaluateAsync<JsonElement>(
            """
            async () => (await axe.run(document, { runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa'] })).violations
              .filter((v) => v.impact === 'serious' || v.impact === 'critical')
              .map((v) => `${v.id}: ${v.help} ${v.nodes.slice(0, 3).map((n) => n.target.join(' ') + ' ' + (n.any[0]?.message ?? '')).join(' | ')}`)
            """);
        return found.EnumerateArray().Select(v => v.GetString()!);
    }
}

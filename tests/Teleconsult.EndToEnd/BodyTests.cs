using System.Text.RegularExpressions;
using Microsoft.Playwright;
using Teleconsult.EndToEnd.Parts;
using Xunit;
using static Microsoft.Playwright.Assertions;

namespace Teleconsult.EndToEnd;

/// <summary>A burn, from the body that is pressed on to the area that the specialist reads.</summary>
public sealed class BodyTests(Stage stage)
{
    private const string Question = "Burned by hot oil this morning. May he stay here?";

    [Fact]
    public async Task A_burn_is_pressed_on_the_body_or_chosen_by_keyboard_and_its_area_follows()
    {
        await using var phone = await stage.PhoneAsync();
        await phone.SignInAsync("primary.care");
        await phone.BeginAsync("burns", new("B.U.", 30, "male"), "urgent");
        await phone.Page.Locator("details.group").Filter(new() { HasText = "How much skin" }).Locator("summary").First.ClickAsync();
        var body = phone.Page.Locator(".body");
        await Expect(body.Locator(".side").First).ToHaveTextAsync(Words.Of("side.rightLetter"));

        await body.Locator("path[data-place='R-hand']").ClickAsync();
        await Expect(Chosen(phone)).ToHaveTextAsync(["Right hand"]);
        await phone.ShotAsync("field-body-front");
        await phone.Page.GetByRole(AriaRole.Button, new() { Name = Words.Of("body.back"), Exact = true }).ClickAsync();
        await Expect(body.Locator(".side").First).ToHaveTextAsync(Words.Of("side.leftLetter"));
        await Expect(body.Locator("path.on")).ToHaveAttributeAsync("data-place", "R-hand");
        await phone.ShotAsync("field-body-back");

        // The same places without the drawing: a list, by keyboard alone.
        await phone.Page.Locator("summary").Filter(new() { HasText = Words.Of("body.list") }).FocusAsync();
        await phone.Page.Keyboard.PressAsync("Enter");
        await phone.Page.GetByRole(AriaRole.Group, new() { Name = "Which parts are burned?", Exact = true }).GetByRole(AriaRole.Button, new() { Name = "Left foot" }).FocusAsync();
        await phone.Page.Keyboard.PressAsync("Space");
        await Expect(Chosen(phone)).ToHaveTextAsync(["Right hand", "Left foot"]);

        await PickAsync(phone, "Right hand: how much of it?", "All of it");
        await phone.AskAsync(Question);
        await phone.ConsentAsync();
        var card = phone.Page.GetByLabel(Words.Of("score.tbsa.title"));
        await Expect(card).ToContainTextAsync(Words.Of("score.open", ("what", "Left foot")));
        await phone.Page.GetByText(Words.Of("review.add"), new() { Exact = true }).ClickAsync();
        var area = phone.Page.Locator("details.group").Filter(new() { HasText = "How much skin" }).First;
        if (await area.GetAttributeAsync("open") is null)
        {
            await area.Locator("summary").First.ClickAsync();
        }

        await PickAsync(phone, "Left foot: how much of it?", "Half");
        await phone.Button("question.next").ClickAsync();
        await phone.Page.GetByRole(AriaRole.Button, new() { NameRegex = new Regex($"^({Words.Of("photos.enough")}|{Words.Of("photos.without")}|{Words.Of("photos.next")})$") }).ClickAsync();
        await phone.Button("consent.next").ClickAsync();
        await Expect(card).ToContainTextAsync(Words.Of("score.tbsa.of", ("n", "4.3")));
        await phone.ShotAsync("field-burn-review");
        await phone.SendAsync();

        await using var desk = await stage.DeskAsync();
        await desk.SignInAsync("on.call");
        await desk.SeesAsync(Question);
        await desk.OpenAsync(Question);
        var facts = desk.Page.Locator(".facts");
        await Expect(facts).ToContainTextAsync(Words.Of("score.tbsa.of", ("n", "4.3")));
        await Expect(facts).ToContainTextAsync("Right hand, Left foot");
        await desk.ShotAsync("console-burn");
        phone.Watch.HeardNothing();
        desk.Watch.HeardNothing();
    }

    private static ILocator Chosen(Phone phone) => phone.Page.GetByRole(AriaRole.Group, new() { Name = Words.Of("body.chosen"), Exact = true }).GetByRole(AriaRole.Button);

    private static Task PickAsync(Phone phone, string question, string answer) =>
        phone.Page.GetByRole(AriaRole.Group, new() { Name = question, Exact = true }).GetByRole(AriaRole.Button, new() { Name = answer, Exact = true }).ClickAsync();
}

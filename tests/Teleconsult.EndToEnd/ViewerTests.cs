using System.Text.RegularExpressions;
using Microsoft.Playwright;
using Teleconsult.EndToEnd.Parts;
using Xunit;
using static Microsoft.Playwright.Assertions;

namespace Teleconsult.EndToEnd;

/// <summary>Looking at photos and drawing over them, by keys and by hand; what is drawn reaches the phone and the paper.</summary>
public sealed class ViewerTests(Stage stage)
{
    private static readonly Regex Lit = new("is-lit");
    private static readonly Regex RedFree = new("is-redfree");

    [Fact]
    public async Task Photos_are_lit_compared_and_drawn_on_and_the_worker_sees_the_marks()
    {
        const string Question = "Ulcer on the shin. How large is it, and what next?";
        await using var phone = await stage.PhoneAsync();
        await phone.SignInAsync("primary.care");
        await phone.SendCaseAsync("general-dermatology", new("V.M.", 47, "female"), Question, await stage.Drawn.SkinAsync(81), await stage.Drawn.SkinAsync(82, close: true));
        await Expect(phone.Headline).ToHaveTextAsync(Words.Like("line.complete"));

        await using var desk = await stage.DeskAsync();
        await desk.SignInAsync("dermatologist");
        await desk.SeesAsync(Question);
        await desk.OpenAsync(Question);
        await Expect(desk.Page.Locator(".pane__size").First).ToContainTextAsync("1600 × 1200");
        await LooksAsync(desk);
        await DrawsAsync(desk);
        await desk.Page.ReloadAsync();
        await Expect(desk.Page.Locator(".mark-list li")).ToHaveCountAsync(3);
        await Expect(desk.Page.Locator(".pane__marks .mark__n")).ToHaveCountAsync(2);
        await AdvisesAsync(desk);

        await phone.Button("case.readAdvice").ClickAsync();
        await phone.Button("advice.yes").ClickAsync();
        await Expect(phone.Page.Locator(".marked img")).ToHaveJSPropertyAsync("complete", true);
        await Expect(phone.Page.Locator(".marked li").First).ToHaveTextAsync(new Regex("cm²: debride this edge$"));
        await Expect(phone.Page.Locator(".marked svg text")).ToHaveCountAsync(2);
        await phone.Page.Locator(".marked").ScrollIntoViewIfNeededAsync();
        await Shots.BothAsync(phone.Page, "field-marks");

        await Expect(desk.Page.Locator(".notice--undo")).ToHaveCountAsync(0);
        await Expect(desk.Page.Locator("[data-draw]")).ToHaveCountAsync(0);
        await Expect(desk.Page.Locator(".mark-list .is-other li")).ToHaveCountAsync(2);
        var paper = await desk.Context.RunAndWaitForPageAsync(() => desk.Page.Locator(".case__paper a").ClickAsync());
        await Expect(paper.Locator(".marked svg path").First).ToBeAttachedAsync();
        await Expect(paper.Locator(".marked li").First).ToContainTextAsync("debride this edge");
        await Shots.TakeAsync(paper, "console-marks-paper");
        phone.Watch.HeardNothing();
        desk.Watch.HeardNothing();
    }

    // Keys for all of it: light, contrast, red-free, turn, and back as it was.
    private static async Task LooksAsync(Desk desk)
    {
        var picture = desk.Page.Locator("[data-pane]").First;
        await desk.Page.Keyboard.PressAsync("i");
        await Expect(picture).ToHaveClassAsync(Lit);
        await desk.Page.Keyboard.PressAsync("l");
        await desk.Page.Keyboard.PressAsync("f");
        await Expect(picture).ToHaveClassAsync(RedFree);
        await desk.Button("viewer.light").ClickAsync();
        await Expect(desk.Page.Locator("[data-lit=brightness]")).ToHaveTextAsync("110 %");
        await Expect(desk.Page.Locator("[data-lit=contrast]")).ToHaveTextAsync("110 %");
        await desk.Page.Locator("input[data-light=brightness]").FillAsync("180");
        await Expect(desk.Page.Locator("[data-lit=brightness]")).ToHaveTextAsync("180 %");
        await desk.ShotAsync("console-viewer-lit");
        await desk.Page.Locator(".pane__picture").First.FocusAsync();
        await desk.Page.Keyboard.PressAsync("q");
        await Expect(picture).Not.ToHaveClassAsync(Lit);
        await Expect(picture).Not.ToHaveClassAsync(RedFree);
        await desk.Button("viewer.light").ClickAsync();

        await desk.Button("viewer.keys").ClickAsync();
        await Expect(desk.Dialog).ToContainTextAsync("red-free");
        await Expect(desk.Dialog).ToContainTextAsync("arrow");
        await desk.Page.Keyboard.PressAsync("Escape");
        await Expect(desk.Dialog).ToHaveCountAsync(0);
    }

    // A scale and an outline by hand, an arrow by keys alone, and one mark that is taken back.
    private static async Task DrawsAsync(Desk desk)
    {
        var layer = desk.Page.Locator(".pane__marks").First;
        var box = (await layer.BoundingBoxAsync())!;
        async Task PullAsync(params (float X, float Y)[] points)
        {
            await desk.Page.Mouse.MoveAsync(box.X + (box.Width * points[0].X), box.Y + (box.Height * points[0].Y));
            await desk.Page.Mouse.DownAsync();
            foreach (var (x, y) in points.Skip(1))
            {
                await desk.Page.Mouse.MoveAsync(box.X + (box.Width * x), box.Y + (box.Height * y), new() { Steps = 6 });
            }

            await desk.Page.Mouse.UpAsync();
        }

        await desk.Page.Keyboard.PressAsync("s");
        await Expect(desk.Page.Locator(".viewer__how [data-for=scale]")).ToBeVisibleAsync();
        await PullAsync((0.4f, 0.85f), (0.6f, 0.85f));
        var mm = desk.Page.Locator("[data-mark-scale]");
        await Expect(mm).ToBeFocusedAsync();
        await mm.FillAsync("50");
        await desk.Page.Locator("[data-draw=outline]").ClickAsync();
        await PullAsync((0.4f, 0.4f), (0.6f, 0.4f), (0.6f, 0.6f), (0.4f, 0.6f), (0.4f, 0.42f));
        var lines = desk.Page.Locator(".mark-list li");
        await Expect(lines).ToHaveCountAsync(2);
        await Expect(lines.Nth(1)).ToContainTextAsync(new Regex(@"Outline, \d+\.\d cm²"));
        await desk.Page.Locator("[data-mark-label]").FillAsync("debride this edge");

        await desk.Page.Locator(".pane__picture").First.FocusAsync();
        await desk.Page.Keyboard.PressAsync("a");
        await desk.Page.Keyboard.PressAsync("Enter");
        await desk.Page.Keyboard.PressAsync("ArrowRight");
        await desk.Page.Keyboard.PressAsync("ArrowUp");
        await desk.Page.Keyboard.PressAsync("Enter");
        await Expect(lines).ToHaveCountAsync(3);
        await desk.Page.Keyboard.PressAsync("e");
        await desk.Page.Keyboard.PressAsync("Enter");
        await Expect(lines).ToHaveCountAsync(4);
        await desk.Page.Locator("[data-tool=undo]").ClickAsync();
        await Expect(lines).ToHaveCountAsync(3);
        await desk.Page.Keyboard.PressAsync("d");
        await desk.Page.Keyboard.PressAsync("Escape"); // ends drawing and not the page
        await Expect(desk.Page.Locator("[data-draw=outline]")).ToHaveAttributeAsync("aria-pressed", "false");
        await Expect(desk.Page.Locator(".case")).ToBeVisibleAsync();
        await desk.SavedAsync();
        await Shots.BothAsync(desk.Page, "console-marks");
        await desk.Page.SetViewportSizeAsync(390, 800);
        await desk.ShotAsync("console-marks-narrow");
        await desk.Page.SetViewportSizeAsync(1920, 1080);
        await desk.ShotAsync("console-marks-wide");
        await desk.Page.SetViewportSizeAsync(1280, 800);
    }

    private static async Task AdvisesAsync(Desk desk)
    {
        await desk.Field("mostLikely").FillAsync("Venous ulcer with a sloughy edge.");
        await desk.PickAsync("adequacy", "Adequate");
        await desk.PickAsync("disposition", "ManageLocally");
        await desk.SavedAsync();
        await desk.SendAdviceAsync();
    }
}

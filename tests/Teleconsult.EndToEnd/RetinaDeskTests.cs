using System.Text;
using Microsoft.Playwright;
using Teleconsult.EndToEnd.Parts;
using Xunit;
using static Microsoft.Playwright.Assertions;

namespace Teleconsult.EndToEnd;

/// <summary>Retina photos from a fundus camera's folder: many files at a desk, each brought to its eye by hand.</summary>
public sealed class RetinaDeskTests(Stage stage)
{
    private static readonly Person Patient = new("T.W.", 57, "male");

    [Fact]
    public async Task Many_files_are_sorted_by_hand_graded_by_keys_and_each_eye_is_told_on_its_own_side()
    {
        const string Question = "Yearly photos from the camera's folder.";
        await using var desk = await stage.FieldDeskAsync();
        await desk.SignInAsync("community.worker");
        await desk.BeginAsync("diabetic-retinopathy", Patient);
        await desk.AskAsync(Question);
        await ChooseAsync(desk, await FolderAsync());

        var refused = desk.Page.Locator(".tray .note");
        await Expect(refused).ToContainTextAsync("IMG_0045.jpg: " + Words.Of("refusal.photo.twice"));
        await Expect(refused).ToContainTextAsync("report.pdf");
        var pile = desk.Page.Locator(".pilephoto");
        await Expect(pile).ToHaveCountAsync(4);
        await desk.ShotAsync("field-desk-tray");

        // By mouse: the left eye's macula goes to the wrong eye first. By press: photo, then place. By key: photo, then the place's number.
        await File(desk, "0043").DragToAsync(Place(desk, "R-mac"));
        await Expect(pile).ToHaveCountAsync(3);
        await File(desk, "0041").ClickAsync();
        await Place(desk, "L-mac").ClickAsync();
        await Expect(pile).ToHaveCountAsync(2);
        await File(desk, "0042").PressAsync("3");
        await Expect(pile).ToHaveCountAsync(1);
        await desk.Page.Locator("[data-slot=L-disc]").GetByRole(AriaRole.Button, new() { Name = Words.Of("photos.cannot") }).ClickAsync();
        await desk.Button("notTaken.mediaOpacity").ClickAsync();
        await Expect(desk.Page.Locator("[data-slot=L-disc]")).ToContainTextAsync(Words.Of("notTaken.mediaOpacity"));
        await desk.ShotAsync("field-desk-places");

        await desk.Button("tray.next").ClickAsync();
        await Expect(desk.Page.Locator(".sides .note")).ToHaveCountAsync(2);
        await Expect(desk.Button("tray.sidesRight")).ToBeDisabledAsync();
        await desk.ShotAsync("field-desk-sides-wrong");
        await desk.Button("tray.moveLeft").ClickAsync(); // they change places: both are right now
        await Expect(desk.Page.Locator(".sides .note")).ToHaveCountAsync(0);
        await desk.ShotAsync("field-desk-sides");
        await desk.Button("tray.sidesRight").ClickAsync();
        await desk.AgreeAsync();
        await desk.SendAsync();
        await Expect(desk.Headline).ToHaveTextAsync(Words.Like("line.complete"));

        await using var eyes = await stage.DeskAsync();
        await eyes.SignInAsync("ophthalmologist");
        await eyes.SeesAsync(Question);
        // The grading copy is there at once; its original takes its place as soon as it has come.
        await eyes.Page.RunAndWaitForResponseAsync(() => eyes.OpenAsync(Question), r => r.Url.EndsWith("/original", StringComparison.Ordinal) && r.Ok);
        await Expect(eyes.Page.Locator(".pane__size").First).ToContainTextAsync("1800 × 1800");
        await Expect(eyes.Page.Locator(".film__group").Nth(0).Locator(".thumb")).ToHaveCountAsync(2);
        await Expect(eyes.Page.Locator(".film__gap")).ToContainTextAsync($"Left eye, disc: {Words.Of("notTaken.mediaOpacity")}");
        await Expect(eyes.Page.Locator(".strip")).Not.ToContainTextAsync("Left eye, disc");
        await eyes.ShotAsync("console-eyes-gap");
        await GradeAsync(eyes);

        await desk.Button("case.readAdvice").ClickAsync();
        await desk.Button("advice.yes").ClickAsync();
        var told = desk.Page.Locator(".graded .eye");
        await Expect(told.Nth(0)).ToContainTextAsync(Words.Of("side.rightEye"));
        await Expect(told.Nth(0)).ToContainTextAsync(Words.Of("eye.plain.moderate"));
        await Expect(told.Nth(1)).ToContainTextAsync(Words.Of("side.leftEye"));
        await Expect(told.Nth(1)).ToContainTextAsync(Words.Of("eye.plainUngradable"));
        await Expect(told.Nth(1)).ToContainTextAsync(Words.Of("eye.notHealthy"));
        await Expect(desk.Page.Locator(".pane main").Last).ToContainTextAsync(Words.Of("eye.notJudged.left"));
        await desk.ShotAsync("field-desk-advice");
        desk.Watch.HeardNothing();
        eyes.Watch.HeardNothing();
    }

    /// <summary>The right eye has moderate retinopathy; the left one cannot be graded. The mouse only opens the screen.</summary>
    private static async Task GradeAsync(Desk desk)
    {
        await desk.Page.Locator(".band").GetByRole(AriaRole.Link, new() { Name = Words.Of("grade.open") }).ClickAsync();
        var eyes = desk.Page.Locator(".eyepanel");
        await Expect(eyes).ToHaveCountAsync(2);
        await Expect(desk.Page.Locator(".band h1")).ToContainTextAsync("T.W.");

        // A page that came back by itself may stand before an empty chair: it waits for a press.
        await desk.Page.ReloadAsync();
        await Expect(desk.Page.Locator(".state .btn--primary")).ToContainTextAsync(Words.Of("grade.start"));
        await desk.ShotAsync("console-grade-came");
        await KeysAsync(desk, "Enter");
        await Expect(desk.Page.Locator(".band h1")).ToContainTextAsync("T.W.");
        await Expect(desk.Page.Locator(".pane__size").First).ToContainTextAsync("1800 × 1800");
        await desk.ShotAsync("console-grade-empty");

        await KeysAsync(desk, "2", "m");
        await Expect(eyes.Nth(0).Locator("[aria-pressed=true]")).ToHaveCountAsync(2);
        await KeysAsync(desk, "ArrowRight", "ArrowDown");
        await Expect(desk.Page.Locator(".pane--left .pane__over")).ToContainTextAsync(Words.Of("notTaken.mediaOpacity"));
        await KeysAsync(desk, "u");
        await Expect(eyes.Nth(1)).ToContainTextAsync(Words.Of("grade.why.mediaOpacity"));
        await desk.ShotAsync("console-grade-why");
        await KeysAsync(desk, "2");
        await Expect(desk.Page.Locator(".outcome")).ToContainTextAsync(Words.Of("eye.recall.inThreeToSixMonths"));
        await Expect(desk.Page.Locator(".outcome")).ToContainTextAsync(Words.Of("eye.notJudged.left"));

        await KeysAsync(desk, "Enter");
        await Expect(desk.Page.Locator(".grade__ask")).ToContainTextAsync("T.W.");
        await Expect(desk.Page.Locator(".grade__ask")).ToBeInViewportAsync(new() { Ratio = 1 });
        await desk.ShotAsync("console-grade-ask");
        await KeysAsync(desk, "Enter");
        await Expect(desk.Page.Locator(".notice--undo")).ToContainTextAsync("T.W.");
    }

    private static async Task KeysAsync(Desk desk, params string[] keys)
    {
        foreach (var key in keys)
        {
            await desk.Page.Keyboard.PressAsync(key);
        }
    }

    /// <summary>What a camera leaves in its folder: photos in no order of eyes, a copy, a report.</summary>
    private async Task<FilePayload[]> FolderAsync()
    {
        var right = await stage.Drawn.CameraFundusAsync(41, "macula", "right");
        return
        [
            right,
            await stage.Drawn.FundusAsync(42, "disc", "right"),
            await stage.Drawn.FundusAsync(43, "macula", "left"),
            await stage.Drawn.FundusAsync(44, "macula", "left"),
            new() { Name = "IMG_0045.jpg", MimeType = right.MimeType, Buffer = right.Buffer },
            new() { Name = "report.pdf", MimeType = "application/pdf", Buffer = Encoding.ASCII.GetBytes("%PDF-1.4 nobody's report") },
        ];
    }

    private static async Task ChooseAsync(Phone desk, FilePayload[] files)
    {
        var chooser = await desk.Page.RunAndWaitForFileChooserAsync(() => desk.Button("tray.files").ClickAsync());
        Assert.True(chooser.IsMultiple);
        await chooser.SetFilesAsync(files);
    }

    private static ILocator File(Phone desk, string number) => desk.Page.Locator(".pilephoto").Filter(new() { HasText = number });

    private static ILocator Place(Phone desk, string slot) => desk.Page.Locator($"[data-slot={slot}] .deskplace");
}

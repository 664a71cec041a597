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
    public async Task Many_files_are_sorted_by_hand_and_a_photo_on_the_wrong_side_is_asked_about()
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
        await eyes.OpenAsync(Question);
        await Expect(eyes.Page.Locator(".film__group").Nth(0).Locator(".thumb")).ToHaveCountAsync(2);
        await Expect(eyes.Page.Locator(".film__gap")).ToContainTextAsync($"Left eye, disc: {Words.Of("notTaken.mediaOpacity")}");
        await Expect(eyes.Page.Locator(".strip")).Not.ToContainTextAsync("Left eye, disc");
        await eyes.ShotAsync("console-eyes-gap");
        desk.Watch.HeardNothing();
        eyes.Watch.HeardNothing();
    }

    /// <summary>What a camera leaves in its folder: photos in no order of eyes, a copy, a report.</summary>
    private async Task<FilePayload[]> FolderAsync()
    {
        var right = await stage.Drawn.FundusAsync(41, "macula", "right");
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

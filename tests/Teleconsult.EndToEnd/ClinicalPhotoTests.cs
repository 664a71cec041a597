using Microsoft.Playwright;
using Teleconsult.EndToEnd.Parts;
using Xunit;
using static Microsoft.Playwright.Assertions;

namespace Teleconsult.EndToEnd;

/// <summary>The main job on real photos of skin and retina, where they lie beside the project.</summary>
public sealed class ClinicalPhotoTests(Stage stage)
{
    private static readonly string[] Skin = ["ISIC_0000000.jpg", "ISIC_0000001.jpg"];

    [Fact]
    public async Task Real_photos_arrive_as_they_were_taken_and_are_advised_on()
    {
        const string question = "Two moles on the back, photographed with a dermatoscope. Harmless?";
        await using var phone = await stage.PhoneAsync();
        await phone.SignInAsync("primary.care");
        await phone.SendCaseAsync("general-dermatology", new("D.M.", 38, "female"), question, Real(Skin[0]), Real(Skin[1]));
        await Expect(phone.Headline).ToHaveTextAsync(Words.Like("line.complete"));
        await SamePixelsAsync("primary.care", question, Skin);

        await using var desk = await stage.DeskAsync();
        await desk.SignInAsync("dermatologist");
        await desk.SeesAsync(question);
        await desk.OpenAsync(question);
        await Expect(desk.Page.Locator(".pane__size")).ToContainTextAsync("×");
        await desk.ShotAsync("console-real-skin");
        await desk.ClaimAsync();
        await desk.PickAsync("adequacy", "Adequate");
        await desk.Field("mostLikely").FillAsync("Harmless moles.");
        await desk.PickAsync("confidence", "Probable");
        await desk.Field("action.0.text").FillAsync("Reassure");
        await desk.PickAsync("disposition", "ManageLocally");
        await desk.Field("safetyNet").FillAsync("It grows, changes colour or bleeds.");
        await desk.SavedAsync();
        await desk.SendAdviceAsync();

        await phone.Button("case.readAdvice").ClickAsync();
        await phone.Button("advice.yes").ClickAsync();
        await Expect(phone.Page.Locator("main")).ToContainTextAsync("Harmless moles.");
        phone.Watch.HeardNothing();
        desk.Watch.HeardNothing();
    }

    [Fact]
    public async Task A_real_fundus_photo_is_shown_on_its_own_side()
    {
        const string question = "Photo from the camera at the clinic. Is there retinopathy?";
        await using var phone = await stage.PhoneAsync();
        await phone.SignInAsync("community.worker");
        await phone.BeginAsync("diabetic-retinopathy", new("R.F.", 59, "male"));
        await phone.AskAsync(question);
        await phone.Page.Locator(".eyes .slot").Nth(1).ClickAsync(); // its disc lies left of the macula: a left eye
        await phone.PhotoAsync(Real("retina.jpg"));
        await phone.ConsentAsync();
        await phone.SendAsync();
        await Expect(phone.Headline).ToHaveTextAsync(Words.Like("line.complete"));
        await SamePixelsAsync("community.worker", question, "retina.jpg");

        await using var desk = await stage.DeskAsync(colours: ColorScheme.Dark);
        await desk.SignInAsync("ophthalmologist");
        await desk.SeesAsync(question);
        await desk.OpenAsync(question);
        // The photo stands on the left eye's side; the right eye's stays empty and says so.
        await Expect(desk.Page.Locator(".pane--left:has(.pane__picture) .side")).ToHaveTextAsync(Words.Of("side.leftLetter"));
        await Expect(desk.Page.Locator(".pane--right:has(.pane__picture)")).ToHaveCountAsync(0);
        await Expect(desk.Page.Locator(".pane--right")).ToContainTextAsync(Words.Of("notTaken.noPhoto"));
        await Expect(desk.Page.Locator(".pane__size").First).ToContainTextAsync("×");
        await desk.ShotAsync("console-real-retina");
        phone.Watch.HeardNothing();
        desk.Watch.HeardNothing();
    }

    private static FilePayload Real(string name) =>
        new() { Name = name, MimeType = "image/jpeg", Buffer = File.ReadAllBytes(Path.Combine(Repository.Corpus("clinical"), name)) };

    /// <summary>Compressed pixels are never touched: from the first scan on, what is stored is what the camera wrote.</summary>
    private async Task SamePixelsAsync(string who, string question, params string[] names)
    {
        using var api = await Api.SignInAsync(stage.Host.Url, who);
        var photos = Assert.Single(await api.CasesAskingAsync(question))["photos"]!.AsArray();
        Assert.Equal(names.Length, photos.Count);
        foreach (var (photo, name) in photos.Zip(names))
        {
            var stored = await api.BytesAsync($"/api/photos/{photo!["id"]}");
            Assert.True(Scans(stored).SequenceEqual(Scans(Real(name).Buffer)), name);
        }
    }

    private static ReadOnlySpan<byte> Scans(byte[] jpeg) => jpeg.AsSpan(jpeg.AsSpan().IndexOf((ReadOnlySpan<byte>)[0xFF, 0xDA]));
}

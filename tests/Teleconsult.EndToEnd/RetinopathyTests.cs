using Microsoft.Playwright;
using Teleconsult.EndToEnd.Parts;
using Xunit;
using static Microsoft.Playwright.Assertions;

namespace Teleconsult.EndToEnd;

/// <summary>Side is captured, not guessed, and shown the same way on both faces (DESIGN §5 rule 5).</summary>
public sealed class RetinopathyTests(Stage stage)
{
    private const string Question = "Yearly photos of both eyes. Is treatment needed?";
    private static readonly Person Patient = new("E.N.", 63, "female");

    [Fact]
    public async Task Four_photos_of_two_eyes_keep_their_sides_until_the_ophthalmologist_has_graded_them()
    {
        await using var phone = await stage.PhoneAsync();
        await phone.SignInAsync("community.worker");
        await phone.BeginAsync("diabetic-retinopathy", Patient);
        await phone.AskAsync(Question);
        await TakeAllAsync(phone);
        await phone.ConsentAsync();
        await phone.SendAsync();
        await Expect(phone.Headline).ToHaveTextAsync(Words.Like("line.complete"));

        await using var desk = await stage.DeskAsync();
        await desk.SignInAsync("ophthalmologist");
        await desk.SeesAsync(Question);
        await desk.OpenAsync(Question);
        await PlatesAreRightAsync(desk);
        await GradeAsync(desk);

        await phone.Button("case.readAdvice").ClickAsync();
        await phone.Button("advice.yes").ClickAsync();
        await Expect(phone.Page.Locator("main")).ToContainTextAsync("Little diabetic damage, in one eye.");
        var eyes = phone.Page.Locator(".graded .eye");
        await Expect(eyes.Nth(0)).ToContainTextAsync(Words.Of("side.rightEye"));
        await Expect(eyes.Nth(0)).ToContainTextAsync(Words.Of("eye.plain.mild"));
        await Expect(eyes.Nth(1)).ToContainTextAsync(Words.Of("side.leftEye"));
        await Expect(eyes.Nth(1)).ToContainTextAsync(Words.Of("eye.plain.none"));
        await phone.ShotAsync("field-eyes-advice");
        phone.Watch.HeardNothing();
        desk.Watch.HeardNothing();
    }

    /// <summary>The slot that is next is named on the screen with its side; the photo drawn for it is of that side.</summary>
    private async Task TakeAllAsync(Phone phone)
    {
        string[] sides = [Words.Of("side.right"), Words.Of("side.left")];
        for (var n = 0; n < 4; n++)
        {
            var next = phone.Page.Locator(".eyes .slot.next");
            var right = await next.EvaluateAsync<bool>("(slot) => [...slot.parentElement.children].indexOf(slot) % 2 === 0"); // right eye on the left of the screen
            await Expect(phone.Page.Locator(".dock button.main")).ToContainTextAsync(sides[right ? 0 : 1]);
            await Phone.ChooseAsync(
                phone.Page.Locator(".dock").GetByRole(AriaRole.Button, new() { Name = Words.Of("photos.fromPhone") }),
                await stage.Drawn.FundusAsync(30 + n, (await next.InnerTextAsync()).Contains("disc", StringComparison.OrdinalIgnoreCase) ? "disc" : "macula", right ? "right" : "left"));
            await Expect(phone.Page.Locator(".list")).ToContainTextAsync(Words.Of(right ? "photos.checkRight" : "photos.checkLeft"));
            await phone.ShotAsync($"field-eye-{n}");
            await phone.Button("photos.keep").ClickAsync();
        }

        await Expect(phone.Page.Locator(".eyes .slot.done")).ToHaveCountAsync(4);
        await phone.ShotAsync("field-eyes");
    }

    private static async Task PlatesAreRightAsync(Desk desk)
    {
        var panes = desk.Page.Locator(".pane");
        await Expect(panes).ToHaveCountAsync(2);
        await Expect(panes.Nth(0).Locator(".side")).ToHaveTextAsync(Words.Of("side.rightLetter"));
        await Expect(panes.Nth(0)).ToContainTextAsync(Words.Of("side.right"));
        await Expect(panes.Nth(1).Locator(".side")).ToHaveTextAsync(Words.Of("side.leftLetter"));
        await Expect(panes.Nth(1)).ToContainTextAsync(Words.Of("side.left"));
        var (right, left) = (await panes.Nth(0).BoundingBoxAsync(), await panes.Nth(1).BoundingBoxAsync());
        Assert.True(right!.X < left!.X, "The right eye stands on the left of the screen.");
        await Expect(desk.Page.Locator(".film__group").First.Locator(".side")).ToHaveTextAsync(Words.Of("side.rightLetter"));
        await Expect(desk.Page.Locator(".pane__size").First).ToContainTextAsync("1200 × 1200");
        await Expect(desk.Page.Locator(".pane__size").Last).ToContainTextAsync("1200 × 1200");
        await desk.ShotAsync("console-eyes");
    }

    private static async Task GradeAsync(Desk desk)
    {
        await desk.ClaimAsync();
        await desk.Field("grade.Right.retinopathy").SelectOptionAsync("Mild");
        await desk.Field("grade.Right.macula").SelectOptionAsync("None");
        await desk.Field("grade.Left.retinopathy").SelectOptionAsync("None");
        await desk.Field("grade.Left.macula").SelectOptionAsync("None");
        await Expect(desk.Page.Locator(".outcome")).ToContainTextAsync(Words.Of("eye.recall.inAYear"));
        await desk.Field("mostLikely").FillAsync("Little diabetic damage, in one eye.");
        await desk.PickAsync("confidence", "Certain");
        await desk.Field("action.0.text").FillAsync("Take photos again in a year");
        await desk.PickAsync("disposition", "ManageLocally");
        await desk.Field("safetyNet").FillAsync("Sight gets worse, or dark spots appear.");
        await desk.SavedAsync();
        await desk.ShotAsync("console-grading");
        await desk.SendAdviceAsync();
    }
}

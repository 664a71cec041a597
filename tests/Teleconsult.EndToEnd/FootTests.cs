using Microsoft.Playwright;
using Teleconsult.EndToEnd.Parts;
using Xunit;
using static Microsoft.Playwright.Assertions;

namespace Teleconsult.EndToEnd;

/// <summary>The community pathway: a worker in a village asks the clinic's nurse about a foot wound (issue 3).</summary>
public sealed class FootTests(Stage stage)
{
    private const string Question = "Wound under the heel for three weeks. May he walk on it?";
    private static readonly Person Patient = new("D.K.", 59, "male");

    [Fact]
    public async Task A_foot_wound_goes_to_the_clinic_nurse_with_its_side_size_and_score()
    {
        await using var phone = await stage.PhoneAsync();
        await phone.SignInAsync("community.worker");
        await phone.BeginAsync("diabetic-foot", Patient);
        await FillInAsync(phone);
        await phone.AskAsync(Question);
        await TakeAsync(phone);
        await phone.ConsentAsync();
        await ScoreStandsAsync(phone);
        await phone.SendAsync();
        await Expect(phone.Headline).ToHaveTextAsync(Words.Like("line.complete"));

        await using var desk = await stage.DeskAsync();
        await desk.SignInAsync("clinic.nurse");
        await desk.SeesAsync(Question);
        await desk.ShotAsync("console-foot-list");
        await desk.OpenAsync(Question);
        await NurseReadsAsync(desk);
        await NurseAnswersAsync(desk);

        await phone.Button("case.readAdvice").ClickAsync();
        await phone.Button("advice.yes").ClickAsync();
        await Expect(phone.Page.Locator("main")).ToContainTextAsync("Keep all weight off the heel");
        phone.Watch.HeardNothing();
        desk.Watch.HeardNothing();
    }

    private static async Task FillInAsync(Phone phone)
    {
        await OpenGroupAsync(phone, "The foot");
        await PickAsync(phone, "Which foot?", Words.Of("side.right"));
        await PickAsync(phone, "Where on the foot?", "Heel");
        await PickAsync(phone, "What do you see?", "An open wound");
        await phone.ShotAsync("field-foot-side");
        await OpenGroupAsync(phone, "The wound");
        await phone.Page.GetByLabel("Length, the longest line across", new() { Exact = true }).FillAsync("18");
        await phone.Page.GetByLabel("Width, square to it", new() { Exact = true }).FillAsync("1,2");
        await phone.Page.GetByRole(AriaRole.Group, new() { Name = Words.Of("form.unit", ("of", "Width, square to it")) }).GetByText("cm", new() { Exact = true }).ClickAsync();
        await PickAsync(phone, "How deep?", "Skin and the fat below it");
        await PickAsync(phone, "Signs of infection?", "Yes, close to the wound");
        await PickAsync(phone, "Feeling of this foot", "Lost at one place or more");
        await phone.ShotAsync("field-foot-wound");
        // An open wound is urgent by its guideline, which is named; the worker had chosen less.
        await Expect(phone.Page.Locator(".note[role=alert]")).ToContainTextAsync("NICE NG19");
    }

    /// <summary>The wound before and after cleaning, of the foot that was named; the other foot's wound is not asked for.</summary>
    private async Task TakeAsync(Phone phone)
    {
        var next = phone.Page.Locator(".shotrow.next");
        await Expect(next).ToContainTextAsync("Right foot, wound before cleaning");
        await Expect(next.Locator(".side")).ToHaveTextAsync(Words.Of("side.rightLetter"));
        await Expect(phone.Page.Locator("main")).Not.ToContainTextAsync("Left foot, wound");
        await phone.ShotAsync("field-foot-slots");
        await phone.PhotoAsync(await stage.Drawn.FootAsync(61, "before"));
        await Expect(next).ToContainTextAsync("Right foot, wound after cleaning");
        await phone.PhotoAsync(await stage.Drawn.FootAsync(62, "after"));
    }

    /// <summary>Not computed before the pulses are known; then with all six parts.</summary>
    private static async Task ScoreStandsAsync(Phone phone)
    {
        var card = phone.Page.GetByLabel(Words.Of("score.sinbad.title"));
        await Expect(card).ToContainTextAsync(Words.Of("score.sinbad.open", ("what", Words.Of("score.sinbad.part.ischaemia"))));
        await card.ScrollIntoViewIfNeededAsync();
        await phone.ShotAsync("field-foot-score-open");
        await phone.Page.GetByText(Words.Of("review.add"), new() { Exact = true }).ClickAsync();
        await OpenGroupAsync(phone, "The wound");
        await PickAsync(phone, "Pulses of this foot", "At least one felt");
        await phone.Button("question.next").ClickAsync();
        await phone.Page.GetByRole(AriaRole.Button, new() { Name = Words.Of("photos.enough") }).Or(phone.Button("photos.next")).First.ClickAsync();
        await phone.Button("consent.next").ClickAsync();
        await Expect(card).ToContainTextAsync(Words.Of("score.sinbad.total", ("n", 4)));
        await Expect(card).ToContainTextAsync("2.16 cm²");
        await card.ScrollIntoViewIfNeededAsync();
        await phone.ShotAsync("field-foot-score");
    }

    private static async Task NurseReadsAsync(Desk desk)
    {
        await Expect(desk.Page.Locator(".pane .side").First).ToHaveTextAsync(Words.Of("side.rightLetter"));
        await Expect(desk.Page.Locator(".pane__size").First).ToContainTextAsync("1200 × 1600");
        var facts = desk.Page.Locator(".facts");
        await Expect(facts).ToContainTextAsync(Words.Of("score.sinbad.total", ("n", 4)));
        await Expect(facts).ToContainTextAsync("2.16 cm²");
        await Expect(facts).ToContainTextAsync("18 mm");
        await Expect(facts).ToContainTextAsync("1.2 cm");
        await Expect(facts).ToContainTextAsync("Diabetes Care 2008");
        await desk.ShotAsync("console-foot");
    }

    private static async Task NurseAnswersAsync(Desk desk)
    {
        await desk.ClaimAsync();
        await desk.PickAsync("adequacy", "Adequate");
        await desk.Field("mostLikely").FillAsync("Pressure wound of the heel with local infection.");
        await desk.PickAsync("confidence", "Probable");
        await desk.Field("action.0.text").FillAsync("Keep all weight off the heel");
        await desk.PickAsync("disposition", "ManageLocally");
        await desk.Field("safetyNet").FillAsync("Fever, or redness that spreads.");
        await desk.Field("reviewValue").FillAsync("1");
        await desk.SavedAsync();
        await desk.SendAdviceAsync();
    }

    private static async Task OpenGroupAsync(Phone phone, string name)
    {
        var group = phone.Page.Locator("details.group").Filter(new() { Has = phone.Page.Locator("summary", new() { HasText = name }) });
        if (await group.GetAttributeAsync("open") is null)
        {
            await group.Locator("summary").ClickAsync();
        }
    }

    private static Task PickAsync(Phone phone, string question, string answer) =>
        phone.Page.GetByRole(AriaRole.Group, new() { Name = question, Exact = true }).GetByRole(AriaRole.Button, new() { Name = answer }).ClickAsync();
}

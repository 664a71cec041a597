using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Teleconsult.Application.Consults;
using Teleconsult.Application.Photos;
using Teleconsult.Application.Tests.Support;
using Teleconsult.Domain;
using Teleconsult.Domain.Consults;
using Teleconsult.Domain.Grading;
using Teleconsult.Domain.Photos;
using Xunit;

namespace Teleconsult.Application.Tests.Consults;

/// <summary>The grades of both eyes go out with the advice only when they are whole, of photographed eyes, and no less than the table asks for.</summary>
public abstract class GradingConformance<TDatabase>(TDatabase database) : IClassFixture<TDatabase>
    where TDatabase : TestDatabase
{
    private const string Eyes = "https://teleconsult.example/Questionnaire/diabetic-retinopathy|1.0.0";
    private static readonly string[] Slots = ["R-mac", "R-disc", "L-mac", "L-disc"];
    private static readonly EyeGrade Healthy = new(Retinopathy.None, MacularOedema.None);

    [Fact]
    public async Task The_grades_arrive_by_side_with_what_the_table_says_of_them()
    {
        await using var desk = await Desk.OpenAsync(database);
        await desk.StoreAsync(Slots);

        await desk.AdviseAsync(new EyeGrading(new EyeGrade(Retinopathy.Moderate, MacularOedema.None), Healthy, Outcome: new GradingOutcome(EyeRecall.InAYear, [], Disposition.NoAction, "forged")), Disposition.ReferRoutine);

        var read = Assert.Single((await desk.ReadAsync()).Advice).Content.Grading!;
        Assert.Equal((Retinopathy.Moderate, Retinopathy.None), (read.Right!.Retinopathy, read.Left!.Retinopathy));
        Assert.Equal((EyeRecall.InThreeToSixMonths, Disposition.ReferRoutine, Icdr.Table), (read.Outcome!.Recall, read.Outcome.Least, read.Outcome.Table));
        Assert.Empty(read.Outcome.NotJudged);
    }

    [Theory]
    [InlineData("grade.incomplete")]
    [InlineData("grade.less-than-table")]
    [InlineData("grade.not-adequate")]
    [InlineData("grade.eye-photographed")]
    public async Task What_contradicts_itself_does_not_go_out(string code)
    {
        await using var desk = await Desk.OpenAsync(database);
        await desk.StoreAsync(Slots);
        var blind = new EyeGrade(Ungradable: UngradableReason.MediaOpacity);
        var (grading, disposition, adequacy) = code switch
        {
            "grade.incomplete" => (new EyeGrading(Healthy, new EyeGrade(Retinopathy.None)), Disposition.ManageLocally, Adequacy.Adequate),
            "grade.less-than-table" => (new EyeGrading(Healthy, blind), Disposition.ManageLocally, Adequacy.Limited),
            "grade.not-adequate" => (new EyeGrading(Healthy, blind), Disposition.ReferRoutine, Adequacy.Adequate),
            _ => (new EyeGrading(new EyeGrade(Ungradable: UngradableReason.NoEye), Healthy), Disposition.ManageLocally, Adequacy.Adequate),
        };

        Assert.Equal(code, await desk.RefusedAsync(grading, disposition, adequacy));
        Assert.Empty((await desk.ReadAsync()).Advice);
    }

    [Fact]
    public async Task Less_than_the_table_asks_for_goes_out_with_its_reason()
    {
        await using var desk = await Desk.OpenAsync(database);
        await desk.StoreAsync(Slots);

        await desk.AdviseAsync(new EyeGrading(Healthy, new EyeGrade(Ungradable: UngradableReason.SmallPupil), LessBecause: "New photos with drops tomorrow"), Disposition.ManageLocally, Adequacy.Limited);

        var read = Assert.Single((await desk.ReadAsync()).Advice).Content.Grading!;
        Assert.Equal(("New photos with drops tomorrow", EyeRecall.LookAgain), (read.LessBecause, read.Outcome!.Recall));
        Assert.Equal([Laterality.Left], read.Outcome.NotJudged);
    }

    [Fact]
    public async Task A_grade_of_an_eye_without_a_whole_photo_is_confirmed_slot_by_slot()
    {
        await using var desk = await Desk.OpenAsync(database);
        await desk.StoreAsync("R-mac", "R-disc", "L-mac"); // of the left disc there is a preview alone

        Assert.Equal("grade.without-photo", await desk.RefusedAsync(new EyeGrading(Healthy, Healthy), Disposition.ManageLocally));
        Assert.Equal("grade.without-photo", await desk.RefusedAsync(new EyeGrading(Healthy, Healthy, ["R-disc"]), Disposition.ManageLocally));
        await desk.AdviseAsync(new EyeGrading(Healthy, Healthy, ["L-disc", "R-mac"]), Disposition.ManageLocally);

        Assert.Equal(["L-disc"], Assert.Single((await desk.ReadAsync()).Advice).Content.Grading!.Confirmed!);
    }

    [Fact]
    public async Task Changed_grades_are_held_to_the_same_rules()
    {
        await using var desk = await Desk.OpenAsync(database);
        await desk.StoreAsync(Slots);
        var first = await desk.AdviseAsync(new EyeGrading(Healthy, Healthy), Disposition.ManageLocally);
        desk.Node.Clock.Advance(TimeSpan.FromSeconds(11));
        await desk.Node.NewTimerWorker().RoundAsync(CancellationToken.None);

        var worse = Forms.Advice() with { Disposition = Disposition.ManageLocally, Change = "Vessels at the left disc", Grading = new EyeGrading(Healthy, new EyeGrade(Retinopathy.Proliferative, MacularOedema.None)) };
        Assert.Equal("grade.less-than-table", (await Assert.ThrowsAsync<RuleViolation>(() => desk.AmendAsync(first, worse))).Code);
        await desk.AmendAsync(first, worse with { Disposition = Disposition.ReferUrgent });

        Assert.Equal(EyeRecall.Now, (await desk.ReadAsync()).Advice[^1].Content.Grading!.Outcome!.Recall);
    }

    [Fact]
    public async Task Other_forms_have_no_grades()
    {
        await using var node = new Node(database);
        var network = await Network.MakeAsync(node);
        var consult = await node.SubmitAsync(network);
        await node.ClaimAsync(network.Dermatologist, consult);

        var refused = await Assert.ThrowsAsync<RuleViolation>(() => node.AdviseAsync(network.Dermatologist, consult, Forms.Advice() with { Grading = new EyeGrading(Healthy, Healthy) }));

        Assert.Equal("grade.other-form", refused.Code);
    }

    [Fact]
    public async Task A_slot_that_could_not_be_photographed_comes_with_its_reason()
    {
        await using var desk = await Desk.OpenAsync(database, notTaken: [new NotTaken("L-disc", "Pupille trop petite", NotTakenReason.SmallPupil), new NotTaken("L-mac", "the lamp is broken")], "R-mac", "R-disc");

        var read = await desk.ReadAsync();

        Assert.Equal([NotTakenReason.SmallPupil, null], read.NotTaken.Select(n => n.Code));
        Assert.Equal((2, 0), (read.PhotosExpected, read.PhotosStored));
    }

    [Theory]
    [InlineData("R-mac", "", NotTakenReason.Other, "not-taken.no-reason")]
    [InlineData("R-mac", " ", null, "not-taken.no-reason")]
    [InlineData("R-mac", "blurred", NotTakenReason.Pain, "not-taken.and-taken")]
    [InlineData("nowhere", "blurred", NotTakenReason.Pain, "photo.slot-unknown")]
    public async Task A_reason_is_of_a_slot_without_a_photo_and_says_something(string slot, string reason, NotTakenReason? why, string code)
    {
        var refused = await Assert.ThrowsAsync<RuleViolation>(() => Desk.OpenAsync(database, [new NotTaken(slot, reason, why)], code == "not-taken.and-taken" ? Slots : ["L-mac"]));
        Assert.Equal(code, refused.Code);
    }

    [Fact]
    public async Task A_grading_copy_says_that_its_original_follows_and_no_id_serves_twice()
    {
        await using var node = new Node(database);
        var network = await Network.MakeAsync(node);
        await node.InDbAsync(db => db.Services.Where(s => s.Id == network.Wounds).ExecuteUpdateAsync(s => s.SetProperty(r => r.Templates, "diabetic-retinopathy")));
        var original = new OriginalForm(Guid.CreateVersion7(), 5_000_000, new string('d', 64));
        var photo = Forms.Photo("R-mac") with { Laterality = Laterality.Right, Original = original };
        var consult = await node.SubmitAsync(network, Desk.Form(network, [], photo));

        Assert.Equal(PhotoState.Arriving, Assert.Single((await node.SendAsync(network.Nurse, new GetConsult(null, consult))).Photos).Original);
        await node.SendAsync(network.Worker, new CompletePhoto(new ConsultId(consult), new PhotoId(photo.Id), new StoredPicture("copy", 1200, 1200), null));
        await node.SendAsync(network.Worker, new CompletePhoto(new ConsultId(consult), new PhotoId(original.Id), new StoredPicture("whole", 1200, 1200), null));
        var whole = await node.ReadAsync(consult);
        Assert.Equal((PhotoState.Stored, "copy", PhotoState.Stored, "whole"), (whole.Photos[0].State, whole.Photos[0].StoreKey, whole.Photos[0].Original!.State, whole.Photos[0].Original!.StoreKey));
        Assert.Equal(["consultSubmitted", "photoAnnounced", "consultOffered", "photoStored", "originalStored"], await node.EventsOfAsync(consult));
        Assert.Equal(PhotoState.Stored, (await node.SendAsync(network.Nurse, new GetConsult(null, consult))).Photos[0].Original);

        foreach (var taken in new[] { Forms.Photo("L-mac") with { Laterality = Laterality.Left, Original = original }, photo with { Id = original.Id, Original = null }, photo with { Id = Guid.CreateVersion7(), Original = original with { Id = photo.Id } } })
        {
            Assert.Equal("photo.other-announced", (await Assert.ThrowsAsync<RuleViolation>(() => node.SubmitAsync(network, Desk.Form(network, [], taken)))).Code);
            Assert.Equal("photo.other-announced", (await Assert.ThrowsAsync<RuleViolation>(() => node.SendAsync(network.Worker, new AnnouncePhoto(consult, taken with { Slot = "R-disc", Laterality = Laterality.Right }, null)))).Code);
        }

        var skin = Forms.Case(network.Skin) with { Photos = [Forms.Photo() with { Original = original with { Id = Guid.CreateVersion7() } }] };
        Assert.Equal("body.invalid", (await Assert.ThrowsAsync<RuleViolation>(() => node.SubmitAsync(network, skin))).Code);
    }

    /// <summary>One case of eye photos, claimed by an ophthalmologist.</summary>
    private sealed class Desk(Node node, Person grader, Person worker, Guid consult) : IAsyncDisposable
    {
        public Node Node => node;

        public static Task<Desk> OpenAsync(TDatabase database) => OpenAsync(database, [], Slots);

        public static async Task<Desk> OpenAsync(TDatabase database, NotTaken[] notTaken, params string[] slots)
        {
            var node = new Node(database);
            var network = await Network.MakeAsync(node);
            await node.InDbAsync(db => db.Services.Where(s => s.Id == network.Wounds).ExecuteUpdateAsync(s => s.SetProperty(r => r.Templates, "diabetic-retinopathy")));
            var form = Form(network, notTaken, [.. slots.Select(s => Forms.Photo(s) with { Laterality = s[0] == 'R' ? Laterality.Right : Laterality.Left })]);
            var consult = await node.SubmitAsync(network, form);
            await node.ClaimAsync(network.Nurse, consult);
            return new Desk(node, network.Nurse, network.Worker, consult);
        }

        public static Submission Form(Network network, NotTaken[] notTaken, params PhotoForm[] photos) => Forms.Case(network.Wounds) with
        {
            Template = Eyes,
            Answers = JsonSerializer.SerializeToElement(new { resourceType = "QuestionnaireResponse", questionnaire = Eyes, item = new[] { new { linkId = "question", answer = new[] { new { valueString = "Is this retinopathy?" } } } } }),
            Photos = photos,
            NotTaken = notTaken,
        };

        public async Task StoreAsync(params string[] slots)
        {
            foreach (var photo in (await node.ReadAsync(consult)).Photos.Where(p => slots.Contains(p.Slot)))
            {
                await node.SendAsync(worker, new CompletePhoto(new ConsultId(consult), photo.Id, new StoredPicture($"key-{photo.Id.Value:n}", 1200, 1200), null));
            }
        }

        public Task<Guid> AdviseAsync(EyeGrading grading, Disposition disposition, Adequacy adequacy = Adequacy.Adequate) =>
            node.AdviseAsync(grader, consult, Forms.Advice() with { Grading = grading, Disposition = disposition, Adequacy = adequacy });

        public async Task<string> RefusedAsync(EyeGrading grading, Disposition disposition, Adequacy adequacy = Adequacy.Adequate) =>
            (await Assert.ThrowsAsync<RuleViolation>(() => AdviseAsync(grading, disposition, adequacy))).Code;

        public async Task AmendAsync(Guid replaces, AdviceContent content)
        {
            var seen = (await node.ReadAsync(consult)).ContentVersion;
            await node.SendAsync(grader, new AmendAdvice(consult, Guid.CreateVersion7(), replaces, content, seen, PatientConfirmed: true));
        }

        public Task<ConsultView> ReadAsync() => node.SendAsync(grader, new GetConsult(null, consult));

        public ValueTask DisposeAsync() => node.DisposeAsync();
    }
}

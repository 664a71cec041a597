using System.Text.Json;
using System.Text.Json.Nodes;
using Bunit;
using Teleconsult.Application.Consults;
using Teleconsult.Domain.Consults;
using Teleconsult.Domain.Grading;
using Teleconsult.Domain.Scores;
using Teleconsult.Web.Console.Advice;
using Teleconsult.Web.Console.Case;
using Teleconsult.Web.Console.Grading;
using Xunit;

namespace Teleconsult.Web.Tests.Console;

public sealed class CaseTests : ConsoleContext
{
    private const string Answers = """
        {"resourceType":"QuestionnaireResponse","item":[{"linkId":"ask","item":[{"linkId":"impression","answer":[{"valueString":"background changes"}]}]},
         {"linkId":"danger","item":[{"linkId":"danger-signs","answer":[{"valueCoding":{"code":"sudden-loss","display":"Sudden loss of sight"}}]}]},
         {"linkId":"diabetes","item":[{"linkId":"hba1c","answer":[{"valueQuantity":{"value":8.4,"unit":"%"}}]},
           {"linkId":"bp-systolic","extension":[{"url":"https://teleconsult.example/ext/absent","valueCode":"not-available"}]}]},
         {"linkId":"capture","item":[{"linkId":"dilated","answer":[{"valueBoolean":true}]}]}]}
        """;

    [Fact]
    public void Answers_are_read_in_the_order_of_their_form_with_flags_and_gaps()
    {
        var reading = IntakeReading.Of(IntakeForms.In("en").Find(Sample.Eyes), JsonDocument.Parse(Answers).RootElement, new HashSet<string> { "R-mac", "R-disc", "L-mac" }, Words);

        Assert.Equal("background changes", reading.Impression);
        Assert.Contains("Sudden loss of sight", reading.RedFlags);
        var lines = reading.Sections.SelectMany(s => s.Lines).ToDictionary(l => l.LinkId);
        Assert.Equal("8.4 %", lines["hba1c"].Value);
        Assert.Equal("Yes", lines["dilated"].Value);
        Assert.Equal(("Not available", AnswerKind.Missing), (lines["bp-systolic"].Value, lines["bp-systolic"].Kind));
        Assert.Equal("Right eye: Sight", lines["va-right"].Label);
        Assert.Contains("Left eye, disc", reading.Missing);
    }

    [Fact]
    public void A_photo_of_the_other_foot_is_not_missing()
    {
        const string Right = """{"item":[{"linkId":"foot","item":[{"linkId":"foot-side","answer":[{"valueCoding":{"code":"24028007"}}]}]}]}""";
        var reading = IntakeReading.Of(IntakeForms.In("en").Find(Sample.Foot), JsonDocument.Parse(Right).RootElement, new HashSet<string> { "R-after" }, Words);

        Assert.Contains("Right foot, wound before cleaning", reading.Missing);
        Assert.DoesNotContain(reading.Missing, m => m.StartsWith("Left foot", StringComparison.Ordinal) || m.Contains("after", StringComparison.Ordinal));
    }

    [Fact]
    public void Scores_are_shown_with_their_parts_and_never_from_missing_answers()
    {
        var whole = RenderScores("""{"foot-site":"heel","pulses":"felt","feeling":"lost","infection":"local","wound-depth":"skin"}""", 18, 12);
        Assert.Contains("4 of 6", whole.Find("h2").TextContent, StringComparison.Ordinal);
        Assert.Equal(6, whole.FindAll("dt").Count);
        Assert.Contains("2.16 cm²", whole.Markup, StringComparison.Ordinal);
        Assert.Contains("At least one felt", whole.Markup, StringComparison.Ordinal);
        Assert.Contains("Diabetes Care 2008", whole.Markup, StringComparison.Ordinal);

        var part = RenderScores("""{"foot-site":"heel","pulses":"not-checked","feeling":"lost","infection":"local","wound-depth":"skin"}""", 18, null);
        Assert.DoesNotContain("of 6", part.Markup, StringComparison.Ordinal);
        Assert.Contains("Still missing: Ischaemia, Width", part.Markup, StringComparison.Ordinal);

        Assert.Empty(RenderScores("{}", null, null).Markup.Trim());
    }

    private IRenderedComponent<ScoreFacts> RenderScores(string choices, int? length, int? width)
    {
        var items = JsonNode.Parse(choices)!.AsObject().Select(c => Item(c.Key, new JsonObject { ["valueCoding"] = new JsonObject { ["code"] = c.Value!.GetValue<string>() } })).ToList();
        void Measure(string linkId, int? mm)
        {
            if (mm is not null)
            {
                items.Add(Item(linkId, new JsonObject { ["valueQuantity"] = new JsonObject { ["value"] = mm, ["code"] = "mm" } }));
            }
        }

        Measure("wound-length", length);
        Measure("wound-width", width);
        var answers = JsonSerializer.SerializeToElement(new JsonObject { ["resourceType"] = "QuestionnaireResponse", ["item"] = new JsonArray([.. items]) });
        var form = new Teleconsult.Application.Intake.Templates().Get(Sample.Foot);
        var reading = IntakeReading.Of(IntakeForms.In("en").Find(Sample.Foot), answers, new HashSet<string>(), Words);
        return Render<ScoreFacts>(p => p.Add(s => s.Form, form).Add(s => s.Scores, ScoreReading.Of(form, answers, new ScorePatient(60, "male"))).Add(s => s.Answers, reading.Values));
    }

    private static JsonObject Item(string linkId, JsonObject answer) => new() { ["linkId"] = linkId, ["answer"] = new JsonArray(answer) };

    [Fact]
    public void Answers_that_were_given_in_one_language_are_read_in_the_readers_own()
    {
        var french = Teleconsult.Web.Console.Language.Words.Load("fr");
        var reading = IntakeReading.Of(IntakeForms.In("fr").Find(Sample.Eyes), JsonDocument.Parse(Answers).RootElement, new HashSet<string> { "R-mac", "R-disc", "L-mac" }, french);

        Assert.Contains("Perte soudaine de la vue", reading.RedFlags);
        var lines = reading.Sections.SelectMany(s => s.Lines).ToDictionary(l => l.LinkId);
        Assert.Equal("8,4 %", lines["hba1c"].Value);
        Assert.Equal("Oui", lines["dilated"].Value);
        Assert.Equal("Pas disponible", lines["bp-systolic"].Value);
        Assert.Contains("Œil gauche, papille", reading.Missing);
        Assert.Equal("background changes", reading.Impression); // free words stay as they were written
    }

    [Fact]
    public void Sent_grades_stand_by_side_and_say_what_could_not_be_judged()
    {
        var grading = new EyeGrading(new EyeGrade(Ungradable: UngradableReason.MediaOpacity), new EyeGrade(Retinopathy.Mild, MacularOedema.None),
            Outcome: new GradingOutcome(EyeRecall.LookAgain, [Domain.Photos.Laterality.Right], Disposition.ReferRoutine, Icdr.Table));
        var cut = Render<GradeSummary>(p => p.Add(g => g.Grading, grading));

        var eyes = cut.FindAll(".grades__eye");
        Assert.Equal("Right", eyes[0].QuerySelector(".side")!.GetAttribute("aria-label"));
        Assert.Contains("Cannot be graded", eyes[0].TextContent, StringComparison.Ordinal);
        Assert.DoesNotContain("retinopathy", eyes[0].TextContent, StringComparison.OrdinalIgnoreCase);
        Assert.Contains("Mild retinopathy", eyes[1].TextContent, StringComparison.Ordinal);
        Assert.Contains("right eye could not be judged", cut.Markup, StringComparison.Ordinal);
        Assert.Contains("Diabetes Care", cut.Markup, StringComparison.Ordinal);
    }

    [Fact]
    public void An_eye_without_photos_keeps_its_place_on_the_stage_and_says_why()
    {
        JSInterop.SetupModule("./console/viewer.js").Mode = JSRuntimeMode.Loose;
        var view = Sample.Case(photos: [Sample.Photo("L-mac", Domain.Photos.Laterality.Left)]) with
        {
            NotTaken = [new NotTaken("R-mac", "cataracte", Domain.Photos.NotTakenReason.MediaOpacity), new NotTaken("L-disc", "lamp broken")],
        };
        var cut = Render<PhotoStage>(p => p.Add(s => s.Case, view).Add(s => s.Now, Sample.Now));

        var panes = cut.FindAll(".pane");
        Assert.Equal(["Right", "Left"], panes.Select(p => p.QuerySelector(".side")!.GetAttribute("aria-label")));
        Assert.Contains("Right eye, macula: Cataract or cloudy eye", panes[0].TextContent, StringComparison.Ordinal);
        Assert.Contains("Left eye, disc: lamp broken", cut.Find(".film").TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public void A_form_without_translations_is_shown_in_the_language_it_was_written_in() =>
        Assert.Equal("Right eye, macula", IntakeForms.In("de").SlotName(Sample.Eyes, "R-mac"));

    [Fact]
    public void The_band_names_patient_urgency_holder_and_lease()
    {
        var cut = Render<PatientBand>(p => p.Add(b => b.Case, Sample.Case()).Add(b => b.LeaseEnds, Sample.Now.AddHours(1)).Add(b => b.Now, Sample.Now));
        Assert.Equal("M 58 · J.K. · TC-48127", cut.Find("h1").TextContent);
        Assert.Contains("until 15:30 without activity", cut.Markup, StringComparison.Ordinal);
    }

    [Fact]
    public void A_retake_names_its_slot_in_the_words_of_the_form()
    {
        Gateway.Answer<AskRequester, VersionResult>(_ => new VersionResult(2, 1));
        var cut = Render<AskDialog>(p => p.Add(d => d.Case, Sample.Case(photos: [Sample.Photo()])).Add(d => d.Retake, true));
        Assert.Contains("Right eye, macula", cut.Markup, StringComparison.Ordinal);
        Assert.True(cut.Find("button[type=submit]").HasAttribute("disabled"));

        cut.FindAll(".choices input")[0].Change("on");
        cut.Find("textarea").Input("Wait 20 minutes after the drops");
        cut.Find("form").Submit();

        Assert.Equal("R-mac", Assert.Single(Gateway.Of<AskRequester>()).Slot);
    }

    [Fact]
    public void Sent_advice_shows_what_became_of_each_line()
    {
        var advice = new AdviceView(Guid.NewGuid(), Sample.Now, Sample.Now, Sample.Now, null, new PersonName(Guid.NewGuid(), "Dr Achieng"), 3, Sample.Advice(),
            [new ActionMarkView(0, ActionOutcome.NotDone, Sample.Now, "no tonometer")], Replaced: false);
        var cut = Render<AdviceCard>(p => p.Add(c => c.Advice, advice).Add(c => c.Now, Sample.Now));
        Assert.Contains("no tonometer", cut.Markup, StringComparison.Ordinal);
        Assert.Contains("not read yet", cut.Markup, StringComparison.Ordinal);
    }
}

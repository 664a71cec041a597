using Teleconsult.Application.Consults;
using Teleconsult.Domain.Consults;
using Teleconsult.Domain.Grading;
using Teleconsult.Domain.Photos;
using Teleconsult.Web.Console.Advice;
using Teleconsult.Web.Console.Grading;
using Teleconsult.Web.Console.Language;
using Xunit;

namespace Teleconsult.Web.Tests.Console.Grading;

/// <summary>What the keys of the grading screen do, and what advice comes of it.</summary>
public sealed class GradeSheetTests
{
    private static readonly Words English = Words.Load("en");

    [Fact]
    public void Two_keys_grade_an_eye_and_an_arrow_goes_to_the_other_one()
    {
        var sheet = Pressed("2", "m", "ArrowRight", "0", "m", "m");

        Assert.Equal(new EyeGrade(Retinopathy.Moderate, MacularOedema.None), sheet.Grades.Right);
        Assert.Equal(new EyeGrade(Retinopathy.None, MacularOedema.NonCentre), sheet.Grades.Left);
        Assert.Equal((EyeRecall.InThreeToSixMonths, Disposition.ReferRoutine, Adequacy.Adequate), (sheet.Grades.Outcome!.Recall, sheet.Draft.Disposition, sheet.Draft.Adequacy));
    }

    [Fact]
    public void The_left_arrow_is_the_right_eye_which_stands_on_the_left() =>
        Assert.Equal(Laterality.Right, Pressed("ArrowRight", "ArrowLeft").Eye);

    [Fact]
    public void U_and_a_digit_say_why_an_eye_cannot_be_graded_and_take_its_grade_away()
    {
        var sheet = Pressed("0", "m", "u", "2", "ArrowRight", "1", "m");

        Assert.Equal(new EyeGrade(Ungradable: UngradableReason.MediaOpacity), sheet.Grades.Right);
        Assert.Equal((EyeRecall.LookAgain, Disposition.ReferRoutine, Adequacy.Limited), (sheet.Grades.Outcome!.Recall, sheet.Draft.Disposition, sheet.Draft.Adequacy));
        Assert.Equal(new EyeGrade(Retinopathy.Severe), Pressed("u", "2", "3").Grades.Right); // graded after all: the macula is asked anew
    }

    [Fact]
    public void Digits_that_mean_nothing_do_nothing()
    {
        Assert.True(Pressed("5", "9", "u", "0", "8").Grades.IsEmpty);
        Assert.False(new GradeSheet(new AdviceDraft(), 1).Grading("7"));
        Assert.True(Pressed("u").Grading("7"));
        Assert.True(Pressed("u", "m").Grades.Right is { Macula: MacularOedema.None }); // the macula of an eye that is still gradable
        Assert.Null(Pressed("u", "1", "m").Grades.Right.Macula);
    }

    [Fact]
    public void What_the_grades_suggest_follows_them_until_the_grader_says_otherwise()
    {
        var sheet = Pressed("0", "m", "ArrowRight", "0", "m");
        Assert.Equal(Disposition.ManageLocally, sheet.Draft.Disposition);
        Press(sheet, "4");
        Assert.Equal(Disposition.ReferUrgent, sheet.Draft.Disposition);
        Press(sheet, "d");
        Assert.Equal(Disposition.EmergencyTransfer, sheet.Draft.Disposition);
        Press(sheet, "0");
        Assert.Equal(Disposition.EmergencyTransfer, sheet.Draft.Disposition);
    }

    [Fact]
    public void Fields_and_eyes_are_looked_at_without_grading_anything()
    {
        var sheet = Pressed("ArrowDown", "ArrowDown", "ArrowRight");
        Assert.Equal((1, Laterality.Left, true), (sheet.Field, sheet.Eye, sheet.Draft.IsEmpty));
        foreach (var key in new[] { "ArrowUp", "ArrowLeft", "u", "Escape" })
        {
            Assert.False(sheet.Grading(key));
        }
    }

    [Fact]
    public void Whatever_is_pressed_takes_back_that_everything_is_said()
    {
        var sheet = Pressed("0", "m", "ArrowRight", "0", "m");
        foreach (var key in new[] { "1", "m", "ArrowLeft", "Escape", "a" })
        {
            sheet.Asking = true;
            Press(sheet, key);
            Assert.False(sheet.Asking);
        }
    }

    [Fact]
    public void The_advice_names_each_eye_and_asks_for_what_the_table_asks_for()
    {
        var sheet = Pressed("3", "m", "ArrowRight", "u", "1");
        var advice = GradeAdvice.Compose(sheet.Draft, English);

        Assert.Equal("Right eye: Severe retinopathy, No macular oedema. Left eye: Cannot be graded, Pupil too small.", advice.MostLikely);
        Assert.Equal((Disposition.ReferUrgent, Adequacy.Limited), (advice.Disposition, advice.Adequacy));
        Assert.Equal("Send to an ophthalmologist now. The left eye could not be judged as a whole: it has to be looked at again.", Assert.Single(advice.Actions).Text);
        Assert.Null(advice.Review);
        Assert.Equal(sheet.Grades.Right, advice.Grading!.Right);
    }

    [Fact]
    public void A_year_is_said_only_where_both_eyes_were_judged()
    {
        Assert.Equal(new ReviewInterval(12, "mo"), GradeAdvice.Compose(Pressed("0", "m", "ArrowRight", "1", "m").Draft, English).Review);
        Assert.Null(GradeAdvice.Compose(Pressed("0", "m", "ArrowRight", "u", "3").Draft, English).Review);
        Assert.DoesNotContain("year", GradeAdvice.Compose(Pressed("0", "m", "ArrowRight", "0", "m", "m", "m", "m").Draft, English).Actions[0].Text, StringComparison.Ordinal);
    }

    [Fact]
    public void The_graders_own_words_and_lines_stay()
    {
        var sheet = Pressed("0", "m", "ArrowRight", "0", "m");
        sheet.Draft.MostLikely = "Drusen in both eyes.";
        sheet.Draft.Actions[0].Text = "Refraction";
        var advice = GradeAdvice.Compose(sheet.Draft, English);
        Assert.StartsWith("Drusen in both eyes. Right eye: No retinopathy", advice.MostLikely, StringComparison.Ordinal);
        Assert.Equal("Refraction", Assert.Single(advice.Actions).Text);
    }

    private static GradeSheet Pressed(params string[] keys)
    {
        var sheet = new GradeSheet(new AdviceDraft(), 1);
        Press(sheet, keys);
        return sheet;
    }

    private static void Press(GradeSheet sheet, params string[] keys)
    {
        foreach (var key in keys)
        {
            sheet.Press(key, 2, []);
        }
    }
}

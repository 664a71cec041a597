using Teleconsult.Domain;
using Teleconsult.Domain.Consults;
using Teleconsult.Domain.Grading;
using Teleconsult.Domain.Intake;
using Teleconsult.Domain.Photos;

namespace Teleconsult.Application.Consults;

/// <summary>What a grading needs before the advice that carries it may go out.</summary>
internal static class GradingRules
{
    /// <returns>The grading with the table's outcome, read here and not taken from a client; null where nothing is graded.</returns>
    /// <exception cref="RuleViolation">The code names what is missing or contradicts itself.</exception>
    public static EyeGrading? Complete(AdviceContent content, Consult consult, Questionnaire form)
    {
        if (content.Grading is not { } grading || (grading.Right is null or { IsEmpty: true } && grading.Left is null or { IsEmpty: true }))
        {
            return null;
        }

        if (!form.IsRetina)
        {
            throw new RuleViolation("grade.other-form");
        }

        var (right, left) = (Trimmed(grading.Right), Trimmed(grading.Left));
        if (Contradicted(right, Laterality.Right, consult) || Contradicted(left, Laterality.Left, consult))
        {
            throw new RuleViolation("grade.eye-photographed");
        }

        var outcome = Icdr.Of(right, left) ?? throw new RuleViolation("grade.incomplete");
        var stored = consult.Photos.Where(p => p.State is PhotoState.Stored).Select(p => p.Slot).ToHashSet();
        var gaps = GradeCheck.Gaps(right, left, form, stored);
        var confirmed = (grading.Confirmed ?? []).ToHashSet();
        if (gaps.FirstOrDefault(g => !confirmed.Contains(g.Slot)) is { } gap)
        {
            throw new RuleViolation("grade.without-photo", ("slot", gap.Slot));
        }

        if (content.Adequacy is Adequacy.Adequate && outcome.NotJudged.Count > 0)
        {
            throw new RuleViolation("grade.not-adequate");
        }

        var because = Texts.Optional(grading.LessBecause, 500);
        var isLess = Icdr.IsLess(content.Disposition!.Value, outcome.Least);
        if (isLess && because is null)
        {
            throw new RuleViolation("grade.less-than-table");
        }

        return new EyeGrading(
            right, left, [.. gaps.Select(g => g.Slot)], isLess ? because : null, new GradingOutcome(outcome.Recall, outcome.NotJudged, outcome.Least, Icdr.Table));
    }

    /// <summary>"No eye on this side", beside a photo of it: one of both is on the wrong side.</summary>
    private static bool Contradicted(EyeGrade? eye, Laterality side, Consult consult) =>
        eye?.Ungradable is UngradableReason.NoEye && consult.Photos.Any(p => p.Laterality == side && p.State is (PhotoState.Stored or PhotoState.Arriving));

    private static EyeGrade? Trimmed(EyeGrade? eye) =>
        eye is null ? null : eye with { Note = eye.Ungradable is UngradableReason.Other ? Texts.Optional(eye.Note, 200) : null };
}

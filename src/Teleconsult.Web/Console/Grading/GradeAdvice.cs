using Teleconsult.Application.Consults;
using Teleconsult.Domain.Consults;
using Teleconsult.Domain.Grading;
using Teleconsult.Domain.Photos;
using Teleconsult.Web.Console.Advice;
using Teleconsult.Web.Console.Language;

namespace Teleconsult.Web.Console.Grading;

/// <summary>The advice that a grading becomes: what was graded in words, each eye by its name, and what the table asks for as the line to do.</summary>
internal static class GradeAdvice
{
    /// <summary>The grader's own words come first; nothing of theirs is replaced.</summary>
    public static AdviceContent Compose(AdviceDraft draft, Words words)
    {
        var content = draft.ToContent();
        var said = string.Join(" ", new[] { content.MostLikely, Said(draft.Grades, words) }.Where(t => t.Length > 0));
        var outcome = draft.Grades.Outcome!;
        var asTable = !Icdr.IsLess(content.Disposition!.Value, outcome.Least);
        var toDo = asTable && content.Actions.Count == 0 && outcome.Recall is { } recall ? [new ActionLine(ToDo(recall, outcome.NotJudged, words), null, null)] : content.Actions;
        var review = asTable && outcome.Recall is EyeRecall.InAYear && content.Review is null ? new ReviewInterval(12, "mo") : content.Review;
        return content with { MostLikely = said, Actions = toDo, Review = review };
    }

    /// <summary>"Right eye: … Left eye: …"</summary>
    public static string Said(GradeDraft grades, Words words) => string.Join(" ", GradeSummary.Sides.Select(side =>
        words.Say(side is Laterality.Right ? "grade.said.right" : "grade.said.left", ("what", string.Join(", ", words.Lines(grades.Of(side)))))));

    private static string ToDo(EyeRecall recall, IReadOnlyList<Laterality> notJudged, Words words) =>
        string.Join(" ", new[] { words.Of("grade.toDo", recall), recall is EyeRecall.LookAgain ? null : words.NotJudged(notJudged) }.OfType<string>());
}

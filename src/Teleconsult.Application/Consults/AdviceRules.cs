using Teleconsult.Domain;
using Teleconsult.Domain.Consults;
using Teleconsult.Domain.Intake;

namespace Teleconsult.Application.Consults;

/// <summary>What an advice needs before it may go out, first or changed.</summary>
internal static class AdviceRules
{
    /// <exception cref="RuleViolation">The code names what is missing or too long.</exception>
    public static AdviceContent Complete(AdviceContent? content, Consult consult, Questionnaire form)
    {
        if (content is null)
        {
            throw new RuleViolation("advice.incomplete");
        }

        if (content.Disposition is null)
        {
            throw new RuleViolation("advice.no-disposition");
        }

        if (content.Adequacy is null && consult.Photos.Count > 0)
        {
            throw new RuleViolation("advice.no-adequacy");
        }

        if (content.Review is { } review && (review.Value is < 1 or > 99 || review.Unit is not ("d" or "wk" or "mo")))
        {
            throw new RuleViolation("advice.review-range");
        }

        var actions = (content.Actions ?? []).Where(a => !string.IsNullOrWhiteSpace(a?.Text)).ToList(); // JSON can leave lists out
        if (actions.Count > 20)
        {
            throw new RuleViolation("advice.too-many-actions", ("most", 20));
        }

        return content with
        {
            MostLikely = Texts.Required(content.MostLikely, "advice.no-assessment", 4_000),
            TeachingPoint = Texts.Optional(content.TeachingPoint, 280),
            SafetyNet = Texts.Optional(content.SafetyNet, 2_000),
            CannotExclude = Texts.Optional(content.CannotExclude, 1_000),
            Reference = Texts.Optional(content.Reference, 1_000),
            Change = Texts.Optional(content.Change, 1_000),
            AdequacyNote = Texts.Optional(content.AdequacyNote, 1_000),
            Differentials = [.. (content.Differentials ?? []).Where(d => !string.IsNullOrWhiteSpace(d)).Take(4).Select(d => Texts.Optional(d, 500)!)],
            Grading = GradingRules.Complete(content, consult, form),
            PhotoMarks = MarkRules.Complete(content, consult),
            Actions = [.. actions.Select(a => new ActionLine(Texts.Required(a.Text, "advice.no-action", 1_000), Texts.Optional(a.Who, 200), Texts.Optional(a.By, 200)))],
        };
    }
}

using System.Globalization;
using Teleconsult.Application.Consults;
using Teleconsult.Domain.Consults;
using Teleconsult.Domain.Grading;
using Teleconsult.Domain.Photos;
using Teleconsult.Web.Console.Grading;
using Teleconsult.Web.Console.Marks;

namespace Teleconsult.Web.Console.Advice;

/// <summary>An advice while it is being written. Fields carry the names under which the browser shadows them.</summary>
public sealed class AdviceDraft
{
    public const int MostDifferentials = 4;
    public const int MostActions = 20;
    public const int LongestTeachingPoint = 280;

    public Adequacy? Adequacy { get; set; }
    public string AdequacyNote { get; set; } = "";
    public string MostLikely { get; set; } = "";
    public Confidence? Confidence { get; set; }
    public List<DraftText> Differentials { get; } = [];
    public string CannotExclude { get; set; } = "";
    public List<DraftAction> Actions { get; } = [new()];
    public Disposition? Disposition { get; set; }
    public string SafetyNet { get; set; } = "";
    public int? ReviewValue { get; set; }
    public string ReviewUnit { get; set; } = "wk";
    public string TeachingPoint { get; set; } = "";
    public string Reference { get; set; } = "";

    /// <summary>The grade of each eye, for forms of retina photos.</summary>
    public GradeDraft Grades { get; private set; } = new();

    /// <summary>What is drawn over the case's photos.</summary>
    public IReadOnlyList<PhotoMarks> Marks { get; set; } = [];

    /// <summary>For changed advice: what is different, and why.</summary>
    public string Change { get; set; } = "";

    public bool IsEmpty => Grades.IsEmpty && Marks.Count == 0 && Adequacy is null && Confidence is null && Disposition is null && ReviewValue is null
        && new[] { AdequacyNote, MostLikely, CannotExclude, SafetyNet, TeachingPoint, Reference, Change }.All(string.IsNullOrWhiteSpace)
        && Differentials.All(d => string.IsNullOrWhiteSpace(d.Text)) && Actions.All(a => a.IsEmpty);

    public static AdviceDraft From(AdviceContent? content)
    {
        var draft = new AdviceDraft();
        if (content is null)
        {
            return draft;
        }

        draft.Grades = GradeDraft.From(content.Grading);
        draft.Marks = content.PhotoMarks ?? [];
        draft.Adequacy = content.Adequacy;
        draft.AdequacyNote = content.AdequacyNote ?? "";
        draft.MostLikely = content.MostLikely;
        draft.Confidence = content.Confidence;
        draft.Differentials.AddRange(content.Differentials.Select(d => new DraftText { Text = d }));
        draft.CannotExclude = content.CannotExclude ?? "";
        draft.Disposition = content.Disposition;
        draft.SafetyNet = content.SafetyNet ?? "";
        draft.ReviewValue = content.Review?.Value;
        draft.ReviewUnit = content.Review?.Unit ?? "wk";
        draft.TeachingPoint = content.TeachingPoint ?? "";
        draft.Reference = content.Reference ?? "";
        draft.Change = content.Change ?? "";
        if (content.Actions.Count > 0)
        {
            draft.Actions.Clear();
            draft.Actions.AddRange(content.Actions.Select(a => new DraftAction { Text = a.Text, Who = a.Who ?? "", By = a.By ?? "" }));
        }

        return draft;
    }

    public AdviceContent ToContent() => new(
        Adequacy, OrNull(AdequacyNote), MostLikely.Trim(), Confidence,
        [.. Differentials.Select(d => d.Text.Trim()).Where(d => d.Length > 0)], OrNull(CannotExclude),
        [.. Actions.Where(a => !a.IsEmpty).Select(a => new ActionLine(a.Text.Trim(), OrNull(a.Who), OrNull(a.By)))],
        Disposition, OrNull(SafetyNet), ReviewValue is { } value ? new ReviewInterval(value, ReviewUnit) : null, OrNull(TeachingPoint), OrNull(Reference), OrNull(Change))
    {
        Grading = Grades.ToGrading(),
        PhotoMarks = Marks.Count == 0 ? null : Marks,
    };

    /// <summary>Takes what the browser kept: field names with their values, as the form was when the connection went.</summary>
    public void Apply(IReadOnlyDictionary<string, string> fields)
    {
        foreach (var (name, value) in fields.OrderBy(f => f.Key, StringComparer.Ordinal))
        {
            Apply(name.Split('.'), value);
        }
    }

    /// <summary>Codes of what is still to be filled in, in the order of the steps.</summary>
    /// <param name="withoutPhoto">Slots without a whole photo, of eyes that are graded.</param>
    public IEnumerable<string> Gaps(bool hasPhotos, bool isChange, IReadOnlyList<EyeGap> withoutPhoto)
    {
        foreach (var gap in Grades.Gaps(Disposition, Adequacy, withoutPhoto))
        {
            yield return gap;
        }

        if (isChange && string.IsNullOrWhiteSpace(Change))
        {
            yield return "advice.no-change";
        }

        if (hasPhotos && Adequacy is null)
        {
            yield return "advice.no-adequacy";
        }

        if (string.IsNullOrWhiteSpace(MostLikely))
        {
            yield return "advice.no-assessment";
        }

        if (Actions.Any(a => !a.IsEmpty && string.IsNullOrWhiteSpace(a.Text)))
        {
            yield return "advice.no-action";
        }

        if (Disposition is null)
        {
            yield return "advice.no-disposition";
        }

        if (ReviewValue is < 1 or > 99)
        {
            yield return "advice.review-range";
        }

        if (TeachingPoint.Length > LongestTeachingPoint)
        {
            yield return "advice.teaching-long";
        }
    }

    private void Apply(string[] name, string value)
    {
        switch (name[0])
        {
            case "adequacy": Adequacy = Parse<Adequacy>(value); break;
            case "adequacyNote": AdequacyNote = value; break;
            case "mostLikely": MostLikely = value; break;
            case "confidence": Confidence = Parse<Confidence>(value); break;
            case "cannotExclude": CannotExclude = value; break;
            case "disposition": Disposition = Parse<Disposition>(value); break;
            case "safetyNet": SafetyNet = value; break;
            case "reviewValue": ReviewValue = int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var n) ? n : null; break;
            case "reviewUnit": ReviewUnit = value is "d" or "mo" ? value : "wk"; break;
            case "teachingPoint": TeachingPoint = value; break;
            case "reference": Reference = value; break;
            case "change": Change = value; break;
            case "marks": Marks = MarkWords.Read(value); break;
            case "grade": Grades.Apply(name, value); break;
            case "differential" when At(name, MostDifferentials) is { } at:
                while (Differentials.Count <= at)
                {
                    Differentials.Add(new());
                }

                Differentials[at].Text = value;
                break;
            case "action" when name.Length == 3 && At(name, MostActions) is { } line:
                while (Actions.Count <= line)
                {
                    Actions.Add(new());
                }

                Actions[line].Set(name[2], value);
                break;
        }
    }

    private static int? At(string[] name, int most) =>
        name.Length > 1 && int.TryParse(name[1], NumberStyles.None, CultureInfo.InvariantCulture, out var at) && at < most ? at : null;

    private static T? Parse<T>(string value)
        where T : struct, Enum => Enum.TryParse<T>(value, out var parsed) && Enum.IsDefined(parsed) ? parsed : null;

    private static string? OrNull(string text) => string.IsNullOrWhiteSpace(text) ? null : text.Trim();
}

/// <summary>One line of text that can be bound while lines come and go.</summary>
public sealed class DraftText
{
    public string Text { get; set; } = "";
}

public sealed class DraftAction
{
    public string Text { get; set; } = "";
    public string Who { get; set; } = "";
    public string By { get; set; } = "";

    public bool IsEmpty => string.IsNullOrWhiteSpace(Text) && string.IsNullOrWhiteSpace(Who) && string.IsNullOrWhiteSpace(By);

    public void Set(string part, string value)
    {
        switch (part)
        {
            case "text": Text = value; break;
            case "who": Who = value; break;
            case "by": By = value; break;
        }
    }
}

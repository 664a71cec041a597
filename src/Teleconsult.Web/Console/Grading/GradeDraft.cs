using Teleconsult.Application.Consults;
using Teleconsult.Domain.Grading;
using Teleconsult.Domain.Photos;

namespace Teleconsult.Web.Console.Grading;

/// <summary>Both eyes while they are being graded.</summary>
public sealed class GradeDraft
{
    public EyeGrade Right { get; private set; } = new();
    public EyeGrade Left { get; private set; } = new();

    /// <summary>Slots without a whole photo that the author confirmed to grade without.</summary>
    public HashSet<string> Confirmed { get; } = [];
    public string LessBecause { get; set; } = "";

    public bool IsEmpty => Right.IsEmpty && Left.IsEmpty;

    public IcdrOutcome? Outcome => Icdr.Of(Right, Left);

    public static GradeDraft From(EyeGrading? grading)
    {
        var draft = new GradeDraft { Right = grading?.Right ?? new(), Left = grading?.Left ?? new(), LessBecause = grading?.LessBecause ?? "" };
        draft.Confirmed.UnionWith(grading?.Confirmed ?? []);
        return draft;
    }

    public EyeGrading? ToGrading() => IsEmpty ? null : new EyeGrading(Right, Left, [.. Confirmed], string.IsNullOrWhiteSpace(LessBecause) ? null : LessBecause.Trim());

    public EyeGrade Of(Laterality side) => side is Laterality.Right ? Right : Left;

    public void Set(Laterality side, EyeGrade eye)
    {
        if (side is Laterality.Right)
        {
            Right = eye;
        }
        else if (side is Laterality.Left)
        {
            Left = eye;
        }
    }

    /// <summary>A grade by its name, or <c>U.</c> and why there is none. Graded and not gradable never stand together.</summary>
    public static EyeGrade Picked(EyeGrade eye, string? value)
    {
        ArgumentNullException.ThrowIfNull(eye);
        return value?.StartsWith("U.", StringComparison.Ordinal) is true && Parse<UngradableReason>(value[2..]) is { } why ? new EyeGrade(Ungradable: why, Note: why is UngradableReason.Other ? eye.Note : null)
            : eye with { Retinopathy = Parse<Retinopathy>(value), Ungradable = null, Note = null };
    }

    /// <summary>Codes of what is still to be said or confirmed.</summary>
    public IEnumerable<string> Gaps(Domain.Consults.Disposition? disposition, Domain.Consults.Adequacy? adequacy, IReadOnlyList<EyeGap> withoutPhoto)
    {
        if (IsEmpty)
        {
            yield break;
        }

        if (Outcome is not { } outcome)
        {
            yield return "grade.incomplete";
            yield break;
        }

        if (withoutPhoto.Any(g => !Confirmed.Contains(g.Slot)))
        {
            yield return "grade.without-photo";
        }

        if (adequacy is Domain.Consults.Adequacy.Adequate && outcome.NotJudged.Count > 0)
        {
            yield return "grade.not-adequate";
        }

        if (disposition is { } chosen && Icdr.IsLess(chosen, outcome.Least) && string.IsNullOrWhiteSpace(LessBecause))
        {
            yield return "grade.less-than-table";
        }
    }

    /// <summary>Takes what the browser kept of one field: <c>grade.Right.retinopathy</c> and the like.</summary>
    internal void Apply(string[] name, string value)
    {
        if (name is [_, "less"])
        {
            LessBecause = value;
            return;
        }

        if (name.Length != 3 || Parse<Laterality>(name[1]) is not { } side)
        {
            return;
        }

        var eye = Of(side);
        Set(side, name[2] switch
        {
            "retinopathy" => Picked(eye, value),
            "macula" when eye.Ungradable is null => eye with { Macula = Parse<MacularOedema>(value) },
            "note" => eye with { Note = value },
            _ => eye,
        });
    }

    private static T? Parse<T>(string? value)
        where T : struct, Enum => Enum.TryParse<T>(value, out var parsed) && Enum.IsDefined(parsed) ? parsed : null;
}

using Teleconsult.Domain.Consults;
using Teleconsult.Domain.Grading;
using Teleconsult.Domain.Photos;
using Teleconsult.Web.Console.Advice;

namespace Teleconsult.Web.Console.Grading;

/// <summary>One case on the grading screen: which eye and field one looks at, what is graded, and what a key does to it.</summary>
public sealed class GradeSheet(AdviceDraft draft, long seen)
{
    private static readonly Disposition[] Dispositions = [Disposition.NoAction, Disposition.ManageLocally, Disposition.ReferRoutine, Disposition.ReferUrgent, Disposition.EmergencyTransfer];

    private Adequacy? _adequacyOfGrades = Icdr.AdequacyOf(draft.Grades.Right, draft.Grades.Left);
    private Disposition? _dispositionOfGrades = draft.Grades.Outcome?.Least;

    public AdviceDraft Draft { get; } = draft;

    /// <summary>The content version that the grader has on the screen.</summary>
    public long Seen { get; set; } = seen;

    /// <summary>The eye that keys act on: Right or Left, never None.</summary>
    public Laterality Eye { get; private set; } = Laterality.Right;

    /// <summary>Which field of both eyes is shown: 0 is the form's first.</summary>
    public int Field { get; private set; }

    /// <summary>Digits choose why the eye cannot be graded.</summary>
    public bool Reasons { get; private set; }

    /// <summary>Everything is said; the patient's name stands beside it, and one more Enter sends.</summary>
    public bool Asking { get; set; }

    public GradeDraft Grades => Draft.Grades;

    /// <summary>Whether the key changes what is said of the case: it has to be held then.</summary>
    public bool Grading(string key)
    {
        ArgumentNullException.ThrowIfNull(key);
        return key is "m" or "a" or "d" or "x" or "y" || Digit(key) is { } n && (Reasons ? Enum.IsDefined((UngradableReason)n) : n <= (int)Retinopathy.Proliferative);
    }

    /// <param name="fields">How many fields the form has of each eye.</param>
    /// <param name="gaps">Slots without a whole photo, of eyes that are graded.</param>
    public void Press(string key, int fields, IReadOnlyList<EyeGap> gaps)
    {
        Asking = false; // whatever is pressed: what was asked about is not what stands there now
        switch (key)
        {
            case "ArrowLeft": Look(Laterality.Right); break; // the right eye stands on the left
            case "ArrowRight": Look(Laterality.Left); break;
            case "ArrowDown": Field = Math.Min(Field + 1, Math.Max(0, fields - 1)); break;
            case "ArrowUp": Field = Math.Max(0, Field - 1); break;
            case "u": Reasons = !Reasons; break;
            case "Escape": Reasons = false; break;
            case "m": Macula(); break;
            case "x": Set(new EyeGrade()); break;
            case "a": Draft.Adequacy = Draft.Adequacy is { } now ? (Adequacy)((int)now % 3 + 1) : Adequacy.Adequate; break;
            case "d": Draft.Disposition = Dispositions[(Array.IndexOf(Dispositions, Draft.Disposition ?? Disposition.EmergencyTransfer) + 1) % Dispositions.Length]; break;
            case "y": Grades.Confirmed.UnionWith(gaps.Select(g => g.Slot)); break;
            default:
                if (Digit(key) is { } n)
                {
                    Number(n);
                }

                break;
        }
    }

    public void Look(Laterality eye)
    {
        Eye = eye;
        Reasons = false;
    }

    public void Show(int field) => Field = field;

    private static int? Digit(string key) => key is [>= '0' and <= '9' and var digit] ? digit - '0' : null;

    private void Number(int n)
    {
        if (Reasons && Enum.IsDefined((UngradableReason)n))
        {
            Set(new EyeGrade(Ungradable: (UngradableReason)n, Note: Grades.Of(Eye).Note));
            Reasons = false;
        }
        else if (!Reasons && n <= (int)Retinopathy.Proliferative)
        {
            Set(Grades.Of(Eye) with { Retinopathy = (Retinopathy)n, Ungradable = null, Note = null });
        }
    }

    // None is one press, as in most eyes; each further press is worse, and after the last it begins anew.
    private void Macula()
    {
        var eye = Grades.Of(Eye);
        if (eye.Ungradable is null)
        {
            Set(eye with { Macula = eye.Macula is { } now ? (MacularOedema)(((int)now + 1) % 4) : MacularOedema.None });
        }
    }

    public void Set(EyeGrade eye)
    {
        Asking = false;
        Grades.Set(Eye, eye);
        var adequacy = Icdr.AdequacyOf(Grades.Right, Grades.Left);
        if (Draft.Adequacy is null || Draft.Adequacy == _adequacyOfGrades)
        {
            Draft.Adequacy = adequacy;
        }

        var least = Grades.Outcome?.Least;
        if (Draft.Disposition is null || Draft.Disposition == _dispositionOfGrades)
        {
            Draft.Disposition = least;
        }

        (_adequacyOfGrades, _dispositionOfGrades) = (adequacy, least);
    }
}

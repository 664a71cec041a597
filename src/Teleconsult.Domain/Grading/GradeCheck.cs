using Teleconsult.Domain.Intake;
using Teleconsult.Domain.Photos;

namespace Teleconsult.Domain.Grading;

/// <summary>A slot of a graded eye of which no whole photo is stored.</summary>
public sealed record EyeGap(Laterality Eye, string Slot);

/// <summary>Whether a grade speaks of what was photographed (hazards H3 and H12). Pure.</summary>
public static class GradeCheck
{
    /// <summary>
    /// The slots that the form asks for, of eyes that are graded, without a stored photo: not taken, still arriving or refused. A
    /// preview is no photo to grade by. Each needs the author's confirmation. An eye that is not graded has none.
    /// </summary>
    /// <param name="stored">Slots with a stored photo.</param>
    public static IReadOnlyList<EyeGap> Gaps(EyeGrade? right, EyeGrade? left, Questionnaire form, IReadOnlySet<string> stored)
    {
        ArgumentNullException.ThrowIfNull(form);
        return [.. form.Slots.Where(s => s.Asked && !stored.Contains(s.Slot!) && IsGraded(s.Laterality, right, left)).Select(s => new EyeGap(s.Laterality, s.Slot!))];
    }

    private static bool IsGraded(Laterality side, EyeGrade? right, EyeGrade? left) => side switch
    {
        Laterality.Right => right is { Ungradable: null, IsEmpty: false },
        Laterality.Left => left is { Ungradable: null, IsEmpty: false },
        _ => false,
    };
}

using Teleconsult.Domain.Consults;
using Teleconsult.Domain.Photos;

namespace Teleconsult.Domain.Grading;

/// <summary>When, and by whom, the eyes are looked at next. A higher one is sooner or weighs more.</summary>
public enum EyeRecall
{
    /// <summary>Photos again in one year.</summary>
    InAYear = 1,

    /// <summary>New photos or an examination: something could not be judged. The table gives no time for that.</summary>
    LookAgain = 2,

    /// <summary>An ophthalmologist in 3 to 6 months.</summary>
    InThreeToSixMonths = 3,

    /// <summary>An ophthalmologist now.</summary>
    Now = 4,
}

/// <summary>What follows from the grades of both eyes. Immutable.</summary>
/// <param name="Recall">Of the worse eye; null where the patient has neither eye.</param>
/// <param name="NotJudged">The eyes of which something could not be judged, the right one first. Said beside every recall.</param>
/// <param name="Least">The least that the table asks for; less of it needs a reason.</param>
public sealed record IcdrOutcome(EyeRecall? Recall, IReadOnlyList<Laterality> NotJudged, Disposition Least);

/// <summary>
/// Recall and referral from the grades of both eyes: the worse eye decides. Pure. A suggestion to the specialist, who decides.
/// </summary>
/// <remarks>
/// Scale: International Clinical Diabetic Retinopathy scale. Times: ADA-type table (Diabetes Care, table 4; the domain brief §3.3 [53]): none or mild, 1 year;
/// moderate, or oedema outside the centre, ophthalmology in 3 to 6 months; severe, proliferative, or oedema of the centre, now. It knows
/// neither symptoms nor pregnancy, which may ask for more. Held to <c>tests/Vectors/icdr.json</c>. Confirm with a clinician before use.
/// </remarks>
public static class Icdr
{
    /// <summary>The table that an outcome was read from, kept with it.</summary>
    public const string Table = "ada-1";

    /// <returns>Null while either eye is not complete.</returns>
    public static IcdrOutcome? Of(EyeGrade? right, EyeGrade? left)
    {
        if (right is not { IsComplete: true } || left is not { IsComplete: true })
        {
            return null;
        }

        var recall = new[] { RecallOf(right), RecallOf(left) }.Max();
        Laterality[] notJudged =
        [
            .. right.IsToBeLookedAtAgain ? [Laterality.Right] : Array.Empty<Laterality>(),
            .. left.IsToBeLookedAtAgain ? [Laterality.Left] : Array.Empty<Laterality>(),
        ];
        return new IcdrOutcome(recall, notJudged, recall switch
        {
            EyeRecall.Now => Disposition.ReferUrgent,
            EyeRecall.InThreeToSixMonths or EyeRecall.LookAgain => Disposition.ReferRoutine,
            EyeRecall.InAYear => Disposition.ManageLocally,
            _ => Disposition.NoAction,
        });
    }

    /// <summary>Of one complete eye; null for an eye that is not there.</summary>
    public static EyeRecall? RecallOf(EyeGrade eye)
    {
        ArgumentNullException.ThrowIfNull(eye);
        if (eye.Ungradable is { } why)
        {
            return why is UngradableReason.NoEye ? null : EyeRecall.LookAgain;
        }

        var byGrade = eye.Retinopathy switch
        {
            Retinopathy.Severe or Retinopathy.Proliferative => EyeRecall.Now,
            Retinopathy.Moderate => EyeRecall.InThreeToSixMonths,
            Retinopathy.Mild or Retinopathy.None => EyeRecall.InAYear,
            _ => EyeRecall.LookAgain,
        };
        var byMacula = eye.Macula switch
        {
            MacularOedema.CentreInvolving => EyeRecall.Now,
            MacularOedema.NonCentre => EyeRecall.InThreeToSixMonths,
            MacularOedema.None => EyeRecall.InAYear,
            _ => EyeRecall.LookAgain,
        };
        return byGrade > byMacula ? byGrade : byMacula;
    }

    /// <summary>Whether photos and data sufficed, as the grades say it: the author may say less, never more.</summary>
    public static Adequacy? AdequacyOf(EyeGrade? right, EyeGrade? left)
    {
        if (right is not { IsComplete: true } || left is not { IsComplete: true })
        {
            return null;
        }

        EyeGrade[] there = [.. new[] { right, left }.Where(e => e.Ungradable is not UngradableReason.NoEye)];
        return there.All(e => !e.IsToBeLookedAtAgain) ? Adequacy.Adequate
            : there.All(e => e.Ungradable is not null) ? Adequacy.Inadequate
            : Adequacy.Limited;
    }

    /// <summary>Whether <paramref name="chosen"/> asks for less than <paramref name="least"/>.</summary>
    public static bool IsLess(Disposition chosen, Disposition least) => Weight(chosen) < Weight(least);

    private static int Weight(Disposition disposition) => disposition switch
    {
        Disposition.NoAction => 0,
        Disposition.ManageLocally => 1,
        Disposition.ReferRoutine => 2,
        Disposition.ReferUrgent => 3,
        Disposition.EmergencyTransfer => 4,
        _ => throw new ArgumentOutOfRangeException(nameof(disposition)),
    };
}

namespace Teleconsult.Domain.Grading;

/// <summary>Diabetic retinopathy of one eye by the international clinical scale (ICDR). The numbers are the scale's own.</summary>
public enum Retinopathy
{
    None = 0,
    Mild = 1,
    Moderate = 2,

    /// <summary>4-2-1: more than 20 haemorrhages in each of 4 quadrants, venous beading in 2, or prominent IRMA in 1.</summary>
    Severe = 3,
    Proliferative = 4,
}

/// <summary>Diabetic macular oedema of one eye, as far as a photo tells.</summary>
public enum MacularOedema
{
    None = 0,
    NonCentre = 1,
    CentreInvolving = 2,

    /// <summary>The photo does not show enough of the macula. It is not "none".</summary>
    NotAssessable = 3,
}

/// <summary>Why an eye cannot be graded. The numbers are the keys of the grading screen.</summary>
public enum UngradableReason
{
    SmallPupil = 1,
    MediaOpacity = 2,
    Blurred = 3,
    FieldMissing = 4,
    NoPhoto = 5,

    /// <summary>The patient has no eye on this side: there is nothing to look at again.</summary>
    NoEye = 6,

    /// <summary>Said in <see cref="EyeGrade.Note"/>.</summary>
    Other = 7,
}

/// <summary>What a specialist says of one eye: graded, or not gradable with the reason. Immutable.</summary>
/// <remarks>An eye of which nothing is said is not complete; it never counts as one without retinopathy.</remarks>
/// <param name="Note">The reason in words where it is <see cref="UngradableReason.Other"/>; at most 200 characters.</param>
public sealed record EyeGrade(Retinopathy? Retinopathy = null, MacularOedema? Macula = null, UngradableReason? Ungradable = null, string? Note = null)
{
    /// <summary>Whether all is said: retinopathy and macula, or why neither can be said. Never both.</summary>
    public bool IsComplete => Ungradable is null
        ? Retinopathy is { } grade && Enum.IsDefined(grade) && Macula is { } macula && Enum.IsDefined(macula)
        : Enum.IsDefined(Ungradable.Value) && Retinopathy is null && Macula is null && (Ungradable is not UngradableReason.Other || !string.IsNullOrWhiteSpace(Note));

    public bool IsEmpty => Retinopathy is null && Macula is null && Ungradable is null;

    /// <summary>Something of this eye could not be judged, and it has to be looked at again: by new photos or an examination.</summary>
    public bool IsToBeLookedAtAgain => Ungradable is { } why ? why is not UngradableReason.NoEye : Macula is MacularOedema.NotAssessable;
}

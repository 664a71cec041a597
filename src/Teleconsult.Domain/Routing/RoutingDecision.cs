namespace Teleconsult.Domain.Routing;

/// <summary>Why a case was offered to somebody. Codes; the faces say the sentences.</summary>
public enum RoutingReason
{
    /// <summary>On duty now, as primary.</summary>
    OnDuty = 1,

    /// <summary>Nobody is primary now; stands behind the shift.</summary>
    Backup = 2,

    /// <summary>Nobody at all is on duty; the case is offered to everybody who answers for the service.</summary>
    NobodyOnDuty = 3,

    /// <summary>Answers in the case's language.</summary>
    Language = 4,

    /// <summary>Nobody of those on duty answers in the case's language.</summary>
    LanguageNotMet = 5,

    /// <summary>Meets every preference that was stated.</summary>
    Preference = 6,

    /// <summary>A stated preference is met by nobody of those on duty.</summary>
    PreferenceNotMet = 7,

    /// <summary>Knows the patient from an earlier case.</summary>
    KnowsPatient = 8,

    /// <summary>Has less open work than the others who would do as well.</summary>
    LightestLoad = 9,

    /// <summary>Of those who would do as well, the one who has waited longest for a case.</summary>
    LongestSince = 10,

    /// <summary>Nobody else could have it.</summary>
    OnlyOne = 11,
}

/// <summary>Whom a case is offered to, and why.</summary>
/// <param name="Ranked">Everybody who can take it, the best first. Empty: nobody can.</param>
/// <param name="Reasons">Why the first one is first, in the order in which the rules were asked.</param>
public sealed record RoutingDecision(IReadOnlyList<PractitionerId> Ranked, IReadOnlyList<RoutingReason> Reasons)
{
    public static readonly RoutingDecision Nobody = new([], []);

    /// <summary>Reasons by number, separated by spaces, as a row keeps them.</summary>
    public static string Write(IReadOnlyList<RoutingReason> reasons) => string.Join(' ', reasons.Select(r => (int)r));

    /// <summary>What <see cref="Write"/> wrote.</summary>
    public static IReadOnlyList<RoutingReason> Read(string reasons) =>
        [.. reasons.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(r => (RoutingReason)int.Parse(r, System.Globalization.CultureInfo.InvariantCulture))];

    public PractitionerId? First => Ranked.Count > 0 ? Ranked[0] : null;
}

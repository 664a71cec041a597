namespace Teleconsult.Domain.Routing;

/// <summary>How far somebody is on duty; more is more.</summary>
public enum DutyStanding
{
    Off = 0,

    /// <summary>Stands behind the primary of the shift.</summary>
    Backup = 1,

    /// <summary>On duty; where a service has no roster, everybody who answers for it.</summary>
    Primary = 2,
}

/// <summary>What a case asks of whoever answers it.</summary>
/// <param name="Language">BCP 47 tag of the language in which it is written; null: not known.</param>
/// <param name="Preferences">Codes of what the patient or requester stated, for example <c>female</c> or <c>chaperone</c>.</param>
/// <param name="NotTo">Who must not get it: the requester, who gave it back, or whom the requester asked not to see again.</param>
public sealed record RoutingNeed(string? Language, IReadOnlySet<string> Preferences, IReadOnlySet<PractitionerId> NotTo, bool IsEmergency);

/// <summary>Somebody who answers for the service, as they stand now.</summary>
/// <param name="Languages">BCP 47 tags of the languages that they answer in.</param>
/// <param name="Offers">Codes of stated preferences that they meet.</param>
/// <param name="KnowsPatient">They advised on an earlier case of this patient.</param>
/// <param name="OpenLoad">Minutes of work in the open cases that they hold or were offered (<see cref="CaseLoad"/>).</param>
/// <param name="LastOffered">When they were last offered a case; null: never. UTC.</param>
/// <param name="IsFull">They have had as many cases today as they agreed to; an emergency is offered all the same.</param>
public sealed record Candidate(
    PractitionerId Person, DutyStanding Duty, IReadOnlySet<string> Languages, IReadOnlySet<string> Offers, bool KnowsPatient, int OpenLoad,
    DateTimeOffset? LastOffered, bool IsFull);

/// <summary>How much work a case is expected to be.</summary>
public static class CaseLoad
{
    /// <summary>Where nothing else is said.</summary>
    public const int DefaultMinutes = 10;

    /// <summary>
    /// Minutes of a specialist's time for a case of one form. Design choices, to be replaced by a network's own figures: the domain brief §4.6
    /// asks for weights by form and gives none.
    /// </summary>
    /// <param name="template">Name of the form, for example <c>general-dermatology</c>.</param>
    public static int MinutesOf(string template) => template switch
    {
        "diabetic-retinopathy" => 5,
        "general-dermatology" => 8,
        "diabetic-foot" => 12,
        "emergency-isbar" => 15,
        _ => DefaultMinutes,
    };
}

namespace Teleconsult.Domain.Consults;

/// <summary>How soon an answer is needed. Ordered: a higher value is more urgent. Rules only ever raise it.</summary>
/// <remarks>FHIR request priority: routine, urgent, asap, stat.</remarks>
public enum Urgency
{
    Routine = 0,
    Soon = 1,
    Urgent = 2,
    Emergency = 3,
}

namespace Teleconsult.Domain.Consults;

/// <summary>What should happen now: one for each advice.</summary>
/// <remarks>
/// The numbers are the keys of the console. 5 (need information), 6 (photo inadequate) and 7 (not my specialty) are verbs of
/// their own, since they are not advice: <see cref="Consult.AskForInformation"/>, <see cref="Consult.AskForRetake"/>,
/// <see cref="Consult.RedirectTo"/>.
/// </remarks>
public enum Disposition
{
    ManageLocally = 1,
    ReferRoutine = 2,
    ReferUrgent = 3,
    EmergencyTransfer = 4,
    NoAction = 8,
}

/// <summary>Whether photos and data sufficed for an answer. Mandatory for cases with photos (hazard H12).</summary>
public enum Adequacy
{
    Adequate = 1,
    Limited = 2,
    Inadequate = 3,
}

/// <summary>How sure the specialist is of the assessment: certain means at least 90 %.</summary>
public enum Confidence
{
    Certain = 1,
    Probable = 2,
    Possible = 3,
    Unsure = 4,
}

/// <summary>What became of one action line of an advice.</summary>
public enum ActionOutcome
{
    Done = 1,
    NotDone = 2,
}

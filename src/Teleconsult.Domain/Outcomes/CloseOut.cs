using Teleconsult.Domain.ResponseTimes;

namespace Teleconsult.Domain.Outcomes;

/// <summary>Which questions a requester is asked when a case is closed.</summary>
public enum CloseOut
{
    /// <summary>Champlain BASE (domain brief §3.4): what the advice gave, and what became of the plan to send the patient to hospital.</summary>
    Champlain = 1,

    /// <summary>In an emergency: whether the answer came in time, and where the patient is now (domain brief §1a, pathway B).</summary>
    Emergency = 2,

    /// <summary>In home care: what the advice gave, and what became of the patient's way to clinic or hospital (domain brief §1a, pathway C).</summary>
    HomeCare = 3,
}

/// <summary>The two questions of each <see cref="CloseOut"/> with the codes of their answers. The phone asks the same (<c>tests/Vectors/close-out.json</c>).</summary>
public static class CloseOuts
{
    private static readonly Dictionary<CloseOut, (string[] Outcomes, string[] Referrals)> Answers = new()
    {
        [CloseOut.Champlain] = (["new", "confirmed", "notUseful", "none"], ["avoided", "stillNeeded", "notNeeded", "initiated", "noBenefit", "other"]),
        [CloseOut.Emergency] = (["inTime", "late", "tooLate", "notUseful"], ["stayed", "transferAvoided", "transferred", "transferInitiated", "wentHome", "died", "other"]),
        [CloseOut.HomeCare] = (["new", "confirmed", "notUseful", "none"], ["homeAsBefore", "tripAvoided", "tripStillNeeded", "tripInitiated", "admitted", "died", "other"]),
    };

    /// <summary>The questions that fit a pathway.</summary>
    public static CloseOut Of(Pathway pathway) => pathway switch
    {
        Pathway.Emergency => CloseOut.Emergency,
        Pathway.CommunityCare => CloseOut.HomeCare,
        _ => CloseOut.Champlain,
    };

    /// <summary>Codes of the answers to the first question, in the order in which they are asked.</summary>
    public static IReadOnlyList<string> Outcomes(CloseOut questions) => Answers[questions].Outcomes;

    /// <summary>Codes of the answers to the second one.</summary>
    public static IReadOnlyList<string> Referrals(CloseOut questions) => Answers[questions].Referrals;

    /// <summary>
    /// Which questions these answers answer, on a case of this pathway. A phone of before there were several asks Champlain's whatever the case is, and says no
    /// name: its answers count as that. Null: they answer neither.
    /// </summary>
    public static CloseOut? Read(Pathway pathway, CloseOut? said, string? outcome, string? referral)
    {
        var questions = said ?? CloseOut.Champlain;
        return (questions is CloseOut.Champlain || questions == Of(pathway)) && Answers.TryGetValue(questions, out var answers)
            && answers.Outcomes.Contains(outcome) && answers.Referrals.Contains(referral)
            ? questions
            : null;
    }
}

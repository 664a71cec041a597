namespace Teleconsult.Domain.ResponseTimes;

/// <summary>What is measured of a case (domain brief §4.2); in which order it happens, <see cref="Measures.InOrder"/> says.</summary>
public enum Measure
{
    /// <summary>From pressing send to receipt: the network's time and nobody's.</summary>
    Transport = 1,

    /// <summary>From receipt until it was with a service.</summary>
    Allocation = 2,

    /// <summary>From receipt until somebody took responsibility. An automatic receipt is none.</summary>
    Acknowledgement = 3,

    /// <summary>From receipt to the first words of a human being who answers.</summary>
    FirstResponse = 4,

    /// <summary>From receipt to advice.</summary>
    Advice = 5,

    /// <summary>For how long the requester was waited for; of cases in which something was asked.</summary>
    RequesterTurn = 6,

    /// <summary>From advice until it was read.</summary>
    ReadLag = 7,

    /// <summary>From advice until its first line was marked as done or not done; of advice that names something to do.</summary>
    ActionLag = 8,

    /// <summary>From advice until the case was closed.</summary>
    Closure = 9,

    /// <summary>From advice until the requester's phone had it: the network's time on the way back, and nobody's.</summary>
    Delivery = 10,

    /// <summary>From sending the patient on until they were seen; of referrals. Counted apart (<see cref="Measures.IsLoop"/>).</summary>
    Attendance = 11,

    /// <summary>From sending the patient on until the report was back; of referrals, counted apart.</summary>
    LoopClosure = 12,

    /// <summary>From receipt until somebody of the answering service first opened it. Seen is not taken.</summary>
    Seen = 13,
}

public static class Measures
{
    /// <summary>All of them, as a case meets them.</summary>
    public static IReadOnlyList<Measure> InOrder { get; } =
    [
        Measure.Transport, Measure.Allocation, Measure.Seen, Measure.Acknowledgement, Measure.FirstResponse, Measure.Advice, Measure.RequesterTurn, Measure.Delivery,
        Measure.ReadLag, Measure.ActionLag, Measure.Closure, Measure.Attendance, Measure.LoopClosure,
    ];

    /// <summary>
    /// A referral is a matter of weeks: it counts in the month in which its report was due, not in that of its advice, and its groups are formed and
    /// withheld by themselves.
    /// </summary>
    public static bool IsLoop(this Measure measure) => measure is Measure.Attendance or Measure.LoopClosure;
}

using Teleconsult.Domain.Consults;

namespace Teleconsult.Domain.ResponseTimes;

/// <summary>What is promised for one urgency. By the wall clock, unless a <see cref="ServicePromise"/> says otherwise.</summary>
/// <param name="Claim">From received to somebody taking responsibility.</param>
/// <param name="Advice">From received to advice, less the time spent waiting for the requester.</param>
/// <param name="Read">From advice to read by the requester.</param>
/// <param name="Information">For the requester to give what was asked.</param>
public sealed record ResponseTarget(TimeSpan Claim, TimeSpan Advice, TimeSpan Read, TimeSpan Information);

/// <summary>What a service promises for one urgency instead of the default.</summary>
/// <param name="InServiceHours">Claim and advice count in its opening hours alone. Never so in an emergency, where the wall clock counts (domain brief §4.3).</param>
public sealed record ServicePromise(ResponseTarget Target, bool InServiceHours)
{
    /// <summary>Less than this nobody can keep, and nobody would notice in time that it was not kept.</summary>
    public static readonly TimeSpan Least = TimeSpan.FromMinutes(1);

    /// <summary>More than this is no promise.</summary>
    public static readonly TimeSpan Most = TimeSpan.FromDays(90);

    /// <exception cref="RuleViolation">
    /// <c>target.range</c>: a span below <see cref="Least"/> or above <see cref="Most"/>. <c>target.order</c>: advice promised before somebody
    /// takes the case. <c>target.emergency-hours</c>: an emergency in opening hours. <c>target.emergency-slow</c>: slower than the default,
    /// which is what the ladder of an emergency is made for.
    /// </exception>
    public void Check(Urgency urgency)
    {
        if (new[] { Target.Claim, Target.Advice, Target.Read, Target.Information }.Any(t => t < Least || t > Most))
        {
            throw new RuleViolation("target.range");
        }

        if (Target.Advice < Target.Claim)
        {
            throw new RuleViolation("target.order");
        }

        if (urgency is Urgency.Emergency && InServiceHours)
        {
            throw new RuleViolation("target.emergency-hours");
        }

        if (urgency is Urgency.Emergency && Target.Claim > ResponseTargets.Default(urgency).Claim)
        {
            throw new RuleViolation("target.emergency-slow");
        }
    }
}

/// <summary>
/// Default targets by urgency. Claim and advice: the domain brief §4.4, which chose them from published figures
/// (RACE: over 75 % of calls back in 10 minutes; MSF: 5 h median; NHS CQUIN advice and guidance: 2 working days).
/// Read and information are design choices: as urgent as the case, never shorter than the answer took to promise.
/// </summary>
public static class ResponseTargets
{
    public static ResponseTarget Default(Urgency urgency) => urgency switch
    {
        Urgency.Emergency => new(TimeSpan.FromMinutes(5), TimeSpan.FromMinutes(30), TimeSpan.FromMinutes(15), TimeSpan.FromMinutes(15)),
        Urgency.Urgent => new(TimeSpan.FromMinutes(30), TimeSpan.FromHours(4), TimeSpan.FromHours(4), TimeSpan.FromHours(4)),
        Urgency.Soon => new(TimeSpan.FromHours(4), TimeSpan.FromDays(2), TimeSpan.FromDays(1), TimeSpan.FromDays(1)),
        Urgency.Routine => new(TimeSpan.FromDays(1), TimeSpan.FromDays(5), TimeSpan.FromDays(3), TimeSpan.FromDays(3)),
        _ => throw new ArgumentOutOfRangeException(nameof(urgency), urgency, null),
    };

    /// <summary>How long a claim lasts without activity: a design choice, short where minutes count.</summary>
    public static TimeSpan ClaimLease(Urgency urgency) => urgency switch
    {
        Urgency.Emergency => TimeSpan.FromMinutes(10),
        Urgency.Urgent => TimeSpan.FromMinutes(30),
        _ => TimeSpan.FromHours(1),
    };

    /// <summary>How long a claim can be undone: a slip of the finger is seen within seconds.</summary>
    public static readonly TimeSpan ClaimUndo = TimeSpan.FromSeconds(30);

    /// <summary>How long sent advice can be taken back: DESIGN §3.</summary>
    public static TimeSpan TakeBack(Urgency urgency) => urgency is Urgency.Emergency ? TimeSpan.Zero : TimeSpan.FromSeconds(10);

    /// <summary>
    /// From advice to reading it where it was told and said back by phone already: as long as for Urgent, a design choice. The written
    /// words are then the record and no longer the news.
    /// </summary>
    public static readonly TimeSpan ReadAfterCall = TimeSpan.FromHours(4);

    /// <summary>From reading the advice to closing the case, before a coordinator asks: a design choice.</summary>
    public static readonly TimeSpan Close = TimeSpan.FromDays(14);
}

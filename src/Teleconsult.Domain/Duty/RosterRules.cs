namespace Teleconsult.Domain.Duty;

/// <summary>What a plan must be like before it is kept at all. Gaps and overlaps are another matter: see <see cref="RosterCheck"/>.</summary>
public static class RosterRules
{
    /// <summary>The longest shift, a week on call.</summary>
    public static readonly TimeSpan LongestShift = TimeSpan.FromDays(7);

    /// <summary>The longest rotation of a pattern, in weeks.</summary>
    public const int LongestRotation = 8;

    /// <summary>The most patterns and single shifts that one roster holds.</summary>
    public const int MostShifts = 1000;

    /// <param name="known">Who answers for the service.</param>
    /// <exception cref="RuleViolation">
    /// <c>roster.shift-times</c>, <c>roster.nobody</c>, <c>roster.person-twice</c>, <c>roster.not-of-service</c>, <c>roster.rotation</c>,
    /// <c>roster.last-before-first</c>, <c>roster.too-large</c>.
    /// </exception>
    public static void Check(RosterPlan plan, IReadOnlySet<PractitionerId> known)
    {
        if (plan.Patterns.Count + plan.Shifts.Count > MostShifts)
        {
            throw new RuleViolation("roster.too-large", ("most", MostShifts));
        }

        foreach (var pattern in plan.Patterns)
        {
            CheckShift(pattern.From, pattern.To, pattern.Team, known);
            if (pattern.EveryWeeks is < 1 or > LongestRotation)
            {
                throw new RuleViolation("roster.rotation", ("most", LongestRotation));
            }

            if (pattern.Last < pattern.First)
            {
                throw new RuleViolation("roster.last-before-first");
            }
        }

        foreach (var shift in plan.Shifts)
        {
            CheckShift(shift.From, shift.To, shift.Team, known);
        }
    }

    private static void CheckShift(TimeSpan from, TimeSpan to, ShiftTeam team, IReadOnlySet<PractitionerId> known)
    {
        if (from < TimeSpan.Zero || from >= TimeSpan.FromDays(1) || to <= from || to - from > LongestShift)
        {
            throw new RuleViolation("roster.shift-times");
        }

        if (!team.All.Any())
        {
            throw new RuleViolation("roster.nobody");
        }

        if (team.All.Distinct().Count() != team.All.Count())
        {
            throw new RuleViolation("roster.person-twice");
        }

        if (team.All.Any(p => !known.Contains(p)))
        {
            throw new RuleViolation("roster.not-of-service");
        }
    }
}

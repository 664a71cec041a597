namespace Teleconsult.Domain.Routing;

/// <summary>
/// Whom to offer a case to: who is eligible, on duty, speaks its language, meets what was stated, knows the patient, has the least open work,
/// has waited longest. In this order (domain brief §4.6), each rule only among those whom the rules before leave equal; what is equal in all
/// of them goes by id, so that the same question always has the same answer. Pure.
/// </summary>
/// <remarks>A rule ranks and never excludes: a case that nobody fits is offered to whoever fits it best, and says what is not met.</remarks>
public static class RoutingPolicy
{
    /// <param name="candidates">Everybody who answers for the service; in any order.</param>
    public static RoutingDecision Decide(RoutingNeed need, IReadOnlyCollection<Candidate> candidates)
    {
        var able = candidates.Where(c => !need.NotTo.Contains(c.Person)).ToList();
        var free = able.Where(c => need.IsEmergency || !c.IsFull).ToList();
        var eligible = free.Count > 0 ? free : able; // better to one who is full than to nobody
        if (eligible.Count == 0)
        {
            return RoutingDecision.Nobody;
        }

        var ranked = eligible
            .OrderByDescending(c => c.Duty).ThenByDescending(c => Speaks(c, need)).ThenByDescending(c => Meets(c, need)).ThenByDescending(c => c.KnowsPatient)
            .ThenBy(c => c.OpenLoad).ThenBy(c => c.LastOffered ?? DateTimeOffset.MinValue).ThenBy(c => c.Person.Value).ToList();
        return new RoutingDecision([.. ranked.Select(c => c.Person)], [.. Reasons(need, ranked)]);
    }

    private static IEnumerable<RoutingReason> Reasons(RoutingNeed need, List<Candidate> ranked)
    {
        var first = ranked[0];
        yield return first.Duty switch
        {
            DutyStanding.Primary => RoutingReason.OnDuty,
            DutyStanding.Backup => RoutingReason.Backup,
            _ => RoutingReason.NobodyOnDuty,
        };
        if (need.Language is not null && (first.Duty is not DutyStanding.Off || Speaks(first, need))) // of nobody on duty there is no language to miss
        {
            yield return Speaks(first, need) ? RoutingReason.Language : RoutingReason.LanguageNotMet;
        }

        if (need.Preferences.Count > 0)
        {
            yield return Meets(first, need) == need.Preferences.Count ? RoutingReason.Preference : RoutingReason.PreferenceNotMet;
        }

        if (first.KnowsPatient)
        {
            yield return RoutingReason.KnowsPatient;
        }

        if (ranked.Count == 1)
        {
            yield return RoutingReason.OnlyOne;
            yield break;
        }

        // Said only where it made the difference to the second.
        var second = ranked[1];
        if ((first.Duty, Speaks(first, need), Meets(first, need), first.KnowsPatient) != (second.Duty, Speaks(second, need), Meets(second, need), second.KnowsPatient))
        {
            yield break;
        }

        if (first.OpenLoad < second.OpenLoad)
        {
            yield return RoutingReason.LightestLoad;
        }
        else if (first.LastOffered != second.LastOffered)
        {
            yield return RoutingReason.LongestSince;
        }
    }

    /// <summary>By the primary subtag: who answers in French answers a case in Swiss French.</summary>
    private static bool Speaks(Candidate candidate, RoutingNeed need) =>
        need.Language is { } language && candidate.Languages.Any(l => Primary(l).Equals(Primary(language), StringComparison.OrdinalIgnoreCase));

    private static string Primary(string tag) => tag.Split('-')[0];

    private static int Meets(Candidate candidate, RoutingNeed need) => need.Preferences.Count(candidate.Offers.Contains);
}

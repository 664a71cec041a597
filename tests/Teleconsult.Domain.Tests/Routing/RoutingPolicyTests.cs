using FsCheck;
using FsCheck.Fluent;
using Teleconsult.Domain.Routing;
using Teleconsult.Tests;
using Xunit;

namespace Teleconsult.Domain.Tests.Routing;

public sealed class RoutingPolicyTests
{
    private static readonly DateTimeOffset Monday = new(2026, 11, 23, 8, 0, 0, TimeSpan.Zero);
    private static readonly PractitionerId Ann = Id(1), Ben = Id(2), Cem = Id(3);
    private static readonly RoutingNeed Anything = new(null, new HashSet<string>(), new HashSet<PractitionerId>(), IsEmergency: false);

    [Fact]
    public void Who_is_on_duty_comes_before_who_fits_better_and_is_not()
    {
        var decided = Decide(Anything with { Language = "sw" }, Of(Ann, DutyStanding.Off, "sw", knows: true), Of(Ben, DutyStanding.Backup, "sw"), Of(Cem, load: 600));

        Assert.Equal([Cem, Ben, Ann], decided.Ranked);
        Assert.Equal([RoutingReason.OnDuty, RoutingReason.LanguageNotMet], decided.Reasons);
    }

    [Fact]
    public void Of_those_on_duty_language_and_stated_preferences_go_before_a_light_load()
    {
        var need = Anything with { Language = "fr-CH", Preferences = new HashSet<string> { "female" } };
        var decided = Decide(need, Of(Ann, load: 0), Of(Ben, languages: "fr", load: 30), Of(Cem, languages: "fr", offers: "female", load: 90));

        Assert.Equal([Cem, Ben, Ann], decided.Ranked);
        Assert.Equal([RoutingReason.OnDuty, RoutingReason.Language, RoutingReason.Preference], decided.Reasons);
    }

    [Fact]
    public void A_preference_that_nobody_meets_is_said_and_excludes_nobody()
    {
        var decided = Decide(Anything with { Preferences = new HashSet<string> { "female", "chaperone" } }, Of(Ann, offers: "chaperone"), Of(Ben));

        Assert.Equal([Ann, Ben], decided.Ranked);
        Assert.Equal([RoutingReason.OnDuty, RoutingReason.PreferenceNotMet], decided.Reasons);
    }

    [Fact]
    public void Who_knows_the_patient_goes_on_with_them()
    {
        var decided = Decide(Anything, Of(Ann, load: 0), Of(Ben, knows: true, load: 100));
        Assert.Equal([Ben, Ann], decided.Ranked);
        Assert.Equal([RoutingReason.OnDuty, RoutingReason.KnowsPatient], decided.Reasons);
    }

    [Fact]
    public void Then_the_least_open_work_then_who_has_waited_longest_then_always_the_same()
    {
        var byLoad = Decide(Anything, Of(Ann, load: 20), Of(Ben, load: 10));
        Assert.Equal((Ben, RoutingReason.LightestLoad), (byLoad.First, byLoad.Reasons[^1]));

        var byWait = Decide(Anything, Of(Ann, last: Monday.AddHours(2)), Of(Ben, last: Monday.AddHours(1)), Of(Cem, last: Monday.AddHours(3)));
        Assert.Equal((Ben, RoutingReason.LongestSince), (byWait.First, byWait.Reasons[^1]));
        Assert.Equal(Cem, Decide(Anything, Of(Ann, last: Monday), Of(Cem)).First); // never offered anything: waits longest

        var equal = Decide(Anything, Of(Cem), Of(Ann), Of(Ben));
        Assert.Equal([Ann, Ben, Cem], equal.Ranked);
        Assert.Equal([RoutingReason.OnDuty], equal.Reasons);
    }

    [Fact]
    public void Who_is_full_is_offered_emergencies_and_what_nobody_else_can_take()
    {
        Assert.Equal([Ben], Decide(Anything, Of(Ann, full: true), Of(Ben, DutyStanding.Backup)).Ranked);
        Assert.Equal([Ann, Ben], Decide(Anything with { IsEmergency = true }, Of(Ann, full: true), Of(Ben, DutyStanding.Backup)).Ranked);
        Assert.Equal([Ann], Decide(Anything, Of(Ann, full: true)).Ranked);
    }

    [Fact]
    public void At_night_it_is_not_told_besides_that_nobody_on_duty_speaks_the_language()
    {
        Assert.Equal([RoutingReason.NobodyOnDuty, RoutingReason.OnlyOne], Decide(Anything with { Language = "sw" }, Of(Ann, DutyStanding.Off)).Reasons);
    }

    [Fact]
    public void The_requester_and_whoever_was_declined_are_never_asked()
    {
        var decided = Decide(Anything with { NotTo = new HashSet<PractitionerId> { Ann } }, Of(Ann), Of(Ben, DutyStanding.Off));
        Assert.Equal([Ben], decided.Ranked);
        Assert.Equal([RoutingReason.NobodyOnDuty, RoutingReason.OnlyOne], decided.Reasons);
        Assert.Null(Decide(Anything with { NotTo = new HashSet<PractitionerId> { Ann } }, Of(Ann)).First);
        Assert.Null(Decide(Anything).First);
    }

    /// <summary>Whatever the order in which people are loaded, and on whichever node: the same decision.</summary>
    [Fact]
    public void The_same_question_has_the_same_answer_and_loses_nobody()
    {
        var people =
            from ids in Gen.Choose(1, 12).ListOf()
            from seed in Gen.Choose(0, int.MaxValue - 1)
            select (Ids: ids.Distinct().ToList(), Seed: seed);
        Prop.ForAll(Arb.From(people), p =>
        {
            var random = new Random(p.Seed);
            var candidates = p.Ids.ConvertAll(i => Of(
                Id(i), (DutyStanding)random.Next(3), random.Next(2) == 0 ? "en" : "fr", random.Next(2) == 0 ? "female" : null, random.Next(4) == 0,
                10 * random.Next(3), random.Next(3) == 0 ? null : Monday.AddHours(random.Next(3)), random.Next(5) == 0));
            var need = new RoutingNeed("fr", new HashSet<string> { "female" }, new HashSet<PractitionerId> { Id(3) }, random.Next(2) == 0);
            var one = RoutingPolicy.Decide(need, candidates);
            var shuffled = candidates.ToArray();
            random.Shuffle(shuffled);
            var other = RoutingPolicy.Decide(need, shuffled);
            var able = candidates.Where(c => c.Person != Id(3)).ToList();
            return one.Ranked.SequenceEqual(other.Ranked) && one.Reasons.SequenceEqual(other.Reasons)
                && one.Ranked.Distinct().Count() == one.Ranked.Count && (able.Count == 0) == (one.First is null)
                && (!need.IsEmergency || one.Ranked.Count == able.Count);
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(FullRun.Or(500, 10_000)));
    }

    private static RoutingDecision Decide(RoutingNeed need, params Candidate[] candidates) => RoutingPolicy.Decide(need, candidates);

    private static Candidate Of(
        PractitionerId person, DutyStanding duty = DutyStanding.Primary, string languages = "en", string? offers = null, bool knows = false, int load = 0,
        DateTimeOffset? last = null, bool full = false) =>
        new(person, duty, new HashSet<string> { languages }, offers is null ? new HashSet<string>() : new HashSet<string> { offers }, knows, load, last, full);

    private static PractitionerId Id(int n) => new(new Guid(n, 0, 0, new byte[8]));
}

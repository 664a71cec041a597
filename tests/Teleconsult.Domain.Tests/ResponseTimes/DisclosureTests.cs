using FsCheck;
using FsCheck.Fluent;
using Teleconsult.Domain.ResponseTimes;
using Teleconsult.Tests;
using Xunit;

namespace Teleconsult.Domain.Tests.ResponseTimes;

/// <summary>Nobody is shown by figures of others, whatever tables and months are laid side by side (DESIGN §5 rule 10).</summary>
public sealed class DisclosureTests
{
    private static readonly List<PractitionerId> People = [.. Enumerable.Range(0, 80).Select(_ => new PractitionerId(Guid.NewGuid()))];

    private static readonly Gen<CountedCase> Cases =
        from service in Gen.Frequency((8, Gen.Choose(0, 2)), (1, Gen.Choose(3, 5)))
        from facility in Gen.Frequency((8, Gen.Choose(0, 3)), (1, Gen.Choose(4, 8)))
        from urgency in Gen.Frequency((8, Gen.Choose(0, 1)), (1, Gen.Choose(2, 3)))
        from second in Gen.Choose(0, 3)
        from asking in Gen.Choose(0, 8)
        from answering in Gen.Choose(0, 7)
        from answered in Gen.Frequency((9, Gen.Constant(true)), (1, Gen.Constant(false)))
            // A service answers one pathway, or two: tables that say nearly the same are what gives away most.
        select new CountedCase(
            $"service {service}", $"facility {facility}", $"{urgency}", service is 2 or 5 ? "emergency" : service is 1 && second is 0 ? "home" : "clinic",
            People[(facility * 3) + asking], answered ? [People[40 + (service * 4) + answering]] : []);

    private static readonly Gen<List<List<CountedCase>>> Years =
        from months in Gen.Choose(1, 3)
        from cases in (from n in Gen.Choose(20, 160) from list in Cases.ListOf(n) select list.ToList()).ListOf(months)
        select cases.ToList();

    [Fact]
    public void What_is_withheld_cannot_be_worked_out_from_all_published_tables_of_all_months_together() => Holds(Years, months => !Recovers(months, Disclosure.Decide));

    /// <summary>On a private page one's own median stands beside a group's: whoever takes their own cases away from everything they are shown learns nothing of others.</summary>
    [Fact]
    public void Who_takes_their_own_cases_away_from_what_they_are_compared_with_learns_nothing_of_others() => Holds(Years, months =>
        new[] { People[0], People[4], People[41], People[46] }.All(person =>
        {
            var rest = months.ConvertAll(cases => cases.Where(c => c.Requester != person && !c.Answering.Contains(person)).ToList());
            var beside = months.ConvertAll(cases => Disclosure.Besides(cases, person, Disclosure.Decide(cases).Where(g => g.Disclosed is Disclosed.Shown).Select(g => (g.Table, g.Key))));
            return !Recovers(rest, cases => beside[rest.FindIndex(r => ReferenceEquals(r, cases))])
                && rest.Zip(beside).All(m => m.Second.Where(g => g.Disclosed is Disclosed.Shown).All(g => Disclosure.IsSafe(g.Cases.Select(i => m.First[i]))));
        }));

    [Fact]
    public void A_group_of_five_is_published_and_not_laid_beside_the_figures_of_one_of_them()
    {
        List<CountedCase> cases = [.. Enumerable.Range(0, 40).Select(i => new CountedCase("skin", "post", "1", "clinic", People[i % 9], [People[40 + (i % 5)]]))];
        var published = Disclosure.Decide(cases).Where(g => g.Disclosed is Disclosed.Shown).Select(g => (g.Table, g.Key)).ToList();
        Assert.Contains((FigureTable.Service, "skin"), published);
        Assert.All(Disclosure.Besides(cases, People[41], published), g => Assert.NotEqual(Disclosed.Shown, g.Disclosed)); // four others would be left
        Assert.Contains(Disclosure.Besides(cases, People[1], published), g => g is { Table: FigureTable.Service, Disclosed: Disclosed.Shown }); // eight others ask
        Assert.Contains(Disclosure.Besides(cases, People[1], []), g => g.Disclosed is Disclosed.Together); // never what was not published
    }

    [Fact]
    public void The_same_attack_succeeds_where_only_the_small_groups_are_left_out()
    {
        var years = Gen.Sample(Years, 60).ToList();
        Assert.Contains(years, months => Recovers(months, cases => [.. Disclosure.Decide(cases).Select(g => g with
        {
            Disclosed = Disclosure.IsSafe(g.Cases.Select(i => cases[i])) ? Disclosed.Shown : Disclosed.Few,
        })]));
    }

    [Fact]
    public void Whatever_is_shown_has_five_people_on_either_side_and_five_cases() => Holds(Years, months => months.TrueForAll(cases =>
        Disclosure.Decide(cases).Where(g => g.Disclosed is Disclosed.Shown).All(g => Disclosure.IsSafe(g.Cases.Select(i => cases[i])))));

    [Fact]
    public void What_lies_in_many_hands_is_all_shown()
    {
        var cases = Enumerable.Range(0, 1_200).Select(i => new CountedCase(
            $"service {i % 3}", $"facility {i / 3 % 4}", $"{i / 12 % 2}", "clinic", People[i % 37], [People[40 + (i % 31)]])).ToList();
        var decided = Disclosure.Decide(cases);
        Assert.All(decided, g => Assert.Equal(Disclosed.Shown, g.Disclosed));
        Assert.Equal(1 + 2 + 3 + 6 + 4 + 1, decided.Count);
    }

    [Fact]
    public void A_small_group_takes_another_one_along_so_that_the_rest_does_not_tell_of_it()
    {
        List<CountedCase> cases = [.. Many("Dermatology", 40), .. Many("Foot clinic", 20), .. Many("HIV clinic", 3)];
        var services = Disclosure.Decide(cases).Where(g => g.Table is FigureTable.Service).ToDictionary(g => g.Key, g => g.Disclosed);
        Assert.Equal((Disclosed.Shown, Disclosed.Together, Disclosed.Few), (services["Dermatology"], services["Foot clinic"], services["HIV clinic"]));
    }

    [Fact]
    public void Four_specialists_are_not_shown_however_many_cases_they_answer() =>
        Assert.All(
            Disclosure.Decide([.. Enumerable.Range(0, 500).Select(i => new CountedCase("skin", "post", "0", "clinic", People[i % 30], [People[40 + (i % 4)]]))]),
            g => Assert.Equal(Disclosed.Few, g.Disclosed));

    [Fact]
    public void Nothing_is_nothing() => Assert.Empty(Disclosure.Decide([]));

    private static IEnumerable<CountedCase> Many(string service, int cases) =>
        Enumerable.Range(0, cases).Select(i => new CountedCase(service, $"facility {i % 2}", "1", "clinic", People[i % 13], [People[40 + (i % 11)]]));

    /// <summary>Whether the attacker learns how many cases stand behind anything that is too small to be shown.</summary>
    private static bool Recovers(List<List<CountedCase>> months, Func<IReadOnlyList<CountedCase>, IReadOnlyList<DisclosedGroup>> decide)
    {
        var attacker = new Attacker();
        var tables = months.ConvertAll(cases => decide(cases));
        for (var month = 0; month < months.Count; month++)
        {
            attacker.Read(month, months[month], tables[month].Where(g => g.Disclosed is Disclosed.Shown).Select(g => (g.Table, g.Key, g.Cases.Count)));
        }

        return Enumerable.Range(0, months.Count).Any(month => Secrets(months[month], tables[month]).Any(secret =>
        {
            var (least, most) = attacker.Narrow(month, secret);
            return least == most;
        }));
    }

    /// <summary>Each group of a table that was too small, each place's part in each service, and each single combination.</summary>
    private static IEnumerable<Func<CountedCase, bool>> Secrets(List<CountedCase> cases, IReadOnlyList<DisclosedGroup> table)
    {
        foreach (var group in table.Where(g => g.Disclosed is Disclosed.Few))
        {
            yield return c => c.GroupIn(group.Table) == group.Key;
        }

        foreach (var cross in cases.GroupBy(c => (c.Service, c.Facility)).Where(g => !Disclosure.IsSafe(g)))
        {
            yield return c => (c.Service, c.Facility) == cross.Key;
        }

        foreach (var cell in cases.GroupBy(c => (c.Service, c.Facility, c.Urgency, c.Pathway)).Where(g => !Disclosure.IsSafe(g)))
        {
            yield return c => (c.Service, c.Facility, c.Urgency, c.Pathway) == cell.Key;
        }
    }

    private static void Holds(Gen<List<List<CountedCase>>> from, Func<List<List<CountedCase>>, bool> property) =>
        Prop.ForAll(Arb.From(from), property).Check(Config.QuickThrowOnFailure.WithMaxTest(FullRun.Or(25, 1_000)));
}

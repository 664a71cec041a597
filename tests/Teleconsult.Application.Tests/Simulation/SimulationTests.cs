using System.Xml.Linq;
using Teleconsult.Application.Simulation;
using Teleconsult.Domain.Consults;
using Teleconsult.Domain.Ladders;
using Xunit;

namespace Teleconsult.Application.Tests.Simulation;

/// <summary>One year of the delivered assumptions under all policies, for all tests that only look at it.</summary>
public sealed class OneYear
{
    internal Assumptions Assumptions { get; } = Assumptions.Delivered;

    internal IReadOnlyList<Outcome> Outcomes { get; } =
        SimulatedYears.Run(Assumptions.Delivered, Assumptions.Delivered.ToHabits(), Enum.GetValues<SimulatedPolicy>(), years: 1);

    internal Outcome Ours => Outcomes[(int)SimulatedPolicy.Ours];
}

public sealed class SimulationTests(OneYear year) : IClassFixture<OneYear>
{
    [Fact]
    public void Chance_is_the_same_on_each_machine()
    {
        var draws = new Draws(42);

        Assert.Equal(0.9339738000052901, draws.Share(Chance.Take, 1, 2, 3));
        Assert.Equal((6365L, 342L), (draws.Waits(3600, Chance.Look, 7), draws.Lognormal(120, 1.4, Chance.Delay, 7, 1)));
    }

    [Fact]
    public void The_same_seed_says_the_same_whatever_runs_beside_it()
    {
        var again = Run(SimulatedPolicy.Ours, days: 28, years: 2);

        Assert.Equal(Run(SimulatedPolicy.Ours, days: 28, years: 2).Cases, again.Cases);
        Assert.Equal(again.Cases.Take(Run(SimulatedPolicy.Ours, days: 28, years: 1).Cases.Count), Run(SimulatedPolicy.Ours, days: 28, years: 1).Cases);
        Assert.NotEqual(again.Cases[0], Run(SimulatedPolicy.Ours, days: 28, years: 1, seed: 1).Cases[0]);
    }

    [Fact]
    public void All_policies_meet_the_same_cases()
    {
        Assert.Equal([.. year.Ours.Cases.Select(c => (c.Team, c.Urgency))], year.Outcomes[0].Cases.Select(c => (c.Team, c.Urgency)));
        Assert.InRange(year.Ours.Cases.Count, 11_000, 14_000);
    }

    [Fact]
    public void The_open_pool_comes_out_at_the_published_figures()
    {
        var (allocation, advice) = Calibration.OfPool(year.Assumptions, year.Assumptions.ToHabits(), years: 2);

        Assert.InRange(allocation, 0.9 * 0.93, 0.9 * 1.07);
        Assert.InRange(advice, 20 * 0.93, 20 * 1.07);
    }

    [Fact]
    public void Figures_that_nothing_was_fitted_to_come_out_near_the_published_ones()
    {
        var named = year.Outcomes[(int)SimulatedPolicy.OneNamedSpecialist].Where(c => c.Urgency is not Urgency.Emergency);

        Assert.InRange(1 - named.Within(c => c.Advice, 72), 0.25, 0.35);
        Assert.InRange(Calibration.OneMessage(year.Assumptions.ToHabits()), 0.73, 0.83);
    }

    [Fact]
    public void Ours_leaves_nobody_without_an_answer_and_keeps_its_goals()
    {
        var goals = SimulationGoal.Of(year.Ours);

        Assert.Equal(0, year.Ours.Never);
        Assert.True(year.Outcomes[(int)SimulatedPolicy.OpenPool].Never > 0);
        Assert.All(goals, g => Assert.True(g.Met, g.What));
    }

    [Fact]
    public void A_backup_who_is_told_only_when_the_promise_ends_cannot_keep_the_goal_of_emergencies()
    {
        var later = new Ladder(Urgency.Emergency, // the domain brief's
        [
            new(TimeSpan.Zero, [RungWhom.Pool, RungWhom.OnCall], [AlertChannel.Push]), new(TimeSpan.FromMinutes(3), [RungWhom.OnCall], [AlertChannel.Sms]),
            new(TimeSpan.FromMinutes(5), [RungWhom.Backup], [AlertChannel.Push, AlertChannel.Sms]),
            new(TimeSpan.FromMinutes(10), [RungWhom.Lead], [AlertChannel.Push]),
            new(TimeSpan.FromMinutes(15), [RungWhom.Coordinator, RungWhom.Requester], [AlertChannel.Push]),
        ]);
        var ours = Run(SimulatedPolicy.Ours, ladders: u => u is Urgency.Emergency ? later : DefaultLadders.Of(u));

        Assert.True(ours.Where(c => c.Urgency is Urgency.Emergency && c.Covered).Within(c => c.Claim, 5 / 60.0) < 0.95);
    }

    [Fact]
    public void A_forgotten_case_is_free_again_and_a_coordinator_hears_of_what_nobody_takes()
    {
        Assert.Contains(year.Ours.Cases, c => c.Lapsed && !float.IsNaN(c.Advice));
        Assert.Contains(year.Ours.Cases, c => c.WasTold && !float.IsNaN(c.Advice));
        Assert.DoesNotContain(year.Outcomes[(int)SimulatedPolicy.OpenPool].Cases, c => c.Lapsed || c.WasTold);
    }

    [Fact]
    public void The_sensitivity_table_names_every_habit_twice()
    {
        var table = SimulationText.Sensitivity(SensitivityLine.All(year.Assumptions, years: 1, days: 7, seed: 5));

        var lines = table.Split('\n').Select(line => line.Trim()).ToList();
        Assert.All(Enum.GetNames<Habit>().Select(name => char.ToLowerInvariant(name[0]) + name[1..]), name =>
            Assert.All(["halved", "doubled"], change => Assert.Single(lines, line => line.StartsWith($"{name} {change} ", StringComparison.Ordinal))));
    }

    [Fact]
    public void The_drawing_is_well_formed_and_has_a_line_a_policy_in_each_panel()
    {
        var drawing = XDocument.Parse(DistributionDrawing.Of(year.Outcomes));

        Assert.Equal("svg", drawing.Root!.Name.LocalName);
        Assert.Equal(9, drawing.Descendants().Count(e => e.Parent?.Name.LocalName is "g" && (string?)e.Attribute("stroke-width") == "2.5"));
        Assert.DoesNotContain("NaN", drawing.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Every_assumption_says_what_it_means_and_where_it_comes_from()
    {
        Assert.All(year.Assumptions.Habits.Values, h => Assert.False(string.IsNullOrWhiteSpace(h.What) || string.IsNullOrWhiteSpace(h.Source), h.What));
        Assert.All(year.Assumptions.Published, f => Assert.False(string.IsNullOrWhiteSpace(f.Source), f.Name));
        Assert.Equal(
            [Habit.CoordinatorLookHours, Habit.SpecialistLookHours],
            year.Assumptions.Habits.Where(h => h.Value.Kind is HabitKind.Calibrated).Select(h => h.Key));
    }

    [Theory]
    [InlineData("--years", "many")]
    [InlineData("--years")]
    [InlineData("--assumptions", "/there/is/no/such.json")]
    [InlineData("--loud")]
    public void What_the_command_does_not_understand_it_says(params string[] arguments)
    {
        using var output = new StringWriter();
        using var error = new StringWriter();

        Assert.Equal(2, SimulationCommand.Run(arguments, output, error));
        Assert.Contains("simulate [--years N]", error.ToString(), StringComparison.Ordinal);
    }

    private Outcome Run(SimulatedPolicy policy, int days = 364, int years = 1, ulong seed = 20261121, Func<Urgency, Ladder>? ladders = null) =>
        SimulatedYears.Run(year.Assumptions, year.Assumptions.ToHabits(), [policy], years, days, seed, ladders)[0];
}

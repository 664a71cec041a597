using System.Globalization;
using System.Text.Json;
using Teleconsult.Domain.Consults;
using Teleconsult.Domain.Ladders;
using static Teleconsult.Domain.Ladders.AlertChannel;
using static Teleconsult.Domain.Ladders.RungWhom;

namespace Teleconsult.Application.Simulation;

/// <summary>
/// <c>dotnet run --project src/Teleconsult.Web -- simulate</c>: replays a synthetic year under three policies and prints what came of it. Needs no
/// database and no settings, and changes nothing but the one file that it draws.
/// </summary>
public static class SimulationCommand
{
    public const string Name = "simulate";

    private const string Usage =
        """
        simulate [--years N] [--seed N] [--days N] [--assumptions FILE] [--svg FILE] [--brief] [--calibrate]
          --years N           years, each with a seed of its own, taken together (4)
          --seed N            of the first year (20261121)
          --days N            of each year, a multiple of 7 (364)
          --assumptions FILE  other assumptions than the delivered ones (src/Teleconsult.Application/Simulation/assumptions.json)
          --svg FILE          where the distributions are drawn (simulation.svg)
          --brief             without the sensitivity table
          --calibrate         finds the two calibrated habits anew, and says them
        """;

    private sealed record Wish(int Years, ulong Seed, int Days, Assumptions Assumptions, string Drawing, bool IsBrief, bool Calibrates);

    /// <returns>0; 2 where the arguments say nothing that can be done.</returns>
    public static int Run(IReadOnlyList<string> arguments, TextWriter output, TextWriter error)
    {
        ArgumentNullException.ThrowIfNull(output);
        ArgumentNullException.ThrowIfNull(error);
        try
        {
            if (arguments.Contains("--help"))
            {
                output.WriteLine(Usage);
                return 0;
            }

            Print(Read(arguments), output);
            return 0;
        }
        catch (Exception e) when (e is FormatException or JsonException or IOException or UnauthorizedAccessException)
        {
            error.WriteLine(e.Message);
            error.WriteLine(Usage);
            return 2;
        }
    }

    private static Wish Read(IReadOnlyList<string> arguments)
    {
        var wish = new Wish(4, SimulatedYears.Seed, 364, Assumptions.Delivered, "simulation.svg", false, false);
        for (var i = 0; i < arguments.Count; i++)
        {
            var argument = arguments[i];
            string Next() => ++i < arguments.Count ? arguments[i] : throw new FormatException($"{argument} needs a value.");
            int Whole(int least, int most) => int.TryParse(Next(), NumberStyles.None, CultureInfo.InvariantCulture, out var n) && n >= least && n <= most
                ? n : throw new FormatException($"{argument} takes a whole number from {least} to {most}.");
            wish = argument switch
            {
                "--years" => wish with { Years = Whole(1, 1000) },
                "--seed" => wish with { Seed = (ulong)Whole(0, int.MaxValue) },
                "--days" => wish with { Days = Whole(7, 3640) / 7 * 7 },
                "--assumptions" => wish with { Assumptions = Assumptions.Parse(File.ReadAllText(Next())) },
                "--svg" => wish with { Drawing = Next() },
                "--brief" => wish with { IsBrief = true },
                "--calibrate" => wish with { Calibrates = true },
                _ => throw new FormatException($"simulate does not know {argument}."),
            };
        }

        return wish;
    }

    private static void Print(Wish wish, TextWriter output)
    {
        var (assumptions, habits) = (wish.Assumptions, wish.Assumptions.ToHabits());
        if (wish.Calibrates)
        {
            habits = Calibration.Find(assumptions);
            output.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"coordinatorLookHours {habits[Habit.CoordinatorLookHours]:0.00}, specialistLookHours {habits[Habit.SpecialistLookHours]:0.00}\n"));
        }

        var policies = Enum.GetValues<SimulatedPolicy>();
        var outcomes = SimulatedYears.Run(assumptions, habits, policies, wish.Years, wish.Days, wish.Seed);
        var ours = outcomes[(int)SimulatedPolicy.Ours];
        var teams = assumptions.Network.Services;
        output.WriteLine(
            $"{wish.Years} x {wish.Days} days of a made-up network: {teams.Count} teams, {teams.Sum(s => s.People)} specialists, "
            + $"{SimulationText.Number(ours.Cases.Count)} cases. Seed {wish.Seed}.");
        output.WriteLine("Nobody in it is real. What is published and what is assumed: assumptions.json.\n");
        var (named, pool) = (outcomes[(int)SimulatedPolicy.OneNamedSpecialist], outcomes[(int)SimulatedPolicy.OpenPool]);
        Part(SimulationText.Calibrated(assumptions, pool, named, habits));
        Part(SimulationText.Policies(outcomes));
        Part(SimulationText.Goals(SimulationGoal.Of(ours)));
        Part(Later(wish, habits));
        if (!wish.IsBrief)
        {
            Part(SimulationText.Sensitivity(SensitivityLine.All(assumptions, Math.Max(1, wish.Years / 4), wish.Days, wish.Seed)));
        }

        File.WriteAllText(wish.Drawing, DistributionDrawing.Of(outcomes));
        output.WriteLine($"Distributions: {Path.GetFullPath(wish.Drawing)}");

        void Part(string text)
        {
            output.WriteLine(text);
            output.WriteLine();
            output.Flush();
        }
    }

    /// <summary>What the domain brief's ladder (§4.5) would do to the goal that depends on it: people stay as they are.</summary>
    private static string Later(Wish wish, Habits habits)
    {
        var ladder = new Ladder(Urgency.Emergency,
        [
            new(TimeSpan.Zero, [Pool, OnCall], [AlertChannel.Live, Push]),
            new(TimeSpan.FromMinutes(3), [OnCall], [Sms]),
            new(TimeSpan.FromMinutes(5), [Backup], [Push, Sms]),
            new(TimeSpan.FromMinutes(10), [Lead], [Push, Sms, Mail]),
            new(TimeSpan.FromMinutes(15), [Coordinator, Requester], [Push, Sms, Mail]),
        ]);
        var ours = SimulatedYears.Run(
            wish.Assumptions, habits, [SimulatedPolicy.Ours], wish.Years, wish.Days, wish.Seed, u => u is Urgency.Emergency ? ladder : DefaultLadders.Of(u))[0];
        var within = ours.Where(c => c.Urgency is Urgency.Emergency && c.Covered).Within(c => c.Claim, 5 / 60.0);
        return $"  If the emergency ladder told the backup after 5 minutes instead of 2, and sent its text message after 3 instead of 1:\n"
            + $"  claimed within 5 minutes {SimulationText.Percent(within)}. (A service can publish such a ladder of its own.)";
    }
}

using System.Diagnostics;
using Teleconsult.Application.Simulation;
using Teleconsult.Benchmarks.Report;

namespace Teleconsult.Benchmarks.Rows;

/// <summary>How many consults the simulator replays in a minute: years of the delivered assumptions, all three policies, on all cores.</summary>
internal sealed class SimulationSpeed : IBenchmark
{
    private const int Rounds = 5;
    private const int Years = 4;
    private const double Goal = 1_000_000;

    public string Name => "simulate";

    public Task<IReadOnlyList<Row>> RunAsync(string folder)
    {
        _ = Measure(1); // compiled code first
        var all = new List<double>();
        var ours = new List<double>();
        for (var round = 0; round < Rounds; round++)
        {
            all.Add(Measure(Years));
            ours.Add(Measure(Years, SimulatedPolicy.Ours));
        }

        IReadOnlyList<Row> rows =
        [
            new Row(
                $"Simulated consults a minute, three policies, {Environment.ProcessorCount} cores", Figures.Short(Figures.Median(all)), "", "", ">= 1,000,000",
                Figures.Median(all) >= Goal),
            Row.Info("the same: our policy alone", Figures.Short(Figures.Median(ours))),
        ];
        return Task.FromResult(rows);
    }

    private static double Measure(int years, params SimulatedPolicy[] policies)
    {
        var assumptions = Assumptions.Delivered;
        var started = Stopwatch.GetTimestamp();
        var outcomes = SimulatedYears.Run(assumptions, assumptions.ToHabits(), policies.Length > 0 ? policies : Enum.GetValues<SimulatedPolicy>(), years);
        return outcomes.Sum(o => o.Cases.Count) / Stopwatch.GetElapsedTime(started).TotalMinutes;
    }
}

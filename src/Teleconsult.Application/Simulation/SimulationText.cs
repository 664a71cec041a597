using System.Globalization;
using Teleconsult.Domain.Consults;

namespace Teleconsult.Application.Simulation;

/// <summary>What the command prints: tables of plain text.</summary>
internal static class SimulationText
{
    private static readonly Urgency[] Urgencies = [Urgency.Emergency, Urgency.Urgent, Urgency.Soon, Urgency.Routine];

    public static string Percent(double share) => double.IsNaN(share) ? "-" : string.Create(CultureInfo.InvariantCulture, $"{share * 100:0.0} %");

    public static string Number(long n) => n.ToString("N0", CultureInfo.InvariantCulture);

    public static string Span(double hours) => string.Create(CultureInfo.InvariantCulture, $"{hours switch
    {
        double.NaN => "-",
        > 24 * 365 => "never",
        0 => "at once",
        < 1 => $"{Round(hours * 60)} min",
        < 48 => $"{Round(hours)} h",
        _ => $"{Round(hours / 24)} d",
    }}");

    public static string NameOf(SimulatedPolicy policy) => policy switch
    {
        SimulatedPolicy.OneNamedSpecialist => "one named specialist",
        SimulatedPolicy.OpenPool => "open pool, no ladder",
        _ => "ours",
    };

    /// <summary>Columns as wide as they have to be; the first one to the left.</summary>
    public static string Table(IEnumerable<string[]> rows)
    {
        var all = rows.ToList();
        var widths = Enumerable.Range(0, all.Max(r => r.Length)).Select(i => all.Max(r => i < r.Length ? r[i].Length : 0)).ToArray();
        string Line(string[] row) => "  " + string.Join("  ", row.Select((cell, i) => i == 0 ? cell.PadRight(widths[0]) : cell.PadLeft(widths[i])));
        return string.Join('\n', all.Select(row => Line(row).TrimEnd()));
    }

    public static string Calibrated(Assumptions assumptions, Outcome pool, Outcome named, Habits habits)
    {
        var stored = pool.Where(c => c.Urgency is not Urgency.Emergency);
        var asked = named.Where(c => c.Urgency is not Urgency.Emergency);
        return Table(
        [
            ["Does the model tell the truth?", "model", "published", "source"],
            Row("Open pool, allocation, median (fitted)", Span(stored.At(c => c.Allocation, 0.5)), Span(assumptions.Figure("poolAllocationHours")), "MSF 2018"),
            Row("Open pool, advice, median (fitted)", Span(stored.At(c => c.Advice, 0.5)), Span(assumptions.Figure("poolAnswerHours")), "MSF 2018"),
            Row(
                "One named specialist, no reply in 72 h (not fitted)", Percent(1 - asked.Within(c => c.Advice, 72)),
                Percent(assumptions.Figure("namedUnansweredIn72Hours")), "Swinfen 2004"),
            Row(
                "One on duty, one message, reacts in 10 min (not fitted)", Percent(Calibration.OneMessage(habits)),
                Percent(assumptions.Figure("callsBackIn10Minutes")), "RACE"),
        ]);

        static string[] Row(params string[] cells) => cells;
    }

    public static string Policies(IReadOnlyList<Outcome> outcomes)
    {
        List<string[]> rows = [["", .. outcomes.Select(o => NameOf(o.Policy))]];
        void Add(string what, Func<Outcome, string> of) => rows.Add([what, .. outcomes.Select(of)]);
        Add("Cases", o => Number(o.Cases.Count));
        Add("Allocation, median", o => Span(o.At(c => c.Allocation, 0.5)));
        Add("Allocation, 90th", o => Span(o.At(c => c.Allocation, 0.9)));
        Add("Placed by a coordinator", o => Percent(o.Share(c => c.ByCoordinator)));
        Add("  of these: allocation, median", o => Span(o.Where(c => c.ByCoordinator).At(c => c.Allocation, 0.5)));
        foreach (var urgency in Urgencies)
        {
            Outcome Part(Outcome o) => o.Where(c => c.Urgency == urgency);
            rows.Add([$"{urgency} ({Number(Part(outcomes[^1]).Cases.Count)})"]);
            Add("  claim, median", o => Span(Part(o).At(c => c.Claim, 0.5)));
            Add("  claim, 90th", o => Span(Part(o).At(c => c.Claim, 0.9)));
            Add("  advice, median", o => Span(Part(o).At(c => c.Advice, 0.5)));
            Add("  advice, 90th", o => Span(Part(o).At(c => c.Advice, 0.9)));
            Add("  claimed in target", o => Percent(Part(o).Share(c => c.ClaimKept)));
            Add("  advice in target", o => Percent(Part(o).Share(c => c.AdviceKept)));
            Add("  never answered", o => Number(Part(o).Never));
        }

        Add("Never answered, of all", o => Percent(o.Never / (double)o.Cases.Count));
        Add("Requester told that nobody has answered yet", o => o.Policy is SimulatedPolicy.Ours ? Percent(o.Share(c => c.WasTold)) : "-");
        return Table(rows);
    }

    public static string Goals(IEnumerable<SimulationGoal> goals) => Table(
        goals.Select(g => new[] { g.What, g.Say(g.Reached), g.Goal, g.Met ? "met" : "NOT MET" }).Prepend(["Goals of our policy", "reached", "goal", ""]));

    public static string Sensitivity(IEnumerable<SensitivityLine> lines) => Table(lines.Select(l => new[]
    {
        l.Habit is { } h ? $"{char.ToLowerInvariant(h.ToString()[0])}{h.ToString()[1..]} {l.Change}" : l.Change,
        l.Habit is null ? "" : l.Value.ToString("0.###", CultureInfo.InvariantCulture),
        Number(l.Never), Percent(l.EmergencyIn5), Span(l.CoordinatorAllocation), Span(l.RoutineAdvice), Percent(l.RoutineIn7Days), Span(l.PoolAdvice),
    }).Prepend(
        ["Halved and doubled", "value", "never", "emergency in 5 min", "placed by coordinator", "routine advice", "in 7 days", "(pool: routine advice)"]));

    private static string Round(double value) => value.ToString(value < 10 ? "0.0" : "0", CultureInfo.InvariantCulture);
}

using System.Globalization;
using System.Text;

namespace Teleconsult.Benchmarks.Report;

/// <summary>The rows as one Markdown table that also reads well in a terminal.</summary>
internal static class Table
{
    private static readonly string[] Head = ["Work", "Ours", "Reference", "Ratio", "Goal", "Met"];

    public static string Of(IReadOnlyList<Row> rows)
    {
        List<string[]> cells = [Head, .. rows.Select(r => new[] { r.Work, r.Ours, r.Reference, r.Ratio, r.Goal, r.Met switch { true => "yes", false => "NO", null => "" } })];
        var widths = Enumerable.Range(0, Head.Length).Select(column => cells.Max(c => c[column].Length)).ToArray();
        var text = new StringBuilder();
        for (var i = 0; i < cells.Count; i++)
        {
            Line(cells[i].Select((cell, column) => cell.PadRight(widths[column])));
            if (i == 0)
            {
                Line(widths.Select(width => new string('-', width)));
            }
        }

        return text.ToString();

        void Line(IEnumerable<string> parts) => text.Append(CultureInfo.InvariantCulture, $"| {string.Join(" | ", parts)} |\n");
    }
}

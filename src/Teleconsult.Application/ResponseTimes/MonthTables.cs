using Teleconsult.Application.Persistence;
using Teleconsult.Domain;
using Teleconsult.Domain.Consults;
using Teleconsult.Domain.ResponseTimes;

namespace Teleconsult.Application.ResponseTimes;

/// <summary>Makes the rows of a month's tables: what may be shown, and of the rest that it is withheld and why.</summary>
internal static class MonthTables
{
    /// <param name="rows">The cases that came due in the month.</param>
    /// <param name="loops">The cases whose referral's report was due in it: others, and withheld by themselves.</param>
    public static IEnumerable<FigureRow> Of(NetworkId network, FigureMonth month, IReadOnlyList<TimesRow> rows, IReadOnlyList<TimesRow> loops, Names names) =>
        [.. Tables(network, month, rows, names, m => !m.IsLoop()), .. Tables(network, month, loops, names, m => m.IsLoop())];

    private static IEnumerable<FigureRow> Tables(NetworkId network, FigureMonth month, IReadOnlyList<TimesRow> rows, Names names, Func<Measure, bool> counts)
    {
        var counted = rows.Select(Measured.Counted).ToList();
        foreach (var group in Disclosure.Decide(counted))
        {
            var cases = group.Cases.Select(i => rows[i]).ToList();
            foreach (var measure in Measures.InOrder.Where(counts))
            {
                var row = new FigureRow
                {
                    Network = network,
                    Month = month.Value,
                    Table = group.Table,
                    Group = group.Key,
                    Measure = measure,
                    Name = NameOf(group.Table, cases[0], names),
                    Urgency = group.Table is FigureTable.Urgency or FigureTable.ServiceUrgency ? cases[0].Urgency : null,
                    Disclosed = group.Disclosed,
                };
                Fill(row, cases);
                yield return row;
            }
        }
    }

    private static void Fill(FigureRow row, List<TimesRow> cases)
    {
        var measured = cases.Select(t => (Case: t, Value: Measured.Of(t, row.Measure))).Where(m => m.Value is not null).ToList();
        if (row.Disclosed is Disclosed.Shown && !Disclosure.IsSafe(measured.Select(m => Measured.Counted(m.Case))))
        {
            row.Disclosed = Disclosed.Few; // the group is large enough, those to whom this measure applies are not
        }

        if (row.Disclosed is not Disclosed.Shown)
        {
            return;
        }

        var took = measured.Where(m => m.Value!.Value.Took is not null).Select(m => m.Value!.Value.Took!.Value).ToList();
        var service = measured.Where(m => m.Value!.Value.Service is not null).Select(m => m.Value!.Value.Service!.Value).ToList();
        row.MedianMinutes = Minutes(Quantiles.Of(took, measured.Count, 0.5));
        row.NinetiethMinutes = Minutes(Quantiles.Of(took, measured.Count, 0.9));
        row.ServiceMedianMinutes = Minutes(Quantiles.Of(service, measured.Count, 0.5));
        row.ServiceNinetiethMinutes = Minutes(Quantiles.Of(service, measured.Count, 0.9));
        // Of the others no count is shown: to how few of a group a measure applies would be one more thing to subtract.
        if (row.Measure.IsLoop())
        {
            Count(row, cases);
        }
        else if (row.Measure is Measure.Advice)
        {
            Count(row, cases);
            row.TargetMinutes = cases.Select(t => t.AdviceTargetTicks).Distinct().ToList() is [var same] ? Minutes(TimeSpan.FromTicks(same)) : null;
        }
    }

    /// <summary>How many, how many are not done, how many were done by the promised time: of an attendance by any.</summary>
    private static void Count(FigureRow row, List<TimesRow> cases)
    {
        var (undone, inTime) = row.Measure switch
        {
            Measure.LoopClosure => (cases.Count(t => t.ReportedAt is null), cases.Count(t => t.ReportedAt <= t.LoopDue)),
            Measure.Attendance => (cases.Count(t => t.AttendedAt is null), cases.Count(t => t.AttendedAt is not null)),
            _ => (cases.Count(t => t.AdvisedAt is null), cases.Count(t => t.AdvisedAt <= t.AdviceDue)),
        };
        (row.Cases, row.Unanswered, row.InTarget) = (cases.Count, undone, inTime);
    }

    private static string NameOf(FigureTable table, TimesRow one, Names names) => table switch
    {
        FigureTable.Service or FigureTable.ServiceUrgency => names.Service(one.Service)?.Name ?? "",
        FigureTable.Facility => names.Facility(one.Facility),
        _ => "",
    };

    private static int? Minutes(TimeSpan? span) => span is { } value ? (int)Math.Round(value.TotalMinutes) : null;
}

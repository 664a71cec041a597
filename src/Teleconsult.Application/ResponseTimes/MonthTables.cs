using Teleconsult.Application.Persistence;
using Teleconsult.Domain;
using Teleconsult.Domain.Consults;
using Teleconsult.Domain.ResponseTimes;

namespace Teleconsult.Application.ResponseTimes;

/// <summary>Makes the rows of a month's tables: what may be shown, and of the rest that it is withheld and why.</summary>
internal static class MonthTables
{
    public static IEnumerable<FigureRow> Of(NetworkId network, FigureMonth month, IReadOnlyList<TimesRow> rows, Names names)
    {
        var counted = rows.Select(Measured.Counted).ToList();
        foreach (var group in Disclosure.Decide(counted))
        {
            var cases = group.Cases.Select(i => rows[i]).ToList();
            foreach (var measure in Enum.GetValues<Measure>())
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
        if (row.Measure is Measure.Advice)
        {
            // Of the others no count is shown: to how few of a group a measure applies would be one more thing to subtract.
            row.Cases = cases.Count;
            row.Unanswered = cases.Count(t => t.AdvisedAt is null);
            row.InTarget = cases.Count(t => t.AdvisedAt <= t.AdviceDue);
            row.TargetMinutes = cases.Select(t => t.AdviceTargetTicks).Distinct().ToList() is [var same] ? Minutes(TimeSpan.FromTicks(same)) : null;
        }
    }

    private static string NameOf(FigureTable table, TimesRow one, Names names) => table switch
    {
        FigureTable.Service or FigureTable.ServiceUrgency => names.Service(one.Service)?.Name ?? "",
        FigureTable.Facility => names.Facility(one.Facility),
        _ => "",
    };

    private static int? Minutes(TimeSpan? span) => span is { } value ? (int)Math.Round(value.TotalMinutes) : null;
}

using Microsoft.EntityFrameworkCore;
using Teleconsult.Application.Persistence;
using Teleconsult.Domain;
using Teleconsult.Domain.ResponseTimes;

namespace Teleconsult.Application.ResponseTimes;

/// <summary>The person's own median of a published month beside that of a group they are part of.</summary>
/// <param name="Group">Name of service or place; empty for the whole network.</param>
/// <param name="Mine">Null: it falls among those that are not done.</param>
/// <param name="Cases">The person's own.</param>
/// <param name="All">As it was published; null: longer than any that was known.</param>
public sealed record OwnComparison(FigureMonth Month, FigureTable Table, string Group, Measure Measure, TimeSpan? Mine, int Cases, TimeSpan? All);

/// <summary>
/// Lays a person's figures beside the anonymous group's. It reads published months alone, so it tells nothing that was not published; and only groups that
/// have 5 people on either side and 5 cases besides the person, so that subtracting one's own cases tells nothing of anybody (<see cref="Disclosure.Besides"/>).
/// </summary>
internal sealed class OwnComparisons(TeleconsultDb db)
{
    private static readonly Measure[] OfAnswering = [Measure.Acknowledgement, Measure.FirstResponse, Measure.Advice];
    private static readonly Measure[] OfAsking = [Measure.ReadLag, Measure.ActionLag, Measure.Closure];

    /// <summary>Of the newest published month in which the person had a case.</summary>
    public async Task<IReadOnlyList<OwnComparison>> OfAsync(NetworkId network, PractitionerId person, CancellationToken cancellationToken)
    {
        var newest = await db.Times.AsNoTracking()
            .Where(t => t.Network == network && t.CountedIn != null && (t.Requester == person || t.ClaimedBy == person || t.AdvisedBy == person || t.FirstResponseBy == person))
            .MaxAsync(t => t.CountedIn, cancellationToken);
        if (newest is not { } month)
        {
            return [];
        }

        var rows = await db.Times.AsNoTracking().Where(t => t.Network == network && t.CountedIn == month).ToListAsync(cancellationToken);
        var figures = await db.Figures.AsNoTracking()
            .Where(f => f.Network == network && f.Month == month && f.Disclosed == Disclosed.Shown).ToListAsync(cancellationToken);
        var besides = Disclosure.Besides([.. rows.Select(Measured.Counted)], person, figures.Where(f => f.Measure is Measure.Advice).Select(f => (f.Table, f.Group)))
            .Where(g => g.Disclosed is Disclosed.Shown).Select(g => (g.Table, g.Key)).ToHashSet();
        return [.. figures.Where(f => besides.Contains((f.Table, f.Group)) && Belongs(f)).OrderBy(f => f.Table).ThenBy(f => f.Name, StringComparer.Ordinal).ThenBy(f => f.Measure)
            .Select(f => Compare(f, [.. rows.Where(t => Measured.Counted(t).GroupIn(f.Table) == f.Group)], person)).OfType<OwnComparison>()];
    }

    /// <summary>Who answers is compared with their team, who asks with their place, both with the whole.</summary>
    private static bool Belongs(FigureRow figure) => figure.Table switch
    {
        FigureTable.Network => OfAnswering.Contains(figure.Measure) || OfAsking.Contains(figure.Measure),
        FigureTable.Service => OfAnswering.Contains(figure.Measure),
        FigureTable.Facility => OfAsking.Contains(figure.Measure),
        _ => false,
    };

    private static OwnComparison? Compare(FigureRow figure, List<TimesRow> group, PractitionerId person)
    {
        var measured = group.Select(t => (Case: t, Value: Measured.Of(t, figure.Measure))).Where(m => m.Value is not null).ToList();
        var others = measured.Select(m => Measured.Counted(m.Case)).Where(c => c.Requester != person && !c.Answering.Contains(person));
        var own = measured.Where(m => IsOwn(m.Case, figure.Measure, person)).Select(m => m.Value!.Value).ToList();
        return own.Count == 0 || !Disclosure.IsSafe(others)
            ? null
            : new OwnComparison(
                new FigureMonth(figure.Month), figure.Table, figure.Name, figure.Measure,
                Quantiles.Of(own.Where(m => m.Took is not null).Select(m => m.Took!.Value), own.Count, 0.5), own.Count,
                figure.MedianMinutes is { } minutes ? TimeSpan.FromMinutes(minutes) : null);
    }

    private static bool IsOwn(TimesRow t, Measure measure, PractitionerId person) => measure switch
    {
        Measure.Acknowledgement => t.Requester != person && t.ClaimedBy == person,
        Measure.FirstResponse => t.Requester != person && (t.FirstResponseBy ?? t.ClaimedBy) == person,
        Measure.Advice => t.Requester != person && (t.AdvisedBy ?? t.ClaimedBy) == person,
        _ => t.Requester == person,
    };
}

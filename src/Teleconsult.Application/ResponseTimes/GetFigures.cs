using MediatR;
using Microsoft.EntityFrameworkCore;
using Teleconsult.Application.Persistence;
using Teleconsult.Application.Pipeline;
using Teleconsult.Domain.Access;
using Teleconsult.Domain.Consults;
using Teleconsult.Domain.Outcomes;
using Teleconsult.Domain.ResponseTimes;

namespace Teleconsult.Application.ResponseTimes;

/// <summary>What was published of the network: the newest months and their figures. Nothing else is ever shown of others.</summary>
[Allowed(Role.Specialist, Role.Coordinator, Role.Administrator)]
public sealed record GetFigures(int Months = 12) : IRequest<FiguresPage>;

/// <param name="Months">In order.</param>
/// <param name="Ready">The month that the reader can publish now; null where there is none, or it is not the reader's to publish.</param>
public sealed record FiguresPage(IReadOnlyList<PublishedMonth> Months, IReadOnlyList<Figure> Figures, FigureMonth? Ready)
{
    /// <summary>What requesters said when they closed their cases, in order of month and pathway.</summary>
    public IReadOnlyList<OutcomeFigure> Outcomes { get; init; } = [];
}

/// <summary>The answers of a month's closed cases of one pathway. One case closes once, so it counts in one month.</summary>
/// <param name="Cases">0 where it is withheld, and then there are no answers.</param>
/// <param name="Answers">In the order in which they are asked, also those that nobody gave.</param>
public sealed record OutcomeFigure(FigureMonth Month, Pathway Pathway, CloseOut Questions, Disclosed Disclosed, int Cases, IReadOnlyList<OutcomeAnswer> Answers);

/// <param name="Question">1 or 2.</param>
public sealed record OutcomeAnswer(int Question, string Answer, int Cases);

/// <param name="By">Null: the calendar published it.</param>
public sealed record PublishedMonth(FigureMonth Month, DateTimeOffset At, string? By, IReadOnlyList<MonthNote> Notes);

public sealed record MonthNote(DateTimeOffset At, string By, string Text);

/// <summary>A measure of a group in a month. All times in whole minutes. Null: it is withheld, or longer than any that was known.</summary>
/// <param name="Cases">With <paramref name="Unanswered"/> and <paramref name="InTarget"/> told of the time to advice and of referrals alone.</param>
public sealed record Figure(
    FigureMonth Month, FigureTable Table, string Group, string Name, Urgency? Urgency, Measure Measure, Disclosed Disclosed, int Cases, int Unanswered, int InTarget,
    int? Median, int? Ninetieth, int? ServiceMedian, int? ServiceNinetieth, int? Target)
{
    public double? Share => Disclosed is Disclosed.Shown && Cases > 0 ? InTarget / (double)Cases : null;
}

internal sealed class GetFiguresHandler(TeleconsultDb db, PublishedMonths months, NameDirectory directory, ICurrentUser user) : IRequestHandler<GetFigures, FiguresPage>
{
    public async Task<FiguresPage> Handle(GetFigures request, CancellationToken cancellationToken)
    {
        var network = user.Actor.Network;
        var names = await directory.OfAsync(network, cancellationToken);
        var published = await db.PublishedMonths.AsNoTracking().Where(m => m.Network == network).OrderByDescending(m => m.Month)
            .Take(Math.Clamp(request.Months, 1, 60)).ToListAsync(cancellationToken);
        var from = published.Count == 0 ? int.MaxValue : published[^1].Month;
        var figures = await db.Figures.AsNoTracking().Where(f => f.Network == network && f.Month >= from).ToListAsync(cancellationToken);
        var notes = (await db.MonthNotes.AsNoTracking().Where(n => n.Network == network && n.Month >= from).OrderBy(n => n.At).ToListAsync(cancellationToken))
            .ToLookup(n => n.Month, n => new MonthNote(n.At, names.Person(n.By).Name, n.Text));
        return new FiguresPage(
            [.. published.OrderBy(m => m.Month).Select(m => new PublishedMonth(new FigureMonth(m.Month), m.PublishedAt, m.PublishedBy == default ? null : names.Person(m.PublishedBy).Name, [.. notes[m.Month]]))],
            [.. figures.OrderBy(f => f.Month).ThenBy(f => f.Table).ThenBy(f => f.Name, StringComparer.Ordinal).ThenByDescending(f => f.Urgency)
                .ThenBy(f => f.Group, StringComparer.Ordinal).ThenBy(f => f.Measure).Select(View)],
            user.Actor.Has(Role.Coordinator) ? await months.ReadyAsync(network, cancellationToken) : null)
        {
            Outcomes = OutcomeTables.Read(await db.OutcomeFigures.AsNoTracking().Where(o => o.Network == network && o.Month >= from).ToListAsync(cancellationToken)),
        };
    }

    private static Figure View(FigureRow f) => new(
        new FigureMonth(f.Month), f.Table, f.Group, f.Name, f.Urgency, f.Measure, f.Disclosed, f.Cases, f.Unanswered, f.InTarget,
        f.MedianMinutes, f.NinetiethMinutes, f.ServiceMedianMinutes, f.ServiceNinetiethMinutes, f.TargetMinutes);
}

using Teleconsult.Application.ResponseTimes;
using Teleconsult.Domain.Consults;
using Teleconsult.Domain.ResponseTimes;

namespace Teleconsult.Web.Api;

/// <summary>One's own figures as a phone keeps them: all times in whole minutes.</summary>
/// <param name="Looks">How often others have looked at them; who and why stands on the page of the console.</param>
internal sealed record OwnFiguresView(DateTimeOffset At, IReadOnlyList<OwnGroupView> Asked, IReadOnlyList<OwnGroupView> Answered, IReadOnlyList<OwnBesideView> Beside, int Looks)
{
    public static OwnFiguresView Of(OwnFigures own) => new(
        own.At, [.. own.Figures.Asked.Select(Group)], [.. own.Figures.Answered.Select(Group)],
        [.. own.Beside.Select(b => new OwnBesideView(b.Month.ToString(), b.Group, b.Measure, Minutes(b.Mine), Minutes(b.All)))], own.Looks.Count);

    private static OwnGroupView Group(PersonGroup g) => new(
        g.ServiceName, g.Urgency, g.Cases, g.Due, g.InTarget, [.. g.Measures.Select(m => new OwnMeasureView(m.Measure, m.Cases, m.Done, Minutes(m.Median), Minutes(m.Ninetieth)))]);

    private static int? Minutes(TimeSpan? span) => span is { } value ? (int)Math.Round(value.TotalMinutes) : null;
}

internal sealed record OwnGroupView(string Service, Urgency Urgency, int Cases, int Due, int InTarget, IReadOnlyList<OwnMeasureView> Measures);

/// <param name="Median">Null: it falls among those that are not done.</param>
internal sealed record OwnMeasureView(Measure Measure, int Cases, int Done, int? Median, int? Ninetieth);

internal sealed record OwnBesideView(string Month, string Group, Measure Measure, int? Mine, int? All);

using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Authorization;
using Teleconsult.Application.ResponseTimes;
using Teleconsult.Domain.Consults;
using Teleconsult.Domain.ResponseTimes;
using Teleconsult.Web.Console.Gateway;

namespace Teleconsult.Web.Console.Times;

/// <summary>The published months of the network: what everybody of the console sees of others, and nothing more.</summary>
public sealed partial class GroupTimesPage
{
    private static readonly FigureTable[] Tables = [FigureTable.Network, FigureTable.Service, FigureTable.Urgency, FigureTable.Facility, FigureTable.Pathway];

    private FiguresPage? _page;
    private Refusal? _refusal;
    private FigureTable _table = FigureTable.Service;
    private Urgency? _urgency;
    private Measure _measure = Measure.Advice;
    private bool _service;
    private bool _mayNote;
    private bool _busy;
    private bool _promised;
    private int _top = 4;

    [Inject]
    private IConsoleGateway Gateway { get; set; } = null!;

    [Inject]
    private IAuthorizationService Rights { get; set; } = null!;

    [CascadingParameter]
    private Task<AuthenticationState>? Authentication { get; set; }

    /// <summary>Measures of who answers have two clocks.</summary>
    private bool HasHours => _measure is Measure.Allocation or Measure.Acknowledgement or Measure.FirstResponse or Measure.Advice;

    private bool Hours => _service && HasHours;

    /// <summary>"Dermatology", "Emergency", "Hill post": a group's name as it was when its newest month was published.</summary>
    public string NameOf(Figure figure)
    {
        ArgumentNullException.ThrowIfNull(figure);
        return figure.Table switch
        {
            FigureTable.Network => Words["times.table.network"],
            FigureTable.Urgency => Words.Of("urgency", figure.Urgency!.Value),
            FigureTable.Pathway => Words.Of("times.pathway", (Pathway)int.Parse(figure.Group, System.Globalization.CultureInfo.InvariantCulture)),
            _ => figure.Name.Length == 0 ? Words["desk.state.unallocated"] : figure.Name,
        };
    }

    protected override async Task OnAfterRenderAsync(bool firstRender)
    {
        if (firstRender)
        {
            _mayNote = Authentication is not null && (await Rights.AuthorizeAsync((await Authentication).User, ConsoleAccess.Network)).Succeeded;
            await LoadAsync();
            StateHasChanged();
        }
    }

    private string MonthWord(FigureMonth month) => new DateTime(month.Year, month.OfYear, 1).ToString("MMMM yyyy", Words.Culture);

    private string DueWords(Figure due) => due.Disclosed is not Disclosed.Shown ? Words["times.withheld"]
        : Words.Say(due.Measure.IsLoop() ? "times.dueN." + Language.Words.Camel(due.Measure.ToString()) : "times.dueN", ("n", due.Cases), ("open", due.Unanswered));

    private string ShareWords => Words[_measure.IsLoop() ? "times.inTarget." + Language.Words.Camel(_measure.ToString()) : "times.inTargetShort"];

    private string Said(Figure figure, int? minutes) => figure.Disclosed is not Disclosed.Shown ? "–"
        : minutes is { } value ? Time.Span(TimeSpan.FromMinutes(value))
        : Words["times.beyond"];

    /// <summary>The chosen table's groups that the newest months know, each with its figures of the chosen measure.</summary>
    private List<Group> Groups()
    {
        var table = _table is FigureTable.Service && _urgency is not null ? FigureTable.ServiceUrgency : _table;
        var counts = _measure.IsLoop() ? _measure : Measure.Advice; // what tells how many came due: referrals are counted apart
        var groups = _page!.Figures.Where(f => f.Table == table && (table is not FigureTable.ServiceUrgency || f.Urgency == _urgency)).GroupBy(f => f.Group)
            .Where(g => g.Any(f => f.Measure == _measure) && g.Any(f => f.Measure == counts))
            .Select(g => new Group(
                g.Key, g.Where(f => f.Measure == _measure).ToDictionary(f => f.Month), g.Where(f => f.Measure == _measure).MaxBy(f => f.Month.Value)!,
                g.Where(f => f.Measure == counts).MaxBy(f => f.Month.Value)!))
            .OrderBy(g => g.Due.Disclosed is not Disclosed.Shown).ThenByDescending(g => g.Last.Urgency).ThenBy(g => g.Last.Name, StringComparer.CurrentCulture).ToList();
        var values = groups.SelectMany(g => g.Figures.Values).SelectMany(f => Hours ? new[] { f.ServiceMedian, f.ServiceNinetieth } : [f.Median, f.Ninetieth]);
        var promise = _measure is Measure.Advice && !Hours ? groups.Select(g => g.Last.Target).Where(t => t is not null).DefaultIfEmpty(null).Min() : null;
        _promised = promise is not null;
        _top = FigureChart.TopOf(values.Append(promise).Max() ?? 4);
        return groups;
    }

    private async Task LoadAsync()
    {
        var answer = await Gateway.Send(new GetFigures());
        (_page, _refusal) = (answer.Value ?? _page, answer.Refusal);
    }

    private async Task Publish(FigureMonth month)
    {
        _busy = true;
        var refusal = (await Gateway.Send(new PublishMonth(month.Value))).Refusal;
        await LoadAsync();
        (_refusal, _busy) = (refusal ?? _refusal, false);
    }

    private async Task Note((FigureMonth Month, string Text) note)
    {
        var refusal = (await Gateway.Send(new NoteOnMonth(Guid.CreateVersion7(), note.Month.Value, note.Text))).Refusal;
        await LoadAsync();
        _refusal = refusal ?? _refusal;
    }

    /// <param name="Last">The chosen measure in the newest month in which the group was.</param>
    /// <param name="Due">The time to advice then, which tells how many came due; of a referral's measures itself.</param>
    private sealed record Group(string Key, IReadOnlyDictionary<FigureMonth, Figure> Figures, Figure Last, Figure Due);
}

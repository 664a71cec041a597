using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Web;
using Microsoft.JSInterop;
using Teleconsult.Application.Consults;
using Teleconsult.Application.Worklist;
using Teleconsult.Domain.Consults;
using Teleconsult.Domain.ResponseTimes;
using Teleconsult.Web.Console.Gateway;
using Teleconsult.Web.Console.Keys;
using Teleconsult.Web.Console.Parts;

namespace Teleconsult.Web.Console.Worklist;

/// <summary>What to answer, by what is due next; live, and still under the reader's hand.</summary>
public sealed partial class WorklistPage
{
    private static readonly string[] Columns = ["due", "urgency", "photos", "case", "missing", "from", "holder"];
    private static readonly WorklistTab[] TabOrder =
        [WorklistTab.ToAllocate, WorklistTab.ToAnswer, WorklistTab.Mine, WorklistTab.WaitingForInformation, WorklistTab.AnsweredUnread, WorklistTab.AllOpen];

    private readonly CancellationTokenSource _leaving = new();
    private WorklistModel _model = null!;
    private List<WorklistTab> _tabs = [];
    private IReadOnlyDictionary<WorklistTab, int> _counts = new Dictionary<WorklistTab, int>();
    private WorklistTab _tab;
    private DateTimeOffset _now;
    private Guid? _selected;
    private string _filter = "";
    private Refusal? _refusal;
    private bool _loading = true;
    private bool _mayClaim;
    private bool _mayAllocate;
    private bool _handingOver;
    private Application.Duty.HandOverView? _handOver;
    private int _emergencies;
    private WorklistEntry? _allocating;
    private EventCallback<WorklistEntry> _claim;
    private EventCallback<WorklistEntry> _allocate;
    private IAsyncDisposable? _news;
    private DotNetObjectReference<WorklistPage>? _self;

    [Inject] private IConsoleGateway Gateway { get; set; } = null!;
    [Inject] private ILiveNews News { get; set; } = null!;
    [Inject] private Application.Intake.Templates Templates { get; set; } = null!;
    [Inject] private NavigationManager Navigation { get; set; } = null!;
    [Inject] private Browser Browser { get; set; } = null!;
    [Inject] private TimeProvider Clock { get; set; } = null!;

    [SupplyParameterFromQuery(Name = "tab")] private string? AskedTab { get; set; }

    /// <summary>One comes to find something, from another page.</summary>
    [SupplyParameterFromQuery(Name = "find")] private string? Finds { get; set; }

    private string WaitingWords
    {
        get
        {
            var parts = new List<string>();
            if (_model.WaitingNew > 0)
            {
                parts.Add(Words.Count("list.new", _model.WaitingNew));
            }

            if (_model.WaitingMoved > 0 || _model.OrderIsOld)
            {
                parts.Add(_model.OrderIsOld ? Words["list.orderOld"] : Words.Count("list.moved", _model.WaitingMoved));
            }

            if (_model.WaitingGone > 0)
            {
                parts.Add(Words.Count("list.left", _model.WaitingGone));
            }

            return string.Join(" ", [.. _model.EmergencyWaits ? [Words["list.emergency"]] : Array.Empty<string>(), .. parts, Words["list.holdsStill"]]);
        }
    }

    protected override void OnInitialized()
    {
        _model = new WorklistModel(Time);
        _now = Clock.GetUtcNow();
        Begin();
        _claim = EventCallback.Factory.Create<WorklistEntry>(this, Claim);
        _allocate = EventCallback.Factory.Create<WorklistEntry>(this, e => _allocating = e);
    }

    protected override async Task OnAfterRenderAsync(bool firstRender)
    {
        if (!firstRender)
        {
            return;
        }

        _news = News.Follow(news => InvokeAsync(() => Take(news)));
        _ = TickEveryMinute();
        _self = DotNetObjectReference.Create(this);
        await Browser.ListenToKeys(_self, KeyTable.Pressed(KeyTable.Worklist));
        if (Finds is not null)
        {
            await Browser.Focus("#search");
        }
    }

    private async Task Take(News news)
    {
        if (news.Reload)
        {
            await Load();
            return;
        }

        foreach (var id in news.Notices.Select(n => n.Consult).Distinct())
        {
            var removed = news.Notices.Any(n => n.Consult == id && n.Removed);
            var entry = removed ? default : await Gateway.Send(new GetWorklistEntry(id, _tab, _asked), _leaving.Token);
            if (entry.Succeeded)
            {
                _now = Clock.GetUtcNow();
                _model.Apply(id, entry.Value, _now);
            }
        }

        StateHasChanged(); // the line is on the screen before the counts are asked
        if ((await Gateway.Send(new ListWorklist(_tab, 1), _leaving.Token)).Value is { } page)
        {
            TakeCounts(page);
            StateHasChanged();
        }
    }

    private async Task Load()
    {
        await LoadViews();
        var answer = await Gateway.Send(new ListWorklist(_tab, Filter: _asked), _leaving.Token);
        _refusal = answer.Refusal;
        if (answer.Value is { } page)
        {
            TakeCounts(page);
            if (!_counts.ContainsKey(_tab) && _tabs.Count > 0)
            {
                _tab = _tabs[0];
                Be();
                await Load();
                return;
            }

            _now = page.Now;
            _model.Load(page.Entries, _now);
            _selected = _model.Lines.Any(l => l.Entry.Id == _selected) ? _selected : _model.Lines.FirstOrDefault()?.Entry.Id;
        }

        _loading = false;
        StateHasChanged();
        await LoadHandOver(); // the list does not wait for it
        StateHasChanged();
    }

    private void TakeCounts(Application.Worklist.WorklistPage page)
    {
        _counts = page.Counts;
        _tabs = [.. TabOrder.Where(_counts.ContainsKey)];
        _mayClaim = _counts.ContainsKey(WorklistTab.ToAnswer);
        _mayAllocate = _counts.ContainsKey(WorklistTab.ToAllocate);
        _emergencies = _model.Lines.Count(l => l.Entry is { Urgency: Urgency.Emergency, State: ConsultState.Waiting or ConsultState.Unallocated });
    }

    private async Task Claim(WorklistEntry entry)
    {
        _selected = entry.Id;
        var answer = await Gateway.Send(new ClaimConsult(entry.Id));
        _refusal = answer.Refusal;
        if (!answer.Succeeded)
        {
            return;
        }

        Undoing.Offer(new UndoOffer(UndoKind.Claim, entry.Id, entry.Number, Clock.GetUtcNow() + ResponseTargets.ClaimUndo));
        if (entry.Urgency is Urgency.Emergency)
        {
            Navigation.NavigateTo($"/case/{entry.Number}");
        }
    }

    private void ShowWaiting()
    {
        _now = Clock.GetUtcNow();
        _model.Show(_now);
        _selected = _model.Lines.Any(l => l.Entry.Id == _selected) ? _selected : _model.Lines.FirstOrDefault()?.Entry.Id;
    }

    [JSInvokable]
    public Task OnKey(string key) => InvokeAsync(async () =>
    {
        var lines = _model.Groups.SelectMany(g => g.Lines).Where(Matches).ToList();
        var at = lines.FindIndex(l => l.Entry.Id == _selected);
        var line = at >= 0 ? lines[at] : null;
        switch (key)
        {
            case "j" or "ArrowDown" when at + 1 < lines.Count:
                await Select(lines[at + 1].Entry);
                break;
            case "k" or "ArrowUp" when at > 0:
                await Select(lines[at - 1].Entry);
                break;
            case "Enter" when line is not null:
                Place.Selected = line.Entry.Id;
                Navigation.NavigateTo($"/case/{line.Entry.Number}");
                break;
            case "c" when _mayClaim && line is { Gone: false, Entry.State: ConsultState.Waiting }:
                await Claim(line.Entry);
                break;
            case "a" when _mayAllocate && line is { Gone: false, Entry.State: ConsultState.Unallocated or ConsultState.Waiting }:
                _allocating = line.Entry;
                break;
            case "r" when _model.SomethingWaits:
                ShowWaiting();
                break;
            case "u":
                await Undo();
                break;
            case "x":
                await OpenFilter();
                break;
            case "X" when !_asked.IsEmpty:
                await Show(_tab, WorklistFilter.Nothing);
                break;
            case { Length: 1 } when char.IsAsciiDigit(key[0]):
                await ShowNth(key[0] - '0');
                break;
        }

        StateHasChanged();
    });

    /// <summary>
    /// A whole number opens that case, closed ones too: who may not see it reads there that there is none. Words lead to the first line that has
    /// them, from where the list's own keys go on.
    /// </summary>
    private async Task SearchKey(KeyboardEventArgs pressed)
    {
        if (pressed.Key is not "Enter")
        {
            return;
        }

        if (AskedNumber is { } number)
        {
            Navigation.NavigateTo($"/case/{number}");
        }
        else if (_model.Groups.SelectMany(g => g.Lines).FirstOrDefault(Matches) is { } first && _filter.Length > 0)
        {
            await Select(first.Entry);
            await Browser.Focus("#worklist"); // out of the field: single keys act again
        }
    }

    private long? AskedNumber => long.TryParse(
        _filter.Trim().TrimStart('#'), System.Globalization.NumberStyles.None, System.Globalization.CultureInfo.InvariantCulture, out var number) ? number : null;

    private async Task Select(WorklistEntry entry)
    {
        _selected = Place.Selected = entry.Id;
        StateHasChanged();
        await Browser.Reveal($"case-{entry.Number}");
    }

    private bool Matches(Line line) => _filter.Length == 0
        || line.Entry.Number.ToString(System.Globalization.CultureInfo.InvariantCulture).Contains(_filter.Trim(), StringComparison.Ordinal)
        || line.Entry.Question.Contains(_filter.Trim(), StringComparison.CurrentCultureIgnoreCase)
        || line.Entry.Patient.Initials.Contains(_filter.Trim(), StringComparison.OrdinalIgnoreCase)
        || line.Entry.FacilityName.Contains(_filter.Trim(), StringComparison.CurrentCultureIgnoreCase);

    // One tick a minute for the page; a line renders only when the words of its time have changed.
    private async Task TickEveryMinute()
    {
        using var timer = new PeriodicTimer(TimeSpan.FromSeconds(60 - (Clock.GetUtcNow().Second % 60)), Clock);
        try
        {
            while (await timer.WaitForNextTickAsync(_leaving.Token))
            {
                timer.Period = TimeSpan.FromMinutes(1);
                await InvokeAsync(async () =>
                {
                    _now = Clock.GetUtcNow();
                    _model.Tick(_now);
                    await LoadHandOver();
                    StateHasChanged();
                });
            }
        }
        catch (OperationCanceledException)
        {
        }
    }

    private void Dismiss() => _refusal = null;

    private void CloseDialog() => _allocating = null;

    /// <summary>What is held, and whether the shift ends: asked when the list is opened and every minute.</summary>
    private async Task LoadHandOver() => _handOver = _mayClaim ? (await Gateway.Send(new Application.Duty.GetHandOver(), _leaving.Token)).Value ?? _handOver : null;

    private async Task CloseHandOver()
    {
        _handingOver = false;
        await LoadHandOver();
        await Load();
    }

    public async ValueTask DisposeAsync()
    {
        await _leaving.CancelAsync();
        if (_news is not null)
        {
            await _news.DisposeAsync();
        }

        if (_self is not null)
        {
            await Browser.StopListening(_self);
            _self.Dispose();
        }

        _leaving.Dispose();
    }
}

using Microsoft.AspNetCore.Components;
using Teleconsult.Application.Worklist;
using Teleconsult.Web.Console.Parts;

namespace Teleconsult.Web.Console.Worklist;

// What of the list one wants to see: filters, and views that one has kept under a name.
public sealed partial class WorklistPage
{
    private WorklistFilter _asked = WorklistFilter.Nothing;
    private WorklistChoices _choices = new([], [], []);
    private IReadOnlyList<SavedView>? _views;
    private Guid? _view;
    private bool _filtering;
    private bool _keeping;

    [Inject] private WorklistPlace Place { get; set; } = null!;
    [Inject] private Undoing Undoing { get; set; } = null!;

    [SupplyParameterFromQuery(Name = "show")] private string? AskedFilter { get; set; }

    private SavedView? View => _views?.FirstOrDefault(v => v.Id == _view);

    /// <summary>The address says it, else where one was in this circuit; else the view with which one wants to begin.</summary>
    private void Begin()
    {
        var said = AskedTab is not null || AskedFilter is not null;
        _tab = said ? Enum.TryParse<WorklistTab>(AskedTab, ignoreCase: true, out var tab) ? tab : WorklistTab.ToAnswer : Place.Tab;
        _asked = said ? WorklistFilter.Read(AskedFilter) : Place.Filter;
        _selected = Place.Selected;
    }

    private async Task LoadViews()
    {
        if (_views is not null)
        {
            return;
        }

        _views = (await Gateway.Send(new ListSavedViews(), _leaving.Token)).Value ?? [];
        if (AskedTab is null && AskedFilter is null && !Place.IsKnown && _views.FirstOrDefault(v => v.IsDefault) is { } first)
        {
            (_tab, _asked) = (first.Tab, first.Filter);
        }

        if (!_asked.IsEmpty)
        {
            await LoadChoices();
        }

        Be();
    }

    /// <summary>Where one is, for the way back; and which view that is, if it is one.</summary>
    private void Be()
    {
        Place.Be(_tab, _asked);
        _view = _views?.FirstOrDefault(v => v.Tab == _tab && v.Filter.Write() == _asked.Write() && !v.Filter.IsEmpty)?.Id;
    }

    private Task Open(WorklistTab tab) => Show(tab, WorklistFilter.Nothing);

    private async Task Show(WorklistTab tab, WorklistFilter filter)
    {
        (_tab, _asked, _loading, _selected, _filtering) = (tab, filter, true, null, false);
        Be();
        if (!filter.IsEmpty)
        {
            await LoadChoices();
        }

        Navigation.NavigateTo(Navigation.GetUriWithQueryParameters(new Dictionary<string, object?>
        {
            ["tab"] = tab is WorklistTab.ToAnswer ? null : Language.Words.Camel(tab.ToString()),
            ["show"] = filter.IsEmpty ? null : filter.Write(),
            ["find"] = null,
        }), replace: true);
        await Load();
    }

    private async Task OpenFilter()
    {
        await LoadChoices();
        _filtering = true;
    }

    private async Task LoadChoices() => _choices = (await Gateway.Send(new GetWorklistChoices(_tab), _leaving.Token)).Value ?? _choices;

    /// <summary>By its place in the row of tabs, from 1: the tabs, then one's own views.</summary>
    private async Task ShowNth(int number)
    {
        var views = _views ?? [];
        if (number <= _tabs.Count)
        {
            await Open(_tabs[number - 1]);
        }
        else if (number - _tabs.Count <= views.Count)
        {
            var view = views[number - _tabs.Count - 1];
            await Show(view.Tab, view.Filter);
        }
    }

    private async Task CloseView(Guid? kept)
    {
        _keeping = false;
        if (kept is not null)
        {
            _views = (await Gateway.Send(new ListSavedViews(), _leaving.Token)).Value ?? _views;
            Be();
        }
    }

    private async Task Undo()
    {
        if (Undoing.Current is not null)
        {
            _refusal = await Undoing.RunAsync();
        }
    }
}

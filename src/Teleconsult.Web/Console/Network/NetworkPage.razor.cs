using Microsoft.AspNetCore.Components;
using Microsoft.JSInterop;
using Teleconsult.Application.Overview;
using Teleconsult.Application.Worklist;
using Teleconsult.Domain.Consults;
using Teleconsult.Web.Console.Gateway;
using Teleconsult.Web.Console.Keys;
using Teleconsult.Web.Console.Parts;

namespace Teleconsult.Web.Console.Network;

/// <summary>The coordinator's one screen of the whole network: what needs somebody now, allocate and chase. Live.</summary>
public sealed partial class NetworkPage
{
    /// <summary>Notices come in bursts; the whole network is read at most this often.</summary>
    private static readonly TimeSpan Gather = TimeSpan.FromSeconds(1);

    private readonly CancellationTokenSource _leaving = new();
    private NetworkOverview? _page;
    private Refusal? _refusal;
    private View _view = View.NeedYou;
    private Concern _concern;
    private WorklistEntry? _allocating;
    private NetworkCase? _chasing;
    private bool _gathering;
    private Guid? _selected;
    private DotNetObjectReference<NetworkPage>? _self;
    private IAsyncDisposable? _news;

    private enum View
    {
        NeedYou,
        One,
        All,
    }

    [Inject] private IConsoleGateway Gateway { get; set; } = null!;
    [Inject] private ILiveNews News { get; set; } = null!;
    [Inject] private Browser Browser { get; set; } = null!;
    [Inject] private NavigationManager Navigation { get; set; } = null!;
    [Inject] private TimeProvider Clock { get; set; } = null!;

    private List<NetworkCase> Shown =>
    [
        .. _page!.Cases.Where(c => _view switch
        {
            View.NeedYou => NeedsYou(c),
            View.One => c.Concern == _concern,
            _ => true,
        }),
    ];

    protected override async Task OnAfterRenderAsync(bool firstRender)
    {
        if (!firstRender)
        {
            return;
        }

        _self = DotNetObjectReference.Create(this);
        await Browser.ListenToKeys(_self, KeyTable.Pressed(KeyTable.Network));
        if (_leaving.IsCancellationRequested)
        {
            return;
        }

        _news = News.Follow(_ => InvokeAsync(LoadSoon));
        await Load();
        _ = LoadEveryMinute();
    }

    /// <summary>As in the worklist: up and down, open, allocate, write.</summary>
    [JSInvokable]
    public Task OnKey(string key) => InvokeAsync(async () =>
    {
        var lines = _page is null ? [] : Shown;
        var at = lines.FindIndex(l => l.Entry.Id == _selected);
        var line = at >= 0 ? lines[at] : null;
        switch (key)
        {
            case "j" or "ArrowDown" when at + 1 < lines.Count: await Select(lines[at + 1]); break;
            case "k" or "ArrowUp" when at > 0: await Select(lines[at - 1]); break;
            case "Enter" when line is not null: Navigation.NavigateTo($"/case/{line.Entry.Number}"); break;
            case "a" when line is not null && MayAllocate(line): _allocating = line.Entry; break;
            case "w" when line is not null && MayChase(line): _chasing = line; break;
        }

        StateHasChanged();
    });

    private async Task Select(NetworkCase line)
    {
        _selected = line.Entry.Id;
        StateHasChanged();
        await Browser.Focus($"#concern-{line.Entry.Number}"); // a tile that was pressed would keep Enter for itself
    }

    private static bool MayAllocate(NetworkCase line) => line.Entry.State is ConsultState.Unallocated or ConsultState.Waiting;

    private static bool MayChase(NetworkCase line) => line.Concern is not (Concern.ToAllocate or Concern.UnderWay);

    private static bool NeedsYou(NetworkCase line) => line.Concern is Concern.Overdue or Concern.ToAllocate or Concern.AtRisk or Concern.PhotoMissing;

    private static string? Tone(Concern concern) => concern switch
    {
        Concern.Overdue => "is-late",
        Concern.AtRisk or Concern.PhotoMissing => "is-near",
        _ => null,
    };

    private static string IconOf(Concern concern) => concern switch
    {
        Concern.Overdue or Concern.AtRisk => "clock",
        Concern.ToAllocate => "question",
        Concern.PhotoMissing => "camera",
        Concern.Unread => "eye",
        Concern.WaitingForRequester => "message",
        _ => "tick",
    };

    private string Headline(NetworkCase line)
    {
        var what = $"{Words.Patient(line.Entry.Patient)}, {line.Entry.Service?.Name ?? line.Entry.TemplateTitle}";
        return line.Concern is Concern.PhotoMissing
            ? Words.Count("network.line.photoMissing", line.PhotosMissing, ("what", what))
            : Words.Say("network.line." + Language.Words.Camel(line.Concern.ToString()), ("what", what));
    }

    private void Show(View view, Concern concern = default) => (_view, _concern) = (view, concern);

    private async Task Load()
    {
        var answer = await Gateway.Send(new GetNetworkOverview(), _leaving.Token);
        (_page, _refusal) = (answer.Value ?? _page, answer.Refusal);
        StateHasChanged();
    }

    private async Task LoadSoon()
    {
        if (_gathering)
        {
            return;
        }

        _gathering = true;
        try
        {
            await Task.Delay(Gather, Clock, _leaving.Token);
        }
        catch (OperationCanceledException)
        {
            return;
        }

        _gathering = false;
        await Load();
    }

    private async Task LoadEveryMinute()
    {
        using var timer = new PeriodicTimer(TimeSpan.FromMinutes(1), Clock);
        try
        {
            while (await timer.WaitForNextTickAsync(_leaving.Token))
            {
                await InvokeAsync(Load);
            }
        }
        catch (OperationCanceledException)
        {
            // the page is left
        }
    }

    private async Task Done()
    {
        (_allocating, _chasing) = (null, null);
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

using Microsoft.AspNetCore.Components;
using Teleconsult.Application.Overview;
using Teleconsult.Application.Worklist;
using Teleconsult.Web.Console.Gateway;
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
    private IAsyncDisposable? _news;

    private enum View
    {
        NeedYou,
        One,
        All,
    }

    [Inject] private IConsoleGateway Gateway { get; set; } = null!;
    [Inject] private ILiveNews News { get; set; } = null!;
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

        _news = News.Follow(_ => InvokeAsync(LoadSoon));
        await Load();
        _ = LoadEveryMinute();
    }

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

        _leaving.Dispose();
    }
}

using Microsoft.AspNetCore.Components;
using Teleconsult.Application.Duty;
using Teleconsult.Application.Persistence;
using Teleconsult.Domain.Duty;
using Teleconsult.Web.Console.Gateway;

namespace Teleconsult.Web.Console.Roster;

/// <summary>Week and month of the rosters, with what the checker finds, swaps and leave beside them.</summary>
public partial class RosterPage
{
    private Application.Duty.RosterPage? _page;
    private DateOnly _first;
    private RosterLook _look;
    private DateTime? _begins;
    private Guid? _service;
    private Refusal? _refusal;
    private (RosterView Roster, ShiftView? Shift)? _editing;
    private RosterView? _withdrawing;
    private RosterView? _trying;
    private bool _away;

    [Inject] private IConsoleGateway Gateway { get; set; } = null!;

    [Inject] private TimeProvider Clock { get; set; } = null!;

    private bool IsMonth => _look is RosterLook.Month;

    private int Days => IsMonth ? 42 : 7;

    private List<RosterView> Shown =>
        [.. _page!.Services.Where(s => _service is null ? _look is RosterLook.Week || s == _page.Services[0] : s.Service == _service)];

    private string Range => IsMonth
        ? _first.AddDays(10).ToString("MMMM yyyy", Words.Culture)
        : $"{_first.ToString("d MMM", Words.Culture)} – {_first.AddDays(6).ToString("d MMM yyyy", Words.Culture)}";

    protected override async Task OnAfterRenderAsync(bool firstRender)
    {
        if (firstRender)
        {
            await Load(MondayOf(Today));
            StateHasChanged();
        }
    }

    private DateOnly Today => DateOnly.FromDateTime(Time.Local(Clock.GetUtcNow()).DateTime);

    private static DateOnly MondayOf(DateOnly day) => day.AddDays(-(((int)day.DayOfWeek + 6) % 7));

    /// <summary>Days change together with what stands on them: a day without its shifts would look like one without anybody.</summary>
    private async Task Load(DateOnly? first = null, RosterLook? asked = null)
    {
        var (from, look) = (first ?? _first, asked ?? _look);
        var answer = await Gateway.Send(new GetRosters(from, look is RosterLook.Month ? 42 : 7));
        _refusal = answer.Refusal;
        if (answer.Value is { } page)
        {
            (_page, _first, _look) = (page, from, look);
        }
    }

    private async Task Go(int by)
    {
        var month = _first.AddDays(10);
        await Load((by, IsMonth) switch
        {
            (0, false) => MondayOf(Today),
            (0, true) => MondayOf(new DateOnly(Today.Year, Today.Month, 1)),
            (_, false) => _first.AddDays(7 * by),
            _ => MondayOf(new DateOnly(month.Year, month.Month, 1).AddMonths(by)),
        });
    }

    private async Task Show(RosterLook look)
    {
        var middle = _first.AddDays(3);
        var first = look is RosterLook.Month ? MondayOf(new DateOnly(middle.Year, middle.Month, 1)) : IsMonth ? MondayOf(Today) : _first;
        await Load(first, look);
        if (_look is not RosterLook.Week && _page is { Services.Count: > 0 })
        {
            _service ??= _page.Services[0].Service; // hours and a month are of one service
        }
    }

    private string Chosen(RosterLook look) => _look == look ? "true" : "false";

    private void Add(RosterView service, DateTime? begins = null) => (_editing, _begins) = ((service, null), begins);

    private string State(RosterView service) => service switch
    {
        { PublishedAt: null, Version: 0 } => Words["roster.state.none"],
        { PublishedAt: null } => Words["roster.state.draft"],
        { IsChanged: true } => Words["roster.state.changed"],
        _ => Words["roster.state.published"],
    };

    private static bool Blocked(RosterView service) => service.Remarks.Any(r => r.Refuses);

    private void Closed() => (_begins, _editing, _withdrawing, _trying, _away, _refusal) = (null, null, null, null, false, null);

    private async Task Saved()
    {
        Closed();
        await Load();
    }

    private async Task Publish(RosterView service) => await After((await Gateway.Send(new PublishRoster(service.Service, service.Version))).Refusal);

    private async Task Unpublish(RosterView service, UnpublishReason reason)
    {
        var answer = await Gateway.Send(new UnpublishRoster(service.Service, reason));
        _withdrawing = null;
        await After(answer.Refusal);
    }

    private async Task Decide((Guid Swap, SwapState Decision) decided) => await After((await Gateway.Send(new DecideSwap(decided.Swap, decided.Decision))).Refusal);

    private async Task RemoveLeave(Guid leave) => await After((await Gateway.Send(new RemoveLeave(leave))).Refusal);

    private async Task After(Refusal? refusal)
    {
        await Load();
        _refusal ??= refusal;
    }
}

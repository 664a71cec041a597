using Microsoft.AspNetCore.Components;
using Microsoft.JSInterop;
using Radzen;
using Teleconsult.Application.Duty;
using Teleconsult.Domain.Duty;

namespace Teleconsult.Web.Console.Roster;

/// <summary>Shifts and gaps of one service over the hours of a week, by the service's clock.</summary>
public sealed partial class HoursPicture
{
    private bool _ready;
    private (RosterView Of, DateOnly Monday)? _drawn;
    private IReadOnlyList<HoursEntry> _entries = [];

    [Inject] private IJSRuntime Js { get; set; } = null!;

    [Parameter, EditorRequired] public RosterView Of { get; set; } = null!;

    [Parameter] public DateOnly Monday { get; set; }

    [Parameter] public bool MayPlan { get; set; }

    [Parameter] public EventCallback<ShiftView> OnShift { get; set; }

    /// <summary>An hour that nobody has was pointed at: its day and time by the service's clock.</summary>
    [Parameter] public EventCallback<DateTime> OnHour { get; set; }

    private IReadOnlyList<HoursEntry> Entries
    {
        get
        {
            if (_drawn != (Of, Monday))
            {
                (_drawn, _entries) = ((Of, Monday), HoursEntry.All(Of, f => Words.Of("roster.finding", f)));
            }

            return _entries;
        }
    }

    // The scheduler calls its script while it comes: the script first.
    protected override async Task OnAfterRenderAsync(bool firstRender)
    {
        if (!firstRender)
        {
            return;
        }

        try
        {
            await Js.InvokeAsync<IJSObjectReference>("import", "./_content/Radzen.Blazor/Radzen.Blazor.min.js");
        }
        catch (Exception gone) when (gone is JSDisconnectedException or OperationCanceledException)
        {
            return;
        }

        _ready = true;
        StateHasChanged();
    }

    private static void Look(SchedulerAppointmentRenderEventArgs<HoursEntry> args) =>
        args.Attributes["class"] = args.Data switch
        {
            { IsGap: true, Refuses: true } => "hours__entry hours__entry--gap",
            { IsGap: true } => "hours__entry hours__entry--thin",
            { Shift.Primary.Count: 0 } => "hours__entry hours__entry--backup",
            _ => "hours__entry",
        };

    private string Named(DutyName person) => person.Away ? $"{person.Name} ({Words["roster.away"]})" : person.Name;

    private Task Select(HoursEntry entry) => entry.Shift is { } shift ? OnShift.InvokeAsync(shift) : Point(entry.From);

    private Task Point(DateTime at) => MayPlan ? OnHour.InvokeAsync(at) : Task.CompletedTask;
}

/// <summary>One bar of the picture.</summary>
/// <param name="From">By the clock of the service's zone; on days when clocks change a bar is as long as the clock says, not as the time was.</param>
/// <param name="Shift">Null: a gap.</param>
/// <param name="Refuses">Whether no roster with this gap is published.</param>
public sealed record HoursEntry(DateTime From, DateTime To, string Text, ShiftView? Shift, bool Refuses)
{
    public bool IsGap => Shift is null;

    public static IReadOnlyList<HoursEntry> All(RosterView roster, Func<RosterFinding, string> say)
    {
        var zone = ZoneTime.Find(roster.Zone);
        DateTime Local(DateTimeOffset at) => DateTime.SpecifyKind(TimeZoneInfo.ConvertTime(at, zone).DateTime, DateTimeKind.Unspecified);
        return
        [
            .. roster.Shifts.Select(s => new HoursEntry(Local(s.From), Local(s.To), $"{Local(s.From):HH:mm}–{Local(s.To):HH:mm} {string.Join(", ", s.Primary.Concat(s.Backup).Select(p => p.Name))}", s, Refuses: false)),
            .. roster.Remarks.Where(r => r.Finding is RosterFinding.Gap or RosterFinding.BackupGap)
                .Select(r => new HoursEntry(Local(r.From), Local(r.To), $"{Local(r.From):HH:mm}–{Local(r.To):HH:mm} {say(r.Finding)}", null, r.Refuses)),
        ];
    }
}

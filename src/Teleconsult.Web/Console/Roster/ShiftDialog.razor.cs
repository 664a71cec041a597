using Microsoft.AspNetCore.Components;
using Teleconsult.Application.Consults;
using Teleconsult.Application.Duty;
using Teleconsult.Domain.Duty;
using Teleconsult.Web.Console.Gateway;

namespace Teleconsult.Web.Console.Roster;

/// <summary>Writes a shift, for who plans; asks a colleague to take it, for whose it is.</summary>
public partial class ShiftDialog
{
    private static readonly DayOfWeek[] Week =
        [DayOfWeek.Monday, DayOfWeek.Tuesday, DayOfWeek.Wednesday, DayOfWeek.Thursday, DayOfWeek.Friday, DayOfWeek.Saturday, DayOfWeek.Sunday];

    private readonly Guid _newId = Guid.CreateVersion7();
    private readonly HashSet<DayOfWeek> _days = [];
    private readonly Dictionary<Guid, Part> _team = [];
    private RosterView _roster = null!;
    private DateOnly? _first;
    private DateOnly? _last;
    private TimeOnly? _from = new(8, 0);
    private TimeOnly? _to = new(17, 0);

    /// <summary>Days after the beginning's on which it ends; -1: on the next time the clock shows it.</summary>
    private int _later = -1;
    private int _weeks = 1;
    private Guid? _taker;
    private Guid? _giver;
    private Refusal? _refusal;

    public enum Part
    {
        None = 0,
        Primary = 1,
        Backup = 2,
    }

    [Inject] private IConsoleGateway Gateway { get; set; } = null!;

    [Parameter, EditorRequired] public RosterView Roster { get; set; } = null!;

    /// <summary>The services that a new shift can be for.</summary>
    [Parameter, EditorRequired] public IReadOnlyList<RosterView> Rosters { get; set; } = [];

    /// <summary>The shift to change; null: a new one.</summary>
    [Parameter] public ShiftView? Shift { get; set; }

    [Parameter] public bool MayPlan { get; set; }

    [Parameter] public Guid Me { get; set; }

    /// <summary>The first day that is shown: where a new shift begins.</summary>
    [Parameter] public DateOnly Monday { get; set; }

    /// <summary>When a new shift begins, by the service's clock; null: nothing was pointed at.</summary>
    [Parameter] public TimeOnly? Begins { get; set; }

    [Parameter] public EventCallback OnClose { get; set; }

    [Parameter] public EventCallback OnSaved { get; set; }

    private bool Mine => Shift!.Primary.Concat(Shift.Backup).Any(p => p.Id == Me);

    private IEnumerable<PersonName> Free => _roster.Members.Where(m => !Shift!.Primary.Concat(Shift.Backup).Any(p => p.Id == m.Id));

    private IEnumerable<DutyName> Team => Shift!.Primary.Concat(Shift.Backup);

    private bool CanSave => MayPlan ? _first is not null && _from is not null && _to is not null && _team.Values.Any(p => p is not Part.None) : Mine && _taker is not null;

    protected override void OnInitialized()
    {
        (_roster, _first) = (Roster, Shift?.Day ?? Monday);
        if (Shift is not { } shift)
        {
            if (Begins is { } begins)
            {
                (_from, _to) = (begins, begins.AddHours(8));
            }

            return;
        }

        (_from, _to) = (TimeOnly.FromTimeSpan(shift.LocalFrom), TimeOnly.FromTimeSpan(TimeSpan.FromTicks(shift.LocalTo.Ticks % TimeSpan.TicksPerDay)));
        _later = shift.LocalTo - shift.LocalFrom > TimeSpan.FromDays(1) ? shift.LocalTo.Days : -1;
        var known = _roster.Plan.Patterns.FirstOrDefault(p => p.Id.Value == shift.Shift);
        if (known is not null)
        {
            (_first, _last, _weeks) = (known.First, known.Last, known.EveryWeeks);
            _days.Add(known.Day);
        }

        // What is written, not who stands in for somebody by a swap of this one day.
        var team = known?.Team ?? _roster.Plan.Shifts.FirstOrDefault(s => s.Id.Value == shift.Shift)?.Team;
        foreach (var (person, part) in (team?.Primary ?? []).Select(p => (p, Part.Primary)).Concat((team?.Backup ?? []).Select(p => (p, Part.Backup))))
        {
            _team[person.Value] = part;
        }
    }

    private void Turn(DayOfWeek day)
    {
        if (!_days.Remove(day))
        {
            _days.Add(day);
        }
    }

    private async Task Save()
    {
        if (!MayPlan)
        {
            await After((await Gateway.Send(new AskSwap(_newId, _roster.Service, Shift!.Shift, Shift.Day, Me, _taker!.Value))).Refusal);
            return;
        }

        var (from, to) = (_from!.Value.ToTimeSpan(), _to!.Value.ToTimeSpan());
        to += TimeSpan.FromDays(_later >= 0 ? _later : to <= from ? 1 : 0);
        IReadOnlyList<Guid> Of(Part part) => [.. _roster.Members.Where(m => _team.GetValueOrDefault(m.Id) == part).Select(m => m.Id)];
        var put = new PutShift(
            _roster.Service, Shift?.Shift ?? _newId, [.. _days], from, to, Of(Part.Primary), Of(Part.Backup), _first!.Value, _days.Count > 0 ? _last : null, _weeks);
        await After((await Gateway.Send(put)).Refusal);
    }

    /// <summary>A coordinator asks for somebody who cannot: the one who is to take it still says yes or no.</summary>
    private async Task AskFor(ShiftView shift) =>
        await After((await Gateway.Send(new AskSwap(_newId, _roster.Service, shift.Shift, shift.Day, _giver!.Value, _taker!.Value))).Refusal);

    private async Task Remove(DateOnly? day) => await After((await Gateway.Send(new RemoveShift(_roster.Service, Shift!.Shift, day))).Refusal);

    private async Task After(Refusal? refusal)
    {
        _refusal = refusal;
        if (refusal is null)
        {
            await OnSaved.InvokeAsync();
        }
    }
}

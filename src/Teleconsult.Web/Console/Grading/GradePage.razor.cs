using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Authorization;
using Microsoft.JSInterop;
using Teleconsult.Application.Consults;
using Teleconsult.Application.Intake;
using Teleconsult.Application.Worklist;
using Teleconsult.Domain.Consults;
using Teleconsult.Domain.Grading;
using Teleconsult.Domain.Photos;
using Teleconsult.Web.Console.Advice;
using Teleconsult.Web.Console.Case;
using Teleconsult.Web.Console.Gateway;
using Teleconsult.Web.Console.Keys;
using Teleconsult.Web.Console.Language;
using Teleconsult.Web.Console.Parts;
using Teleconsult.Web.Security;

namespace Teleconsult.Web.Console.Grading;

/// <param name="Until">Until when it can be taken back.</param>
/// <param name="Waits">It goes out when a colleague has signed it, and can be taken back until then.</param>
public sealed record SentGrade(Guid Consult, long Number, Guid Advice, string Who, DateTimeOffset Until, bool Waits = false)
{
    public bool IsOpen(DateTimeOffset now) => Waits || Until > now;
}

/// <summary>
/// Eye after eye and case after case, by keyboard alone. The first key that grades claims the case. Nothing is ever sent by itself:
/// one Enter shows what would go to whom, the next one sends it. A key counts only for the case that was on the screen when it was pressed.
/// </summary>
public sealed partial class GradePage
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(600);
    private static readonly TimeSpan Heartbeat = TimeSpan.FromMinutes(2);

    private readonly CancellationTokenSource _leaving = new();
    private readonly SemaphoreSlim _turn = new(1);
    private List<WorklistEntry> _queue = [];
    private ConsultView? _case;
    private GradeSheet? _sheet;
    private IntakeReading? _reading;
    private EyeGrading? _last;
    private SentGrade? _sent;
    private Refusal? _refusal;
    private Refusal? _notSaved;
    private List<string> _problems = [];
    private Guid _advice;
    private Guid? _me;
    private DateTimeOffset _now;
    private DateTimeOffset _tick;
    private DateTimeOffset? _savedAt;
    private long _typed;
    private long _kept;
    private bool _mayAnswer;
    private bool _loading = true;
    private bool _unattended;
    private CancellationTokenSource? _pause;
    private IAsyncDisposable? _news;
    private DotNetObjectReference<GradePage>? _self;

    [Inject] private IConsoleGateway Gateway { get; set; } = null!;
    [Inject] private ILiveNews News { get; set; } = null!;
    [Inject] private IntakeForms Forms { get; set; } = null!;
    [Inject] private Templates Templates { get; set; } = null!;
    [Inject] private Browser Browser { get; set; } = null!;
    [Inject] private TimeProvider Clock { get; set; } = null!;
    [CascadingParameter] private Task<AuthenticationState>? Authentication { get; set; }

    /// <summary>The case to begin with; else one that is held already, else what is due next.</summary>
    [SupplyParameterFromQuery(Name = "case")] private long? Asked { get; set; }

    private bool IsMine => _case?.Holder is { } holder && holder.Id == _me;

    private bool MayGrade => _mayAnswer && (_case?.State is ConsultState.Waiting || (IsMine && _case?.State is ConsultState.Claimed));

    private bool IsLess => _sheet is { Grades.Outcome: { } outcome, Draft.Disposition: { } chosen } && Icdr.IsLess(chosen, outcome.Least);

    private IReadOnlyList<EyeGap> Gaps => GradeCheck.Gaps(
        _sheet!.Grades.Right, _sheet.Grades.Left, Templates.Get(_case!.Template), _case.Photos.Where(p => p.State is PhotoState.Stored).Select(p => p.Slot).ToHashSet());

    private IReadOnlyList<PhotoView> NextPhotos => _queue.SkipWhile(e => e.Id != _case!.Id).Skip(1).FirstOrDefault()?.Photos ?? [];

    private int Fields => Forms.Find(_case!.Template)?.Slots.Count(s => s.Laterality is Laterality.Right) ?? 0;

    private string SaveWords => _notSaved is not null ? Words.Say("draft.notSaved", ("why", _notSaved.Say(Words)))
        : _kept < _typed ? Words["draft.saving"]
        : _savedAt is { } at ? Words.Say("draft.saved", ("at", Time.Clock(at)))
        : "";

    protected override async Task OnInitializedAsync()
    {
        _now = _tick = Clock.GetUtcNow();
        _me = Authentication is null ? null : (await Authentication).User.UserId();
    }

    protected override async Task OnAfterRenderAsync(bool firstRender)
    {
        if (!firstRender)
        {
            return;
        }

        // The keys first: what is on the screen can be graded as soon as it is there.
        _self = DotNetObjectReference.Create(this);
        await Browser.ListenToCaseKeys(_self, KeyTable.Pressed(KeyTable.Grade));
        _unattended = await Browser.IsUnattended();
        if (_leaving.IsCancellationRequested)
        {
            return;
        }

        _news = News.Follow(news => InvokeAsync(() => InTurn(() => Take(news))));
        _ = Beat();
    }

    /// <summary>One thing after the other: a key that follows quickly must find what the one before has made.</summary>
    private async Task InTurn(Func<Task> work)
    {
        await _turn.WaitAsync(_leaving.Token);
        try
        {
            await work();
        }
        finally
        {
            _turn.Release();
            StateHasChanged();
        }
    }

    /// <param name="scope">Number of the case that was on the screen when the key was pressed.</param>
    [JSInvokable]
    public Task OnCaseKey(string key, string? scope) => InvokeAsync(() => InTurn(() =>
        key is "z" || scope == _case?.Number.ToString(System.Globalization.CultureInfo.InvariantCulture) ? Do(key) : Task.CompletedTask));

    private Task Run(string key) => InTurn(() => Do(key));

    private Task Press(Laterality side, string key) => InTurn(() =>
    {
        if (_sheet!.Eye != side)
        {
            _sheet.Look(side);
        }

        return Do(key);
    });

    private async Task Do(string key)
    {
        if (_sheet is null && key is "Enter" or "n" && _queue.Count > 0)
        {
            await Open(_queue.Find(e => e.Number == Asked) ?? _queue[0]);
            return;
        }

        if (_sheet is null && key is not "z")
        {
            return;
        }

        _problems = [];
        switch (key)
        {
            case "z": await TakenBack(); break;
            case "n" or "p": await Move(key is "n" ? 1 : -1); break;
            case "e": await Browser.Focus("#grade-words"); break;
            case "r" when _case!.ContentVersion > _sheet!.Seen: (_sheet.Seen, _sheet.Asking) = (_case.ContentVersion, false); Typed(); break;
            case "Enter" when _sheet!.Asking: await Send(); break;
            case "Enter": await Ask(); break;
            default:
                if (!_sheet!.Grading(key) || await Hold())
                {
                    var changes = _sheet.Grading(key);
                    _sheet.Press(key, Fields, Gaps);
                    if (changes)
                    {
                        Typed();
                    }
                }

                break;
        }
    }

    // The first key that grades takes the case: nobody else grades it meanwhile.
    private async Task<bool> Hold()
    {
        if (!MayGrade)
        {
            return false;
        }

        if (!IsMine)
        {
            _refusal = (await Gateway.Send(new ClaimConsult(_case!.Id), _leaving.Token)).Refusal;
            await Renew();
        }

        return IsMine;
    }

    private async Task Ask()
    {
        if (!MayGrade || HasToChoose())
        {
            return;
        }

        _problems = _sheet!.Grades.IsEmpty ? [Words["grade.both"]]
            : [.. _sheet.Grades.Gaps(_sheet.Draft.Disposition, _sheet.Draft.Adequacy, Gaps).Select(g => Words.Refusal(g))];
        if (_case!.ContentVersion > _sheet.Seen)
        {
            _problems.Add(Words["draft.readFirst"]);
        }

        _sheet.Asking = _problems.Count == 0 && _sheet.Draft is { Disposition: not null, Adequacy: not null } && !await ReadsHarshly();
    }

    private async Task Send()
    {
        await Save();
        var (view, sheet) = (_case!, _sheet!);
        sheet.Asking = false;
        if (HasToChoose())
        {
            return;
        }

        var answer = await Gateway.Send(new SendAdvice(view.Id, _advice, GradeAdvice.Compose(sheet.Draft, Words), sheet.Seen, PatientConfirmed: true, Draft: _revision), _leaving.Token);
        if (answer.Value is not { } sent)
        {
            _refusal = answer.Refusal;
            if (_refusal?.Code is DraftRules.Elsewhere)
            {
                await IsOwn();
            }

            await Renew();
            return;
        }

        var gone = new SentGrade(view.Id, view.Number, _advice, $"{Words.Patient(view.Patient)} · {Words.Number(view.Number)}", sent.ReleasesAt, sent.WaitsForSignature);
        _sent = gone.IsOpen(Clock.GetUtcNow()) ? gone : null;
        _ = CountDown(_sent);
        var next = _queue.SkipWhile(e => e.Id != view.Id).Skip(1).FirstOrDefault() ?? _queue.Find(e => e.Id != view.Id);
        _queue.RemoveAll(e => e.Id == view.Id);
        (_case, _sheet) = (null, null);
        if (next is not null)
        {
            await Open(next);
        }
    }

    private async Task Move(int by)
    {
        var at = _queue.FindIndex(e => e.Id == _case!.Id) + by;
        if (at >= 0 && at < _queue.Count)
        {
            await Save();
            if (!HasToChoose())
            {
                await Open(_queue[at]);
            }
        }
    }

    private Task TakeBack() => Run("z");

    private async Task TakenBack()
    {
        if (_sent is not { } sent || !sent.IsOpen(Clock.GetUtcNow()))
        {
            return;
        }

        if (HasToChoose())
        {
            return;
        }

        _sent = null;
        _refusal = (await Gateway.Send(new TakeBackAdvice(sent.Consult, sent.Advice), _leaving.Token)).Refusal;
        if (_refusal is not null)
        {
            return;
        }

        await Save();
        await Refresh(sent.Consult);
        if (!HasToChoose() && _queue.Find(e => e.Id == sent.Consult) is { } entry)
        {
            await Open(entry);
        }
    }

    private void Look(Laterality eye) => _sheet!.Look(eye);

    private void Show(int field) => _sheet!.Show(field);

    private async Task CountDown(SentGrade? sent)
    {
        using var timer = new PeriodicTimer(TimeSpan.FromSeconds(1), Clock);
        try
        {
            while (sent is not null && _sent == sent && Clock.GetUtcNow() < sent.Until && await timer.WaitForNextTickAsync(_leaving.Token))
            {
                await InvokeAsync(() =>
                {
                    _tick = Clock.GetUtcNow();
                    StateHasChanged();
                });
            }
        }
        catch (OperationCanceledException)
        {
        }
    }

    private async Task Beat()
    {
        using var timer = new PeriodicTimer(Heartbeat, Clock);
        try
        {
            while (await timer.WaitForNextTickAsync(_leaving.Token))
            {
                await InvokeAsync(() => InTurn(async () =>
                {
                    _now = Clock.GetUtcNow();
                    if (IsMine && _case!.State is ConsultState.Claimed && (await Gateway.Send(new KeepClaim(_case.Id), _leaving.Token)).Value is { } ends)
                    {
                        _case = _case with { LeaseEnds = ends };
                    }
                }));
            }
        }
        catch (OperationCanceledException)
        {
        }
    }

    private void StopPause()
    {
        _pause?.Cancel();
        _pause?.Dispose();
        _pause = null;
    }

    public async ValueTask DisposeAsync()
    {
        if (_kept < _typed)
        {
            await Save(); // who leaves at once loses nothing either
        }

        StopPause();
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
        _turn.Dispose();
    }
}

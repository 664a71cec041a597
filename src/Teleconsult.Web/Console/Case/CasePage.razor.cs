using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Authorization;
using Microsoft.JSInterop;
using Teleconsult.Application.Consults;
using Teleconsult.Application.Intake;
using Teleconsult.Domain.Consults;
using Teleconsult.Domain.Intake;
using Teleconsult.Domain.Photos;
using Teleconsult.Domain.Scores;
using Teleconsult.Web.Console.Advice;
using Teleconsult.Web.Console.Gateway;
using Teleconsult.Web.Console.Keys;
using Teleconsult.Web.Console.Parts;
using Teleconsult.Web.Security;

namespace Teleconsult.Web.Console.Case;

/// <summary>One case whole: who, photos, facts, what happened, and the answer.</summary>
public sealed partial class CasePage
{
    /// <summary>Well within the shortest lease (10 minutes), rarely enough to cost nothing.</summary>
    private static readonly TimeSpan Heartbeat = TimeSpan.FromMinutes(2);

    private readonly CancellationTokenSource _leaving = new();
    private ConsultView? _case;
    private IntakeReading? _reading;
    private IReadOnlyList<FormScore> _scores = [];
    private Questionnaire? _form;
    private Composer? _composer;
    private Refusal? _missing;
    private Refusal? _refusal;
    private DateTimeOffset _now;
    private DateTimeOffset _tick;
    private DateTimeOffset _openedAt;
    private DateTimeOffset? _lookedAt;
    private long _asked;
    private DateTimeOffset? _leaseEnds;
    private DateTimeOffset? _undoUntil;
    private Guid? _me;
    private Guid? _sentAdvice;
    private AdviceView? _amends;
    private Guid? _opinion;
    private bool _messages;
    private bool _panelOpen;
    private bool _mayAllocate;
    private bool _mayAnswer;
    private bool _coordinates;
    private Open _dialog;
    private IAsyncDisposable? _news;
    private DotNetObjectReference<CasePage>? _self;

    private enum Open
    {
        Nothing,
        Ask,
        Retake,
        Redirect,
        Opinion,
        Allocate,
        Call,
        Erase,
    }

    [Inject] private IConsoleGateway Gateway { get; set; } = null!;
    [Inject] private ILiveNews News { get; set; } = null!;
    [Inject] private ICaseCompanion Companion { get; set; } = null!;
    [Inject] private IntakeForms Forms { get; set; } = null!;
    [Inject] private Templates Templates { get; set; } = null!;
    [Inject] private NavigationManager Navigation { get; set; } = null!;
    [Inject] private Browser Browser { get; set; } = null!;
    [Inject] private IAuthorizationService Authorization { get; set; } = null!;
    [Inject] private TimeProvider Clock { get; set; } = null!;

    [CascadingParameter] private Task<AuthenticationState>? Authentication { get; set; }
    [Parameter] public long Number { get; set; }

    private bool IsMine => _case is { IsMine: true };

    private bool IsAnswered => _case?.State is ConsultState.AdvicePending or ConsultState.Answered or ConsultState.Read or ConsultState.Closed;

    private bool IsEmergency => _case is { Urgency: Urgency.Emergency };

    /// <summary>Asked by the form for emergencies: the conversation stands in the middle, the advice has few fields.</summary>
    private bool IsLive => _case is not null && Templates.Get(_case.Template).Nature is Urgency.Emergency;

    private OpinionView? AskedOfMe => _case?.Opinions.FirstOrDefault(o => o is { IsMine: true, GivenAt: null, DeclinedAt: null });

    private bool CanClaim => _mayAnswer && _case is { State: ConsultState.Waiting };

    /// <summary>Free, and written in by a desk's keyboard: the first key takes it. An emergency is taken by its own large button.</summary>
    private bool IsOpenToFirst => CanClaim && !IsLive;

    private bool CanAllocate => _mayAllocate && _case is { State: ConsultState.Unallocated or ConsultState.Waiting };

    protected override async Task OnInitializedAsync()
    {
        _now = _tick = _openedAt = Clock.GetUtcNow();
        _company = new Company(Clock);
        _me = Authentication is null ? null : (await Authentication).User.UserId();
        _coordinates = Authentication is not null && (await Authorization.AuthorizeAsync((await Authentication).User, ConsoleAccess.Network)).Succeeded;
    }

    // A link from one case to another keeps this component: everything of the first goes before the second comes.
    protected override async Task OnParametersSetAsync()
    {
        if (_asked is not 0 && _asked != Number)
        {
            (_case, _reading, _form, _missing, _refusal) = (null, null, null, null, null);
            (_messages, _panelOpen, _mayAllocate, _mayAnswer, _dialog) = (false, false, false, false, Open.Nothing);
            (_leaseEnds, _undoUntil, _sentAdvice, _openedAt) = (null, null, null, Clock.GetUtcNow());
            (_amends, _opinion, _drawn) = (null, null, null);
            _nothingNext = false;
            _asked = Number;
            await LeaveCompany();
            await Load(first: true);
        }

        _asked = Number;
    }

    protected override async Task OnAfterRenderAsync(bool firstRender)
    {
        if (!firstRender)
        {
            return;
        }

        _news = News.Follow(news => InvokeAsync(() => Take(news)));
        _ = Beat();
        _ = ForgetCompany();
        _self = DotNetObjectReference.Create(this);
        await Browser.ListenToKeys(_self, KeyTable.Pressed(KeyTable.Case));
    }

    private async Task Take(News news)
    {
        if (_missing is not null || (!news.Reload && news.Notices.All(n => n.Number != Number)))
        {
            return;
        }

        await Load(first: _case is null);
    }

    private async Task Load(bool first = false)
    {
        var number = Number;
        var answer = await Gateway.Send(new GetConsult(number, null), _leaving.Token);
        if (number != Number)
        {
            return; // another case is asked for meanwhile
        }

        if (answer.Value is not { } view)
        {
            (_missing, _refusal) = _case is null || answer.Refusal!.Code == "not-found" ? (answer.Refusal, _refusal) : (null, answer.Refusal);
            StateHasChanged();
            return;
        }

        _now = _tick = Clock.GetUtcNow();
        if (view.Thread.Count > (_case?.Thread.Count ?? 0))
        {
            _company.Spoke(view.Thread[^1].By.Id);
        }

        _case = view with { IsMine = view.Holder?.Id == _me }; // at a desk, mine is what I hold
        _leaseEnds = view.LeaseEnds;
        var slots = view.Photos.Where(p => p.State is not PhotoState.Refused).Select(p => p.Slot).Concat(view.NotTaken.Select(n => n.Slot)).ToHashSet();
        _reading = IntakeReading.Of(Forms.Find(view.Template), view.Answers, slots, Words);
        _form = Templates.Get(view.Template);
        _scores = ScoreReading.Of(_form, view.Answers, new ScorePatient(YearsOf(view.Patient.Age), view.Patient.Sex));
        _opinion = AskedOfMe?.Id == _opinion ? _opinion : null; // given elsewhere, or declined
        ShowUndo();
        if (first)
        {
            _lookedAt = view.LookedAt ?? _openedAt; // what changes while one looks is new too, until one comes again
            await SayOpened();
            await LookBack(view);
            EnterCompany();
            // A half-written change survives a reload as a half-written answer does.
            _opinion = view.Draft is null || IsMine ? null : AskedOfMe?.Id;
            _amends = _opinion is null && view.Draft is not null && IsAnswered && view.State is not ConsultState.AdvicePending ? view.Advice.LastOrDefault(MayChange) : null;
        }

        StateHasChanged();
    }

    internal static double? YearsOf(Age? age) => age switch { { Unit: "a" } => age.Value, { Unit: "mo" } => age.Value / 12d, _ => null };

    // "Seen" is the first opening by somebody of the answering service; a coordinator's look is none.
    private async Task SayOpened()
    {
        _mayAnswer = (await Gateway.Send(new OpenConsult(_case!.Id), _leaving.Token)).Succeeded;
        _mayAllocate = (await Gateway.Send(new Application.Worklist.ListWorklist(Application.Worklist.WorklistTab.Mine, 1), _leaving.Token)).Value
            ?.Counts.ContainsKey(Application.Worklist.WorklistTab.ToAllocate) is true;
    }

    private async Task Claim()
    {
        if (await Do(new ClaimConsult(_case!.Id)))
        {
            OfferUndo(UndoKind.Claim);
        }
    }

    /// <summary>The first key of an answer takes the case. Whoever was slower is told who has it, and what they typed is kept.</summary>
    private async Task<bool> ClaimFirst()
    {
        var answer = await Gateway.Send(new ClaimConsult(_case!.Id), _leaving.Token);
        _refusal = answer.Refusal;
        if (!answer.Succeeded && _composer is not null)
        {
            await _composer.Keep();
        }

        await Load();
        if (answer.Succeeded)
        {
            OfferUndo(UndoKind.Claim);
        }

        return answer.Succeeded;
    }

    private async Task Release()
    {
        if (await Do(new ReleaseConsult(_case!.Id)))
        {
            OfferUndo(UndoKind.Release);
        }
    }

    private async Task<bool> Do<T>(MediatR.IRequest<T> request)
    {
        var answer = await Gateway.Send(request, _leaving.Token);
        _refusal = answer.Refusal;
        if (answer.Succeeded)
        {
            await Load();
        }

        return answer.Succeeded;
    }

    /// <summary>One's own newest advice that went out; also after the case was closed.</summary>
    private bool MayChange(AdviceView advice) => _mayAnswer && advice is { Replaced: false, ReleasedAt: not null } && advice.By.Id == _me;

    private async Task Changed()
    {
        (_amends, _opinion) = (null, null);
        await Sent();
    }

    private async Task Sent()
    {
        _panelOpen = false;
        await Load();
    }

    private async Task TakeBack()
    {
        if (_sentAdvice is { } advice && _case is not null)
        {
            _undoUntil = null;
            Undoing.Forget();
            await Do(new TakeBackAdvice(_case.Id, advice));
        }
    }

    // Ten seconds in which sent advice can be taken back, told second by second.
    private void ShowUndo()
    {
        var pending = _case?.Advice.LastOrDefault(a => a.ReleasedAt is null && a.ReleasesAt > Clock.GetUtcNow());
        if (_case is not { State: ConsultState.AdvicePending } || pending is null || (!IsMine && _sentAdvice != pending.Id))
        {
            _undoUntil = null;
            return;
        }

        _sentAdvice = pending.Id;
        if (_undoUntil != pending.ReleasesAt)
        {
            _undoUntil = pending.ReleasesAt;
            Undoing.Offer(new UndoOffer(UndoKind.Advice, _case.Id, _case.Number, pending.ReleasesAt, pending.Id)); // from the next case too
            _ = CountDown(pending.ReleasesAt);
        }
    }

    private async Task CountDown(DateTimeOffset until)
    {
        using var timer = new PeriodicTimer(TimeSpan.FromSeconds(1), Clock);
        while (!_leaving.IsCancellationRequested && _undoUntil == until && Clock.GetUtcNow() < until && await timer.WaitForNextTickAsync(CancellationToken.None))
        {
            await InvokeAsync(() =>
            {
                _tick = Clock.GetUtcNow();
                _undoUntil = _undoUntil == until && _tick >= until ? null : _undoUntil;
                StateHasChanged();
            });
        }
    }

    private async Task Beat()
    {
        using var timer = new PeriodicTimer(TimeSpan.FromMinutes(1), Clock);
        var lastKept = Clock.GetUtcNow();
        try
        {
            while (await timer.WaitForNextTickAsync(_leaving.Token))
            {
                await InvokeAsync(async () =>
                {
                    _now = Clock.GetUtcNow();
                    if (IsMine && _case!.State is ConsultState.Claimed && _now - lastKept >= Heartbeat)
                    {
                        lastKept = _now;
                        _leaseEnds = (await Gateway.Send(new KeepClaim(_case.Id), _leaving.Token)).Value ?? _leaseEnds;
                    }

                    StateHasChanged();
                });
            }
        }
        catch (OperationCanceledException)
        {
        }
    }

    [JSInvokable]
    public Task OnKey(string key) => InvokeAsync(async () =>
    {
        switch (key)
        {
            case "c" when CanClaim: await Claim(); break;
            case "t" when IsMine && !IsAnswered && _case!.Photos.Count > 0: OpenRetake(); break;
            case "u": await Undo(); break;
            case "n": await GoNext(); break;
            case "w" when _composer is not null: OpenPanel(false); StateHasChanged(); await _composer.FocusMissing(); break;
            case "Escape": Navigation.NavigateTo("/"); break;
            case "Ctrl+Enter" when IsComposing: await _composer!.Send(); break;
            case { Length: 1 } when char.IsAsciiDigit(key[0]) && IsComposing: await _composer!.Choose(key[0] - '0'); break;
        }

        StateHasChanged();
    });

    /// <summary>The keys of the advice act only while it is what one looks at: Ctrl+Enter in a message must never send it.</summary>
    private bool IsComposing => _composer is not null && !IsOpenToFirst && (!_messages || IsLive) && _dialog is Open.Nothing;

    private void OpenPanel(bool messages) => (_panelOpen, _messages) = (true, messages);

    private void OpenAsk() => _dialog = Open.Ask;

    private void OpenRetake() => _dialog = Open.Retake;

    private void OpenCall() => _dialog = Open.Call;

    private void OpenOpinion() => _dialog = Open.Opinion;

    private void WriteOpinion(Guid opinion)
    {
        _amends = null; // one thing at a time: both would be the same draft
        _opinion = opinion;
    }

    private void OpenRedirect() => _dialog = Open.Redirect;

    private async Task CloseDialog()
    {
        _dialog = Open.Nothing;
        await Load();
    }

    private void Dismiss() => _refusal = null;

    public async ValueTask DisposeAsync()
    {
        await _leaving.CancelAsync();
        await LeaveCompany();
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

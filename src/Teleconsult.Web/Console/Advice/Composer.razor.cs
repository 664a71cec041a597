using System.Globalization;
using Microsoft.AspNetCore.Components;
using Teleconsult.Application.Consults;
using Teleconsult.Application.Intake;
using Teleconsult.Domain.Consults;
using Teleconsult.Domain.Grading;
using Teleconsult.Domain.Photos;
using Teleconsult.Web.Console.Case;
using Teleconsult.Web.Console.Emergency;
using Teleconsult.Web.Console.Gateway;
using Teleconsult.Web.Console.Language;
using Teleconsult.Web.Console.Marks;
using Teleconsult.Web.Console.Parts;

namespace Teleconsult.Web.Console.Advice;

/// <summary>
/// Where the holder writes. Everything typed is saved by itself a second later; until the server has confirmed it, the tab
/// keeps a shadow. Advice belongs to one case at one content version: newer data must be read before it can be sent.
/// </summary>
public sealed partial class Composer
{
    private ElementReference _form;
    private AdviceDraft _draft = new();
    private long _seen;
    private bool _confirmed;
    private bool _sending;
    private bool _showCannotExclude;
    private bool _showTeaching;
    private bool _showReference;
    private Guid _advice = Guid.CreateVersion7();
    private Adequacy? _followed;
    private Laterality _otherSide;
    private string? _meant;
    private List<string> _problems = [];
    private CallDraft? _call;
    private Guid _marks;
    private DrawnMarks? _told;

    [Inject] private IConsoleGateway Gateway { get; set; } = null!;
    [Inject] private Browser Browser { get; set; } = null!;
    [Inject] private Templates Templates { get; set; } = null!;
    [Inject] private IntakeForms Forms { get; set; } = null!;
    [Inject] private TimeProvider Clock { get; set; } = null!;

    [Parameter, EditorRequired] public ConsultView Case { get; set; } = null!;

    /// <summary>An emergency's few fields: one line, what to do, where to, when to call again.</summary>
    [Parameter] public bool Quick { get; set; }

    /// <summary>Advice that went out and is changed here; null for the first advice.</summary>
    [Parameter] public AdviceView? Amends { get; set; }

    /// <summary>The second opinion that is given here; null for an answer of one's own.</summary>
    [Parameter] public Guid? Opinion { get; set; }
    /// <summary>Nobody has the case: asked at the first change, whether the writer has got it. Null: it is theirs already.</summary>
    [Parameter] public Func<Task<bool>>? OnFirst { get; set; }
    [Parameter] public EventCallback OnSent { get; set; }
    [Parameter] public EventCallback OnCancel { get; set; }
    [Parameter] public EventCallback<Guid> OnAdvice { get; set; }

    /// <summary>What is drawn over the photos has changed: the stage beside shows it.</summary>
    [Parameter] public EventCallback<DrawnMarks> OnMarks { get; set; }
    [Parameter] public EventCallback<DateTimeOffset?> OnLease { get; set; }
    [Parameter] public EventCallback OnAsk { get; set; }
    [Parameter] public EventCallback OnRetake { get; set; }
    [Parameter] public EventCallback OnRedirect { get; set; }

    private IReadOnlyList<EyeGap> Ungraded => !IsRetina ? [] : GradeCheck.Gaps(
        _draft.Grades.Right, _draft.Grades.Left, Templates.Get(Case.Template),
        Case.Photos.Where(p => p.State is PhotoState.Stored).Select(p => p.Slot).ToHashSet());

    /// <summary>Written beside an answer that is there or that another one writes: the case cannot be asked about or moved here.</summary>
    private bool IsBeside => Amends is not null || Opinion is not null;

    private bool IsRetina => Templates.Get(Case.Template).IsRetina;

    private bool HasPhotos => Case.Photos.Count > 0;

    private bool HasNewData => Case.ContentVersion > _seen;

    private string Ending => (Case.Number % 1000).ToString("000", CultureInfo.InvariantCulture);

    protected override void OnInitialized()
    {
        Take(AdviceDraft.From(Case.Draft?.Content ?? (Amends is null ? null : Amends.Content with { Change = null })));
        _seen = Case.Draft?.ContentVersion ?? Case.ContentVersion;
        (_savedAt, _revision) = (Case.Draft?.SavedAt, Case.Draft?.Revision);
    }

    protected override void OnParametersSet()
    {
        // Who has not begun to write reads what is on the screen: there is nothing to warn of.
        if (_draft.IsEmpty)
        {
            _seen = Case.ContentVersion;
        }
    }

    protected override async Task OnAfterRenderAsync(bool firstRender)
    {
        await TellMarks();
        if (!firstRender)
        {
            return;
        }

        if (await Browser.ReadShadow(Case.Id.ToString()) is { } shadow)
        {
            await Restore(shadow);
        }

        await Browser.WatchDraft(Case.Id.ToString(), _form, _revision);
    }

    /// <summary>Keys of the case page: 1 to 8.</summary>
    public async Task Choose(int key)
    {
        switch (key)
        {
            case 5 or 6 or 7 when IsBeside: break;
            case 5: await OnAsk.InvokeAsync(); break;
            case 6 when HasPhotos: await OnRetake.InvokeAsync(); break;
            case 7: await OnRedirect.InvokeAsync(); break;
            case 1 or 2 or 3 or 4 or 8: Change(() => _draft.Disposition = (Disposition)key); break;
        }

        StateHasChanged();
    }

    public async Task Send()
    {
        try
        {
            await TrySend();
        }
        finally
        {
            StateHasChanged(); // the keyboard's way comes through the page, which does not render this part
        }
    }

    private async Task TrySend()
    {
        _problems = [.. _draft.Gaps(HasPhotos, Amends is not null, Ungraded).Select(g => Words.Refusal(g))];
        if (HasNewData)
        {
            _problems.Add(Words["draft.readFirst"]);
        }

        if (!_confirmed)
        {
            _problems.Add(Words.Refusal("patient.not-confirmed"));
        }

        var content = _draft.ToContent();
        var call = _call?.ToForm(content.MostLikely, Case.TimeZone, Clock.GetUtcNow());
        if (_call is not null && (call is null || call.ToWhom.Length == 0))
        {
            _problems.Add(Words.Refusal(call is null ? "call.time" : "call.to-whom"));
        }

        var fingerprint = string.Join('|', content.MostLikely, content.CannotExclude, content.SafetyNet, string.Join('|', content.Actions.Select(a => a.Text)));
        _otherSide = _meant == fingerprint ? Laterality.None : SideCheck.OtherSideNamed(content, Case.Photos);
        if (_problems.Count > 0 || _otherSide is not Laterality.None || _sending)
        {
            await FocusMissing();
            return;
        }

        if (await ReadsHarshly(content))
        {
            return;
        }

        await SaveNow(); // what is taken back must come back whole
        if (_other is not null)
        {
            _problems = [Words["draft.choose"]];
            return;
        }

        _sending = true;
        StopPause();
        try
        {
            var refused = Opinion is { } opinion
                ? (await Gateway.Send(new GiveOpinion(Case.Id, opinion, _advice, content, _seen, _confirmed, _revision))).Refusal
                : Amends is { } earlier
                ? (await Gateway.Send(new AmendAdvice(Case.Id, _advice, earlier.Id, content, _seen, _confirmed, _revision))).Refusal
                : (await Gateway.Send(new SendAdvice(Case.Id, _advice, content, _seen, _confirmed, call, _revision))).Refusal;
            if (refused is { } refusal)
            {
                if (refusal.Code is DraftRules.Elsewhere)
                {
                    await IsOwn();
                }

                _problems = [refusal.Say(Words)];
                return;
            }

            await Browser.ForgetDraft(Case.Id.ToString());
            await OnAdvice.InvokeAsync(_advice);
            await OnSent.InvokeAsync();
            _advice = Guid.CreateVersion7();
            _confirmed = false;
        }
        finally
        {
            _sending = false;
        }
    }

    private void ToggleCall()
    {
        _call = _call is null ? new CallDraft { At = NetworkTime.Clock(Clock.GetUtcNow(), Case.TimeZone) } : null;
        _problems = [];
    }

    private void SideIsMeant()
    {
        var content = _draft.ToContent();
        _meant = string.Join('|', content.MostLikely, content.CannotExclude, content.SafetyNet, string.Join('|', content.Actions.Select(a => a.Text)));
        _otherSide = Laterality.None;
    }

    private void HaveReadIt()
    {
        _seen = Case.ContentVersion;
        _confirmed = false; // the patient is checked beside what is sent now
        Changed();
    }

    private async Task TellMarks()
    {
        if (_told is null || _told.Revision != _marks || !ReferenceEquals(_told.Marks, _draft.Marks))
        {
            await OnMarks.InvokeAsync(_told = new DrawnMarks(_draft.Marks, _marks));
        }
    }

    private void Drawn(string? marks) => Change(() => _draft.Marks = MarkWords.Read(marks));

    private void Take(AdviceDraft draft)
    {
        (_draft, _marks) = (draft, Guid.CreateVersion7());
        _showCannotExclude = draft.CannotExclude.Length > 0;
        _showTeaching = draft.TeachingPoint.Length > 0;
        _showReference = draft.Reference.Length > 0;
    }

    // How good the photos were follows from the grades until the author says it.
    private void Graded()
    {
        var follows = Icdr.AdequacyOf(_draft.Grades.Right, _draft.Grades.Left);
        if (_draft.Adequacy is null || _draft.Adequacy == _followed)
        {
            _draft.Adequacy = follows ?? _draft.Adequacy;
            _followed = follows;
        }

        Changed();
    }

    private void RemoveAction(DraftAction line) => Change(() =>
    {
        _draft.Actions.Remove(line);
        if (_draft.Actions.Count == 0)
        {
            _draft.Actions.Add(new());
        }
    });

    private void Change(Action change)
    {
        change();
        Changed();
    }

    public void Dispose() => StopPause();
}

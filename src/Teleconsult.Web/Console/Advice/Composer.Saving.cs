using Teleconsult.Application.Consults;
using Teleconsult.Domain.Photos;
using Teleconsult.Web.Console.Gateway;
using Teleconsult.Web.Console.Parts;

namespace Teleconsult.Web.Console.Advice;

// What is typed is kept by itself. What another window has saved of the same answer is never overwritten unasked.
public sealed partial class Composer
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);

    private readonly HashSet<Guid> _tried = [];
    private readonly HashSet<Guid> _passed = [];
    private long _typed;
    private long _kept;
    private bool _saving;
    private bool _asksFirst;
    private DateTimeOffset? _savedAt;
    private Guid? _revision;
    private DraftView? _other;
    private Refusal? _notSaved;
    private CancellationTokenSource? _pause;

    private string SaveWords => _other is not null ? Words["draft.offline"]
        : _notSaved is not null ? Words.Say("draft.notSaved", ("why", _notSaved.Say(Words)))
        : _saving || _kept < _typed ? Words["draft.saving"]
        : _savedAt is { } at ? Words.Say("draft.saved", ("at", Time.Clock(at)))
        : "";

    /// <summary>A colleague's unsent answer, which the reader has not passed over yet.</summary>
    private DraftView? Colleagues => Amends is null ? Case.OthersDrafts.LastOrDefault(d => !_passed.Contains(d.Revision)) : null;

    private async Task Restore(DraftShadow shadow)
    {
        if (shadow.GoesOnFrom(Case.Draft?.Revision))
        {
            _draft.Apply(shadow.Fields);
            Take(_draft);
            _typed++;
            StateHasChanged();
            await Save();
            return;
        }

        var mine = new AdviceDraft();
        mine.Apply(shadow.Fields);
        Take(mine);
        _typed++;
        _other = Case.Draft;
        StateHasChanged();
    }

    // Both stand until the author says which one goes on.
    private async Task KeepMine()
    {
        (_revision, _other, _problems) = (_other!.Revision, null, []);
        _typed++;
        await Save();
    }

    private async Task TakeOther()
    {
        var other = _other!;
        StopPause();
        await Browser.ForgetDraft(Case.Id.ToString(), other.Revision);
        Take(AdviceDraft.From(other.Content));
        (_seen, _revision, _savedAt, _kept, _confirmed) = (other.ContentVersion, other.Revision, other.SavedAt, _typed, false);
        (_other, _notSaved, _problems) = (null, null, []);
    }

    private void PassOver(DraftView colleagues) => _passed.Add(colleagues.Revision);

    private void TakeColleagues(DraftView colleagues) => Change(() =>
    {
        _passed.Add(colleagues.Revision);
        Take(AdviceDraft.From(colleagues.Content));
        (_seen, _confirmed) = (colleagues.ContentVersion, false);
    });

    private void Changed()
    {
        _typed++;
        _problems = [];
        _otherSide = Laterality.None;
        StopPause();
        _pause = new CancellationTokenSource();
        _ = SaveAfterPause(_pause.Token);
        if (OnFirst is { } first && !_asksFirst)
        {
            _asksFirst = true;
            _ = Ask(first);
        }
    }

    private async Task Ask(Func<Task<bool>> first)
    {
        try
        {
            await InvokeAsync(first);
        }
        finally
        {
            _asksFirst = false;
        }
    }

    /// <summary>Saves at once what was typed, whoever has the case.</summary>
    public Task Keep() => SaveNow();

    private async Task SaveAfterPause(CancellationToken typedOn)
    {
        try
        {
            await Task.Delay(Pause, Clock, typedOn);
            await InvokeAsync(Save);
        }
        catch (OperationCanceledException)
        {
        }
    }

    private Task SaveNow() => _kept < _typed && !_sending ? Save() : Task.CompletedTask;

    private async Task Save()
    {
        if (_saving || _sending || _other is not null)
        {
            return;
        }

        _saving = true;
        try
        {
            while (_kept < _typed && !_sending)
            {
                StopPause();
                var typed = _typed;
                StateHasChanged();
                var revision = Guid.CreateVersion7();
                _tried.Add(revision);
                var stamp = await Browser.DraftStamp(Case.Id.ToString(), revision);
                var answer = await Gateway.Send(new SaveDraft(Case.Id, _draft.ToContent(), _seen, revision, _revision));
                if (answer.Refusal?.Code is DraftRules.Elsewhere && await IsOwn())
                {
                    continue;
                }

                _notSaved = answer.Refusal;
                if (answer.Value is not { } saved)
                {
                    return;
                }

                (_kept, _savedAt, _revision) = (typed, saved.SavedAt, revision);
                await Browser.DraftSaved(Case.Id.ToString(), stamp, revision);
                await OnLease.InvokeAsync(saved.LeaseEnds);
            }
        }
        finally
        {
            _saving = false;
            StateHasChanged();
        }
    }

    /// <summary>Whether what the server has is of this window after all, whose answer was lost; else it is shown beside what is typed here.</summary>
    private async Task<bool> IsOwn()
    {
        if ((await Gateway.Send(new GetConsult(null, Case.Id))).Value is not { } view)
        {
            return false;
        }

        if (view.Draft is null || _tried.Contains(view.Draft.Revision))
        {
            _revision = view.Draft?.Revision;
            return true;
        }

        _other = view.Draft;
        return false;
    }

    private void StopPause()
    {
        _pause?.Cancel();
        _pause?.Dispose();
        _pause = null;
    }

}

using Teleconsult.Application.Consults;
using Teleconsult.Domain.Photos;
using Teleconsult.Web.Console.Advice;

namespace Teleconsult.Web.Console.Grading;

// What is typed and graded is kept by itself.
public sealed partial class GradePage
{
    private readonly HashSet<Guid> _tried = [];
    private Guid? _revision;
    private DraftView? _other;

    private Task Note(Laterality side, string? note) => Edit(() => { _sheet!.Look(side); _sheet.Set(_sheet.Grades.Of(side) with { Note = note }); });

    private Task Say(string? words) => Edit(() => _sheet!.Draft.MostLikely = words ?? "");

    private Task Because(string? why) => Edit(() => _sheet!.Grades.LessBecause = why ?? "");

    private Task Edit(Action change) => InTurn(async () =>
    {
        if (_sheet is not null && await Hold())
        {
            change();
            _sheet.Asking = false;
            Typed();
        }
    });

    private void Typed()
    {
        _harsh = [];
        _typed++;
        StopPause();
        _pause = new CancellationTokenSource();
        _ = SaveAfterPause(_pause.Token);
    }

    private async Task SaveAfterPause(CancellationToken typedOn)
    {
        try
        {
            await Task.Delay(Pause, Clock, typedOn);
            await InvokeAsync(() => InTurn(Save));
        }
        catch (OperationCanceledException)
        {
        }
    }

    private async Task Save()
    {
        StopPause();
        if (_case is null || _sheet is null || _other is not null || _kept == _typed)
        {
            return;
        }

        var revision = Guid.CreateVersion7();
        _tried.Add(revision);
        var answer = await Gateway.Send(new SaveDraft(_case.Id, _sheet.Draft.ToContent(), _sheet.Seen, revision, _revision), _leaving.Token);
        if (answer.Refusal?.Code is DraftRules.Elsewhere && await IsOwn())
        {
            answer = await Gateway.Send(new SaveDraft(_case.Id, _sheet.Draft.ToContent(), _sheet.Seen, revision, _revision), _leaving.Token);
        }

        _notSaved = answer.Refusal;
        if (answer.Value is { } saved)
        {
            (_kept, _savedAt, _revision) = (_typed, saved.SavedAt, revision);
            _case = _case with { LeaseEnds = saved.LeaseEnds };
        }
    }

    // As in the composer: what another window has saved is shown, and one of the two chosen.
    private async Task<bool> IsOwn()
    {
        if ((await Gateway.Send(new GetConsult(null, _case!.Id), _leaving.Token)).Value is not { } view)
        {
            return false;
        }

        if (view.Draft is null || _tried.Contains(view.Draft.Revision))
        {
            _revision = view.Draft?.Revision;
            return true;
        }

        (_other, _sheet!.Asking) = (view.Draft, false);
        return false;
    }

    private Task KeepMine() => InTurn(async () =>
    {
        (_revision, _other, _problems) = (_other!.Revision, null, []);
        _typed++;
        await Save();
    });

    private Task TakeOther() => InTurn(() =>
    {
        var other = _other!;
        _sheet = new GradeSheet(AdviceDraft.From(other.Content), other.ContentVersion);
        (_revision, _savedAt, _kept, _other, _notSaved, _problems) = (other.Revision, other.SavedAt, _typed, null, null, []);
        StopPause();
        return Task.CompletedTask;
    });

    /// <summary>Nothing goes out and no other case comes before one of two drafts is chosen: the other would be lost.</summary>
    private bool HasToChoose()
    {
        if (_other is not null)
        {
            _problems = [Words["draft.choose"]];
        }

        return _other is not null;
    }
}

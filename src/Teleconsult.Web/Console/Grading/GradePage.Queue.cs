using Teleconsult.Application.Consults;
using Teleconsult.Application.Worklist;
using Teleconsult.Domain.Consults;
using Teleconsult.Domain.Photos;
using Teleconsult.Web.Console.Advice;
using Teleconsult.Web.Console.Case;
using Teleconsult.Web.Console.Gateway;

namespace Teleconsult.Web.Console.Grading;

// Which cases there are to grade, and the one on the screen.
public sealed partial class GradePage
{
    private IReadOnlyList<EarlierCase> _before = [];

    private async Task Take(News news)
    {
        if (news.Reload || _case is null)
        {
            await Fill();
        }
        else
        {
            foreach (var id in news.Notices.Select(n => n.Consult).Distinct())
            {
                await Refresh(id);
            }
        }

        if (_case is not null && (news.Reload || news.Notices.Any(n => n.Consult == _case.Id)))
        {
            await Renew();
        }

        if (_case is null && ToOpenUnasked(news.Reload && _loading && !_unattended) is { } entry)
        {
            await Open(entry);
        }

        _loading = false;
    }

    /// <summary>
    /// To open a case says "seen" to its requester, so somebody must be there: who came to this page by a press sees its first case. What comes to an
    /// empty desk later, or stands there when the page came back by itself, waits for a press; but for what one holds, which was seen before.
    /// </summary>
    private WorklistEntry? ToOpenUnasked(bool arrived) =>
        _queue.Find(e => e.Number == Asked && (arrived || e.Mine)) ?? _queue.Find(e => e.Mine) ?? (arrived ? _queue.FirstOrDefault() : null);

    private async Task Fill()
    {
        var answer = await Gateway.Send(new ListWorklist(WorklistTab.ToAnswer, 500), _leaving.Token);
        _refusal = answer.Refusal;
        _queue = [.. answer.Value?.Entries.Where(e => IsToGrade(e) || e.Id == _case?.Id) ?? _queue];
    }

    // The queue changes beside the case on the screen, never under it.
    private async Task Refresh(Guid id)
    {
        var answer = await Gateway.Send(new GetWorklistEntry(id, WorklistTab.ToAnswer), _leaving.Token);
        if (!answer.Succeeded)
        {
            return;
        }

        var at = _queue.FindIndex(e => e.Id == id);
        if (answer.Value is { } entry && (IsToGrade(entry) || id == _case?.Id))
        {
            if (at >= 0)
            {
                _queue[at] = entry;
            }
            else
            {
                _queue.Add(entry);
            }
        }
        else if (at >= 0 && id != _case?.Id)
        {
            _queue.RemoveAt(at);
        }
    }

    private bool IsToGrade(WorklistEntry entry) =>
        Templates.Get(entry.Template).IsRetina && (entry.State is ConsultState.Waiting || (entry.Mine && entry.State is ConsultState.Claimed));

    private async Task Open(WorklistEntry entry)
    {
        var answer = await Gateway.Send(new GetConsult(null, entry.Id), _leaving.Token);
        if (answer.Value is not { } view)
        {
            _refusal = answer.Refusal;
            _queue.RemoveAll(e => e.Id == entry.Id);
            return;
        }

        (_refusal, _notSaved, _problems, _last, _savedAt, _typed, _kept) = (null, null, [], null, view.Draft?.SavedAt, 0, 0);
        (_revision, _other, _harsh, _asItIs) = (view.Draft?.Revision, null, [], null);
        _advice = Guid.CreateVersion7();
        Take(view);
        _sheet = new GradeSheet(AdviceDraft.From(view.Draft?.Content), view.Draft?.ContentVersion ?? view.ContentVersion);
        _mayAnswer = (await Gateway.Send(new OpenConsult(view.Id), _leaving.Token)).Succeeded;
        _before = (await Gateway.Send(new ListEarlierPhotos(view.Id), _leaving.Token)).Value ?? [];
        if (view.Earlier is { } earlier && (await Gateway.Send(new GetConsult(null, earlier.Id), _leaving.Token)).Value is { } before)
        {
            _last = before.Advice.LastOrDefault(a => a is { Replaced: false, ReleasedAt: not null, Content.Grading: not null })?.Content.Grading;
        }
    }

    private async Task Renew()
    {
        if ((await Gateway.Send(new GetConsult(null, _case!.Id), _leaving.Token)).Value is { } view)
        {
            Take(view);
            if (_sheet!.Draft.IsEmpty)
            {
                _sheet.Seen = view.ContentVersion; // who has not begun reads what is on the screen
            }
            else if (view.ContentVersion > _sheet.Seen)
            {
                _sheet.Asking = false;
            }
        }
    }

    private void Take(ConsultView view)
    {
        _now = _tick = Clock.GetUtcNow();
        _case = view with { IsMine = view.Holder?.Id == _me };
        var slots = view.Photos.Where(p => p.State is not PhotoState.Refused).Select(p => p.Slot).Concat(view.NotTaken.Select(n => n.Slot)).ToHashSet();
        _reading = IntakeReading.Of(Forms.Find(view.Template), view.Answers, slots, Words);
    }
}

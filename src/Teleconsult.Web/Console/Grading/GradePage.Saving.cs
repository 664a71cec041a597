using Teleconsult.Application.Consults;
using Teleconsult.Domain.Photos;

namespace Teleconsult.Web.Console.Grading;

// What is typed and graded is kept by itself.
public sealed partial class GradePage
{
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
        if (_case is null || _sheet is null || _kept == _typed)
        {
            return;
        }

        var answer = await Gateway.Send(new SaveDraft(_case.Id, _sheet.Draft.ToContent(), _sheet.Seen), _leaving.Token);
        _notSaved = answer.Refusal;
        if (answer.Value is { } saved)
        {
            (_kept, _savedAt) = (_typed, saved.SavedAt);
            _case = _case with { LeaseEnds = saved.LeaseEnds };
        }
    }
}

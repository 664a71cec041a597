using Microsoft.AspNetCore.Components;
using Teleconsult.Application.Worklist;
using Teleconsult.Domain.Consults;
using Teleconsult.Domain.ResponseTimes;
using Teleconsult.Web.Console.Parts;
using Teleconsult.Web.Console.Worklist;

namespace Teleconsult.Web.Console.Case;

// From one case to the next one of the list from which one came, and back from a slip of the finger.
public sealed partial class CasePage
{
    private bool _nothingNext;

    [Inject] private WorklistPlace Place { get; set; } = null!;
    [Inject] private Undoing Undoing { get; set; } = null!;

    /// <summary>What this page shows as its own line, with its seconds.</summary>
    private UndoOffer? OwnUndo => _undoUntil is not null && Undoing.Current is { Kind: UndoKind.Advice } offer && offer.Consult == _case?.Id ? offer : null;

    private GetNextCase Next(Guid after) => Place.Tab is WorklistTab.WaitingForInformation or WorklistTab.AnsweredUnread
        ? new(WorklistTab.ToAnswer, null, after) // of these nothing is to be answered
        : new(Place.Tab, Place.Filter, after);

    private async Task GoNext()
    {
        if (_case is not { } shown)
        {
            return;
        }

        await (_composer?.Keep() ?? Task.CompletedTask);
        var next = (await Gateway.Send(Next(shown.Id), _leaving.Token)).Value;
        _nothingNext = next is null;
        if (next is not null)
        {
            Place.Selected = next.Id;
            Navigation.NavigateTo($"/case/{next.Number}");
        }
    }

    private void OfferUndo(UndoKind kind) =>
        Undoing.Offer(new UndoOffer(kind, _case!.Id, _case.Number, Clock.GetUtcNow() + ResponseTargets.ClaimUndo));

    private async Task Undo()
    {
        if (_undoUntil is not null)
        {
            await TakeBack();
        }
        else if (Undoing.Current is not null)
        {
            _refusal = await Undoing.RunAsync();
            await Load();
        }
    }
}

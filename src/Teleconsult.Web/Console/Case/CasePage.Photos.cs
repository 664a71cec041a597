using Teleconsult.Application.Consults;
using Teleconsult.Web.Console.Marks;

namespace Teleconsult.Web.Console.Case;

// What stands on the stage beside the case's own photos.
public sealed partial class CasePage
{
    private IReadOnlyList<EarlierCase> _before = [];
    private DrawnMarks? _drawn;

    /// <summary>Who writes an answer can draw: what is drawn belongs to it.</summary>
    private DrawnMarks? Drawn => _case is not null && (_opinion is not null || _amends is not null || (IsMine && !IsAnswered) || IsOpenToFirst) ? _drawn : null;

    private void Draw(DrawnMarks drawn) => _drawn = drawn;

    /// <summary>Once a case: they lie in the past. A case without photos has nothing to compare.</summary>
    private async Task LookBack(ConsultView view)
    {
        _before = [];
        if (view.Photos.Count > 0 && (await Gateway.Send(new ListEarlierPhotos(view.Id), _leaving.Token)).Value is { } before && _case?.Id == view.Id)
        {
            _before = before;
        }
    }
}

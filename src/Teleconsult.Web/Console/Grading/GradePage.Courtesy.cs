using Teleconsult.Application.Courtesy;
using Teleconsult.Domain.Courtesy;
using Teleconsult.Domain.Photos;

namespace Teleconsult.Web.Console.Grading;

// A gentle look at the grader's own words. It costs one Enter more, and never stops anybody.
public sealed partial class GradePage
{
    private IReadOnlyList<CourtesyRemark> _harsh = [];
    private string? _asItIs;

    /// <summary>Whether the grader should look once more; asked once for the same words: the next Enter leaves them as they are.</summary>
    private async Task<bool> ReadsHarshly()
    {
        var (draft, grades) = (_sheet!.Draft.ToContent(), _sheet.Grades);
        string[] texts = [draft.MostLikely, grades.LessBecause ?? "", grades.Of(Laterality.Right).Note ?? "", grades.Of(Laterality.Left).Note ?? "", .. draft.Actions.Select(a => a.Text)];
        var words = string.Join('\n', texts);
        var asked = _harsh.Count > 0 || words == _asItIs;
        _harsh = asked || string.IsNullOrWhiteSpace(words) ? [] : (await Gateway.Send(new FindHarshWords(texts), _leaving.Token)).Value ?? [];
        _asItIs = words;
        return _harsh.Count > 0;
    }
}

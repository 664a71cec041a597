using Teleconsult.Application.Consults;
using Teleconsult.Application.Courtesy;
using Teleconsult.Domain.Courtesy;

namespace Teleconsult.Web.Console.Advice;

// A gentle look at the words before they go out. Whatever becomes of it, they can be sent.
public sealed partial class Composer
{
    private IReadOnlyList<CourtesyRemark> _harsh = [];
    private string? _asItIs;
    private string? _looked;

    /// <summary>Whether the author should look once more. Asked once for the same words.</summary>
    private async Task<bool> ReadsHarshly(AdviceContent content)
    {
        string[] texts = [content.MostLikely, content.CannotExclude ?? "", content.SafetyNet ?? "", content.TeachingPoint ?? "", content.AdequacyNote ?? "",
            content.Change ?? "", .. content.Differentials ?? [], .. content.Actions.Select(a => a.Text)];
        var words = string.Join('\n', texts);
        _harsh = words == _asItIs ? [] : (await Gateway.Send(new FindHarshWords(texts))).Value ?? [];
        _asItIs = _harsh.Count > 0 ? null : _asItIs;
        _looked = words;
        return _harsh.Count > 0;
    }

    private Task SendAsItIs()
    {
        (_asItIs, _harsh) = (_looked, []);
        return Send();
    }
}

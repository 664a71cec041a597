using System.Text.RegularExpressions;
using Teleconsult.Application.Consults;
using Teleconsult.Domain.Photos;

namespace Teleconsult.Web.Console.Advice;

/// <summary>
/// Whether an advice names a side that none of the case's photos has (hazard H3). Only a question to the author: words can
/// rightly name the other side.
/// </summary>
public static partial class SideCheck
{
    /// <returns>The side that is named and not photographed; None where nothing speaks against it.</returns>
    public static Laterality OtherSideNamed(AdviceContent content, IEnumerable<PhotoView> photos)
    {
        var sides = photos.Select(p => p.Laterality).Where(l => l is not Laterality.None).Distinct().ToList();
        if (sides.Count != 1)
        {
            return Laterality.None;
        }

        var words = string.Join(' ', [content.MostLikely, content.CannotExclude, content.SafetyNet, .. content.Differentials, .. content.Actions.Select(a => a.Text)]);
        return sides[0] is Laterality.Right && Left().IsMatch(words) ? Laterality.Left
            : sides[0] is Laterality.Left && Right().IsMatch(words) ? Laterality.Right
            : Laterality.None;
    }

    [GeneratedRegex(@"\b((?i:left)|OS|LE)\b")]
    private static partial Regex Left();

    // "right away", "all right" and the like name no side.
    [GeneratedRegex(@"(?<!\b(?i:all) )\b((?i:right)(?! (?i:away|now|after)\b)|OD|RE)\b")]
    private static partial Regex Right();
}

using Teleconsult.Application.Consults;
using Teleconsult.Domain.Photos;
using Teleconsult.Web.Console.Language;

namespace Teleconsult.Web.Console.Parts;

/// <summary>Right before left, wherever photos stand in a row; within a side, in the order in which they were announced.</summary>
internal static class PhotoOrder
{
    public static (int Side, DateTimeOffset Announced, Guid Id) Of(PhotoView photo) =>
        (photo.Laterality switch { Laterality.Right => 0, Laterality.Left => 1, _ => 2 }, photo.AnnouncedAt, photo.Id);

    /// <summary>The first of each side, then the next ones, at most <paramref name="most"/>; the result is in order again.</summary>
    public static IEnumerable<PhotoView> OneOfEachSide(IReadOnlyList<PhotoView> ordered, int most) =>
        ordered.GroupBy(p => p.Laterality).SelectMany(side => side.Select((photo, rank) => (photo, rank)))
            .OrderBy(p => p.rank).ThenBy(p => Of(p.photo)).Take(most).Select(p => p.photo).OrderBy(Of);

    /// <summary>What a photo is called: its slot in words and, for what has no slot's word, its code.</summary>
    public static string Photo(this Words words, PhotoView photo) => words.Slot(photo.Slot);

    public static string Slot(this Words words, string slot) => words.Has("slot." + slot) ? words["slot." + slot] : slot;
}

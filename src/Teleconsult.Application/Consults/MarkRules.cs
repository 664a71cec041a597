using Teleconsult.Domain;
using Teleconsult.Domain.Consults;
using Teleconsult.Domain.Photos;

namespace Teleconsult.Application.Consults;

/// <summary>What marks over photos need before the advice that carries them may go out.</summary>
internal static class MarkRules
{
    private const int LongestLabel = 120;

    /// <returns>The marks with their sizes, measured here and not taken from a client; null where nothing is drawn.</returns>
    /// <exception cref="RuleViolation">
    /// <c>marks.photo</c>: of a photo that is not whole, or of another case; <c>marks.shape</c>: points that are missing or off the photo, an id twice;
    /// <c>marks.scale</c>: a scale that nothing can be measured by; <c>marks.many</c>.
    /// </exception>
    public static IReadOnlyList<PhotoMarks>? Complete(AdviceContent content, Consult consult)
    {
        var drawn = (content.PhotoMarks ?? []).Where(p => p?.Marks is { Count: > 0 }).ToList();
        if (drawn.Count == 0)
        {
            return null;
        }

        if (drawn.Sum(p => p.Marks.Count) > PhotoGeometry.MostMarks)
        {
            throw new RuleViolation("marks.many", ("most", PhotoGeometry.MostMarks));
        }

        return drawn.Select(p => p.Photo).Distinct().Count() == drawn.Count ? [.. drawn.Select(p => Complete(p, consult))] : throw new RuleViolation("marks.shape");
    }

    private static PhotoMarks Complete(PhotoMarks drawn, Consult consult)
    {
        var photo = consult.Photos.Find(p => p.Id.Value == drawn.Photo && p.Width > 0 && p.State is not PhotoState.Refused) ?? throw new RuleViolation("marks.photo");
        if (drawn.Marks.Any(m => m?.Points is null || m.Id <= 0 || !PhotoGeometry.IsWhole(m, photo.Width, photo.Height)) || drawn.Marks.DistinctBy(m => m.Id).Count() < drawn.Marks.Count)
        {
            throw new RuleViolation("marks.shape");
        }

        if (drawn.Scale is { } scale && (!PhotoGeometry.IsUsable(scale) || !PhotoGeometry.IsOn(scale.Points, photo.Width, photo.Height)))
        {
            throw new RuleViolation("marks.scale");
        }

        return new PhotoMarks(
            drawn.Photo, photo.Width, photo.Height, drawn.Scale,
            [.. drawn.Marks.Select(m => m with { Label = Texts.Optional(m.Label, LongestLabel), Size = PhotoGeometry.SizeOf(m, drawn.Scale) })]);
    }
}

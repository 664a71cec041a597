namespace Teleconsult.Domain.Photos;

/// <summary>What a mark over a photo is.</summary>
public enum MarkKind
{
    /// <summary>Two points: from where it comes, and what it points at.</summary>
    Arrow = 1,

    /// <summary>Three points or more around a place; the last one meets the first.</summary>
    Outline = 2,

    /// <summary>Two points whose distance counts.</summary>
    Ruler = 3,

    /// <summary>One point with words.</summary>
    Label = 4,
}

/// <summary>One mark over a photo. The photo's pixels never change: marks lie on top (DESIGN.md §5, rule 7).</summary>
/// <param name="Id">Above 0, of its own on its photo; the structured answer names an outline by it.</param>
/// <param name="Points">x and y in turn, in pixels of the photo as it is displayed, from its upper left corner.</param>
/// <param name="Label">In its author's words; null for none.</param>
/// <param name="Size">Millimetres of a ruler, square centimetres of an outline; set by the server, null where there is no scale or none can be told.</param>
public sealed record PhotoMark(int Id, MarkKind Kind, IReadOnlyList<int> Points, string? Label = null, double? Size = null);

/// <summary>A ruler in the picture: two points, and how far they are from each other in truth.</summary>
/// <param name="Points">x and y of both, in pixels as marks have them.</param>
/// <param name="Mm">Millimetres, above 0.</param>
public sealed record PhotoScale(IReadOnlyList<int> Points, double Mm);

/// <summary>What one author has drawn over one photo.</summary>
/// <param name="Width">Pixels of the photo as displayed, like <paramref name="Height"/>: what the points are counted in.</param>
/// <param name="Scale">Null: nothing on it can be measured.</param>
public sealed record PhotoMarks(Guid Photo, int Width, int Height, PhotoScale? Scale, IReadOnlyList<PhotoMark> Marks);

/// <summary>
/// Lengths and areas on a photo with a scale. They hold for what lies flat, at right angles to the camera and as far away as the scale: a picture has
/// no depth. Pure; the browser draws by the same rules (tests/Vectors/marks.json).
/// </summary>
public static class PhotoGeometry
{
    /// <summary>More than an eye can follow, and what keeps an answer small.</summary>
    public const int MostMarks = 30;

    /// <summary>Corners of an outline.</summary>
    public const int MostCorners = 100;

    /// <summary>Millimetres: half a millimetre to 2 m.</summary>
    public const double LeastScale = 0.5;

    /// <inheritdoc cref="LeastScale"/>
    public const double MostScale = 2_000;

    /// <summary>Whether a mark has the points that its kind needs, all of them on the photo.</summary>
    public static bool IsWhole(PhotoMark mark, int width, int height)
    {
        ArgumentNullException.ThrowIfNull(mark);
        var corners = mark.Points.Count / 2;
        var fits = mark.Kind switch
        {
            MarkKind.Label => corners == 1,
            MarkKind.Arrow or MarkKind.Ruler => corners == 2,
            MarkKind.Outline => corners is >= 3 and <= MostCorners,
            _ => false,
        };
        return fits && IsOn(mark.Points, width, height);
    }

    /// <summary>Whether all points lie on the photo, its edges included.</summary>
    public static bool IsOn(IReadOnlyList<int> points, int width, int height)
    {
        ArgumentNullException.ThrowIfNull(points);
        return points.Count % 2 == 0 && points.Where((_, i) => i % 2 == 0).All(x => x >= 0 && x <= width) && points.Where((_, i) => i % 2 == 1).All(y => y >= 0 && y <= height);
    }

    /// <summary>Whether a scale can be measured by.</summary>
    public static bool IsUsable(PhotoScale? scale) =>
        scale is { Points.Count: 4, Mm: >= LeastScale and <= MostScale } && Distance(scale.Points) > 0;

    /// <summary>Millimetres of a ruler, square centimetres of an outline; null where nothing can be measured: no scale, or an outline that crosses itself.</summary>
    public static double? SizeOf(PhotoMark mark, PhotoScale? scale)
    {
        ArgumentNullException.ThrowIfNull(mark);
        if (!IsUsable(scale))
        {
            return null;
        }

        var mm = scale!.Mm / Distance(scale.Points);
        return mark.Kind switch
        {
            MarkKind.Ruler => Distance(mark.Points) * mm,
            MarkKind.Outline when !CrossesItself(mark.Points) => Area(mark.Points) * mm * mm / 100,
            _ => null,
        };
    }

    /// <summary>Between the first two points, in pixels.</summary>
    public static double Distance(IReadOnlyList<int> points)
    {
        ArgumentNullException.ThrowIfNull(points);
        return Math.Sqrt(Math.Pow(points[2] - points[0], 2) + Math.Pow(points[3] - points[1], 2));
    }

    /// <summary>Within an outline that does not cross itself, in square pixels (the shoelace formula).</summary>
    public static double Area(IReadOnlyList<int> points)
    {
        ArgumentNullException.ThrowIfNull(points);
        long twice = 0;
        for (var i = 0; i < points.Count; i += 2)
        {
            var next = (i + 2) % points.Count;
            twice += ((long)points[i] * points[next + 1]) - ((long)points[next] * points[i + 1]);
        }

        return Math.Abs(twice) / 2d;
    }

    /// <summary>Two sides that are no neighbours cross: what such an outline encloses cannot be told.</summary>
    public static bool CrossesItself(IReadOnlyList<int> points)
    {
        ArgumentNullException.ThrowIfNull(points);
        var corners = points.Count / 2;
        for (var one = 0; one < corners; one++)
        {
            for (var other = one + 2; other < corners; other++)
            {
                if ((other + 1) % corners != one && Cross(points, one, other))
                {
                    return true;
                }
            }
        }

        return false;
    }

    private static bool Cross(IReadOnlyList<int> points, int one, int other)
    {
        var count = points.Count;
        long Turn(int a, int b, int c) => Math.Sign(
            ((long)(points[(2 * b) % count] - points[(2 * a) % count]) * (points[((2 * c) + 1) % count] - points[((2 * a) + 1) % count]))
            - ((long)(points[((2 * b) + 1) % count] - points[((2 * a) + 1) % count]) * (points[(2 * c) % count] - points[(2 * a) % count])));
        return Turn(one, one + 1, other) * Turn(one, one + 1, other + 1) < 0 && Turn(other, other + 1, one) * Turn(other, other + 1, one + 1) < 0;
    }
}

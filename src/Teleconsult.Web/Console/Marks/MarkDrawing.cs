using System.Globalization;
using Teleconsult.Domain.Photos;

namespace Teleconsult.Web.Console.Marks;

/// <summary>A mark's line as the path of an SVG in the photo's own pixels; drawing.js and the phone draw the same.</summary>
internal static class MarkDrawing
{
    /// <param name="unit">A hundredth of the photo's longer side.</param>
    public static string Path(PhotoMark mark, double unit)
    {
        var points = mark.Points.Select(p => (double)p).ToArray();
        return mark.Kind switch
        {
            MarkKind.Outline => Line(points) + "Z",
            MarkKind.Arrow => Line(points) + Head(points, 4 * unit),
            MarkKind.Ruler => Line(points) + End(points, 0, 2 * unit) + End(points, 2, 2 * unit),
            _ => "",
        };
    }

    private static string Head(double[] points, double length)
    {
        var along = Math.Atan2(points[3] - points[1], points[2] - points[0]);
        (double X, double Y) Side(double turn) => (points[2] - (length * Math.Cos(along + turn)), points[3] - (length * Math.Sin(along + turn)));
        var ((x1, y1), (x2, y2)) = (Side(0.5), Side(-0.5));
        return Line([x1, y1, points[2], points[3], x2, y2]);
    }

    private static string End(double[] points, int at, double half)
    {
        var along = Math.Atan2(points[3] - points[1], points[2] - points[0]);
        var (x, y) = (half * Math.Sin(along), half * Math.Cos(along));
        return Line([points[at] - x, points[at + 1] + y, points[at] + x, points[at + 1] - y]);
    }

    private static string Line(double[] points) =>
        string.Concat(points.Select((p, i) => (i == 0 ? "M" : i % 2 == 0 ? "L" : " ") + p.ToString("0.#", CultureInfo.InvariantCulture)));
}

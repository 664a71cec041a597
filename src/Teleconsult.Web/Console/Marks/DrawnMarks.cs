using System.Globalization;
using System.Text.Json;
using Teleconsult.Application;
using Teleconsult.Application.Consults;
using Teleconsult.Domain.Photos;
using Teleconsult.Web.Console.Language;

namespace Teleconsult.Web.Console.Marks;

/// <summary>What is drawn in the half-written answer on the screen.</summary>
/// <param name="Revision">Another one when it came from elsewhere than the hand that draws: the stage then takes it over.</param>
public sealed record DrawnMarks(IReadOnlyList<PhotoMarks> Marks, Guid Revision);

/// <summary>Marks that went out with an advice.</summary>
public sealed record SentMarks(PersonName By, Guid Advice, IReadOnlyList<PhotoMarks> Marks);

/// <summary>Marks as the browser has them, and as they are said.</summary>
internal static class MarkWords
{
    public static string Write(IReadOnlyList<PhotoMarks> marks) => JsonSerializer.Serialize(marks, Json.Options);

    /// <summary>What a browser sent. What cannot be read is no mark; whether points lie on the photo is asked before it goes out.</summary>
    public static IReadOnlyList<PhotoMarks> Read(string? text)
    {
        try
        {
            return [.. (string.IsNullOrEmpty(text) ? null : JsonSerializer.Deserialize<List<PhotoMarks?>>(text, Json.Options) ?? [])?.OfType<PhotoMarks>()
                .Where(p => p.Marks is not null && p.Scale is null or { Points.Count: 4 }).Select(Whole) ?? []];
        }
        catch (JsonException)
        {
            return [];
        }
    }

    /// <summary>"Outline, 3.2 cm²".</summary>
    public static string Said(this Words words, PhotoMark mark, PhotoScale? scale)
    {
        var size = SizeWords(mark, PhotoGeometry.SizeOf(mark, scale), words.Culture);
        return size is null ? words.Of("mark", mark.Kind) : $"{words.Of("mark", mark.Kind)}, {size}";
    }

    /// <summary>As viewer and phone say it: millimetres, centimetres from 10 cm on, square centimetres.</summary>
    public static string? SizeWords(PhotoMark mark, double? size, CultureInfo culture) => size switch
    {
        null => null,
        { } area when mark.Kind is MarkKind.Outline => string.Create(culture, $"{(area < 1 ? area.ToString("0.00", culture) : area.ToString("N1", culture))} cm²"),
        >= 100 => $"{(size.Value / 10).ToString("N1", culture)} cm",
        < 10 => $"{size.Value.ToString("0.0", culture)} mm",
        _ => $"{size.Value.ToString("0", culture)} mm",
    };

    private static PhotoMarks Whole(PhotoMarks one) => one with { Marks = [.. one.Marks.Where(m => m?.Points is not null && PhotoGeometry.IsWhole(m, one.Width, one.Height))] };
}

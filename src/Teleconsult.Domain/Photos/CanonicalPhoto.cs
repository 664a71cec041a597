using Teleconsult.Domain.Photos.Jpeg;
using Teleconsult.Domain.Photos.Png;
using Teleconsult.Domain.Photos.WebP;

namespace Teleconsult.Domain.Photos;

/// <summary>
/// Rewrites a photo without loss into the one form that is stored: the same coded picture, its colours, its orientation, and
/// nothing else. The phone does the same, byte for byte, so the hash of what was sent is the hash of what is stored.
/// </summary>
/// <remarks>
/// Thread-safe. Memory stays flat whatever the size of the photo (a window of 128 KiB, and at most 2 MiB of header). Pixels are
/// never decoded. Rewriting a rewritten photo changes nothing. What a file is, its bytes say: neither name nor declared type.
/// </remarks>
public static class CanonicalPhoto
{
    /// <summary>Bytes of the largest photo that is accepted: 25 MB.</summary>
    public const long MaxBytes = 26_214_400;

    /// <summary>Pixels of the largest picture that is accepted.</summary>
    public const long MaxPixels = 50_000_000;

    /// <summary>Most bytes that are kept beside the coded picture. Colour profiles of real photos stay far below.</summary>
    internal const int MaxHeaderBytes = 2 * 1024 * 1024;

    /// <summary>Reads one photo from <paramref name="input"/> to its end and writes its canonical form.</summary>
    /// <param name="input">Stands at its beginning and can go back there: a PNG or WebP is read twice, a JPEG once.</param>
    /// <param name="output">Worthless after a refusal.</param>
    /// <exception cref="RuleViolation">
    /// <c>photo.not-jpeg</c>: neither JPEG nor PNG nor WebP (argument <c>format</c> where it is known what else);
    /// <c>photo.animated</c>, <c>photo.webp-turned</c>, <c>photo.too-large</c>, <c>photo.truncated</c>, <c>photo.damaged</c>,
    /// <c>photo.unsupported</c>, <c>photo.too-many-pixels</c>.
    /// </exception>
    public static CanonicalPicture Rewrite(Stream input, Stream output)
    {
        using var source = new PhotoInput(input);
        var start = source.Peek(PhotoFormat.LookAhead);
        return PhotoKinds.Of(start) switch
        {
            PhotoKind.Jpeg => new(PhotoKind.Jpeg, CanonicalJpeg.Rewrite(source, output)),
            PhotoKind.Png => new(PhotoKind.Png, CanonicalPng.Rewrite(source, output)),
            PhotoKind.WebP => new(PhotoKind.WebP, CanonicalWebP.Rewrite(source, output)),
            _ => throw PhotoRefusal.NotJpeg(PhotoFormat.Recognise(start)),
        };
    }

    /// <exception cref="RuleViolation"><c>photo.damaged</c>, <c>photo.too-many-pixels</c></exception>
    internal static PictureSize CheckSize(long width, long height)
    {
        if (width < 1 || height < 1)
        {
            throw PhotoRefusal.Damaged();
        }

        return width > MaxPixels || height > MaxPixels || width * height > MaxPixels
            ? throw PhotoRefusal.TooManyPixels()
            : new PictureSize((int)width, (int)height);
    }
}

/// <param name="Kind">What the photo is.</param>
/// <param name="Size">The picture's size as displayed.</param>
public readonly record struct CanonicalPicture(PhotoKind Kind, PictureSize Size);

/// <summary>A picture's size in pixels as displayed, orientation applied.</summary>
public readonly record struct PictureSize(int Width, int Height)
{
    /// <summary>The size after <paramref name="orientation"/> (Exif, 1 to 8) is applied: from 5 on the picture lies on its side.</summary>
    internal PictureSize Turned(int orientation) => orientation >= 5 ? new(Height, Width) : this;
}

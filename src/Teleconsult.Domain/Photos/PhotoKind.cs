namespace Teleconsult.Domain.Photos;

/// <summary>The kinds of files in which a photo is stored.</summary>
public enum PhotoKind
{
    Jpeg,
    Png,
    WebP,
}

/// <summary>Tells kinds apart by their first bytes, and names them as the web does.</summary>
public static class PhotoKinds
{
    /// <summary>How many bytes <see cref="Of"/> needs.</summary>
    public const int LookAhead = 12;

    /// <summary>Null for what is none of them.</summary>
    /// <param name="start">The photo's first bytes.</param>
    public static PhotoKind? Of(ReadOnlySpan<byte> start) => PhotoFormat.Recognise(start) switch
    {
        "jpeg" => PhotoKind.Jpeg,
        "png" => PhotoKind.Png,
        "webp" => PhotoKind.WebP,
        _ => null,
    };

    /// <summary>The media type, for example <c>image/png</c>.</summary>
    public static string MediaType(this PhotoKind kind) => kind switch
    {
        PhotoKind.Jpeg => "image/jpeg",
        PhotoKind.Png => "image/png",
        _ => "image/webp",
    };
}

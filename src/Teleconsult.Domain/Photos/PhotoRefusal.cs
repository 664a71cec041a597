namespace Teleconsult.Domain.Photos;

/// <summary>The reasons why the bytes of a photo are not accepted. Their sentences stand in the catalogue.</summary>
internal static class PhotoRefusal
{
    public static RuleViolation NotJpeg(string? format) =>
        format is null ? new RuleViolation("photo.not-jpeg") : new RuleViolation("photo.not-jpeg", ("format", format));

    public static RuleViolation Animated() => new("photo.animated");

    // Browsers do not turn a WebP by its Exif block (Chromium 156): stored as it is, it would lie on its side on most screens.
    public static RuleViolation WebPTurned() => new("photo.webp-turned");

    public static RuleViolation TooLarge() => new("photo.too-large", ("most", CanonicalPhoto.MaxBytes));

    public static RuleViolation Truncated() => new("photo.truncated");

    public static RuleViolation Damaged() => new("photo.damaged");

    public static RuleViolation Unsupported() => new("photo.unsupported");

    public static RuleViolation TooManyPixels() => new("photo.too-many-pixels", ("most", CanonicalPhoto.MaxPixels));
}

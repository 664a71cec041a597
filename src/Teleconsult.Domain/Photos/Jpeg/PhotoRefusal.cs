namespace Teleconsult.Domain.Photos.Jpeg;

/// <summary>The reasons why the bytes of a photo are not accepted. Their sentences stand in the catalogue.</summary>
internal static class PhotoRefusal
{
    public static RuleViolation NotJpeg(string? format) =>
        format is null ? new RuleViolation("photo.not-jpeg") : new RuleViolation("photo.not-jpeg", ("format", format));

    public static RuleViolation TooLarge() => new("photo.too-large", ("most", CanonicalJpeg.MaxBytes));

    public static RuleViolation Truncated() => new("photo.truncated");

    public static RuleViolation Damaged() => new("photo.damaged");

    public static RuleViolation Unsupported() => new("photo.unsupported");

    public static RuleViolation TooManyPixels() => new("photo.too-many-pixels", ("most", CanonicalJpeg.MaxPixels));
}

using System.Globalization;
using System.Text;
using Teleconsult.Application.Photos;
using Teleconsult.Domain.Photos;

namespace Teleconsult.Web.Api;

/// <summary>What tus 1.0.0 demands of a request, one demand each. The quoted sentences are the protocol's.</summary>
internal static class UploadPreconditions
{
    public const string Version = "1.0.0";
    public const string ContentType = "application/offset+octet-stream";

    /// <summary>
    /// "If the version specified by the Client is not supported by the Server, it MUST respond with the 412 Precondition Failed
    /// status and MUST include the Tus-Version header into the response."
    /// </summary>
    public static void VersionIsSupported(HttpRequest request)
    {
        if (request.Headers["Tus-Resumable"] != Version)
        {
            request.HttpContext.Response.Headers["Tus-Version"] = Version;
            throw new UploadRefusal(StatusCodes.Status412PreconditionFailed, "upload.version");
        }
    }

    /// <summary>"The Client MUST send the Upload-Length header" (we do not offer creation-defer-length).</summary>
    public static long LengthIsGiven(HttpRequest request) =>
        Number(request, "Upload-Length") ?? throw new UploadRefusal(StatusCodes.Status400BadRequest, "upload.length");

    /// <summary>
    /// "If the length of the upload exceeds the maximum, which MAY be specified using the Tus-Max-Size header, the Server MUST
    /// respond with the 413 Request Entity Too Large status."
    /// </summary>
    public static void LengthIsWithinLimit(long length)
    {
        if (length > CanonicalPhoto.MaxBytes)
        {
            throw new UploadRefusal(StatusCodes.Status413PayloadTooLarge, "photo.too-large");
        }
    }

    /// <summary>"All PATCH requests MUST use Content-Type: application/offset+octet-stream, otherwise the server SHOULD return a 415."</summary>
    public static void ContentIsOffsetStream(HttpRequest request)
    {
        if (request.ContentType != ContentType)
        {
            throw new UploadRefusal(StatusCodes.Status415UnsupportedMediaType, "upload.media-type");
        }
    }

    /// <summary>"The Upload-Offset header's value MUST be a non-negative integer" and PATCH must carry it.</summary>
    public static long OffsetIsGiven(HttpRequest request) =>
        Number(request, "Upload-Offset") ?? throw new UploadRefusal(StatusCodes.Status400BadRequest, "upload.offset");

    /// <summary>
    /// "The Upload-Offset header's value MUST be equal to the current offset of the resource. ... If the offsets do not match, the
    /// Server MUST respond with the 409 Conflict status without modifying the upload resource."
    /// </summary>
    public static void OffsetIsWhereWeStand(long claimed, long stands)
    {
        if (claimed != stands)
        {
            throw new UploadRefusal(StatusCodes.Status409Conflict, "upload.wrong-offset", stands);
        }
    }

    /// <summary>A body that says it is longer than what is missing is refused before it is read.</summary>
    public static void BodyFits(HttpRequest request, long offset, UploadTarget target)
    {
        if (offset + (request.ContentLength ?? 0) > target.Length)
        {
            throw new UploadRefusal(StatusCodes.Status413PayloadTooLarge, "upload.too-long", offset);
        }
    }

    /// <summary>
    /// "The Server MUST respond with ... 400 Bad Request if the checksum algorithm is not supported by the server". The header is
    /// the algorithm's name, a space, and the Base64 of the checksum.
    /// </summary>
    public static UploadChecksum? ChecksumIsKnown(HttpRequest request)
    {
        if (request.Headers["Upload-Checksum"].ToString() is not { Length: > 0 } header)
        {
            return null;
        }

        return UploadChecksum.Parse(header) ?? throw new UploadRefusal(StatusCodes.Status400BadRequest, "upload.checksum-unknown");
    }

    /// <summary>
    /// "The Upload-Metadata request header MUST consist of one or more comma-separated key-value pairs. The key and value MUST be
    /// separated by a space. ... The value MUST be Base64 encoded. All keys MUST be unique."
    /// </summary>
    public static IReadOnlyDictionary<string, string> MetadataIsReadable(HttpRequest request)
    {
        var read = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var pair in request.Headers["Upload-Metadata"].ToString().Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
        {
            var space = pair.IndexOf(' ', StringComparison.Ordinal);
            var (key, value) = space < 0 ? (pair, "") : (pair[..space], pair[(space + 1)..].Trim());
            var bytes = new byte[value.Length];
            if (!Convert.TryFromBase64String(value, bytes, out var length) || !read.TryAdd(key, Encoding.UTF8.GetString(bytes, 0, length)))
            {
                throw new UploadRefusal(StatusCodes.Status400BadRequest, "upload.metadata");
            }
        }

        return read;
    }

    /// <summary>The metadata says of the photo what its announcement said.</summary>
    public static void MetadataMatchesAnnouncement(IReadOnlyDictionary<string, string> metadata, long length, UploadTarget target)
    {
        var isSame = Guid.TryParse(metadata.GetValueOrDefault("consult"), out var consult) && consult == target.Consult.Value
            && metadata.GetValueOrDefault("slot") == target.Slot
            && string.Equals(metadata.GetValueOrDefault("sha256"), target.Sha256, StringComparison.OrdinalIgnoreCase)
            && length == target.Length;
        if (!isSame)
        {
            throw new Domain.RuleViolation("photo.other-announced");
        }
    }

    private static long? Number(HttpRequest request, string header) =>
        long.TryParse(request.Headers[header], NumberStyles.None, CultureInfo.InvariantCulture, out var value) ? value : null;
}

using System.Globalization;
using System.Text.RegularExpressions;
using Teleconsult.Domain;

namespace Teleconsult.Infrastructure.Photos;

/// <summary>
/// Where a photo lies: a folder for each hour, so that photos written together share one folder flush. The key follows from what
/// the announcement says; a repeated attempt writes the same file and leaves no orphan.
/// </summary>
internal static partial class PhotoKey
{
    public static string For(PhotoId photo, DateTimeOffset announcedAt) => $"{Hour(announcedAt)}/{photo.Value:n}";

    public static string Hour(DateTimeOffset at) => at.UtcDateTime.ToString("yyyy'/'MM'/'dd'/'HH", CultureInfo.InvariantCulture);

    /// <summary>The photo, or original, that lies under a key of ours.</summary>
    public static PhotoId PhotoOf(string storeKey) => new(Guid.ParseExact(storeKey.AsSpan(storeKey.LastIndexOf('/') + 1), "n"));

    /// <summary>A key is part of a path: whatever is not one of ours is never looked up.</summary>
    [GeneratedRegex(@"^\d{4}/\d{2}/\d{2}/\d{2}/[0-9a-f]{32}\z")]
    public static partial Regex Pattern { get; }
}

using Teleconsult.Application.Consults;
using Teleconsult.Domain.Photos;

namespace Teleconsult.Web.Console.Parts;

/// <summary>Where a screen gets a photo from.</summary>
internal static class PhotoAddress
{
    /// <summary>The best there is of it: the original as soon as that is stored, until then its grading copy; null while neither is.</summary>
    public static string? Full(PhotoView photo) => photo.State is not (PhotoState.Stored or PhotoState.Superseded) ? null
        : photo.Original is PhotoState.Stored ? $"/api/photos/{photo.Id}/original"
        : $"/api/photos/{photo.Id}";
}

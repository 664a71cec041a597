using MediatR;
using Microsoft.EntityFrameworkCore;
using Teleconsult.Application.Persistence;
using Teleconsult.Application.Pipeline;
using Teleconsult.Domain;
using Teleconsult.Domain.Access;
using Teleconsult.Domain.Photos;

namespace Teleconsult.Application.Photos;

/// <summary>What was announced of a photo that its requester uploads. Refuses everybody else as if it did not exist.</summary>
[Allowed(Role.Requester)]
public sealed record FindUpload(Guid Photo) : IRequest<UploadTarget>;

/// <param name="Length">Bytes that were announced.</param>
/// <param name="Sha256">Of those bytes, lower-case hexadecimal.</param>
/// <param name="AnnouncedAt">UTC.</param>
/// <param name="IsOriginal">The original of a photo whose grading copy goes by itself; <paramref name="Photo"/> is then its own id.</param>
public sealed record UploadTarget(
    PhotoId Photo, ConsultId Consult, PractitionerId Owner, string Slot, long Length, string Sha256, DateTimeOffset AnnouncedAt,
    PhotoState State, string? RefusalCode, bool IsOriginal = false)
{
    /// <summary>Nothing more has to arrive.</summary>
    public bool IsStored => State is PhotoState.Stored or PhotoState.Superseded;
}

internal sealed class FindUploadHandler(TeleconsultDb db, ICurrentUser user) : IRequestHandler<FindUpload, UploadTarget>
{
    public async Task<UploadTarget> Handle(FindUpload request, CancellationToken cancellationToken)
    {
        var id = new PhotoId(request.Photo);
        var me = user.Actor.Id;
        var found = await (from photo in db.Photos.AsNoTracking()
                           join consult in db.Consults.VisibleTo(user.Actor) on photo.Consult equals consult.Id
                           where (photo.Id == id || photo.Original!.Id == id) && consult.Requester == me
                           select new { photo, consult.Requester })
            .SingleOrDefaultAsync(cancellationToken) ?? throw new NotFound("upload.unknown");
        return found.photo.Original is { } original && original.Id == id
            ? new UploadTarget(
                id, found.photo.Consult, found.Requester, found.photo.Slot, original.Bytes, original.Sha256, found.photo.AnnouncedAt, original.State,
                original.RefusalCode, IsOriginal: true)
            : new UploadTarget(
                id, found.photo.Consult, found.Requester, found.photo.Slot, found.photo.Bytes, found.photo.Sha256, found.photo.AnnouncedAt, found.photo.State,
                found.photo.RefusalCode);
    }
}

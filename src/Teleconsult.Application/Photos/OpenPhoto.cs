using MediatR;
using Microsoft.EntityFrameworkCore;
using Teleconsult.Application.Audit;
using Teleconsult.Application.Persistence;
using Teleconsult.Application.Pipeline;
using Teleconsult.Application.Ports;
using Teleconsult.Domain;
using Teleconsult.Domain.Access;
using Teleconsult.Domain.Consults;
using Teleconsult.Domain.Photos;

namespace Teleconsult.Application.Photos;

/// <summary>The bytes of a stored photo, for those who may see its consult. Reading is audited.</summary>
[Allowed(Role.Requester, Role.Specialist, Role.Coordinator)]
public sealed record OpenPhoto(Guid Photo) : IRequest<PhotoContent>;

/// <summary>The picture as captured, of which the photo is the grading copy.</summary>
[Allowed(Role.Requester, Role.Specialist, Role.Coordinator)]
public sealed record OpenOriginal(Guid Photo) : IRequest<PhotoContent>;

/// <summary>The small picture that travelled with the submission: there before the photo is.</summary>
[Allowed(Role.Requester, Role.Specialist, Role.Coordinator)]
public sealed record OpenPreview(Guid Photo) : IRequest<PhotoContent>;

/// <param name="Bytes">At their beginning. The receiver disposes them.</param>
/// <param name="StoredAt">UTC; null for a preview.</param>
public sealed record PhotoContent(Stream Bytes, PhotoKind Kind, DateTimeOffset? StoredAt);

internal sealed partial class OpenPhotoHandler(TeleconsultDb db, WordVault vault, IPhotoStore store, PhotoSuspects suspects, ReadAudit audit, ICurrentUser user)
    : IRequestHandler<OpenPhoto, PhotoContent>, IRequestHandler<OpenOriginal, PhotoContent>, IRequestHandler<OpenPreview, PhotoContent>
{
    public async Task<PhotoContent> Handle(OpenPhoto request, CancellationToken cancellationToken)
    {
        var photo = await FindAsync(request.Photo, cancellationToken);
        return await OpenAsync(photo.Id, photo.Consult, photo.LostAt is null ? photo.StoreKey : null, photo.StoredAt, nameof(OpenPhoto), cancellationToken);
    }

    public async Task<PhotoContent> Handle(OpenOriginal request, CancellationToken cancellationToken)
    {
        var photo = await FindAsync(request.Photo, cancellationToken);
        var original = photo.Original ?? throw new NotFound("photo.unknown");
        return await OpenAsync(original.Id, photo.Consult, original.LostAt is null ? original.StoreKey : null, original.StoredAt, nameof(OpenOriginal), cancellationToken);
    }

    private async Task<PhotoContent> OpenAsync(
        PhotoId id, ConsultId consult, string? storeKey, DateTimeOffset? storedAt, string useCase, CancellationToken cancellationToken)
    {
        if (storeKey is null)
        {
            throw new NotFound("photo.unknown");
        }

        try
        {
            var key = await vault.KeyAsync(consult.Value, create: false, cancellationToken);
            var bytes = new WatchedPhoto(await store.OpenAsync(id, storeKey, key, cancellationToken), () => suspects.Add(id));
            var kind = await KindOfAsync(bytes, cancellationToken);
            audit.Read(user, useCase, consult.Value);
            return new PhotoContent(bytes, kind, storedAt);
        }
        catch (KeyErased)
        {
            throw new NotFound("photo.unknown");
        }
        catch (Exception e) when (e is PhotoNotInStore or PhotoUnreadable)
        {
            suspects.Add(id);
            throw;
        }
    }

    public async Task<PhotoContent> Handle(OpenPreview request, CancellationToken cancellationToken)
    {
        var photo = await FindAsync(request.Photo, cancellationToken);
        try
        {
            var preview = await vault.GetBytesAsync(photo.Consult.Value, WordKind.Preview, photo.Id.Value, cancellationToken);
            return new PhotoContent(new MemoryStream(preview ?? throw new NotFound("photo.unknown"), writable: false), PhotoKind.Jpeg, null);
        }
        catch (KeyErased)
        {
            throw new NotFound("photo.unknown");
        }
    }

    /// <summary>What is stored is canonical, so its first bytes say what it is: no column that could say something else.</summary>
    private static async Task<PhotoKind> KindOfAsync(Stream photo, CancellationToken cancellationToken)
    {
        try
        {
            var start = new byte[PhotoKinds.LookAhead];
            var read = await photo.ReadAtLeastAsync(start, start.Length, throwOnEndOfStream: false, cancellationToken);
            photo.Position = 0;
            return PhotoKinds.Of(start.AsSpan(0, read)) ?? PhotoKind.Jpeg;
        }
        catch
        {
            await photo.DisposeAsync();
            throw;
        }
    }

    private async Task<ConsultPhoto> FindAsync(Guid photo, CancellationToken cancellationToken)
    {
        var id = new PhotoId(photo);
        return await (from p in db.Photos.AsNoTracking()
                      join consult in db.Consults.VisibleTo(user.Actor) on p.Consult equals consult.Id
                      where p.Id == id
                      select p)
            .SingleOrDefaultAsync(cancellationToken) ?? throw new NotFound("photo.unknown");
    }
}

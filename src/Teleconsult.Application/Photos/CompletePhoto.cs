using MediatR;
using Teleconsult.Application.Consults;
using Teleconsult.Application.Persistence;
using Teleconsult.Application.Pipeline;
using Teleconsult.Domain;
using Teleconsult.Domain.Access;

namespace Teleconsult.Application.Photos;

/// <summary>All bytes of a photo have come: it is stored, or refused with the reason. Repeating it changes nothing.</summary>
/// <param name="Photo">Its id, or that of its original.</param>
/// <param name="Stored">Null where it is refused.</param>
/// <param name="RefusalCode">Null where it is stored.</param>
[Allowed(Role.Requester)]
public sealed record CompletePhoto(ConsultId Consult, PhotoId Photo, StoredPicture? Stored, string? RefusalCode) : IRequest<VersionResult>, ICommand
{
    public Guid? Subject => Consult.Value;
}

/// <param name="Width">Pixels as displayed, like <paramref name="Height"/>.</param>
public sealed record StoredPicture(string StoreKey, int Width, int Height);

internal sealed class CompletePhotoHandler(TeleconsultDb db, ICurrentUser user, TimeProvider clock) : IRequestHandler<CompletePhoto, VersionResult>
{
    public async Task<VersionResult> Handle(CompletePhoto command, CancellationToken cancellationToken)
    {
        var consult = await db.LoadOwnAsync(command.Consult, user.Actor, cancellationToken);

        var isOriginal = consult.Photos.Exists(p => p.Original?.Id == command.Photo);
        if (isOriginal && command.Stored is { } original)
        {
            consult.StoreOriginal(command.Photo, original.StoreKey, original.Width, original.Height, clock.GetUtcNow());
        }
        else if (isOriginal)
        {
            consult.RefuseOriginal(command.Photo, command.RefusalCode!, clock.GetUtcNow());
        }
        else if (command.Stored is { } stored)
        {
            consult.StorePhoto(command.Photo, stored.StoreKey, stored.Width, stored.Height, user.Actor.Id, clock.GetUtcNow());
        }
        else
        {
            consult.RefusePhoto(command.Photo, command.RefusalCode!, clock.GetUtcNow());
        }

        return new VersionResult(consult.Version, consult.ContentVersion);
    }
}

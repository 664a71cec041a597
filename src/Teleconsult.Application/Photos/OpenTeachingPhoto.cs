using MediatR;
using Microsoft.EntityFrameworkCore;
using Teleconsult.Application.Pipeline;
using Teleconsult.Domain;
using Teleconsult.Domain.Access;
using Teleconsult.Domain.Consults;

namespace Teleconsult.Application.Photos;

/// <summary>The photo of a teaching card, for everybody of its network for as long as the card stands. Reading is audited.</summary>
[Allowed(Role.Requester, Role.Specialist, Role.Coordinator)]
public sealed record OpenTeachingPhoto(Guid Card) : IRequest<PhotoContent>;

internal sealed partial class OpenPhotoHandler : IRequestHandler<OpenTeachingPhoto, PhotoContent>
{
    public async Task<PhotoContent> Handle(OpenTeachingPhoto request, CancellationToken cancellationToken)
    {
        var network = user.Actor.Network;
        var photo = await (from card in db.TeachingCards.AsNoTracking()
                           join consult in db.Consults on card.Consult equals consult.Id
                           join p in db.Photos on card.Photo equals p.Id
                           where card.Id == request.Card && card.Network == network && card.WithdrawnAt == null && consult.State != ConsultState.Erased
                           select p).SingleOrDefaultAsync(cancellationToken) ?? throw new NotFound("photo.unknown");
        return await OpenAsync(photo.Id, photo.Consult, photo.LostAt is null ? photo.StoreKey : null, photo.StoredAt, nameof(OpenTeachingPhoto), cancellationToken);
    }
}

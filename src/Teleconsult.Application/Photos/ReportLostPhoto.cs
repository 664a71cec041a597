using MediatR;
using Microsoft.EntityFrameworkCore;
using Teleconsult.Application.Persistence;
using Teleconsult.Application.Pipeline;
using Teleconsult.Domain;
using Teleconsult.Domain.Consults;
using Teleconsult.Domain.Photos;

namespace Teleconsult.Application.Photos;

/// <summary>What the host found when it looked for a stored photo: lost, or there again. The case says so from now on.</summary>
/// <param name="Photo">Its id, or that of its original.</param>
/// <param name="StoredAt">Of the photo that was looked for: one that has come once more since is not lost.</param>
/// <param name="Why">Null: it is there again.</param>
[SystemOnly]
public sealed record ReportLostPhoto(ConsultId Consult, PhotoId Photo, DateTimeOffset? StoredAt, PhotoLoss? Why) : IRequest<bool>, ICommand
{
    public Guid? Subject => Consult.Value;
}

internal sealed class ReportLostPhotoHandler(TeleconsultDb db, TimeProvider clock) : IRequestHandler<ReportLostPhoto, bool>
{
    public async Task<bool> Handle(ReportLostPhoto command, CancellationToken cancellationToken)
    {
        var consult = await db.Consults.Whole().SingleOrDefaultAsync(c => c.Id == command.Consult && c.State != ConsultState.Erased, cancellationToken);
        var photo = consult?.Photos.Find(p => p.Id == command.Photo || p.Original?.Id == command.Photo);
        if (consult is null || photo is null || (photo.Id == command.Photo ? photo.StoredAt : photo.Original!.StoredAt) != command.StoredAt)
        {
            return false; // erased, or stored once more meanwhile
        }

        if (command.Why is { } why)
        {
            consult.LosePhoto(command.Photo, why, clock.GetUtcNow());
        }
        else
        {
            consult.FindPhoto(command.Photo, clock.GetUtcNow());
        }

        return consult.PendingEvents.Count > 0;
    }
}

using MediatR;
using Microsoft.EntityFrameworkCore;
using Teleconsult.Application.Audit;
using Teleconsult.Application.Persistence;
using Teleconsult.Application.Pipeline;
using Teleconsult.Domain;
using Teleconsult.Domain.Access;

namespace Teleconsult.Application.Consults;

/// <summary>
/// Photos of the patient's earlier cases of the same form, to stand beside the new ones: the newest cases first, as far as the reader may see
/// them. The case that this one follows comes first, whatever came between.
/// </summary>
[Allowed(Role.Specialist, Role.Coordinator)]
public sealed record ListEarlierPhotos(Guid Consult) : IRequest<IReadOnlyList<EarlierCase>>;

internal sealed class ListEarlierPhotosHandler(TeleconsultDb db, ConsultReader reader, ReadAudit audit, ICurrentUser user)
    : IRequestHandler<ListEarlierPhotos, IReadOnlyList<EarlierCase>>
{
    /// <summary>More than one looks at; a patient of many years may have hundreds.</summary>
    private const int Most = 6;

    public async Task<IReadOnlyList<EarlierCase>> Handle(ListEarlierPhotos request, CancellationToken cancellationToken)
    {
        var id = new ConsultId(request.Consult);
        var visible = db.Consults.AsNoTracking().VisibleTo(user.Actor);
        var of = await visible.Where(c => c.Id == id).Select(c => new { c.Patient, c.Network, c.Template, c.ReceivedAt, c.FollowUpOf }).SingleOrDefaultAsync(cancellationToken)
            ?? throw new NotFound("consult.not-found");
        var form = of.Template.Split('|')[0] + "|%";
        var cases = await visible.Include(c => c.Photos)
            .Where(c => c.Patient == of.Patient && c.Network == of.Network && c.Id != id && c.ReceivedAt < of.ReceivedAt && EF.Functions.Like(c.Template, form) && c.Photos.Any())
            .OrderByDescending(c => c.Id == of.FollowUpOf).ThenByDescending(c => c.ReceivedAt).Take(Most).ToListAsync(cancellationToken);
        var earlier = new List<EarlierCase>();
        foreach (var one in cases)
        {
            var photos = await reader.PhotosToCompareAsync(one, cancellationToken);
            if (photos.Count > 0)
            {
                audit.Read(user, nameof(ListEarlierPhotos), one.Id.Value);
                earlier.Add(new EarlierCase(one.Id.Value, one.Number, one.ReceivedAt, one.Template, photos));
            }
        }

        return earlier;
    }
}

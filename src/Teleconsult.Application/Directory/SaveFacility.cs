using MediatR;
using Microsoft.EntityFrameworkCore;
using Teleconsult.Application.Persistence;
using Teleconsult.Application.Pipeline;
using Teleconsult.Domain;
using Teleconsult.Domain.Access;

namespace Teleconsult.Application.Directory;

/// <summary>Adds a hospital, clinic or health post, or changes its name and number.</summary>
/// <param name="Id">Made by the sender for a new one.</param>
[Allowed(Role.Administrator)]
public sealed record SaveFacility(Guid Id, string Name, string? Phone) : IRequest<Unit>, ICommand
{
    public Guid? Subject => Id;
}

internal sealed class SaveFacilityHandler(TeleconsultDb db, NameDirectory names, ICurrentUser user) : IRequestHandler<SaveFacility, Unit>
{
    public async Task<Unit> Handle(SaveFacility command, CancellationToken cancellationToken)
    {
        var id = new FacilityId(command.Id);
        var facility = await db.Facilities.SingleOrDefaultAsync(f => f.Id == id, cancellationToken);
        if (facility is not null && facility.Network != user.Actor.Network)
        {
            throw new NotFound();
        }

        if (facility is null)
        {
            db.Facilities.Add(facility = new FacilityRow { Id = id, Network = user.Actor.Network });
        }

        facility.Name = Texts.Required(command.Name, "facility.name", 200);
        facility.Phone = Texts.Optional(command.Phone, 40) ?? "";
        names.Forget(user.Actor.Network);
        return Unit.Value;
    }
}

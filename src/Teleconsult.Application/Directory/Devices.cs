using MediatR;
using Microsoft.EntityFrameworkCore;
using Teleconsult.Application.Persistence;
using Teleconsult.Application.Pipeline;
using Teleconsult.Domain;
using Teleconsult.Domain.Access;

namespace Teleconsult.Application.Directory;

internal sealed class ListMyDevicesHandler(TeleconsultDb db, ICurrentUser user) : IRequestHandler<ListMyDevices, IReadOnlyList<DeviceEntry>>
{
    public async Task<IReadOnlyList<DeviceEntry>> Handle(ListMyDevices request, CancellationToken cancellationToken)
    {
        var me = user.Actor.Id.Value;
        var rows = await db.Devices.AsNoTracking().Where(d => d.User == me).OrderByDescending(d => d.LastSeen).ToListAsync(cancellationToken);
        return [.. rows.Select(d => new DeviceEntry(d.Id.Value, d.Name, d.FirstSeen, d.LastSeen, d.RevokedAt, d.Id == user.Device))];
    }
}

internal sealed class ListNetworkDevicesHandler(TeleconsultDb db, ICurrentUser user) : IRequestHandler<ListNetworkDevices, IReadOnlyList<NetworkDeviceEntry>>
{
    public async Task<IReadOnlyList<NetworkDeviceEntry>> Handle(ListNetworkDevices request, CancellationToken cancellationToken)
    {
        var network = user.Actor.Network;
        var rows = await db.Devices.AsNoTracking().Join(db.Users.Where(u => u.Network == network), d => d.User, u => u.Id, (d, u) => new { d, u.Name })
            .OrderByDescending(x => x.d.LastSeen).Take(500).ToListAsync(cancellationToken);
        return [.. rows.Select(x => new NetworkDeviceEntry(x.d.Id.Value, x.d.Name, x.d.User, x.Name, x.d.LastSeen, x.d.RevokedAt))];
    }
}

internal sealed class RevokeDeviceHandler(TeleconsultDb db, ActorDirectory directory, ICurrentUser user, TimeProvider clock) : IRequestHandler<RevokeDevice, Unit>
{
    public async Task<Unit> Handle(RevokeDevice request, CancellationToken cancellationToken)
    {
        var id = new DeviceId(request.Device);
        var person = request.Person ?? user.Actor.Id.Value;
        var network = user.Actor.Network;
        var mayRevoke = person == user.Actor.Id.Value
            || (user.Actor.Has(Role.Administrator) && await db.Users.AnyAsync(u => u.Id == person && u.Network == network, cancellationToken));
        var device = mayRevoke ? await db.Devices.SingleOrDefaultAsync(d => d.Id == id && d.User == person, cancellationToken) : null;
        if (device is null)
        {
            throw new NotFound("device.not-found");
        }

        device.RevokedAt ??= clock.GetUtcNow();
        db.PushSubscriptions.RemoveRange(await db.PushSubscriptions.Where(s => s.User == person && s.Device == id).ToListAsync(cancellationToken));
        directory.Forget(id, person);
        return Unit.Value;
    }
}

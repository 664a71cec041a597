using Microsoft.EntityFrameworkCore;
using Teleconsult.Application.Persistence;
using Teleconsult.Application.Ports;
using Teleconsult.Domain;

namespace Teleconsult.Web.Security;

/// <summary>The devices that people sign in on. Revoking is final: a revoked device has to be given back by an administrator.</summary>
internal sealed class DeviceRegister(TeleconsultDb db, IWriteGate gate, ActorDirectory directory, TimeProvider clock)
{
    /// <returns>False: the device was revoked for this person.</returns>
    public async Task<bool> SignInAsync(DeviceId device, Guid user, string? name, CancellationToken cancellationToken)
    {
        using var turn = await gate.EnterAsync(device.Value, cancellationToken); // a button pressed twice makes one row
        var now = clock.GetUtcNow();
        var row = await db.Devices.SingleOrDefaultAsync(d => d.Id == device && d.User == user, cancellationToken);
        if (row is { RevokedAt: not null })
        {
            return false;
        }

        if (row is null)
        {
            db.Devices.Add(row = new DeviceRow { Id = device, User = user, FirstSeen = now });
        }

        row.Name = name is { Length: > 0 } ? name[..Math.Min(name.Length, 100)] : row.Name is "" ? "?" : row.Name;
        row.LastSeen = now;
        await db.SaveChangesAsync(cancellationToken);
        directory.Forget(device, user);
        return true;
    }

    public async Task<bool> SeenAsync(DeviceId device, Guid user, CancellationToken cancellationToken)
    {
        using var turn = await gate.EnterAsync(null, cancellationToken);
        var now = clock.GetUtcNow();
        return await db.Devices.Where(d => d.Id == device && d.User == user && d.RevokedAt == null)
            .ExecuteUpdateAsync(d => d.SetProperty(x => x.LastSeen, now), cancellationToken) == 1;
    }

    /// <summary>Tokens of this device end, and messages to it: the row goes, signing in again makes a new one.</summary>
    public async Task SignOutAsync(DeviceId device, Guid user, CancellationToken cancellationToken)
    {
        using var turn = await gate.EnterAsync(null, cancellationToken);
        await db.Devices.Where(d => d.Id == device && d.User == user && d.RevokedAt == null).ExecuteDeleteAsync(cancellationToken);
        await db.PushSubscriptions.Where(s => s.Device == device && s.User == user).ExecuteDeleteAsync(cancellationToken);
        directory.Forget(device, user);
    }
}

using System.Collections.Concurrent;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Teleconsult.Domain;
using Teleconsult.Domain.Access;

namespace Teleconsult.Application.Persistence;

/// <summary>
/// Who may do what, and whose device is revoked, kept for some seconds so that it is asked on every request and notice
/// without a query each. A change on this node is seen at once, one on another node within <see cref="Fresh"/>.
/// </summary>
public sealed class ActorDirectory(IServiceScopeFactory scopes, TimeProvider clock)
{
    /// <summary>Well under the minute within which a revoked device has to be refused (DESIGN §6).</summary>
    public static readonly TimeSpan Fresh = TimeSpan.FromSeconds(15);

    private readonly ConcurrentDictionary<Guid, (Actor? Actor, DateTimeOffset Until)> _actors = new();
    private readonly ConcurrentDictionary<(DeviceId Device, Guid User), (bool Good, DateTimeOffset Until)> _devices = new();

    /// <summary>The person's roles and places now; null for an account that is gone or locked for good.</summary>
    public async ValueTask<Actor?> FindAsync(Guid user, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        if (_actors.TryGetValue(user, out var known) && now < known.Until)
        {
            return known.Actor;
        }

        await using var scope = scopes.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<TeleconsultDb>();
        var row = await db.Users.AsNoTracking().Include(u => u.Assignments).SingleOrDefaultAsync(u => u.Id == user, cancellationToken);
        var actor = row is null || row.DeactivatedAt is not null
            ? null
            : new Actor(new PractitionerId(row.Id), row.Network, row.AccessVersion, [.. row.Assignments.Select(a => new Assignment(a.Role, a.Facility, a.Service))]);
        _actors[user] = (actor, now + Fresh);
        return actor;
    }

    /// <summary>Whether the device is this person's and not revoked.</summary>
    public async ValueTask<bool> IsGoodAsync(DeviceId device, Guid user, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        if (_devices.TryGetValue((device, user), out var known) && now < known.Until)
        {
            return known.Good;
        }

        await using var scope = scopes.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<TeleconsultDb>();
        var good = await db.Devices.AnyAsync(d => d.Id == device && d.User == user && d.RevokedAt == null, cancellationToken);
        _devices[(device, user)] = (good, now + Fresh);
        return good;
    }

    public void Forget(Guid user) => _actors.TryRemove(user, out _);

    public void ForgetAll()
    {
        _actors.Clear();
        _devices.Clear();
    }

    public void Forget(DeviceId device, Guid user) => _devices.TryRemove((device, user), out _);
}

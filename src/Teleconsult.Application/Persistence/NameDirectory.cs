using System.Collections.Concurrent;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Teleconsult.Application.Consults;
using Teleconsult.Domain;

namespace Teleconsult.Application.Persistence;

/// <summary>The names of a network's people and places, kept for half a minute. Names of staff, never of patients.</summary>
public sealed class NameDirectory(IServiceScopeFactory scopes, TimeProvider clock)
{
    private static readonly TimeSpan Fresh = TimeSpan.FromSeconds(30);
    private readonly ConcurrentDictionary<NetworkId, (Names Names, DateTimeOffset Until)> _networks = new();

    public async ValueTask<Names> OfAsync(NetworkId network, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        if (_networks.TryGetValue(network, out var known) && now < known.Until)
        {
            return known.Names;
        }

        await using var scope = scopes.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<TeleconsultDb>();
        var names = new Names(
            await db.Users.AsNoTracking().Where(u => u.Network == network).ToDictionaryAsync(u => u.Id, u => u.Name, cancellationToken),
            await db.Services.AsNoTracking().Where(s => s.Network == network).ToDictionaryAsync(s => s.Id.Value, s => s.Name, cancellationToken),
            await db.Facilities.AsNoTracking().Where(f => f.Network == network).ToDictionaryAsync(f => f.Id.Value, f => f.Name, cancellationToken));
        _networks[network] = (names, now + Fresh);
        return names;
    }

    public void Forget(NetworkId network) => _networks.TryRemove(network, out _);

    public void ForgetAll() => _networks.Clear();
}

public sealed record Names(IReadOnlyDictionary<Guid, string> People, IReadOnlyDictionary<Guid, string> Services, IReadOnlyDictionary<Guid, string> Facilities)
{
    public PersonName Person(PractitionerId id) => new(id.Value, People.GetValueOrDefault(id.Value, "?"));

    public PersonName? Person(PractitionerId? id) => id is { } value ? Person(value) : null;

    public ServiceView? Service(ServiceId? id) => id is { } value ? new ServiceView(value.Value, Services.GetValueOrDefault(value.Value, "?")) : null;

    public string Facility(FacilityId id) => Facilities.GetValueOrDefault(id.Value, "?");
}

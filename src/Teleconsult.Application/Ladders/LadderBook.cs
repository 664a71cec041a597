using System.Collections.Concurrent;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Teleconsult.Application.Persistence;
using Teleconsult.Domain;
using Teleconsult.Domain.Consults;
using Teleconsult.Domain.Ladders;

namespace Teleconsult.Application.Ladders;

/// <summary>
/// The ladders as they stand, kept for some seconds: asked for at every case that becomes free. A newly published one is used on this
/// node at once, on others within <see cref="Fresh"/>.
/// </summary>
public sealed class LadderBook(IServiceScopeFactory scopes, TimeProvider clock)
{
    private static readonly TimeSpan Fresh = TimeSpan.FromSeconds(10);
    private readonly ConcurrentDictionary<(ServiceId Service, Urgency Urgency), (Ladder? Own, DateTimeOffset Until)> _known = new();

    /// <summary>Its service's own for its urgency, else the default for what was promised; without a service the one of the coordinator, who has to find one.</summary>
    public async ValueTask<Ladder> OfAsync(Consult consult, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(consult);
        return consult.Service is { } service
            ? await OwnAsync(service, consult.Urgency, cancellationToken) ?? DefaultLadders.Of(consult.Urgency, consult.Target.Claim)
            : DefaultLadders.Unallocated(consult.Urgency);
    }

    /// <summary>What the service has published for the urgency; null: nothing.</summary>
    public async ValueTask<Ladder?> OwnAsync(ServiceId service, Urgency urgency, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        if (_known.TryGetValue((service, urgency), out var known) && now < known.Until && known.Until <= now + Fresh)
        {
            return known.Own;
        }

        await using var scope = scopes.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<TeleconsultDb>();
        var row = await db.Ladders.AsNoTracking().SingleOrDefaultAsync(l => l.Service == service && l.Urgency == urgency, cancellationToken);
        var own = row?.ToLadder();
        _known[(service, urgency)] = (own, now + Fresh);
        return own;
    }

    public void ForgetAll() => _known.Clear();
}

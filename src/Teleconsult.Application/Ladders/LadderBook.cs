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
    private readonly ConcurrentDictionary<(ServiceId Service, Urgency Urgency), (Ladder Ladder, DateTimeOffset Until)> _known = new();

    /// <param name="service">Null: a case for which a coordinator has to find one.</param>
    public async ValueTask<Ladder> OfAsync(ServiceId? service, Urgency urgency, CancellationToken cancellationToken)
    {
        if (service is not { } id)
        {
            return DefaultLadders.Unallocated(urgency);
        }

        var now = clock.GetUtcNow();
        if (_known.TryGetValue((id, urgency), out var known) && now < known.Until && known.Until <= now + Fresh)
        {
            return known.Ladder;
        }

        await using var scope = scopes.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<TeleconsultDb>();
        var row = await db.Ladders.AsNoTracking().SingleOrDefaultAsync(l => l.Service == id && l.Urgency == urgency, cancellationToken);
        var ladder = row?.ToLadder() ?? DefaultLadders.Of(urgency);
        _known[(id, urgency)] = (ladder, now + Fresh);
        return ladder;
    }

    public void ForgetAll() => _known.Clear();
}

using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Teleconsult.Application.Persistence;
using Teleconsult.Application.Ports;

namespace Teleconsult.Application.Log;

/// <summary>
/// Notices that the database was restored, at the start and while the node runs (another server took over, say), and begins a new
/// epoch: the log's next events would take positions that clients have seen already. Of many nodes one begins it; the others follow.
/// </summary>
/// <remarks>
/// Two signs: the database came from elsewhere than when the epoch began (<see cref="IDatabaseOrigin"/>), or it stands behind what this
/// host has read.
/// </remarks>
public sealed partial class RestoreWatch(
    IServiceScopeFactory scopes, IDatabaseOrigin origins, LogEpoch epochs, StreamKeyCache keys, NumberSource numbers, ActorDirectory actors, NameDirectory names,
    ILogger<RestoreWatch> logger, LogHead? head = null)
{
    private string? _known;

    /// <summary>At the start, against the note of how far this host has read before.</summary>
    public Task StartAsync(CancellationToken cancellationToken) => CheckAsync(head?.Read(), cancellationToken);

    /// <summary>While the node runs.</summary>
    /// <param name="position">How far it has read.</param>
    /// <returns>True when a new epoch has begun: everything that was read is of a lost future.</returns>
    public async Task<bool> CheckAsync(long position, CancellationToken cancellationToken) =>
        await CheckAsync((_known ?? await epochs.GetAsync(cancellationToken), position), cancellationToken);

    private async Task<bool> CheckAsync((string Epoch, long Position)? read, CancellationToken cancellationToken)
    {
        // The epoch first, then the signs: who sees a new epoch sees its origin too, and begins no second one.
        var (epoch, origin) = await epochs.ReadAsync(cancellationToken);
        if (await IsRestoredAsync(epoch, origin, read, cancellationToken))
        {
            LogRestored(logger);
            await epochs.BeginAsync(epoch, read is { } note && !await HasEndedAsync(note.Epoch, cancellationToken) ? note.Epoch : null, cancellationToken);
            epoch = await epochs.GetAsync(cancellationToken);
        }

        var changed = _known is not null && _known != epoch;
        _known = epoch;
        if (changed)
        {
            // Keys, numbers and names of the lost future would be mixed with what the database knows.
            keys.ForgetAll();
            numbers.ForgetAll();
            actors.ForgetAll();
            names.ForgetAll();
        }

        return changed;
    }

    private async Task<bool> IsRestoredAsync(string epoch, string? origin, (string Epoch, long Position)? read, CancellationToken cancellationToken)
    {
        await using var scope = scopes.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<TeleconsultDb>();
        if (await origins.FindAsync(db, cancellationToken) is { } now && now != origin)
        {
            return true;
        }

        if (read is not { } before || await HasEndedAsync(before.Epoch, cancellationToken))
        {
            return false;
        }

        return before.Epoch != epoch || (before.Position > 0 && !await db.Events.AnyAsync(e => e.Id >= before.Position, cancellationToken));
    }

    /// <summary>Whether the database knows that this epoch is over: what was noted in it says nothing any more.</summary>
    private async Task<bool> HasEndedAsync(string epoch, CancellationToken cancellationToken)
    {
        await using var scope = scopes.CreateAsyncScope();
        return await LogEpoch.HasEndedAsync(scope.ServiceProvider.GetRequiredService<TeleconsultDb>(), epoch, cancellationToken);
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "The database was restored from a backup: a new epoch begins, and every client takes a snapshot")]
    private static partial void LogRestored(ILogger logger);
}

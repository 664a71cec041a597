using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Teleconsult.Application.Log;
using Teleconsult.Application.Persistence;
using Teleconsult.Application.Ports;
using Teleconsult.Domain;
using Teleconsult.Infrastructure.Photos.Uploads;

namespace Teleconsult.Infrastructure.Photos;

/// <summary>
/// Destroys what an erasure has given up: overwrites the share of the stream's key, removes photos and uploads in flight. What fails is
/// tried again until it is done. Every node may run it: each step can be repeated.
/// </summary>
public sealed partial class ErasureWorker(
    IServiceScopeFactory scopes, IPhotoStore store, IKeyShares shares, StreamKeyCache keys, IUploadParts parts, Heartbeats heartbeats,
    TimeProvider clock, ILogger<ErasureWorker> logger) : BackgroundService
{
    private static readonly TimeSpan Look = TimeSpan.FromSeconds(5);

    /// <summary>One round: what fails holds nothing else up, and stays for the next one. Returns how many streams were destroyed.</summary>
    public async Task<int> EraseAsync(CancellationToken cancellationToken)
    {
        await using var scope = scopes.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<TeleconsultDb>();
        var done = 0;
        foreach (var erasure in await db.Erasures.AsNoTracking().Where(e => e.DoneAt == null).OrderBy(e => e.Id).ToListAsync(cancellationToken))
        {
            try
            {
                await EraseAsync(db, erasure, cancellationToken);
                done++;
            }
            catch (Exception e) when (e is not OperationCanceledException)
            {
                LogFailure(logger, e);
            }
        }

        return done;
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                var erased = await EraseAsync(stoppingToken);
                heartbeats.Beat(nameof(ErasureWorker));
                if (erased > 0)
                {
                    LogErased(logger, erased);
                }
            }
            catch (Exception e) when (e is not OperationCanceledException)
            {
                LogFailure(logger, e);
            }

            await Task.Delay(Look, stoppingToken);
        }
    }

    private async Task EraseAsync(TeleconsultDb db, ErasureRow erasure, CancellationToken cancellationToken)
    {
        if (erasure.Share.Length > 0)
        {
            await shares.EraseAsync(erasure.Share, cancellationToken); // first: with it everything else is unreadable
        }

        keys.Forget(erasure.Stream);
        if (erasure.Kind is StreamKind.Consult)
        {
            await RemovePhotosAsync(db, new ConsultId(erasure.Stream), cancellationToken);
        }

        await db.Erasures.Where(e => e.Id == erasure.Id).ExecuteUpdateAsync(e => e.SetProperty(x => x.DoneAt, clock.GetUtcNow()), cancellationToken);
    }

    private async Task RemovePhotosAsync(TeleconsultDb db, ConsultId consult, CancellationToken cancellationToken)
    {
        foreach (var photo in await db.Photos.AsNoTracking().Where(p => p.Consult == consult).ToListAsync(cancellationToken))
        {
            await RemoveAsync(photo.Id, photo.StoreKey, cancellationToken);
            if (photo.Original is { } original)
            {
                await RemoveAsync(original.Id, original.StoreKey, cancellationToken);
            }
        }
    }

    private async Task RemoveAsync(PhotoId upload, string? storeKey, CancellationToken cancellationToken)
    {
        await parts.DeleteAsync(upload, cancellationToken);
        if (storeKey is not null)
        {
            await store.DeleteAsync(storeKey, cancellationToken);
        }
    }

    [LoggerMessage(LogLevel.Information, "Destroyed the keys and photos of {Count} erased cases and patients")]
    private static partial void LogErased(ILogger logger, int count);

    [LoggerMessage(LogLevel.Error, "Destroying what was erased failed; it is tried again")]
    private static partial void LogFailure(ILogger logger, Exception failure);
}

using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Teleconsult.Application.Persistence;
using Teleconsult.Application.Photos;
using Teleconsult.Application.Ports;
using Teleconsult.Infrastructure.Photos.FileSystem;
using Teleconsult.Infrastructure.Photos.Uploads;

namespace Teleconsult.Infrastructure.Photos;

/// <summary>
/// Puts away what nobody will come back for: expired uploads, half-written files of a crash, and stored photos that no consult
/// knows. Every node may run it: to remove what is gone does nothing.
/// </summary>
public sealed partial class PhotoSweeper(
    IServiceScopeFactory scopes, IPhotoStore store, IUploadParts parts, TimeProvider clock, ILogger<PhotoSweeper> logger) : BackgroundService
{
    private static readonly TimeSpan Pause = TimeSpan.FromHours(1);

    /// <summary>A photo is stored before its consult says so: within a day a repeated attempt may still tell it.</summary>
    private static readonly TimeSpan Grace = TimeSpan.FromDays(1);

    /// <summary>How far back orphans are looked for. Longer than any pause of the sweeper that nobody notices.</summary>
    private static readonly TimeSpan Window = TimeSpan.FromDays(4);

    /// <summary>One round. Returns how many things were put away.</summary>
    public async Task<int> SweepAsync(CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        var swept = await SweepUploadsAsync(now, cancellationToken) + await SweepOrphansAsync(now, cancellationToken);
        if (store is FileSystemPhotoStore files)
        {
            swept += await files.SweepTemporariesAsync(now, cancellationToken);
        }

        return swept;
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Pause, clock);
        do
        {
            try
            {
                var swept = await SweepAsync(stoppingToken);
                if (swept > 0)
                {
                    LogSwept(logger, swept);
                }
            }
            catch (Exception e) when (e is not OperationCanceledException)
            {
                LogFailure(logger, e); // the next round tries again
            }
        }
        while (await timer.WaitForNextTickAsync(stoppingToken));
    }

    private async Task<int> SweepUploadsAsync(DateTimeOffset now, CancellationToken cancellationToken)
    {
        await using var scope = scopes.CreateAsyncScope();
        var ledger = scope.ServiceProvider.GetRequiredService<UploadLedger>();
        var idle = await parts.IdleSinceAsync(now - UploadLedger.Lifetime, cancellationToken).ToListAsync(cancellationToken);
        var expired = (await ledger.ExpiredAsync(1_000, cancellationToken)).Union(idle).ToList();
        foreach (var photo in expired)
        {
            await parts.DeleteAsync(photo, cancellationToken);
            await ledger.RemoveAsync(photo, cancellationToken);
        }

        return expired.Count;
    }

    private async Task<int> SweepOrphansAsync(DateTimeOffset now, CancellationToken cancellationToken)
    {
        var orphans = 0;
        await foreach (var storeKey in store.ListAsync(now - Window, now - Grace, cancellationToken))
        {
            // One scope each: the sweeper must not keep a context, nor a growing list, alive over a long walk.
            await using var scope = scopes.CreateAsyncScope();
            var db = scope.ServiceProvider.GetRequiredService<TeleconsultDb>();
            var photo = PhotoKey.PhotoOf(storeKey); // by the id, which has an index: the key follows from it
            if (!await db.Photos.AnyAsync(p => (p.Id == photo && p.StoreKey == storeKey) || (p.Original!.Id == photo && p.Original.StoreKey == storeKey), cancellationToken))
            {
                await store.DeleteAsync(storeKey, cancellationToken);
                orphans++;
            }
        }

        return orphans;
    }

    [LoggerMessage(LogLevel.Information, "Put away {Count} expired uploads, temporaries and orphaned photos")]
    private static partial void LogSwept(ILogger logger, int count);

    [LoggerMessage(LogLevel.Error, "Sweeping photos failed; it is tried again")]
    private static partial void LogFailure(ILogger logger, Exception failure);
}

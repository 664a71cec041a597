using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Teleconsult.Application.Log;
using Teleconsult.Application.Persistence;
using Teleconsult.Application.Ports;

namespace Teleconsult.Web.Setup;

internal sealed class DatabaseCheck(TeleconsultDb db) : IHealthCheck
{
    public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        try
        {
            await db.Facts.AsNoTracking().AnyAsync(cancellationToken);
            return HealthCheckResult.Healthy();
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            return HealthCheckResult.Unhealthy("The database does not answer.", e);
        }
    }
}

internal sealed class PhotoStoreCheck(IPhotoStore store) : IHealthCheck
{
    public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        try
        {
            await store.CheckAsync(cancellationToken);
            return HealthCheckResult.Healthy();
        }
        catch (PhotoStoreUnavailable e)
        {
            // Not unhealthy: words still arrive, phones keep their photos and come again. To drain every node would help nobody.
            return HealthCheckResult.Degraded("Photos cannot be stored now.", e);
        }
    }
}

/// <summary>Whether all stored photos are where they should be, as far as was looked: an operator should know, no node should be drained.</summary>
internal sealed class LostPhotosCheck(TeleconsultDb db, Infrastructure.Photos.PhotoChecker checker) : IHealthCheck
{
    public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        if (!checker.IsOurStore)
        {
            return HealthCheckResult.Degraded("The photo store is not the one that belongs to this database.");
        }

        var lost = await db.Photos.CountAsync(p => p.LostAt != null && p.State == Domain.Photos.PhotoState.Arriving
            && db.Consults.Any(c => c.Id == p.Consult && c.State != Domain.Consults.ConsultState.Erased), cancellationToken);
        return lost == 0 ? HealthCheckResult.Healthy() : HealthCheckResult.Degraded($"{lost} photos cannot be found in the store.");
    }
}

/// <summary>Whether the timers and the log's readers of this node still do their rounds: one stopped worker does not drain the node.</summary>
internal sealed class HeartbeatCheck(Heartbeats heartbeats) : IHealthCheck
{
    internal static readonly string[] Expected =
    [
        nameof(LogFeed), nameof(Application.Timers.TimerWorker), nameof(Application.Alerts.AlertWorker), "response-times", nameof(Infrastructure.Photos.ErasureWorker),
        nameof(Application.Watch.CanaryWorker),
    ];

    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        var silent = heartbeats.Silent(Expected);
        return Task.FromResult(silent.Count == 0 ? HealthCheckResult.Healthy() : HealthCheckResult.Unhealthy($"Silent: {string.Join(", ", silent)}"));
    }
}

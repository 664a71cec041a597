using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Teleconsult.Application.Log;
using Teleconsult.Application.Persistence;

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

/// <summary>Whether the photo folder can be written.</summary>
internal sealed class PhotoFolderCheck(HostSettings settings) : IHealthCheck
{
    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        try
        {
            Directory.CreateDirectory(settings.PhotoFolder);
            var probe = Path.Combine(settings.PhotoFolder, $".probe-{Guid.NewGuid():n}");
            File.WriteAllBytes(probe, []);
            File.Delete(probe);
            return Task.FromResult(HealthCheckResult.Healthy());
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return Task.FromResult(HealthCheckResult.Unhealthy("Photos cannot be stored.", e));
        }
    }
}

/// <summary>Whether the timers and the log's readers of this node still do their rounds: one stopped worker does not drain the node.</summary>
internal sealed class HeartbeatCheck(Heartbeats heartbeats) : IHealthCheck
{
    private static readonly TimeSpan Silence = TimeSpan.FromSeconds(30);
    private static readonly string[] Expected = [nameof(LogFeed), nameof(Application.Timers.TimerWorker), "response-times"];

    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        var ages = heartbeats.Ages();
        var silent = Expected.Where(w => !ages.TryGetValue(w, out var age) || age > Silence).ToList();
        return Task.FromResult(silent.Count == 0 ? HealthCheckResult.Healthy() : HealthCheckResult.Unhealthy($"Silent: {string.Join(", ", silent)}"));
    }
}

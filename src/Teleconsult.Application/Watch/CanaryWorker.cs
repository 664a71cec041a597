using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Teleconsult.Application.Log;

namespace Teleconsult.Application.Watch;

/// <summary>Looks after the trial case, on every node: quickly while one is under way, seldom else.</summary>
public sealed partial class CanaryWorker(Canary canary, Heartbeats heartbeats, TimeProvider clock, ILogger<CanaryWorker> logger) : BackgroundService
{
    private static readonly TimeSpan Look = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan LookIdle = TimeSpan.FromSeconds(5);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            var runs = false;
            try
            {
                runs = await canary.LookAsync(stoppingToken);
                heartbeats.Beat(nameof(CanaryWorker));
            }
            catch (Exception e) when (e is not OperationCanceledException)
            {
                LogFailure(logger, e);
            }

            await Task.Delay(runs ? Look : LookIdle, clock, stoppingToken);
        }
    }

    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        await base.StopAsync(cancellationToken);
        try
        {
            await canary.LeaveAsync(cancellationToken);
        }
        catch (Exception e)
        {
            LogFailure(logger, e); // too late, or no database: then another node waits for its lease to end
        }
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "The trial case could not be looked at; tried again")]
    private static partial void LogFailure(ILogger logger, Exception exception);
}

using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Teleconsult.Application.Log;
using Teleconsult.Application.Persistence;
using Teleconsult.Application.Ports;

namespace Teleconsult.Application.Alerts;

/// <summary>
/// Sends what was decided: claims messages with a lease and a fencing token, the most urgent first, a limited number in each round, so
/// that after a long downtime nothing goes out as a storm. A node that dies leaves its claims to the next one; what it had handed over
/// already goes out again, recognisable as the same.
/// </summary>
public sealed partial class AlertWorker(
    IServiceScopeFactory scopes, IAlertClaims claims, Heartbeats heartbeats, TimeProvider clock, ILogger<AlertWorker> logger) : BackgroundService
{
    /// <summary>Most messages of one round; there is a round each second.</summary>
    public const int PerRound = 20;
    private static readonly TimeSpan Lease = TimeSpan.FromMinutes(2);
    private static readonly TimeSpan Look = TimeSpan.FromSeconds(1);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                await RoundAsync(stoppingToken);
                heartbeats.Beat(nameof(AlertWorker));
            }
            catch (Exception e) when (e is not OperationCanceledException)
            {
                LogFailure(logger, e);
            }

            await Task.Delay(Look, clock, stoppingToken);
        }
    }

    /// <summary>Sends what is due now. Returns how many messages it claimed.</summary>
    public async Task<int> RoundAsync(CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        IReadOnlyList<(Guid Id, long Token)> due;
        await using (var scope = scopes.CreateAsyncScope())
        {
            due = await claims.ClaimAsync(scope.ServiceProvider.GetRequiredService<TeleconsultDb>(), now, now + Lease, PerRound, cancellationToken);
        }

        // Side by side, so that one gateway that hangs holds nobody else up.
        await Parallel.ForEachAsync(due, new ParallelOptions { MaxDegreeOfParallelism = 8, CancellationToken = cancellationToken }, async (alert, stop) =>
        {
            await using var scope = scopes.CreateAsyncScope();
            try
            {
                await scope.ServiceProvider.GetRequiredService<AlertDelivery>().DeliverAsync(alert.Id, alert.Token, stop);
            }
            catch (Exception e) when (e is not OperationCanceledException)
            {
                LogAlertFailure(logger, e, alert.Id); // its lease ends and it is tried again
            }

            heartbeats.Beat(nameof(AlertWorker)); // a slow gateway is no stopped worker
        });
        return due.Count;
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "Messages could not be read; they are tried again")]
    private static partial void LogFailure(ILogger logger, Exception exception);

    [LoggerMessage(Level = LogLevel.Error, Message = "Message {Alert} failed; it is tried again")]
    private static partial void LogAlertFailure(ILogger logger, Exception exception, Guid alert);
}

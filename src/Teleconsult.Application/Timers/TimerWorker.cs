using MediatR;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Teleconsult.Application.Log;
using Teleconsult.Application.Persistence;
using Teleconsult.Application.Pipeline;
using Teleconsult.Application.Ports;

namespace Teleconsult.Application.Timers;

/// <summary>
/// Claims due timers with a lease and a fencing token and fires each as a command of its own. A node that dies leaves its
/// claims to the next one when the lease ends; one that outlives its lease is fenced off by the token.
/// </summary>
public sealed partial class TimerWorker(
    IServiceScopeFactory scopes, ITimerClaims claims, LogWaker waker, Heartbeats heartbeats, TimeProvider clock, ILogger<TimerWorker> logger) : BackgroundService
{
    private const int Batch = 50;
    private static readonly TimeSpan Lease = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan Look = TimeSpan.FromSeconds(1);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var wake = waker.Listen();
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                while (await RoundAsync(stoppingToken) == Batch)
                {
                }

                heartbeats.Beat(nameof(TimerWorker));
                await Task.Delay(Look, clock, stoppingToken);
            }
            catch (Exception e) when (e is not OperationCanceledException)
            {
                LogFailure(logger, e);
                await Task.Delay(Look, stoppingToken);
            }
        }
    }

    /// <summary>Fires what is due now. Returns how many timers it claimed.</summary>
    public async Task<int> RoundAsync(CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        IReadOnlyList<TimerRow> due;
        await using (var scope = scopes.CreateAsyncScope())
        {
            due = await claims.ClaimAsync(scope.ServiceProvider.GetRequiredService<TeleconsultDb>(), now, now + Lease, Batch, cancellationToken);
        }

        foreach (var timer in due)
        {
            await using var scope = scopes.CreateAsyncScope();
            scope.ServiceProvider.GetRequiredService<CurrentUser>().ActAsSystem();
            try
            {
                await scope.ServiceProvider.GetRequiredService<IMediator>().Send(new FireTimer(timer.Consult, timer.Kind, timer.Token), cancellationToken);
            }
            catch (Exception e) when (e is not OperationCanceledException)
            {
                LogTimerFailure(logger, e, timer.Kind, timer.Consult.Value); // its lease ends and it is tried again
            }
        }

        return due.Count;
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "Timers could not be read; they are tried again")]
    private static partial void LogFailure(ILogger logger, Exception exception);

    [LoggerMessage(Level = LogLevel.Error, Message = "Timer {Kind} of {Consult} failed; it is tried again")]
    private static partial void LogTimerFailure(ILogger logger, Exception exception, Domain.Consults.ConsultTimer kind, Guid consult);
}

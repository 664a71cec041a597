using MediatR;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Teleconsult.Application.Persistence;
using Teleconsult.Application.Pipeline;
using Teleconsult.Application.Watch;
using Teleconsult.Domain;
using Teleconsult.Domain.ResponseTimes;

namespace Teleconsult.Application.ResponseTimes;

/// <summary>Looks every minute whether a month of some network is to be published: what was missed while everything stood still comes out in order.</summary>
public sealed partial class MonthWorker(IServiceScopeFactory scopes, TimeProvider clock, ILogger<MonthWorker> logger) : BackgroundService
{
    private static readonly TimeSpan Look = TimeSpan.FromMinutes(1);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                while (await RoundAsync(stoppingToken) > 0)
                {
                }
            }
            catch (Exception e) when (e is not OperationCanceledException)
            {
                LogFailure(logger, e);
            }

            await Task.Delay(Look, clock, stoppingToken);
        }
    }

    /// <summary>Publishes at most one month of each network. Returns how many it published.</summary>
    public async Task<int> RoundAsync(CancellationToken cancellationToken)
    {
        List<NetworkId> networks;
        await using (var scope = scopes.CreateAsyncScope())
        {
            networks = await scope.ServiceProvider.GetRequiredService<TeleconsultDb>().Networks.Where(n => n.Id != CanaryNetwork.Id) // which has no figures
                .OrderBy(n => n.Id).Select(n => n.Id).ToListAsync(cancellationToken);
        }

        var published = 0;
        foreach (var network in networks)
        {
            await using var scope = scopes.CreateAsyncScope();
            scope.ServiceProvider.GetRequiredService<CurrentUser>().ActAsSystem();
            try
            {
                if (await scope.ServiceProvider.GetRequiredService<IMediator>().Send(new PublishDueMonth(network), cancellationToken) is { } month)
                {
                    published++;
                    LogPublished(logger, month, network.Value);
                }
            }
            catch (RuleViolation e) when (e.Code is "figures.published" or "figures.counting" or "figures.not-ready")
            {
                // Another node was faster, or the last events are being read: in a minute it is looked at again.
            }
        }

        return published;
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "The figures of {Month} of network {Network} were published by the calendar")]
    private static partial void LogPublished(ILogger logger, FigureMonth month, Guid network);

    [LoggerMessage(Level = LogLevel.Error, Message = "Months could not be published; they are tried again")]
    private static partial void LogFailure(ILogger logger, Exception exception);
}

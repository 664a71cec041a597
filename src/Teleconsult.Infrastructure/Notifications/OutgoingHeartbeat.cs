using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Teleconsult.Application.Log;

namespace Teleconsult.Infrastructure.Notifications;

/// <summary>
/// The dead-man's switch: while every worker of this node beats, a monitor outside hears from it each minute. It raises the alarm when
/// it hears nothing: nobody inside can tell that everything inside stands still.
/// </summary>
/// <param name="expected">The workers that have to beat.</param>
public sealed partial class OutgoingHeartbeat(
    AlertSettings settings, Heartbeats heartbeats, IReadOnlyList<string> expected, HttpClient http, TimeProvider clock, ILogger<OutgoingHeartbeat> logger) : BackgroundService
{
    private static readonly TimeSpan Round = TimeSpan.FromMinutes(1);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        if (settings.HeartbeatUrl is not { Length: > 0 })
        {
            return;
        }

        using var timer = new PeriodicTimer(Round, clock);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            await BeatAsync(stoppingToken);
        }
    }

    /// <summary>Tells the monitor, if there is nothing to hide. Returns whether it was told.</summary>
    public async Task<bool> BeatAsync(CancellationToken cancellationToken)
    {
        var silent = heartbeats.Silent(expected);
        if (silent.Count > 0)
        {
            LogSilent(logger, string.Join(", ", silent));
            return false;
        }

        try
        {
            using var answer = await http.GetAsync(new Uri(settings.HeartbeatUrl!), HttpCompletionOption.ResponseHeadersRead, cancellationToken);
            return answer.IsSuccessStatusCode;
        }
        catch (Exception failure) when (failure is HttpRequestException || (failure is OperationCanceledException && !cancellationToken.IsCancellationRequested))
        {
            LogUnheard(logger, failure.Message);
            return false;
        }
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "Silent: {Workers}. The monitor outside is not told that all is well")]
    private static partial void LogSilent(ILogger logger, string workers);

    [LoggerMessage(Level = LogLevel.Warning, Message = "The monitor outside could not be told that all is well: {Why}")]
    private static partial void LogUnheard(ILogger logger, string why);
}

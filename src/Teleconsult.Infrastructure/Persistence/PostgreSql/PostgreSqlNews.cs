using Microsoft.Extensions.Logging;
using Npgsql;
using Teleconsult.Application.Pipeline;

namespace Teleconsult.Infrastructure.Persistence.PostgreSql;

/// <summary>
/// Carries wake-ups between nodes: an empty NOTIFY after commits of this node, and LISTEN for those of others. One notifier a node,
/// outside of every writer's transaction: a NOTIFY inside takes a lock of the whole server until its commit (commits fall to a third,
/// on slow disks to a fifteenth). Commits that follow each other share one.
/// </summary>
/// <remarks>Only hints travel. While a connection is lost readers look every 2 seconds; when it is back they look at once.</remarks>
internal sealed partial class PostgreSqlNews(string connectionString, LogWaker waker, ILogger<PostgreSqlNews> logger) : NodeLine(connectionString)
{
    public const string Listener = "teleconsult-listener";
    public const string Notifier = "teleconsult-notifier";
    private const string Channel = "teleconsult_log";

    private volatile int _notifier;

    protected override Task ExecuteAsync(CancellationToken stoppingToken) => Task.WhenAll(
        KeepAsync(NotifyAsync, stoppingToken), KeepAsync(ListenAsync, stoppingToken));

    protected override void Lost(string why) => LogLost(logger, why);

    private async Task NotifyAsync(CancellationToken stoppingToken)
    {
        using var commits = waker.ListenToOwn();
        // A hint need not survive the loss of power: its commit does not wait for the disk.
        await using var connection = await OpenAsync(Notifier, "-c synchronous_commit=off", stoppingToken);
        await using var notify = new NpgsqlCommand($"notify {Channel}", connection);
        _notifier = connection.ProcessID;
        await notify.ExecuteNonQueryAsync(stoppingToken); // for what was committed while nobody could be told
        while (true)
        {
            await commits.WaitAsync(Timeout.InfiniteTimeSpan, stoppingToken);
            await notify.ExecuteNonQueryAsync(stoppingToken);
        }
    }

    private async Task ListenAsync(CancellationToken stoppingToken)
    {
        await using var connection = await OpenAsync(Listener, "", stoppingToken);
        connection.Notification += (_, news) =>
        {
            if (news.PID != _notifier) // this node's own readers were woken by the commit itself
            {
                waker.WakeReaders();
            }
        };
        await using (var listen = new NpgsqlCommand($"listen {Channel}", connection))
        {
            await listen.ExecuteNonQueryAsync(stoppingToken);
        }

        waker.WakeReaders(); // for what was missed meanwhile
        while (true)
        {
            await connection.WaitAsync(stoppingToken);
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "The connection for wake-ups between nodes is lost and made anew; readers look every 2 seconds meanwhile ({Why})")]
    private static partial void LogLost(ILogger logger, string why);
}

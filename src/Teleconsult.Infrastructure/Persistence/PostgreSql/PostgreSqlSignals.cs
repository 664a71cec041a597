using Microsoft.Extensions.Logging;
using Npgsql;
using Teleconsult.Application.Live;

namespace Teleconsult.Infrastructure.Persistence.PostgreSql;

/// <summary>
/// Carries who has a case open and who is typing between nodes: ids and a code as the payload of a NOTIFY, outside of every
/// transaction, those of one moment together. Nothing is stored and nothing is sent again: what is lost with a connection is said
/// anew within seconds.
/// </summary>
internal sealed partial class PostgreSqlSignals(string connectionString, CaseSignals signals, ILogger<PostgreSqlSignals> logger) : NodeLine(connectionString)
{
    public const string Listener = "teleconsult-signal-listener";
    public const string Notifier = "teleconsult-signal-notifier";
    private const string Channel = "teleconsult_signals";

    /// <summary>A payload takes less than 8000 bytes; a signal takes 66.</summary>
    private const int Together = 100;

    private volatile int _notifier;

    protected override Task ExecuteAsync(CancellationToken stoppingToken) => Task.WhenAll(
        KeepAsync(NotifyAsync, stoppingToken), KeepAsync(ListenAsync, stoppingToken));

    protected override void Lost(string why) => LogLost(logger, why);

    private async Task NotifyAsync(CancellationToken stoppingToken)
    {
        var outgoing = signals.Relay();
        await using var connection = await OpenAsync(Notifier, "-c synchronous_commit=off", stoppingToken);
        _notifier = connection.ProcessID;
        await using var notify = new NpgsqlCommand("select pg_notify($1, $2)", connection) { Parameters = { new() { Value = Channel }, new() { Value = "" } } };
        while (await outgoing.WaitToReadAsync(stoppingToken))
        {
            var moment = new List<CaseSignal>();
            while (moment.Count < Together && outgoing.TryRead(out var signal))
            {
                moment.Add(signal);
            }

            notify.Parameters[1].Value = string.Join(';', moment.Distinct().Select(Write));
            await notify.ExecuteNonQueryAsync(stoppingToken);
        }
    }

    private async Task ListenAsync(CancellationToken stoppingToken)
    {
        await using var connection = await OpenAsync(Listener, "", stoppingToken);
        var heard = new Queue<CaseSignal>();
        connection.Notification += (_, news) =>
        {
            if (news.PID != _notifier) // this node's own people were told at once
            {
                foreach (var signal in news.Payload.Split(';').Select(Read).OfType<CaseSignal>())
                {
                    heard.Enqueue(signal);
                }
            }
        };
        await using (var listen = new NpgsqlCommand($"listen {Channel}", connection))
        {
            await listen.ExecuteNonQueryAsync(stoppingToken);
        }

        while (true)
        {
            await connection.WaitAsync(stoppingToken);
            while (heard.TryDequeue(out var signal))
            {
                await signals.HearAsync(signal, stoppingToken);
            }
        }
    }

    private static string Write(CaseSignal signal) => $"{signal.Consult:N}{signal.Person:N}{(int)signal.Kind}";

    private static CaseSignal? Read(string text) =>
        text.Length == 65 && Guid.TryParseExact(text[..32], "N", out var consult) && Guid.TryParseExact(text[32..64], "N", out var person)
        && Enum.IsDefined((SignalKind)(text[64] - '0'))
            ? new CaseSignal(consult, person, (SignalKind)(text[64] - '0'))
            : null;

    [LoggerMessage(Level = LogLevel.Warning, Message = "The connection for presence and typing between nodes is lost and made anew ({Why})")]
    private static partial void LogLost(ILogger logger, string why);
}

using System.Threading.Channels;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Teleconsult.Application.Persistence;
using Teleconsult.Application.Pipeline;
using Teleconsult.Application.Ports;

namespace Teleconsult.Application.Audit;

/// <summary>
/// Who read which case or photo. Reads are many, so their entries are written in batches; at shutdown the rest is written.
/// A crash can lose the last seconds of reads, never an entry of a change.
/// </summary>
public sealed partial class ReadAudit(IServiceScopeFactory scopes, IWriteGate gate, TimeProvider clock, ILogger<ReadAudit> logger) : BackgroundService
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan Last = TimeSpan.FromSeconds(5);
    private readonly List<AuditRow> _batch = []; // touched by one task at a time: the worker, then its end
    private readonly Channel<AuditRow> _waiting = Channel.CreateUnbounded<AuditRow>(new UnboundedChannelOptions { SingleReader = true });

    public void Read(ICurrentUser user, string action, Guid subject)
    {
        ArgumentNullException.ThrowIfNull(user);
        _waiting.Writer.TryWrite(new AuditRow
        {
            Network = user.Actor.Network,
            User = user.Actor.Id.Value,
            Device = user.Device?.Value,
            At = clock.GetUtcNow(),
            Action = action,
            Subject = subject,
        });
    }

    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        await base.StopAsync(cancellationToken);
        using var patience = new CancellationTokenSource(Last); // the host's own may have been used up by connections slow to close
        try
        {
            while (await WriteAsync(patience.Token))
            {
            }
        }
        catch (Exception e)
        {
            LogLost(logger, e, _batch.Count);
        }
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (await _waiting.Reader.WaitToReadAsync(stoppingToken))
        {
            try
            {
                await WriteAsync(stoppingToken);
            }
            catch (Exception e) when (e is not OperationCanceledException)
            {
                LogFailure(logger, e); // the batch is kept and written with the next one
            }

            await Task.Delay(Pause, clock, stoppingToken);
        }
    }

    /// <returns>Whether there was something to write.</returns>
    private async Task<bool> WriteAsync(CancellationToken cancellationToken)
    {
        while (_batch.Count < 1_000 && _waiting.Reader.TryRead(out var row))
        {
            _batch.Add(row);
        }

        if (_batch.Count == 0)
        {
            return false;
        }

        await using var scope = scopes.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<TeleconsultDb>();
        using var turn = await gate.EnterAsync(null, cancellationToken);
        // Copies: what a failed save has tracked goes with its context, the batch stays for the next one.
        db.Audit.AddRange(_batch.Select(r => new AuditRow { Network = r.Network, User = r.User, Device = r.Device, At = r.At, Action = r.Action, Subject = r.Subject }));
        await db.SaveChangesAsync(cancellationToken);
        _batch.Clear();
        return true;
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "Entries of reads could not be written to the audit; they are tried again")]
    private static partial void LogFailure(ILogger logger, Exception exception);

    [LoggerMessage(Level = LogLevel.Error, Message = "At least {Count} entries of reads could not be written to the audit before the end")]
    private static partial void LogLost(ILogger logger, Exception exception, int count);
}

using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Teleconsult.Application.Persistence;
using Teleconsult.Application.Pipeline;
using Teleconsult.Application.Ports;

namespace Teleconsult.Application.Log;

/// <summary>What a durable reader of the log does with a page of events. Its changes are saved together with its position.</summary>
public interface ILogProjection
{
    /// <summary>Name of the reader's position; never change it.</summary>
    string Name { get; }

    Task ApplyAsync(TeleconsultDb db, IReadOnlyList<EventRow> events, CancellationToken cancellationToken);
}

/// <summary>
/// Drives a durable reader: effect and position in one transaction, so that each event takes effect exactly once, whatever
/// dies in between. Of many nodes one wins each page; the others see the position moved and go on from there.
/// </summary>
public sealed partial class LogProjector<T>(
    T projection, IServiceScopeFactory scopes, ILogHorizon horizon, IWriteGate gate, LogWaker waker, Heartbeats heartbeats, TimeProvider clock,
    ILogger<LogProjector<T>> logger) : BackgroundService
    where T : ILogProjection
{
    private static readonly TimeSpan Look = TimeSpan.FromSeconds(2);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var wake = waker.Listen();
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                while (await StepAsync(stoppingToken))
                {
                }

                heartbeats.Beat(projection.Name);
                await wake.WaitAsync(Look, stoppingToken);
            }
            catch (DbUpdateException)
            {
                // Another node read this page.
            }
            catch (Exception e) when (e is not OperationCanceledException)
            {
                LogFailure(logger, e, projection.Name);
                await Task.Delay(Look, stoppingToken);
            }
        }
    }

    /// <summary>One page. Returns whether there was one.</summary>
    public async Task<bool> StepAsync(CancellationToken cancellationToken)
    {
        await using var scope = scopes.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<TeleconsultDb>();
        var (safe, _) = await horizon.GetAsync(db, cancellationToken);
        var position = await db.Readers.SingleOrDefaultAsync(r => r.Name == projection.Name, cancellationToken);
        var after = position?.Position ?? 0;
        var events = await db.Events.AsNoTracking().Where(e => e.Id > after && e.Id <= safe).OrderBy(e => e.Id).Take(LogReading.Page).ToListAsync(cancellationToken);
        if (events.Count == 0)
        {
            return false;
        }

        await projection.ApplyAsync(db, events, cancellationToken);
        if (position is null)
        {
            db.Readers.Add(position = new ReaderRow { Name = projection.Name });
        }

        position.Position = events[^1].Id;
        position.At = clock.GetUtcNow();
        using var turn = await gate.EnterAsync(cancellationToken);
        await db.SaveChangesAsync(cancellationToken);
        return true;
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "Reader {Reader} of the log failed; it is tried again")]
    private static partial void LogFailure(ILogger logger, Exception exception, string reader);
}

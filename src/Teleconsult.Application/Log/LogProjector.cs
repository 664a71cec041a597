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
/// dies in between. Of many nodes one takes each page, holding the reader's row; the others wait and go on from there.
/// </summary>
public sealed partial class LogProjector<T>(
    T projection, IServiceScopeFactory scopes, ILogHorizon horizon, IWriteGate gate, LogWaker waker, Heartbeats heartbeats, TimeProvider clock,
    ILogger<LogProjector<T>> logger) : BackgroundService
    where T : ILogProjection
{
    private static readonly TimeSpan Look = TimeSpan.FromSeconds(2);

    /// <summary>What comes within this time is read as one page: a commit and a flush for all of it, instead of one for each event.</summary>
    private static readonly TimeSpan Gather = TimeSpan.FromSeconds(1);

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
                await Task.Delay(Gather, stoppingToken);
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
        var place = await db.Readers.AsNoTracking().SingleOrDefaultAsync(r => r.Name == projection.Name, cancellationToken);
        var after = place?.Position ?? 0;
        if (!await db.Events.AnyAsync(e => e.Id > after && e.Id <= safe, cancellationToken))
        {
            return false; // looked for first without a lock: most rounds find nothing
        }

        using var turn = await gate.EnterAsync(null, cancellationToken);
        var now = clock.GetUtcNow();
        if (place is null)
        {
            // Of nodes that start together one makes the row; both databases know this sentence.
            await db.Database.ExecuteSqlAsync(
                $"""insert into readers ("Name", "Position", "At") values ({projection.Name}, 0, {now.UtcTicks}) on conflict do nothing""", cancellationToken);
        }

        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        await db.Readers.Where(r => r.Name == projection.Name).ExecuteUpdateAsync(r => r.SetProperty(x => x.At, now), cancellationToken); // holds the row
        var position = await db.Readers.SingleAsync(r => r.Name == projection.Name, cancellationToken);
        var events = await db.Events.AsNoTracking().Where(e => e.Id > position.Position && e.Id <= safe).OrderBy(e => e.Id)
            .Take(LogReading.Page).ToListAsync(cancellationToken);
        if (events.Count > 0)
        {
            await projection.ApplyAsync(db, events, cancellationToken);
            position.Position = events[^1].Id;
            await db.SaveChangesAsync(cancellationToken);
            await transaction.CommitAsync(cancellationToken);
        }

        return events.Count > 0;
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "Reader {Reader} of the log failed; it is tried again")]
    private static partial void LogFailure(ILogger logger, Exception exception, string reader);
}

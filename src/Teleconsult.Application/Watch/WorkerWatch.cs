using MediatR;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Teleconsult.Application.Log;
using Teleconsult.Application.Persistence;
using Teleconsult.Application.Pipeline;
using Teleconsult.Application.Ports;

namespace Teleconsult.Application.Watch;

/// <summary>
/// The dead-man's switch across nodes: each writes down when its workers did their rounds, and looks at those of all. A worker that stands
/// still while its node lives, or with its node, is told to the coordinators by whichever node sees it. What stops in order says so and is
/// no alarm; that everything is down, only a monitor outside can tell (<c>Alerts:HeartbeatUrl</c>).
/// </summary>
public sealed partial class WorkerWatch(
    IServiceScopeFactory scopes, WatchSettings settings, Heartbeats heartbeats, IWriteGate gate, TimeProvider clock, ILogger<WorkerWatch> logger) : BackgroundService
{
    /// <summary>For how long nothing was written of a worker that counts as stopped: well over a restart, well under the first rung of an emergency.</summary>
    public static readonly TimeSpan Silence = TimeSpan.FromSeconds(90);
    private static readonly TimeSpan Look = TimeSpan.FromSeconds(15);

    /// <summary>A node that was taken away without a word is forgotten after it was told of.</summary>
    private static readonly TimeSpan Kept = TimeSpan.FromDays(1);

    private readonly DateTimeOffset _begun = clock.GetUtcNow();
    private HashSet<(string Node, string Worker, DateTimeOffset At)> _suspected = [];

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        if (!settings.IsOn)
        {
            return;
        }

        using var timer = new PeriodicTimer(Look, clock);
        do
        {
            try
            {
                await RoundAsync(stoppingToken);
            }
            catch (Exception e) when (e is not OperationCanceledException)
            {
                LogFailure(logger, e); // a database that is away is told by others
            }
        }
        while (await timer.WaitForNextTickAsync(stoppingToken));
    }

    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        await base.StopAsync(cancellationToken);
        if (settings.IsOn)
        {
            await LeaveAsync(cancellationToken);
        }
    }

    /// <summary>Writes this node's beats and looks at everybody's. Returns what counts as stopped.</summary>
    public async Task<IReadOnlyList<StoppedWorker>> RoundAsync(CancellationToken cancellationToken)
    {
        await using var scope = scopes.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<TeleconsultDb>();
        var now = clock.GetUtcNow();
        await WriteAsync(db, cancellationToken);
        var all = await db.WorkerBeats.AsNoTracking().OrderBy(b => b.Node).ThenBy(b => b.Worker).ToListAsync(cancellationToken);
        var silent = all.Where(b => now - b.At > Silence).ToList();

        // Only what is silent in two looks in a row: a clock that jumped ahead, or a machine that slept, makes all look late for a moment.
        var seen = silent.Select(b => (b.Node, b.Worker, b.At)).ToHashSet();
        var stopped = silent.Where(b => _suspected.Contains((b.Node, b.Worker, b.At)))
            .Select(b => new StoppedWorker(b.Node, b.Worker, all.Any(o => o.Worker == b.Worker && now - o.At <= Silence))).ToList();
        _suspected = seen;
        if (stopped.Count > 0)
        {
            LogStopped(logger, string.Join(", ", stopped));
            scope.ServiceProvider.GetRequiredService<CurrentUser>().ActAsSystem();
            await scope.ServiceProvider.GetRequiredService<IMediator>().Send(new TellStoppedWorkers(stopped), cancellationToken);
        }

        return stopped;
    }

    private async Task WriteAsync(TeleconsultDb db, CancellationToken cancellationToken)
    {
        var (now, ages) = (clock.GetUtcNow(), heartbeats.Ages());
        var known = await db.WorkerBeats.Where(b => b.Node == settings.Node).ToListAsync(cancellationToken);
        db.WorkerBeats.RemoveRange(known.Where(b => !settings.Expected.Contains(b.Worker)));
        foreach (var worker in settings.Expected)
        {
            var row = known.Find(b => b.Worker == worker);
            if (row is null)
            {
                db.WorkerBeats.Add(row = new WorkerBeatRow { Node = settings.Node, Worker = worker });
            }

            row.At = ages.TryGetValue(worker, out var age) ? now - age : _begun; // one that never began has its time to
        }

        using var turn = await gate.EnterAsync(null, cancellationToken);
        await db.SaveChangesAsync(cancellationToken);
        var before = now - Kept;
        await db.WorkerBeats.Where(b => b.At < before && b.Node != settings.Node).ExecuteDeleteAsync(cancellationToken);
        db.ChangeTracker.Clear();
    }

    private async Task LeaveAsync(CancellationToken cancellationToken)
    {
        try
        {
            await using var scope = scopes.CreateAsyncScope();
            using var turn = await gate.EnterAsync(null, cancellationToken);
            await scope.ServiceProvider.GetRequiredService<TeleconsultDb>().WorkerBeats.Where(b => b.Node == settings.Node).ExecuteDeleteAsync(cancellationToken);
        }
        catch (Exception e)
        {
            LogFailure(logger, e); // then it is told as stopped, unless it is back in time
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "The workers of all nodes could not be looked at; tried again")]
    private static partial void LogFailure(ILogger logger, Exception exception);

    [LoggerMessage(Level = LogLevel.Error, Message = "Stopped: {Workers}")]
    private static partial void LogStopped(ILogger logger, string workers);
}

/// <param name="ElsewhereRuns">Another node does the work; else nobody does.</param>
public sealed record StoppedWorker(string Node, string Worker, bool ElsewhereRuns)
{
    public override string ToString() => ElsewhereRuns ? $"{Worker} ({Node})" : $"{Worker} ({Node}, and nowhere else)";
}

using System.Runtime.CompilerServices;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Teleconsult.Application.Persistence;
using Teleconsult.Application.Pipeline;
using Teleconsult.Application.Ports;
using Teleconsult.Domain;
using Teleconsult.Domain.Access;

namespace Teleconsult.Application.Log;

/// <summary>
/// Tails the log once for the whole node and keeps the newest entries in memory, so that a hundred open screens cost one
/// query a commit. A follower that is further behind reads the database by itself.
/// </summary>
public sealed partial class LogFeed(
    IServiceScopeFactory scopes, ILogHorizon horizon, LogWaker waker, LogEpoch epochs, RestoreWatch restores, ActorDirectory actors, NameDirectory names,
    StreamKeyCache keys, Heartbeats heartbeats, ILogger<LogFeed> logger, LogHead? head = null) : BackgroundService, IConsultFeed
{
    private const int Kept = 5_000;
    private static readonly TimeSpan Look = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan LookSoon = TimeSpan.FromMilliseconds(3);

    private readonly LogWaker _news = new();
    private readonly TaskCompletionSource _started = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private Tail _tail = new([], 0, 0);
    private long _checked;

    /// <param name="From">Entries after this id are all here.</param>
    /// <param name="To">Up to where the log was read.</param>
    private sealed record Tail(LogEntry[] Entries, long From, long To);

    public async ValueTask<string> CursorAsync(Actor actor, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(actor);
        await _started.Task.WaitAsync(cancellationToken);
        return new LogCursor(await epochs.GetAsync(cancellationToken), Volatile.Read(ref _tail).To, actor.AccessVersion).ToString();
    }

    public async IAsyncEnumerable<Notice> FollowAsync(
        Actor actor, DeviceId? device, string? cursor, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(actor);
        var epoch = await epochs.GetAsync(cancellationToken);
        await _started.Task.WaitAsync(cancellationToken);
        using var wake = _news.Listen();
        var position = cursor is null ? Volatile.Read(ref _tail).To : LogCursor.Parse(cursor, epoch, actor.AccessVersion).Position;
        await CheckKnownAsync(position, cancellationToken);
        while (!cancellationToken.IsCancellationRequested)
        {
            var (entries, readTo) = await AfterAsync(position, cancellationToken);
            foreach (var entry in entries)
            {
                await CheckAsync(actor, device, epoch, cancellationToken);
                if (entry.Network != actor.Network)
                {
                    continue;
                }

                var sees = actor.Sees(entry.Network, entry.Requester, entry.Service);
                if (sees || (entry.ServiceBefore is { } before && actor.Services.Contains(before)))
                {
                    var by = (await names.OfAsync(actor.Network, cancellationToken)).Person(entry.By)?.Name;
                    yield return new Notice(
                        new LogCursor(epoch, entry.Id, actor.AccessVersion).ToString(), entry.Stream, entry.Number, entry.Version, entry.ContentVersion,
                        entry.Type, entry.At, by, !sees || entry.Erased);
                }
            }

            var moved = readTo > position;
            position = Math.Max(position, readTo);
            if (!moved)
            {
                await wake.WaitAsync(Look, cancellationToken);
                await CheckAsync(actor, device, epoch, cancellationToken);
            }
        }
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var wake = waker.Listen();
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                await NoticeRestoreAsync(stoppingToken);
                var behind = await ReadAsync(stoppingToken);
                heartbeats.Beat(nameof(LogFeed));
                await NoteAsync(false, stoppingToken);
                await wake.WaitAsync(behind ? LookSoon : Look, stoppingToken);
            }
            catch (Exception e) when (e is not OperationCanceledException)
            {
                LogFailure(logger, e);
                _checked = 0; // who knows which database answers next
                await Task.Delay(Look, stoppingToken);
            }
        }
    }

    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        await base.StopAsync(cancellationToken);
        await NoteAsync(true, cancellationToken);
    }

    private async ValueTask NoteAsync(bool now, CancellationToken cancellationToken)
    {
        if (_started.Task.IsCompleted)
        {
            head?.Note(await epochs.GetAsync(cancellationToken), Volatile.Read(ref _tail).To, now);
        }
    }

    /// <summary>Every 2 seconds, and before anything is read of a database that was gone: is it still the same?</summary>
    private async Task NoticeRestoreAsync(CancellationToken cancellationToken)
    {
        if (_checked != 0 && Environment.TickCount64 - _checked < Look.TotalMilliseconds)
        {
            return;
        }

        if (await restores.CheckAsync(_tail.To, cancellationToken) && _started.Task.IsCompleted)
        {
            await using var scope = scopes.CreateAsyncScope();
            var newest = await LastIdAsync(scope.ServiceProvider.GetRequiredService<TeleconsultDb>(), long.MaxValue, cancellationToken);
            Volatile.Write(ref _tail, new Tail([], newest, newest));
            _news.Wake(); // the followers' epoch is over
        }

        _checked = Environment.TickCount64;
    }

    /// <returns>True when writers are under way whose events are not final yet, or a whole page was read.</returns>
    private async Task<bool> ReadAsync(CancellationToken cancellationToken)
    {
        await using var scope = scopes.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<TeleconsultDb>();
        var (safe, given) = await horizon.GetAsync(db, cancellationToken);
        if (!_started.Task.IsCompleted)
        {
            var newest = await LastIdAsync(db, Math.Min(safe, given), cancellationToken);
            _tail = new Tail([], newest, newest);
            _started.SetResult();
            return safe < given;
        }

        var (entries, readTo) = await db.ReadConsultsAsync(horizon, _tail.To, cancellationToken);
        if (readTo > _tail.To)
        {
            if (entries.Any(e => e.Erased))
            {
                keys.ForgetAll(); // rare, and cheap to refill: no node keeps a key that another one has destroyed
            }

            LogEntry[] kept = [.. _tail.Entries, .. entries];
            var from = _tail.From;
            if (kept.Length > Kept)
            {
                from = kept[^(Kept / 2 + 1)].Id;
                kept = kept[^(Kept / 2)..];
            }

            Volatile.Write(ref _tail, new Tail(kept, from, readTo));
            _news.Wake();
            return true;
        }

        return safe < given;
    }

    private static async Task<long> LastIdAsync(TeleconsultDb db, long safe, CancellationToken cancellationToken) =>
        await Microsoft.EntityFrameworkCore.EntityFrameworkQueryableExtensions.MaxAsync(
            db.Events.Where(e => e.Id <= safe).Select(e => (long?)e.Id), cancellationToken) ?? 0;

    private async Task<(IReadOnlyList<LogEntry> Entries, long ReadTo)> AfterAsync(long position, CancellationToken cancellationToken)
    {
        var tail = Volatile.Read(ref _tail);
        if (position >= tail.From)
        {
            return (position >= tail.To ? [] : [.. tail.Entries.Where(e => e.Id > position)], tail.To);
        }

        await using var scope = scopes.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<TeleconsultDb>();
        return await db.ReadConsultsAsync(horizon, position, cancellationToken);
    }

    /// <summary>A cursor ahead of this node is of a node that was faster, or of a future that the database does not know.</summary>
    private async Task CheckKnownAsync(long position, CancellationToken cancellationToken)
    {
        if (position > Volatile.Read(ref _tail).To)
        {
            await using var scope = scopes.CreateAsyncScope();
            var db = scope.ServiceProvider.GetRequiredService<TeleconsultDb>();
            if (await LastIdAsync(db, long.MaxValue, cancellationToken) < position)
            {
                throw new StaleCursor();
            }
        }
    }

    private async ValueTask CheckAsync(Actor actor, DeviceId? device, string epoch, CancellationToken cancellationToken)
    {
        if (await epochs.GetAsync(cancellationToken) != epoch)
        {
            throw new StaleCursor();
        }

        if ((await actors.FindAsync(actor.Id.Value, cancellationToken))?.AccessVersion != actor.AccessVersion)
        {
            throw new StaleCursor();
        }

        if (device is { } id && !await actors.IsGoodAsync(id, actor.Id.Value, cancellationToken))
        {
            throw new AccessDenied("auth.device-revoked");
        }
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "The log could not be read; it is tried again")]
    private static partial void LogFailure(ILogger logger, Exception exception);
}

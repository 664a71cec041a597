using MediatR;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Teleconsult.Application.Alerts;
using Teleconsult.Application.Consults;
using Teleconsult.Application.Log;
using Teleconsult.Application.Persistence;
using Teleconsult.Application.Pipeline;
using Teleconsult.Application.Ports;
using Teleconsult.Application.ResponseTimes;
using Teleconsult.Domain;
using Teleconsult.Domain.Access;
using Teleconsult.Domain.Consults;

namespace Teleconsult.Application.Watch;

/// <summary>
/// The canary: a trial case that goes the way of every case, by the same code. It is submitted, climbs a ladder by its timers, its messages are
/// taken and sent (into a channel that ends here), the log's readers hear of it, and it is withdrawn. One at a time, whatever the nodes.
/// When one does not come through in its time, the coordinators are told once what it waits for, and later that it works again.
/// </summary>
/// <remarks>Not safe for concurrent use: one worker of a node looks after it.</remarks>
public sealed partial class Canary(
    IServiceScopeFactory scopes, CanarySettings settings, IConsultFeed feed, IWriteGate gate, Heartbeats heartbeats, TimeProvider clock, ILogger<Canary> logger)
    : IAsyncDisposable
{
    /// <summary>How many withdrawn ones stay in the database; they are kept also so that the log's newest event is never removed.</summary>
    public const int Kept = 20;

    /// <summary>For how long the node that runs one may be silent until another goes on with it.</summary>
    private static readonly TimeSpan Lease = TimeSpan.FromSeconds(30);

    /// <summary>Two looks so far apart: the clock was set, the machine slept, the database was away. What was under way then says nothing.</summary>
    private static readonly TimeSpan Gap = TimeSpan.FromSeconds(30);

    /// <summary>After one that did not come through: soon, so that it is soon known when it works again.</summary>
    private static readonly TimeSpan Again = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    private DateTimeOffset? _looked;
    private CanaryEar? _ear;
    private CanaryPart _at;

    /// <summary>One is under way, here as far as this node knows.</summary>
    private bool _runs;

    /// <summary>This process: after a restart it is another one.</summary>
    internal Guid Me { get; } = Guid.NewGuid();

    /// <summary>Begins one when it is time, and moves on the one that is under way here. Returns whether there is one.</summary>
    public async Task<bool> LookAsync(CancellationToken cancellationToken)
    {
        if (!settings.IsOn)
        {
            return false;
        }

        await using var scope = scopes.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<TeleconsultDb>();
        var now = clock.GetUtcNow();
        var row = await RowAsync(db, now, cancellationToken);
        var jumped = _looked is { } before && (now < before.AddSeconds(-1) || now - before > Gap);
        _looked = now;
        Report(row);
        _runs = row.Consult is not null && row.Runner == Me;
        if (row.Consult is null)
        {
            await CloseEarAsync();
            return await BeginAsync(db, row, now, cancellationToken);
        }

        if (row.Runner != Me)
        {
            // Ahead of every lease: the clock was set back.
            return (now >= row.LeaseEnds || row.LeaseEnds - now > Lease * 2) && await TakeOverAsync(db, row, now, cancellationToken);
        }

        if (jumped || _ear is { IsLost: true })
        {
            await DropAsync(db, row, now, cancellationToken);
        }
        else
        {
            await GoOnAsync(scope.ServiceProvider.GetRequiredService<Standstill>(), db, row, now, cancellationToken);
        }

        return true;
    }

    /// <summary>This node stops in order: another one may go on with what is under way at once.</summary>
    public async Task LeaveAsync(CancellationToken cancellationToken)
    {
        await CloseEarAsync();
        if (!_runs)
        {
            return;
        }

        await using var scope = scopes.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<TeleconsultDb>();
        if (await db.Canaries.SingleOrDefaultAsync(cancellationToken) is { Consult: not null } row && row.Runner == Me)
        {
            row.LeaseEnds = clock.GetUtcNow();
            await SaveAsync(db, row, cancellationToken);
        }
    }

    public ValueTask DisposeAsync() => CloseEarAsync();

    /// <summary>The first one begins after the first pause: a service that has just been installed has nothing to prove.</summary>
    private async Task<CanaryRow> RowAsync(TeleconsultDb db, DateTimeOffset now, CancellationToken cancellationToken)
    {
        if (await db.Canaries.SingleOrDefaultAsync(cancellationToken) is { } known)
        {
            return known;
        }

        db.Canaries.Add(new CanaryRow { NextAt = now + settings.Every, BegunAt = now, LeaseEnds = now });
        using (await gate.EnterAsync(null, cancellationToken))
        {
            try
            {
                await db.SaveChangesAsync(cancellationToken);
            }
            catch (DbUpdateException)
            {
                // Another node was first: read what it wrote.
            }
        }

        db.ChangeTracker.Clear();
        return await db.Canaries.SingleAsync(cancellationToken);
    }

    private async Task<bool> BeginAsync(TeleconsultDb db, CanaryRow row, DateTimeOffset now, CancellationToken cancellationToken)
    {
        if (row.NextAt - now > settings.Every)
        {
            row.NextAt = now + settings.Every; // the clock was set back, or the pause shortened
            await SaveAsync(db, row, cancellationToken);
        }

        if (now < row.NextAt)
        {
            return false;
        }

        (row.Consult, row.Cursor) = (new ConsultId(Guid.CreateVersion7(now)), null);
        return await TakeOverAsync(db, row, now, cancellationToken);
    }

    private async Task<bool> TakeOverAsync(TeleconsultDb db, CanaryRow row, DateTimeOffset now, CancellationToken cancellationToken)
    {
        await CloseEarAsync();
        (row.Runner, row.BegunAt, row.LeaseEnds) = (Me, now, now + Lease); // whoever takes it over waits anew: a node that died is told otherwise
        return _runs = await SaveAsync(db, row, cancellationToken);
    }

    private async Task GoOnAsync(Standstill standstill, TeleconsultDb db, CanaryRow row, DateTimeOffset now, CancellationToken cancellationToken)
    {
        IReadOnlyList<CanaryPart> missing;
        try
        {
            missing = await StepAsync(db, row, cancellationToken);
        }
        catch (Exception e) when (!cancellationToken.IsCancellationRequested)
        {
            LogFailure(logger, e, _at);
            missing = [_at];
        }

        if (missing.Count == 0)
        {
            await EndAsync(standstill, db, row, now, cancellationToken);
        }
        else if (now - row.BegunAt > settings.Within)
        {
            await FailAsync(standstill, db, row, missing, now, cancellationToken);
        }
        else if (row.LeaseEnds - now < Lease / 2)
        {
            row.LeaseEnds = now + Lease;
            await SaveAsync(db, row, cancellationToken);
        }
    }

    /// <summary>Moves it on by what can be done now. Returns what it waits for; nothing: it came through and is withdrawn.</summary>
    private async Task<IReadOnlyList<CanaryPart>> StepAsync(TeleconsultDb db, CanaryRow row, CancellationToken cancellationToken)
    {
        var id = row.Consult!.Value;
        _at = CanaryPart.Submission;
        var consult = await db.Consults.AsNoTracking().Where(c => c.Id == id)
            .Select(c => new { c.State, c.Version, c.LadderDone, c.Number }).SingleOrDefaultAsync(cancellationToken);
        if (consult is null)
        {
            return await SubmitAsync(db, row, id, cancellationToken);
        }

        if (consult.State is ConsultState.Erased)
        {
            return []; // the answer of our own withdrawal was lost
        }

        Listen(row, id);
        if (!consult.LadderDone)
        {
            return [CanaryPart.Timers];
        }

        var missing = await UnheardAsync(db, id, consult.Version, cancellationToken);
        if (missing.Count == 0)
        {
            _at = CanaryPart.Withdrawal;
            await WithdrawAsync(id, consult.Number, cancellationToken);
        }

        return missing;
    }

    private async Task<IReadOnlyList<CanaryPart>> SubmitAsync(TeleconsultDb db, CanaryRow row, ConsultId id, CancellationToken cancellationToken)
    {
        await CanaryNetwork.EnsureAsync(scopes, gate, clock, cancellationToken);
        await WithdrawLeftAsync(db, id, cancellationToken);
        try
        {
            row.Cursor = await feed.CursorAsync(CanaryNetwork.Keeper, cancellationToken).AsTask().WaitAsync(Patience, cancellationToken);
        }
        catch (TimeoutException)
        {
            return [CanaryPart.News]; // the log's tail has not begun: without it nobody could hear of the case
        }

        if (await SaveAsync(db, row, cancellationToken))
        {
            await CloseEarAsync();
            Listen(row, id);
            await SendAsync(CanaryNetwork.Asker, new SubmitConsult(id.Value, CanaryNetwork.Question(clock.GetUtcNow())), cancellationToken);
        }

        return [CanaryPart.Timers];
    }

    private async Task<List<CanaryPart>> UnheardAsync(TeleconsultDb db, ConsultId id, long version, CancellationToken cancellationToken)
    {
        var missing = new List<CanaryPart>();
        var told = await db.Alerts.CountAsync(
            a => a.Consult == id && a.Kind == AlertKind.Rung && a.Rung == CanaryNetwork.LastRung && a.SentAt != null, cancellationToken);
        if (told < 2)
        {
            missing.Add(CanaryPart.Messages);
        }

        if ((_ear?.Heard ?? 0) < version)
        {
            missing.Add(CanaryPart.News);
        }

        var last = await db.Events.Where(e => e.Stream == id.Value).MaxAsync(e => e.Id, cancellationToken);
        if (!await db.Readers.AnyAsync(r => r.Name == TimesProjection.ReaderName && r.Position >= last, cancellationToken))
        {
            missing.Add(CanaryPart.Figures);
        }

        return missing;
    }

    private async Task EndAsync(Standstill standstill, TeleconsultDb db, CanaryRow row, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var again = row.StoppedSince is not null;
        if (again)
        {
            await standstill.RecoverAsync(db, IncidentKind.CanaryStopped, cancellationToken);
        }

        (row.Consult, row.Cursor, row.GoodAt, row.NextAt, row.StoppedSince, row.Stopped) = (null, null, now, now + settings.Every, null, null);
        if (await SaveAsync(db, row, cancellationToken))
        {
            await CloseEarAsync();
            Report(row);
            if (again)
            {
                LogRecovered(logger);
            }

            await CanarySweep.SweepAsync(db, gate, cancellationToken);
        }
    }

    private async Task FailAsync(
        Standstill standstill, TeleconsultDb db, CanaryRow row, IReadOnlyList<CanaryPart> missing, DateTimeOffset now, CancellationToken cancellationToken)
    {
        row.StoppedSince ??= row.BegunAt;
        row.Stopped = string.Join(',', missing);
        (row.Consult, row.Cursor, row.NextAt) = (null, null, now + (settings.Every < Again ? settings.Every : Again));
        await standstill.TellAsync(db, IncidentKind.CanaryStopped, row.Stopped, row.StoppedSince.Value, cancellationToken);
        if (await SaveAsync(db, row, cancellationToken))
        {
            LogStopped(logger, row.Stopped);
            await CloseEarAsync();
            Report(row);
            await TryWithdrawLeftAsync(db, cancellationToken);
        }
    }

    /// <summary>Nobody can tell what became of it: it is withdrawn, and another one begins.</summary>
    private async Task DropAsync(TeleconsultDb db, CanaryRow row, DateTimeOffset now, CancellationToken cancellationToken)
    {
        (row.Consult, row.Cursor, row.NextAt) = (null, null, now);
        if (await SaveAsync(db, row, cancellationToken))
        {
            await CloseEarAsync();
            await TryWithdrawLeftAsync(db, cancellationToken);
        }
    }

    private async Task TryWithdrawLeftAsync(TeleconsultDb db, CancellationToken cancellationToken)
    {
        try
        {
            await WithdrawLeftAsync(db, null, cancellationToken);
        }
        catch (Exception e) when (!cancellationToken.IsCancellationRequested)
        {
            LogFailure(logger, e, CanaryPart.Withdrawal); // before the next one it is tried again
        }
    }

    /// <summary>Those that nobody waits for any more.</summary>
    private async Task WithdrawLeftAsync(TeleconsultDb db, ConsultId? but, CancellationToken cancellationToken)
    {
        var left = await db.Consults.AsNoTracking().Where(c => c.Network == CanaryNetwork.Id && c.State < ConsultState.Closed && c.Id != but)
            .Select(c => new { c.Id, c.Number }).ToListAsync(cancellationToken);
        foreach (var one in left)
        {
            await WithdrawAsync(one.Id, one.Number, cancellationToken);
        }
    }

    private Task WithdrawAsync(ConsultId id, long number, CancellationToken cancellationToken) =>
        SendAsync(CanaryNetwork.Keeper, new EraseConsult(id.Value, ErasureReason.SentInError, number), cancellationToken);

    /// <summary>Through the whole pipeline, as every door does.</summary>
    private async Task SendAsync<T>(Actor by, IRequest<T> request, CancellationToken cancellationToken)
    {
        await using var scope = scopes.CreateAsyncScope();
        scope.ServiceProvider.GetRequiredService<CurrentUser>().ActAs(by, null);
        await scope.ServiceProvider.GetRequiredService<IMediator>().Send(request, cancellationToken);
    }

    private void Listen(CanaryRow row, ConsultId id)
    {
        if (_ear is null && row.Cursor is { } cursor)
        {
            _ear = new CanaryEar(feed, id, cursor);
        }
    }

    private async ValueTask CloseEarAsync()
    {
        if (Interlocked.Exchange(ref _ear, null) is { } ear)
        {
            await ear.DisposeAsync();
        }
    }

    /// <summary>What <c>/health/heartbeat</c> and the heartbeat that goes out say of it, on every node.</summary>
    private void Report(CanaryRow row) =>
        heartbeats.Stand(row.StoppedSince is null ? [] : [$"trial case ({row.Stopped}) since {row.StoppedSince.Value.UtcDateTime:yyyy-MM-dd HH:mm} UTC"]);

    /// <summary>False: another node was faster, and what this one wanted is not saved.</summary>
    private async Task<bool> SaveAsync(TeleconsultDb db, CanaryRow row, CancellationToken cancellationToken)
    {
        row.Token++;
        using var turn = await gate.EnterAsync(null, cancellationToken);
        try
        {
            await db.SaveChangesAsync(cancellationToken);
            return true;
        }
        catch (DbUpdateConcurrencyException)
        {
            db.ChangeTracker.Clear();
            return false;
        }
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "The trial case did not come through: {Missing}")]
    private static partial void LogStopped(ILogger logger, string missing);

    [LoggerMessage(Level = LogLevel.Information, Message = "The trial case comes through again")]
    private static partial void LogRecovered(ILogger logger);

    [LoggerMessage(Level = LogLevel.Warning, Message = "The trial case failed at {Part}; tried again")]
    private static partial void LogFailure(ILogger logger, Exception exception, CanaryPart part);
}

using System.Data.Common;
using System.Reflection;
using System.Security.Cryptography;
using System.Text.Json;
using MediatR;
using Microsoft.EntityFrameworkCore;
using Teleconsult.Application.Ladders;
using Teleconsult.Application.Persistence;
using Teleconsult.Application.Ports;
using Teleconsult.Domain;

namespace Teleconsult.Application.Pipeline;

/// <summary>
/// What every request passes through: may this person send it, was it sent before, and, for a command, one transaction for
/// state, events, timers, idempotency record and audit entry.
/// </summary>
/// <remarks>
/// Handlers do not save: the record of the result has to go into the same transaction as its effect, and the result is known
/// only after the handler. On a lost race (another writer raised the version, a repeated key won) the whole handler runs anew.
/// </remarks>
internal sealed class CommandPipeline<TRequest, TResponse>(
    TeleconsultDb db, ICurrentUser user, IdempotencyScope idempotency, IWriteGate gate, Recorder recorder, LadderClimber climber,
    LogWaker waker, TimeProvider clock)
    : IPipelineBehavior<TRequest, TResponse>
    where TRequest : IRequest<TResponse>
{
    private const int MostAttempts = 20;

    private static readonly AllowedAttribute? Allowed = typeof(TRequest).GetCustomAttribute<AllowedAttribute>();
    private static readonly bool SystemOnly = typeof(TRequest).IsDefined(typeof(SystemOnlyAttribute));

    public async Task<TResponse> Handle(TRequest request, CancellationToken cancellationToken, RequestHandlerDelegate<TResponse> next)
    {
        CheckAccess();
        if (request is not ICommand command)
        {
            return await next();
        }

        using var turn = await gate.EnterAsync(command.Subject, cancellationToken);
        for (var attempt = 1; ; attempt++)
        {
            var saving = false;
            try
            {
                if (await FindEarlierAsync(cancellationToken) is { } earlier)
                {
                    return earlier.Result;
                }

                var result = await next();
                await climber.ClimbAsync(db, cancellationToken);
                recorder.Record(db, typeof(TRequest).Name, command.Subject);
                AddIdempotency(result);
                var wrote = db.ChangeTracker.Entries<EventRow>().Any(e => e.State is EntityState.Added);
                await Recorder.SyncTimersAsync(db, cancellationToken);
                saving = true;
                await db.SaveChangesAsync(cancellationToken);
                if (wrote)
                {
                    waker.Wake();
                }

                return result;
            }
            catch (Exception failure) when (failure is not OperationCanceledException)
            {
                // Somebody was faster, or the answer of our own commit was lost: whatever it was, the key is looked up first.
                db.ChangeTracker.Clear();
                if (attempt < MostAttempts && MayTryAgain(failure, saving))
                {
                    await Task.Delay(Random.Shared.Next(5 * attempt), cancellationToken); // writers of one case do not meet again in step
                    continue;
                }

                if (await FindEarlierAsync(cancellationToken) is { } won)
                {
                    return won.Result;
                }

                throw;
            }
        }
    }

    /// <summary>
    /// A refused save was not committed, and before the save nothing was. Of a connection lost at the commit nobody knows: under a key
    /// it is safe to try again, since a first commit that is still on its way meets the second one at the key's record.
    /// </summary>
    private bool MayTryAgain(Exception failure, bool saving) =>
        failure is DbUpdateException || (failure is DbException { IsTransient: true } && (!saving || idempotency.Key is not null));

    private void CheckAccess()
    {
        if (SystemOnly ? !user.IsSystem : Allowed is null || (!Allowed.AnyRole && !Allowed.Roles.Any(r => user.Actor.Has(r))))
        {
            throw new AccessDenied();
        }

        if (!SystemOnly)
        {
            _ = user.Actor; // throws for a stranger
        }
    }

    private async Task<Earlier?> FindEarlierAsync(CancellationToken cancellationToken)
    {
        if (idempotency.Key is not { } key)
        {
            return null;
        }

        var id = user.Actor.Id.Value;
        var row = await db.Idempotency.AsNoTracking().SingleOrDefaultAsync(i => i.User == id && i.Key == key, cancellationToken);
        if (row is null)
        {
            return null;
        }

        return CryptographicOperations.FixedTimeEquals(row.BodyHash, idempotency.BodyHash)
            ? new Earlier(JsonSerializer.Deserialize<TResponse>(row.Result, Json.Options)!)
            : throw new RuleViolation(idempotency.OtherBodyCode);
    }

    private void AddIdempotency(TResponse result)
    {
        if (idempotency.Key is { } key)
        {
            db.Idempotency.Add(new IdempotencyRow
            {
                User = user.Actor.Id.Value,
                Key = key,
                BodyHash = idempotency.BodyHash,
                Result = JsonSerializer.Serialize(result, Json.Options),
                At = clock.GetUtcNow(),
            });
        }
    }

    private sealed record Earlier(TResponse Result);
}

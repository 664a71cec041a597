using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Teleconsult.Application.Persistence;
using Teleconsult.Application.Ports;

namespace Teleconsult.Application.Pipeline;

/// <summary>Removes what has served: idempotency records after 180 days (DESIGN §6), a little at a time.</summary>
public sealed partial class Housekeeping(IServiceScopeFactory scopes, IWriteGate gate, TimeProvider clock, ILogger<Housekeeping> logger) : BackgroundService
{
    public static readonly TimeSpan IdempotencyKept = TimeSpan.FromDays(180);
    private const int Batch = 1_000;
    private static readonly TimeSpan Round = TimeSpan.FromHours(6);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Round, clock);
        do
        {
            try
            {
                while (await SweepAsync(stoppingToken) == Batch)
                {
                }
            }
            catch (Exception e) when (e is not OperationCanceledException)
            {
                LogFailure(logger, e);
            }
        }
        while (await timer.WaitForNextTickAsync(stoppingToken));
    }

    /// <summary>One batch. Returns how many records went.</summary>
    public async Task<int> SweepAsync(CancellationToken cancellationToken)
    {
        await using var scope = scopes.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<TeleconsultDb>();
        var before = clock.GetUtcNow() - IdempotencyKept;
        if (!await db.Idempotency.AnyAsync(i => i.At < before, cancellationToken))
        {
            return 0;
        }

        // One statement: nodes that sweep at the same time each take what is still there.
        using var turn = await gate.EnterAsync(null, cancellationToken);
        return await db.Idempotency.Where(i => i.At < before).OrderBy(i => i.At).Take(Batch).ExecuteDeleteAsync(cancellationToken);
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "Housekeeping failed; it is tried again")]
    private static partial void LogFailure(ILogger logger, Exception exception);
}

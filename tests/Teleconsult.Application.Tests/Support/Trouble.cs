using System.Data.Common;
using Microsoft.EntityFrameworkCore.Diagnostics;

namespace Teleconsult.Application.Tests.Support;

/// <summary>Makes real commits go wrong: slow, rolled back, or done while the answer is lost. Off until a test asks for it.</summary>
internal sealed class Trouble : DbTransactionInterceptor
{
    private int _loseAnswers;

    /// <summary>One in so many transactions is rolled back at its end; 0: none.</summary>
    public int RollBackOneIn { get; set; }

    /// <summary>One in so many transactions stays open for a while before it commits; 0: none.</summary>
    public int SlowOneIn { get; set; }

    /// <summary>The next commits succeed, and their callers hear of a failure.</summary>
    public void LoseAnswers(int count) => Interlocked.Exchange(ref _loseAnswers, count);

    public override async ValueTask<InterceptionResult> TransactionCommittingAsync(
        DbTransaction transaction, TransactionEventData eventData, InterceptionResult result, CancellationToken cancellationToken = default)
    {
        if (SlowOneIn > 0 && Random.Shared.Next(SlowOneIn) == 0)
        {
            await Task.Delay(Random.Shared.Next(5, 60), cancellationToken); // this is the slowness, not a wait for something
        }

        return RollBackOneIn > 0 && Random.Shared.Next(RollBackOneIn) == 0 ? throw new IOException("The connection broke before the commit.") : result;
    }

    public override Task TransactionCommittedAsync(DbTransaction transaction, TransactionEndEventData eventData, CancellationToken cancellationToken = default) =>
        Interlocked.Decrement(ref _loseAnswers) >= 0 ? throw new IOException("The connection broke after the commit.") : Task.CompletedTask;
}

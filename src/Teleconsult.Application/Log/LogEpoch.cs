using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Teleconsult.Application.Persistence;
using Teleconsult.Application.Ports;

namespace Teleconsult.Application.Log;

/// <summary>The log's epoch: a name that changes when the database was restored, so that no client continues a lost future.</summary>
public sealed class LogEpoch(IServiceScopeFactory scopes, IDatabaseOrigin origins)
{
    private const string Epoch = "epoch";
    private const string Origin = "epoch-origin";
    private const string Ended = "epoch-ended:";
    private string? _epoch;

    public async ValueTask<string> GetAsync(CancellationToken cancellationToken) =>
        Volatile.Read(ref _epoch) ?? (await ReadAsync(cancellationToken)).Epoch;

    /// <summary>Begins a new epoch: every cursor is stale from now on. For a database that was restored.</summary>
    public async Task BeginAsync(CancellationToken cancellationToken) => await BeginAsync(await GetAsync(cancellationToken), null, cancellationToken);

    /// <summary>What the database says now, which another node may have changed; and where it came from when the epoch began.</summary>
    internal async Task<(string Epoch, string? Origin)> ReadAsync(CancellationToken cancellationToken)
    {
        await using var scope = scopes.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<TeleconsultDb>();
        var facts = await FactsAsync(db, cancellationToken);
        if (!facts.ContainsKey(Epoch))
        {
            Put(db, Epoch, NewName());
            Put(db, Origin, await origins.FindAsync(db, cancellationToken));
            try
            {
                await db.SaveChangesAsync(cancellationToken);
            }
            catch (DbUpdateException)
            {
                // Another node was first.
            }

            facts = await FactsAsync(db, cancellationToken);
        }

        Volatile.Write(ref _epoch, facts[Epoch]);
        return (facts[Epoch], facts.GetValueOrDefault(Origin));
    }

    /// <summary>Ends this epoch and begins another, unless a node has done so already.</summary>
    /// <param name="lost">An epoch that began after the backup, if one is known: the database has never heard of it.</param>
    internal async Task BeginAsync(string ended, string? lost, CancellationToken cancellationToken)
    {
        await using var scope = scopes.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<TeleconsultDb>();
        var name = NewName();
        await using (var transaction = await db.Database.BeginTransactionAsync(cancellationToken))
        {
            var mine = await db.Facts.Where(f => f.Name == Epoch && f.Value == ended)
                .ExecuteUpdateAsync(f => f.SetProperty(x => x.Value, name), cancellationToken) == 1;
            if (mine)
            {
                await db.Facts.Where(f => f.Name == Origin).ExecuteDeleteAsync(cancellationToken);
                Put(db, Origin, await origins.FindAsync(db, cancellationToken));
                Put(db, Ended + ended, name);
                Put(db, Ended + lost, lost is null || lost == ended ? null : name);
                await db.SaveChangesAsync(cancellationToken);
                await transaction.CommitAsync(cancellationToken);
            }
        }

        await ReadAsync(cancellationToken);
    }

    internal static Task<bool> HasEndedAsync(TeleconsultDb db, string epoch, CancellationToken cancellationToken) =>
        db.Facts.AnyAsync(f => f.Name == Ended + epoch, cancellationToken);

    private static Task<Dictionary<string, string>> FactsAsync(TeleconsultDb db, CancellationToken cancellationToken)
    {
        db.ChangeTracker.Clear();
        return db.Facts.AsNoTracking().Where(f => f.Name == Epoch || f.Name == Origin).ToDictionaryAsync(f => f.Name, f => f.Value, cancellationToken);
    }

    private static void Put(TeleconsultDb db, string name, string? value)
    {
        if (value is not null)
        {
            db.Facts.Add(new FactRow { Name = name, Value = value });
        }
    }

    private static string NewName() => Convert.ToHexStringLower(System.Security.Cryptography.RandomNumberGenerator.GetBytes(6));
}

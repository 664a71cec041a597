using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Teleconsult.Application.Persistence;

namespace Teleconsult.Application.Log;

/// <summary>The log's epoch: a name that changes when the database was restored, so that no client continues a lost future.</summary>
public sealed class LogEpoch(IServiceScopeFactory scopes)
{
    private const string Fact = "epoch";
    private string? _epoch;

    public async ValueTask<string> GetAsync(CancellationToken cancellationToken)
    {
        if (_epoch is { } known)
        {
            return known;
        }

        await using var scope = scopes.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<TeleconsultDb>();
        var row = await db.Facts.AsNoTracking().SingleOrDefaultAsync(f => f.Name == Fact, cancellationToken);
        if (row is null)
        {
            row = new FactRow { Name = Fact, Value = NewName() };
            db.Facts.Add(row);
            try
            {
                await db.SaveChangesAsync(cancellationToken);
            }
            catch (DbUpdateException)
            {
                row = await db.Facts.AsNoTracking().SingleAsync(f => f.Name == Fact, cancellationToken); // another node was first
            }
        }

        return _epoch = row.Value;
    }

    /// <summary>Begins a new epoch: every cursor is stale from now on. For a database that was restored.</summary>
    public async Task BeginAsync(CancellationToken cancellationToken)
    {
        await GetAsync(cancellationToken);
        await using var scope = scopes.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<TeleconsultDb>();
        var name = NewName();
        await db.Facts.Where(f => f.Name == Fact).ExecuteUpdateAsync(f => f.SetProperty(x => x.Value, name), cancellationToken);
        _epoch = name;
    }

    private static string NewName() => Convert.ToHexStringLower(System.Security.Cryptography.RandomNumberGenerator.GetBytes(6));
}

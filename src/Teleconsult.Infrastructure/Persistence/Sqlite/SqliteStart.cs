using Microsoft.EntityFrameworkCore;
using Teleconsult.Application.Persistence;
using Teleconsult.Application.Ports;

namespace Teleconsult.Infrastructure.Persistence.Sqlite;

/// <summary>An embedded database has one node: nobody to wait for.</summary>
internal sealed class SqliteStart : IDatabaseStart
{
    public Task<IAsyncDisposable> EnterAsync(CancellationToken cancellationToken) => Task.FromResult<IAsyncDisposable>(NoTurn.Instance);

    public Task MigrateAsync(TeleconsultDb db, CancellationToken cancellationToken) => db.Database.MigrateAsync(cancellationToken);
}

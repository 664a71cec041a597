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

/// <summary>A file is a file: a copy that was put back looks the same. The positions that the host has read tell.</summary>
internal sealed class SqliteOrigin : IDatabaseOrigin
{
    public Task<string?> FindAsync(TeleconsultDb db, CancellationToken cancellationToken) => Task.FromResult<string?>(null);
}

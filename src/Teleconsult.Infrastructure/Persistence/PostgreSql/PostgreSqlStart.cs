using Microsoft.EntityFrameworkCore;
using Npgsql;
using Teleconsult.Application.Persistence;
using Teleconsult.Application.Ports;

namespace Teleconsult.Infrastructure.Persistence.PostgreSql;

/// <summary>One node starts at a time, held by an advisory lock of the session: a node that dies lets the next one in.</summary>
internal sealed class PostgreSqlStart(NpgsqlDataSource source) : IDatabaseStart
{
    private const int Oldest = 15;

    // Two integers: another space of locks than the one number that the log's writers use.
    private const string Lock = "set statement_timeout = 0; select pg_advisory_lock(7423, 1)";

    public async Task<IAsyncDisposable> EnterAsync(CancellationToken cancellationToken)
    {
        NpgsqlConnection? connection = null;
        try
        {
            connection = await source.OpenConnectionAsync(cancellationToken);
            if (connection.PostgreSqlVersion.Major < Oldest)
            {
                throw new DatabaseUnusable($"is PostgreSQL {connection.PostgreSqlVersion.Major}: use {Oldest} or newer.");
            }

            await using var command = new NpgsqlCommand(Lock, connection);
            await command.ExecuteNonQueryAsync(cancellationToken);
            return connection; // closed: the pool's reset releases the lock
        }
        catch (Exception failure) when (failure is NpgsqlException or DatabaseUnusable)
        {
            if (connection is not null)
            {
                await connection.DisposeAsync();
            }

            throw failure as DatabaseUnusable ?? Unusable((NpgsqlException)failure);
        }
    }

    public async Task MigrateAsync(TeleconsultDb db, CancellationToken cancellationToken)
    {
        try
        {
            await db.Database.OpenConnectionAsync(cancellationToken);
            await db.Database.ExecuteSqlRawAsync("set statement_timeout = 0", cancellationToken); // a migration takes as long as its tables are large
            await db.Database.MigrateAsync(cancellationToken);
        }
        catch (NpgsqlException failure)
        {
            throw Unusable(failure);
        }
        finally
        {
            await db.Database.CloseConnectionAsync();
        }
    }

    private static DatabaseUnusable Unusable(NpgsqlException failure) => new((failure as PostgresException)?.SqlState switch
    {
        PostgresErrorCodes.InvalidPassword or PostgresErrorCodes.InvalidAuthorizationSpecification =>
            "names a user or password that PostgreSQL refuses: correct Username and Password.",
        PostgresErrorCodes.InvalidCatalogName => "names a database that does not exist: create it (createdb), or correct Database.",
        PostgresErrorCodes.InsufficientPrivilege => "names a user that may not make tables: make it the owner of the database.",
        PostgresErrorCodes.CannotConnectNow => "names a PostgreSQL that is still starting: start the host again when it is up.",
        { } state => $"names a PostgreSQL that refused the start ({state}, {((PostgresException)failure).MessageText}).",
        null => $"names a PostgreSQL that cannot be reached ({(failure.InnerException ?? failure).Message}): start it, or correct Host and Port.",
    }, failure);
}

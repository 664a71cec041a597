using Microsoft.EntityFrameworkCore;
using Teleconsult.Application.Persistence;
using Teleconsult.Application.Ports;

namespace Teleconsult.Infrastructure.Persistence.PostgreSql;

/// <summary>
/// The server's own name, its timeline, and the numbers of the database and of the log's table. A server made anew has another name;
/// recovery to a point in time and the promotion of a standby (which may lack the newest commits) begin a timeline; a dump that is read
/// back makes new tables. Only a copy of the server's files put back as they were shows nothing: the positions tell then.
/// </summary>
internal sealed class PostgreSqlOrigin : IDatabaseOrigin
{
    private const string Query =
        """
        select (select system_identifier from pg_control_system()) || '/' || substr(pg_walfile_name(pg_current_wal_lsn()), 1, 8)
          || '/' || (select oid from pg_database where datname = current_database()) || '/' || 'events'::regclass::oid as "Value"
        """;

    public async Task<string?> FindAsync(TeleconsultDb db, CancellationToken cancellationToken) =>
        (await db.Database.SqlQueryRaw<string>(Query).ToListAsync(cancellationToken))[0];
}

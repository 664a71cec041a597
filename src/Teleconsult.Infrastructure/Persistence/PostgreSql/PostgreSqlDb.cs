using Microsoft.EntityFrameworkCore;
using Teleconsult.Application.Persistence;

namespace Teleconsult.Infrastructure.Persistence.PostgreSql;

/// <summary>
/// The one model on PostgreSQL. A type of its own because migrations belong to a context type; it changes nothing but who gives
/// the ids of the log and the audit out: the database alone (identity ALWAYS), since the log's order hangs on them.
/// </summary>
internal sealed class PostgreSqlDb(DbContextOptions<PostgreSqlDb> options) : TeleconsultDb(options)
{
    protected override void OnModelCreating(ModelBuilder builder)
    {
        base.OnModelCreating(builder);
        builder.Entity<EventRow>().Property(e => e.Id).UseIdentityAlwaysColumn();
        builder.Entity<AuditRow>().Property(a => a.Id).UseIdentityAlwaysColumn();
    }
}

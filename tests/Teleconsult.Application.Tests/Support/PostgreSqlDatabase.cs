using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Microsoft.Extensions.DependencyInjection;
using Teleconsult.Application.Persistence;
using Teleconsult.Infrastructure;
using Teleconsult.Infrastructure.Persistence.PostgreSql;
using Teleconsult.Tests.PostgreSql;
using Xunit;

[assembly: AssemblyFixture(typeof(PostgreSqlCluster))]

namespace Teleconsult.Application.Tests.Support;

/// <summary>A database on a PostgreSQL of the tests' own.</summary>
public sealed class PostgreSqlDatabase(PostgreSqlCluster cluster) : TestDatabase
{
    /// <summary>Empty until the fixture is ready, and where PostgreSQL is missing.</summary>
    public string Connection { get; private set; } = "";

    public PostgreSqlCluster Cluster => cluster;

    public override void AddStorage(IServiceCollection services, IInterceptor trouble)
    {
        PostgreSqlCluster.Need();
        services.AddPostgreSqlStorage(new StorageSettings(Connection, Path.Combine(Folder, "master.key")))
            .ConfigureDbContext<PostgreSqlDb>(o => o.AddInterceptors(trouble));
    }

    public override async ValueTask InitializeAsync()
    {
        if (PostgreSqlCluster.IsThere)
        {
            Connection = await cluster.CreateAsync("migrated", async connection =>
            {
                Connection = connection;
                await base.InitializeAsync();
            });
        }
    }

    /// <summary>The database's own files and the write-ahead log, which all of them share.</summary>
    public override byte[] RawBytes()
    {
        var name = new Npgsql.NpgsqlConnectionStringBuilder(Connection).Database;
        using var connection = new Npgsql.NpgsqlConnection(Connection + ";Pooling=false");
        connection.Open();
        using var command = new Npgsql.NpgsqlCommand("checkpoint", connection);
        command.ExecuteNonQuery();
        command.CommandText = $"select oid::text from pg_database where datname = '{name}'";
        var own = Path.Combine(cluster.DataFolder, "base", (string)command.ExecuteScalar()!);
        var log = Path.Combine(cluster.DataFolder, "pg_wal");
        return [.. new[] { own, log }.SelectMany(folder => System.IO.Directory.EnumerateFiles(folder).Order(StringComparer.Ordinal)).SelectMany(ReadShared)];
    }
}

using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;
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
    public string Name => new NpgsqlConnectionStringBuilder(Connection).Database!;

    public string SocketFolder => new NpgsqlConnectionStringBuilder(Connection).Host!;

    /// <summary>Empty until the fixture is ready, and where PostgreSQL is missing.</summary>
    public string Connection { get; private set; } = "";

    public PostgreSqlCluster Cluster => cluster;

    public override void AddStorage(IServiceCollection services, IInterceptor trouble)
    {
        PostgreSqlCluster.Need();
        services.AddPostgreSqlStorage(new StorageSettings(Connection, Path.Combine(Folder, "master.key"), Path.Combine(Folder, "key-shares")))
            .ConfigureDbContext<PostgreSqlDb>(o => o.AddInterceptors(trouble));
    }

    /// <summary>The same database behind a port of this machine: for a line that breaks.</summary>
    internal TestDatabase Through(int port) =>
        At(new NpgsqlConnectionStringBuilder(Connection) { Host = "127.0.0.1", Port = port, SslMode = SslMode.Disable }.ToString());

    /// <summary>This database as another connection string finds it.</summary>
    internal TestDatabase At(string connection) => new PostgreSqlDatabase(cluster) { Connection = connection };

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
        cluster.ExecuteAsync("checkpoint").GetAwaiter().GetResult();
        using var connection = new NpgsqlConnection(Connection + ";Pooling=false");
        connection.Open();
        using var command = new NpgsqlCommand("select oid::text from pg_database where datname = current_database()", connection);
        var own = Path.Combine(cluster.DataFolder, "base", (string)command.ExecuteScalar()!);
        var log = Path.Combine(cluster.DataFolder, "pg_wal");
        return [.. new[] { own, log }.SelectMany(folder => System.IO.Directory.EnumerateFiles(folder).Order(StringComparer.Ordinal)).SelectMany(ReadShared)];
    }

    public override Task BackUpAsync() => cluster.ExecuteAsync($"create database {Name}_backup template {Name}");

    public override async Task RestoreAsync()
    {
        await cluster.ExecuteAsync($"drop database {Name} with (force)");
        await cluster.ExecuteAsync($"create database {Name} owner {PostgreSqlCluster.User} template {Name}_backup");
    }
}

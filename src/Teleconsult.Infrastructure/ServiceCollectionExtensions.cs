using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Microsoft.EntityFrameworkCore.Storage;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Npgsql;
using Teleconsult.Application.Persistence;
using Teleconsult.Application.Ports;
using Teleconsult.Infrastructure.Persistence.PostgreSql;
using Teleconsult.Infrastructure.Persistence.Sqlite;
using Teleconsult.Infrastructure.Security;

namespace Teleconsult.Infrastructure;

/// <param name="Connection">A connection string of the database that is added.</param>
/// <param name="MasterKeyPath">File of the master key; made when it is missing.</param>
/// <param name="KeyShareFolder">Folder of the other halves of keys; made when it is missing.</param>
public sealed record StorageSettings(string Connection, string MasterKeyPath, string KeyShareFolder);

public static class ServiceCollectionExtensions
{
    /// <summary>The embedded database, for one node.</summary>
    public static IServiceCollection AddSqliteStorage(this IServiceCollection services, StorageSettings settings)
    {
        ArgumentNullException.ThrowIfNull(settings);
        services.AddDbContextPool<TeleconsultDb>(options => ConfigureSqlite(options, settings.Connection));
        services.AddSingleton<IDatabaseStart, SqliteStart>();
        services.AddSingleton<IDatabaseOrigin, SqliteOrigin>();
        services.AddSingleton<ILogHorizon, SqliteHorizon>();
        services.AddSingleton<IWriteGate, SqliteWriteGate>();
        services.AddSingleton<ITimerClaims, SqliteTimerClaims>();
        services.AddSingleton<IAlertClaims, SqliteAlertClaims>();
        return services.AddMasterKey(settings);
    }

    /// <summary>PostgreSQL 15 or newer, for one node or many.</summary>
    /// <exception cref="ArgumentException">The connection string is none of PostgreSQL.</exception>
    public static IServiceCollection AddPostgreSqlStorage(this IServiceCollection services, StorageSettings settings)
    {
        ArgumentNullException.ThrowIfNull(settings);
        var connection = PostgreSqlConnection.Complete(settings.Connection);
        services.AddSingleton(_ => NpgsqlDataSource.Create(connection));
        services.AddDbContextPool<TeleconsultDb, PostgreSqlDb>((provider, options) => ConfigurePostgreSql(options, provider.GetRequiredService<NpgsqlDataSource>()));
        services.AddSingleton<IDatabaseStart, PostgreSqlStart>();
        services.AddSingleton<IDatabaseOrigin, PostgreSqlOrigin>();
        services.AddSingleton<ILogHorizon, PostgreSqlHorizon>();
        services.AddSingleton<IWriteGate, PostgreSqlWriteGate>();
        services.AddSingleton<ITimerClaims, PostgreSqlTimerClaims>();
        services.AddSingleton<IAlertClaims, PostgreSqlAlertClaims>();
        services.AddHostedService(provider => ActivatorUtilities.CreateInstance<PostgreSqlNews>(provider, connection));
        services.AddHostedService(provider => ActivatorUtilities.CreateInstance<PostgreSqlSignals>(provider, connection));
        return services.AddMasterKey(settings);
    }

    internal static void ConfigureSqlite(DbContextOptionsBuilder options, string connection) => Configure(options)
        .UseSqlite(connection, o => o.MigrationsAssembly(typeof(ServiceCollectionExtensions).Assembly))
        .AddInterceptors(new SqliteSettings());

    // Failures come as they are: the pipeline knows which of them may be tried again, and EF's own strategy would hide them in another exception.
    internal static void ConfigurePostgreSql(DbContextOptionsBuilder options, NpgsqlDataSource source) => Configure(options)
        .UseNpgsql(source, o => o.MigrationsAssembly(typeof(ServiceCollectionExtensions).Assembly).ExecutionStrategy(d => new NonRetryingExecutionStrategy(d)));

    /// <summary>A lost race is no error: who gives up says so, with the exception.</summary>
    private static DbContextOptionsBuilder Configure(DbContextOptionsBuilder options) => options.ConfigureWarnings(w => w.Log(
        (RelationalEventId.CommandError, LogLevel.Debug), (CoreEventId.SaveChangesFailed, LogLevel.Debug)));

    private static IServiceCollection AddMasterKey(this IServiceCollection services, StorageSettings settings) =>
        services.AddSingleton<IMasterKey>(_ => new MasterKeyFile(settings.MasterKeyPath))
            .AddSingleton<IKeyShares>(_ => new KeyShareFiles(settings.KeyShareFolder));
}

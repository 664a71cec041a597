using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Teleconsult.Application.Persistence;
using Teleconsult.Application.Ports;
using Teleconsult.Infrastructure.Persistence.Sqlite;
using Teleconsult.Infrastructure.Security;

namespace Teleconsult.Infrastructure;

/// <param name="Connection">A SQLite connection string.</param>
/// <param name="MasterKeyPath">File of the master key; made when it is missing.</param>
public sealed record StorageSettings(string Connection, string MasterKeyPath);

public static class ServiceCollectionExtensions
{
    public static IServiceCollection AddSqliteStorage(this IServiceCollection services, StorageSettings settings)
    {
        ArgumentNullException.ThrowIfNull(settings);
        services.AddDbContextPool<TeleconsultDb>(options => Configure(options, settings.Connection));
        services.AddSingleton<ILogHorizon, SqliteHorizon>();
        services.AddSingleton<IWriteGate, SqliteWriteGate>();
        services.AddSingleton<ITimerClaims, SqliteTimerClaims>();
        services.AddSingleton<IMasterKey>(_ => new MasterKeyFile(settings.MasterKeyPath));
        return services;
    }

    /// <summary>The options of every context on SQLite; tests use the same.</summary>
    public static void Configure(DbContextOptionsBuilder options, string connection)
    {
        ArgumentNullException.ThrowIfNull(options);
        options.UseSqlite(connection, o => o.MigrationsAssembly(typeof(ServiceCollectionExtensions).Assembly))
            .AddInterceptors(new SqliteSettings());
    }
}

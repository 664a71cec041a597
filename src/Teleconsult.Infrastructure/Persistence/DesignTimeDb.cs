using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Design;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using Teleconsult.Application;
using Teleconsult.Application.Persistence;
using Teleconsult.Infrastructure.Persistence.PostgreSql;

namespace Teleconsult.Infrastructure.Persistence;

/// <summary>For <c>dotnet ef migrations add --context TeleconsultDb</c> alone: SQLite.</summary>
internal sealed class DesignTimeDb : IDesignTimeDbContextFactory<TeleconsultDb>
{
    public TeleconsultDb CreateDbContext(string[] args)
    {
        var options = new DbContextOptionsBuilder<TeleconsultDb>().UseApplicationServiceProvider(Services());
        ServiceCollectionExtensions.ConfigureSqlite(options, "Data Source=design.db");
        return new TeleconsultDb((DbContextOptions<TeleconsultDb>)options.Options);
    }

    /// <summary>Identity takes its schema version from the services: without them the model would be another one.</summary>
    internal static IServiceProvider Services() => new ServiceCollection().AddApplication().BuildServiceProvider();
}

/// <summary>For <c>dotnet ef migrations add --context PostgreSqlDb</c> alone.</summary>
internal sealed class DesignTimePostgreSqlDb : IDesignTimeDbContextFactory<PostgreSqlDb>
{
    public PostgreSqlDb CreateDbContext(string[] args)
    {
        var options = new DbContextOptionsBuilder<PostgreSqlDb>().UseApplicationServiceProvider(DesignTimeDb.Services());
        ServiceCollectionExtensions.ConfigurePostgreSql(options, NpgsqlDataSource.Create("Host=nowhere"));
        return new PostgreSqlDb((DbContextOptions<PostgreSqlDb>)options.Options);
    }
}

using Microsoft.Extensions.DependencyInjection;
using Teleconsult.Application.Persistence;
using Teleconsult.Tests.PostgreSql;
using Teleconsult.Web.Tests.Api;
using Teleconsult.Web.Tests.Support;
using Xunit;

[assembly: AssemblyFixture(typeof(PostgreSqlCluster))]

namespace Teleconsult.Web.Tests.PostgreSql;

/// <summary>The real host on a database of PostgreSQL.</summary>
public sealed class PostgreSqlHost(PostgreSqlCluster cluster) : RunningHost
{
    public override async ValueTask InitializeAsync()
    {
        if (PostgreSqlCluster.IsThere)
        {
            Connection = await cluster.CreateAsync();
            await base.InitializeAsync();
        }
    }
}

/// <summary>The main path by the API, the same on PostgreSQL.</summary>
public sealed class MainPathOnPostgreSqlTests : MainPathTests, IClassFixture<PostgreSqlHost>
{
    public MainPathOnPostgreSqlTests(PostgreSqlHost host)
        : base(host)
    {
        PostgreSqlCluster.Need();
        using var scope = host.Services.CreateScope();
        Assert.Equal("Npgsql.EntityFrameworkCore.PostgreSQL", scope.ServiceProvider.GetRequiredService<TeleconsultDb>().Database.ProviderName);
    }
}

using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Design;
using Microsoft.Extensions.DependencyInjection;
using Teleconsult.Application;
using Teleconsult.Application.Persistence;

namespace Teleconsult.Infrastructure.Persistence;

/// <summary>For <c>dotnet ef migrations add</c> alone.</summary>
internal sealed class DesignTimeDb : IDesignTimeDbContextFactory<TeleconsultDb>
{
    public TeleconsultDb CreateDbContext(string[] args)
    {
        // Identity takes its schema version from the services: without them the model would be another one.
        var services = new ServiceCollection().AddApplication().BuildServiceProvider();
        var options = new DbContextOptionsBuilder<TeleconsultDb>().UseApplicationServiceProvider(services);
        ServiceCollectionExtensions.Configure(options, "Data Source=design.db");
        return new TeleconsultDb((DbContextOptions<TeleconsultDb>)options.Options);
    }
}

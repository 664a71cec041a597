using Microsoft.EntityFrameworkCore;
using Teleconsult.Application.Log;
using Teleconsult.Application.Persistence;
using Teleconsult.Application.Ports;
using Teleconsult.Web.Console.Language;

namespace Teleconsult.Web.Setup;

/// <summary>What happens once before the host listens: the database is brought up to date, the demo network is seeded.</summary>
internal static class StartUp
{
    /// <exception cref="WrongSetting">A database that cannot be used; demo data in production.</exception>
    public static async Task PrepareAsync(this WebApplication app)
    {
        foreach (var language in app.Services.GetRequiredService<Languages>().Daring)
        {
            app.Logger.LogWarning(
                "{Setting} offers {Language} although no clinician has reviewed its clinical text.", Languages.OfferUnreviewed, language.Tag);
        }

        try
        {
            await PrepareDatabaseAsync(app);
        }
        catch (DatabaseUnusable why)
        {
            throw HostSettings.Unusable(why);
        }
    }

    /// <summary>One node at a time, so that nodes that start together do not migrate or seed against each other.</summary>
    private static async Task PrepareDatabaseAsync(WebApplication app)
    {
        var start = app.Services.GetRequiredService<IDatabaseStart>();
        await using var turn = await start.EnterAsync(CancellationToken.None);
        await using var scope = app.Services.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<TeleconsultDb>();
        await start.MigrateAsync(db, CancellationToken.None);
        await app.Services.GetRequiredService<RestoreWatch>().StartAsync(CancellationToken.None);

        if (app.Environment.IsDevelopment())
        {
            await app.Services.GetRequiredService<DemoNetwork>().SeedAsync(CancellationToken.None);
            app.Lifetime.ApplicationStarted.Register(() => app.Services.GetRequiredService<DemoNetwork>().Print(app.Urls));
        }
        else if (app.Environment.IsProduction() && await DemoNetwork.IsInAsync(db))
        {
            throw new WrongSetting(
                "ConnectionStrings:Teleconsult names a database with demo accounts, whose password was printed. Production needs a database of its own: name another one.");
        }
    }
}

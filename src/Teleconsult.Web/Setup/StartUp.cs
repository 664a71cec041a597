using System.Security.Cryptography;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.EntityFrameworkCore;
using Teleconsult.Application.Directory;
using Teleconsult.Application.Log;
using Teleconsult.Application.Persistence;
using Teleconsult.Application.Ports;
using Teleconsult.Web.Console.Language;
using Teleconsult.Web.Security;

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
        ShareProtectionKeys(app);
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

        if (await SetupCode.RenewAsync(db, CancellationToken.None) is { } code)
        {
            app.Lifetime.ApplicationStarted.Register(() => PrintSetUp(app.Urls, code));
        }
    }

    /// <summary>To the host's own console alone, never to its log: whoever has the code governs.</summary>
    private static void PrintSetUp(ICollection<string> urls, string code)
    {
        var home = urls.FirstOrDefault() ?? "http://localhost:5080";
        System.Console.WriteLine(string.Join(Environment.NewLine,
        [
            "",
            "  Teleconsult runs, and nobody governs it yet. The first administrator begins the network here:",
            "",
            $"    Page        {home}/setup",
            $"    Code        {code}   works once; each start prints a new one until then",
            "",
        ]));
    }

    /// <summary>The first node makes the first key in its turn, so that nodes that start together do not each make one.</summary>
    private static void ShareProtectionKeys(WebApplication app)
    {
        try
        {
            app.Services.GetRequiredService<ProtectionKeys>().GetAllElements();
        }
        catch (CryptographicException)
        {
            throw HostSettings.OtherMasterKey(app.Services.GetRequiredService<HostSettings>());
        }

        app.Services.GetRequiredService<IDataProtectionProvider>().CreateProtector(nameof(StartUp)).Protect([]);
    }
}

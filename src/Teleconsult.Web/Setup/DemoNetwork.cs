using System.Security.Cryptography;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Teleconsult.Application.Consults;
using Teleconsult.Application.Persistence;
using Teleconsult.Application.Pipeline;
using Teleconsult.Domain;
using Teleconsult.Domain.Access;
using Teleconsult.Domain.Consults;

namespace Teleconsult.Web.Setup;

/// <summary>A network to try the product with: places, services, patients and an account for each role. Development only.</summary>
internal sealed class DemoNetwork(IServiceScopeFactory scopes, HostSettings settings, TimeProvider clock)
{
    private const string Fact = "demo";
    private string _password = "";

    public static Task<bool> IsInAsync(TeleconsultDb db) => db.Facts.AnyAsync(f => f.Name == Fact);

    public async Task SeedAsync(CancellationToken cancellationToken)
    {
        _password = await PasswordAsync(cancellationToken);
        await using var scope = scopes.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<TeleconsultDb>();
        var users = scope.ServiceProvider.GetRequiredService<UserManager<TeleconsultUser>>();
        if (!await IsInAsync(db))
        {
            foreach (var place in DemoData.Facilities)
            {
                db.Facilities.Add(place);
            }

            db.Services.AddRange(DemoData.Services);
            var accounts = DemoData.Accounts.Select(a => (Account: a, User: a.ToUser())).ToList();
            db.Networks.Add(DemoData.Network(new PractitionerId(accounts.Single(a => a.Account.Role is Role.Coordinator).User.Id)));
            db.Facts.Add(new FactRow { Name = Fact, Value = "1" });
            await SeedPatientsAsync(scope.ServiceProvider, db, new PractitionerId(accounts[0].User.Id), cancellationToken);
            await db.SaveChangesAsync(cancellationToken);
            foreach (var (_, user) in accounts)
            {
                Check(await users.CreateAsync(user, _password));
            }
        }
        else
        {
            await KeepServicesAsync(db, cancellationToken);
            await KeepPasswordAsync(users);
        }

        await DemoDuty.SeedAsync(db, clock.GetUtcNow(), cancellationToken);
    }

    /// <summary>The one block that tells a newcomer where everything is.</summary>
    public void Print(ICollection<string> urls)
    {
        var home = urls.FirstOrDefault() ?? "http://localhost:5080";
        var lines = new List<string>
        {
            "",
            "  Teleconsult runs, with a demo network.",
            "",
            $"    Console     {home}/            specialists, coordinators, administrators",
            $"    Field app   {home}/field/      community and primary-care workers, emergency doctors",
            "",
            "    Accounts, all with the same password:",
        };
        lines.AddRange(DemoData.Accounts.Select(a => $"      {a.Email,-36} {a.Title}"));
        lines.AddRange(["", $"    Password    {_password}", ""]);
        System.Console.WriteLine(string.Join(Environment.NewLine, lines));
    }

    private async Task SeedPatientsAsync(IServiceProvider services, TeleconsultDb db, PractitionerId by, CancellationToken cancellationToken)
    {
        var words = services.GetRequiredService<WordVault>();
        var recorder = services.GetRequiredService<Recorder>();
        services.GetRequiredService<CurrentUser>().ActAsSystem();
        var now = clock.GetUtcNow();
        foreach (var (facility, said) in DemoData.Patients(now))
        {
            var patient = Patient.Register(new PatientId(Guid.CreateVersion7()), DemoData.NetworkId, facility, by, now);
            db.Patients.Add(patient);
            await words.PutAsync(patient.Id.Value, WordKind.Patient, patient.Id.Value, patient.Version, said, cancellationToken);
        }

        recorder.Record(db, nameof(DemoNetwork), null);
    }

    private async Task<string> PasswordAsync(CancellationToken cancellationToken)
    {
        if (settings.DemoPassword is { Length: > 0 } chosen)
        {
            return chosen.Length >= 12 ? chosen : throw new WrongSetting("Demo:Password is too short: use at least 12 characters, or leave it out.");
        }

        var file = Path.Combine(settings.DataFolder, "demo-password");
        if (!File.Exists(file))
        {
            await File.WriteAllTextAsync(file, $"demo-{RandomNumberGenerator.GetString("abcdefghjkmnpqrstuvwxyz23456789", 10)}", cancellationToken);
        }

        return (await File.ReadAllTextAsync(file, cancellationToken)).Trim();
    }

    /// <summary>A demo network of an earlier build learns which forms its services answer now, and how they are reached.</summary>
    private static async Task KeepServicesAsync(TeleconsultDb db, CancellationToken cancellationToken)
    {
        var now = DemoData.Services.ToDictionary(s => s.Id);
        foreach (var service in await db.Services.Where(s => s.Network == DemoData.NetworkId).ToListAsync(cancellationToken))
        {
            service.Templates = now.GetValueOrDefault(service.Id, service).Templates;
            service.Phone ??= now.GetValueOrDefault(service.Id)?.Phone;
        }

        if (await db.Networks.SingleOrDefaultAsync(n => n.Id == DemoData.NetworkId && n.TimeZone == "UTC", cancellationToken) is { } network)
        {
            network.TimeZone = DemoData.Network(network.Coordinator).TimeZone;
        }

        await db.SaveChangesAsync(cancellationToken);
    }

    /// <summary>Another <c>Demo:Password</c> than last time takes effect; accounts that an earlier build did not have are made.</summary>
    private async Task KeepPasswordAsync(UserManager<TeleconsultUser> users)
    {
        foreach (var account in DemoData.Accounts)
        {
            if (await users.FindByEmailAsync(account.Email) is not { } user)
            {
                Check(await users.CreateAsync(account.ToUser(), _password));
            }
            else if (!await users.CheckPasswordAsync(user, _password))
            {
                Check(await users.ResetPasswordAsync(user, await users.GeneratePasswordResetTokenAsync(user), _password));
            }
        }
    }

    private static void Check(IdentityResult result)
    {
        if (!result.Succeeded)
        {
            throw new InvalidOperationException(string.Join(" ", result.Errors.Select(e => e.Description)));
        }
    }
}

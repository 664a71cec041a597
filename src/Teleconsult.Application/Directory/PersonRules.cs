using System.Security.Cryptography;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Teleconsult.Application.Persistence;
using Teleconsult.Application.Pipeline;
using Teleconsult.Domain;
using Teleconsult.Domain.Access;
using Teleconsult.Domain.Duty;

namespace Teleconsult.Application.Directory;

/// <summary>What holds for every change of a person's account.</summary>
internal sealed partial class PersonRules(TeleconsultDb db, ActorDirectory actors, IPasswordHasher<TeleconsultUser> hasher, ICurrentUser user)
{
    public const int ShortestPassword = 12;

    /// <summary>A person of the sender's network, with roles, tracked.</summary>
    /// <exception cref="NotFound"/>
    public async Task<TeleconsultUser> LoadAsync(Guid person, CancellationToken cancellationToken) =>
        await db.Users.Include(u => u.Assignments).SingleOrDefaultAsync(u => u.Id == person && u.Network == user.Actor.Network, cancellationToken)
            ?? throw new NotFound("person.not-found");

    /// <summary>
    /// Refuses what would leave the network without an administrator or its cases without a coordinator. The network's version is raised,
    /// so that of two who do this to each other at the same time only one can.
    /// </summary>
    public async Task KeepGovernedAsync(TeleconsultUser person, bool administrates, bool coordinates, CancellationToken cancellationToken)
    {
        var network = await db.Networks.SingleAsync(n => n.Id == person.Network, cancellationToken);
        if (!coordinates && network.Coordinator.Value == person.Id)
        {
            throw new RuleViolation("person.coordinator");
        }

        if (!administrates && person.DeactivatedAt is null && person.Assignments.Any(a => a.Role is Role.Administrator))
        {
            network.Version++;
            var others = await db.Users.AnyAsync(
                u => u.Network == person.Network && u.Id != person.Id && u.DeactivatedAt == null && u.Assignments.Any(a => a.Role == Role.Administrator), cancellationToken);
            if (!others)
            {
                throw new RuleViolation("person.last-administrator");
            }
        }
    }

    public async Task SetUserNameAsync(TeleconsultUser person, string? typed, CancellationToken cancellationToken)
    {
        var name = typed?.Trim() ?? "";
        if (!UserName().IsMatch(name))
        {
            throw new RuleViolation("person.user-name");
        }

        var normal = Normal(name);
        if (await db.Users.AnyAsync(u => u.Id != person.Id && (u.NormalizedUserName == normal || u.NormalizedEmail == normal), cancellationToken))
        {
            throw new RuleViolation("person.user-name-taken");
        }

        (person.UserName, person.NormalizedUserName) = (name, normal);
    }

    public async Task SetMailAsync(TeleconsultUser person, string? typed, CancellationToken cancellationToken)
    {
        if (string.IsNullOrWhiteSpace(typed))
        {
            (person.Email, person.NormalizedEmail, person.EmailConfirmed) = (null, null, false);
            return;
        }

        var mail = ContactAddress.Of(ContactChannel.Email, typed);
        var normal = Normal(mail);
        if (await db.Users.AnyAsync(u => u.Id != person.Id && (u.NormalizedUserName == normal || u.NormalizedEmail == normal), cancellationToken))
        {
            throw new RuleViolation("person.mail-taken");
        }

        (person.Email, person.NormalizedEmail) = (mail, normal);
    }

    /// <summary>Gives a password that is said once and has to be changed at the first sign-in.</summary>
    /// <returns>The password; it is stored as a hash alone.</returns>
    public string GiveInitialPassword(TeleconsultUser person)
    {
        var letters = RandomNumberGenerator.GetString("abcdefghjkmnpqrstuvwxyz23456789", 15); // 74 bits; nothing that looks like something else
        var password = $"{letters[..5]}-{letters[5..10]}-{letters[10..]}";
        SetPassword(person, password);
        person.MustChangePassword = true;
        return password;
    }

    public void SetPassword(TeleconsultUser person, string password)
    {
        person.PasswordHash = hasher.HashPassword(person, password);
        person.MustChangePassword = false;
        (person.AccessFailedCount, person.LockoutEnd) = (0, null);
        Renew(person);
    }

    /// <summary>Until the person has chosen one, no password opens anything.</summary>
    public static void TakePassword(TeleconsultUser person)
    {
        (person.PasswordHash, person.MustChangePassword) = (null, true);
        Renew(person);
    }

    public bool IsPassword(TeleconsultUser person, string password) =>
        person.PasswordHash is { } hash && hasher.VerifyHashedPassword(person, hash, password) is not PasswordVerificationResult.Failed;

    /// <summary>Ends every sign-in of the person: tokens, cookies and what they renew. Signing in again makes a device anew.</summary>
    public async Task SignOutEverywhereAsync(TeleconsultUser person, CancellationToken cancellationToken)
    {
        Renew(person);
        foreach (var device in await db.Devices.Where(d => d.User == person.Id && d.RevokedAt == null).ToListAsync(cancellationToken))
        {
            db.Devices.Remove(device);
            actors.Forget(device.Id, person.Id);
        }
    }

    public void AccessChanged(TeleconsultUser person)
    {
        person.AccessVersion++;
        actors.Forget(person.Id);
    }

    /// <summary>A coordinator sees to those who ask and answer; whoever governs, only an administrator touches.</summary>
    public void CheckMayTouch(TeleconsultUser person)
    {
        if (!user.Actor.Has(Role.Administrator) && person.Assignments.Any(a => a.Role is Role.Administrator or Role.Coordinator))
        {
            throw new RuleViolation("person.not-theirs");
        }
    }

    private static void Renew(TeleconsultUser person)
    {
        person.SecurityStamp = Guid.NewGuid().ToString("N");
        person.ConcurrencyStamp = Guid.NewGuid().ToString();
    }

    private static string Normal(string name) => name.Normalize().ToUpperInvariant(); // as Identity looks names up

    [GeneratedRegex(@"^[\p{L}\p{Nd}._@-]{3,64}$")]
    private static partial Regex UserName();
}

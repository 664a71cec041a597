using System.Security.Cryptography;
using MediatR;
using Microsoft.EntityFrameworkCore;
using Teleconsult.Application.Invitations;
using Teleconsult.Application.Persistence;
using Teleconsult.Application.Pipeline;
using Teleconsult.Domain;
using Teleconsult.Domain.Access;
using Teleconsult.Domain.Duty;

namespace Teleconsult.Application.Directory;

/// <summary>
/// Begins a host that nobody governs: a network and its first administrator, who coordinates it until somebody else does. Whoever has the code that the host
/// printed at its start may, once.
/// </summary>
[SystemOnly]
public sealed record SetUpNetwork(string? Code, string Network, string Zone, string EmergencyNumber, string Name, string UserName, string Password) : IRequest<Unit>, ICommand
{
    public Guid? Subject => null;
}

internal sealed class SetUpNetworkHandler(TeleconsultDb db, PersonRules rules, TimeProvider clock) : IRequestHandler<SetUpNetwork, Unit>
{
    public async Task<Unit> Handle(SetUpNetwork command, CancellationToken cancellationToken)
    {
        var code = await db.Facts.SingleOrDefaultAsync(f => f.Name == SetupCode.Fact, cancellationToken);
        if (code is null || await SetupCode.IsGovernedAsync(db, cancellationToken))
        {
            throw new RuleViolation("setup.done");
        }

        if (!CryptographicOperations.FixedTimeEquals(Convert.FromHexString(code.Value), OneTimeCode.Hash(command.Code)))
        {
            throw new RuleViolation("setup.code");
        }

        if ((command.Password ?? "").Length < PersonRules.ShortestPassword)
        {
            throw new RuleViolation("password.short");
        }

        var id = Guid.CreateVersion7();
        var network = new NetworkRow
        {
            Id = new NetworkId(Guid.CreateVersion7()),
            Name = Texts.Required(command.Network, "network.name", 200),
            EmergencyNumber = Texts.Required(command.EmergencyNumber, "network.emergency-number", 40),
            TimeZone = ZoneTime.Find(command.Zone ?? "").Id,
            Coordinator = new PractitionerId(id),
        };
        var person = new TeleconsultUser { Id = id, Network = network.Id, Name = Texts.Required(command.Name, "person.name", 200), LockoutEnabled = true };
        await rules.SetUserNameAsync(person, command.UserName, cancellationToken);
        rules.SetPassword(person, command.Password!);
        person.Assignments.Add(new AssignmentRow { Role = Role.Administrator });
        person.Assignments.Add(new AssignmentRow { Role = Role.Coordinator });
        db.Networks.Add(network);
        db.Users.Add(person);
        db.Facts.Remove(code); // of two who use it at once the second one's save is refused
        db.Audit.Add(new AuditRow { Network = network.Id, User = id, At = clock.GetUtcNow(), Action = nameof(SetUpNetwork), Subject = id });
        return Unit.Value;
    }
}

/// <summary>The code that lets somebody govern a host which nobody governs.</summary>
public static class SetupCode
{
    internal const string Fact = "setup-code";

    /// <summary>A new code, which replaces the one of an earlier start; null where somebody governs already.</summary>
    public static async Task<string?> RenewAsync(TeleconsultDb db, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(db);
        var fact = await db.Facts.SingleOrDefaultAsync(f => f.Name == Fact, cancellationToken);
        if (await IsGovernedAsync(db, cancellationToken))
        {
            if (fact is not null)
            {
                db.Facts.Remove(fact);
                await db.SaveChangesAsync(cancellationToken);
            }

            return null;
        }

        var code = OneTimeCode.New();
        if (fact is null)
        {
            db.Facts.Add(fact = new FactRow { Name = Fact });
        }

        fact.Value = Convert.ToHexString(OneTimeCode.Hash(code));
        await db.SaveChangesAsync(cancellationToken);
        return code;
    }

    /// <summary>Whether the page that asks for the code has anything to do.</summary>
    public static async Task<bool> IsOpenAsync(TeleconsultDb db, CancellationToken cancellationToken) =>
        await db.Facts.AnyAsync(f => f.Name == Fact, cancellationToken) && !await IsGovernedAsync(db, cancellationToken);

    /// <summary>Also an administrator whose account has ended counts: who comes in then is a matter for the operator, and no door for a stranger.</summary>
    internal static Task<bool> IsGovernedAsync(TeleconsultDb db, CancellationToken cancellationToken) =>
        db.Assignments.AnyAsync(a => a.Role == Role.Administrator, cancellationToken);
}

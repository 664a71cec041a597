using System.Text.RegularExpressions;
using MediatR;
using Microsoft.EntityFrameworkCore;
using Teleconsult.Application.Persistence;
using Teleconsult.Application.Pipeline;
using Teleconsult.Domain;
using Teleconsult.Domain.Access;

namespace Teleconsult.Application.Directory;

/// <summary>Adds a person with an account, or changes name, roles and places.</summary>
/// <param name="Id">Made by the sender for a new one.</param>
/// <param name="Email">Null: many workers have none.</param>
/// <param name="Speaks">BCP 47 tags of the languages that the person speaks with patients.</param>
/// <param name="Gender">As the person states it; null: not stated.</param>
/// <param name="InTraining">Advice of theirs goes out when a colleague has signed it.</param>
/// <param name="MostPerDay">How many cases they agreed to be offered in a day, 1 to 200; null: no limit.</param>
[Allowed(Role.Administrator)]
public sealed record SavePerson(
    Guid Id, string Name, string UserName, string? Email, IReadOnlyList<RoleEntry> Roles, IReadOnlyList<string> Speaks, string? Gender,
    bool InTraining = false, int? MostPerDay = null)
    : IRequest<SavedPerson>, ICommand
{
    public Guid? Subject => Id;
}

/// <param name="InitialPassword">For a new person: shown once, and changed at the first sign-in. Null for a known one.</param>
public sealed record SavedPerson(string? InitialPassword);

internal sealed partial class SavePersonHandler(TeleconsultDb db, PersonRules rules, NameDirectory names, Recorder recorder, ICurrentUser user)
    : IRequestHandler<SavePerson, SavedPerson>
{
    public async Task<SavedPerson> Handle(SavePerson command, CancellationToken cancellationToken)
    {
        var roles = await CheckedAsync(command.Roles, cancellationToken);
        var isNew = !await db.Users.AnyAsync(u => u.Id == command.Id, cancellationToken);
        var person = isNew
            ? new TeleconsultUser { Id = command.Id, Network = user.Actor.Network, LockoutEnabled = true }
            : await rules.LoadAsync(command.Id, cancellationToken);
        if (isNew)
        {
            db.Users.Add(person);
        }

        person.Name = Texts.Required(command.Name, "person.name", 200);
        await rules.SetUserNameAsync(person, command.UserName, cancellationToken);
        await rules.SetMailAsync(person, command.Email, cancellationToken);
        person.Speaks = Languages(command.Speaks);
        person.Gender = Texts.Optional(command.Gender, 40);
        person.InTraining = command.InTraining;
        person.MostPerDay = command.MostPerDay is null or (>= 1 and <= 200) ? command.MostPerDay : throw new RuleViolation("person.most-per-day");
        await GiveAsync(person, isNew, roles, cancellationToken);
        names.Forget(person.Network);
        return new SavedPerson(isNew ? rules.GiveInitialPassword(person) : null);
    }

    private async Task GiveAsync(TeleconsultUser person, bool isNew, List<AssignmentRow> roles, CancellationToken cancellationToken)
    {
        string Of(IEnumerable<AssignmentRow> rows) =>
            string.Join(' ', rows.Select(a => $"{a.Role}{(a.Facility?.Value ?? a.Service?.Value) switch { { } place => $":{place:n}", _ => "" }}").Order(StringComparer.Ordinal));
        var (before, after) = (Of(person.Assignments), Of(roles));
        if (before == after)
        {
            return;
        }

        if (!isNew)
        {
            await rules.KeepGovernedAsync(person, roles.Any(r => r.Role is Role.Administrator), roles.Any(r => r.Role is Role.Coordinator), cancellationToken);
            db.Assignments.RemoveRange(person.Assignments);
            person.Assignments.Clear();
            rules.AccessChanged(person);
        }

        foreach (var role in roles)
        {
            role.User = person.Id;
            db.Assignments.Add(role);
        }

        var detail = $"roles: {after}";
        recorder.Explain(detail.Length <= 400 ? detail : detail[..400]);
    }

    private async Task<List<AssignmentRow>> CheckedAsync(IReadOnlyList<RoleEntry> wanted, CancellationToken cancellationToken)
    {
        var network = user.Actor.Network;
        var facilities = await db.Facilities.Where(f => f.Network == network).Select(f => f.Id).ToListAsync(cancellationToken);
        var services = await db.Services.Where(s => s.Network == network).Select(s => s.Id).ToListAsync(cancellationToken);
        var roles = wanted.Distinct().Select(r => new AssignmentRow
        {
            Role = Enum.IsDefined(r.Role) ? r.Role : throw new RuleViolation("person.no-role"),
            Facility = r is { Role: Role.Requester, Facility: { } f } ? new FacilityId(f) : null,
            Service = r is { Role: Role.Specialist, Service: { } s } ? new ServiceId(s) : null,
        }).ToList();
        if (roles.Count == 0)
        {
            throw new RuleViolation("person.no-role");
        }

        return roles.TrueForAll(r => r.Role switch
        {
            Role.Requester => r.Facility is { } f && facilities.Contains(f),
            Role.Specialist => r.Service is { } s && services.Contains(s),
            _ => true,
        }) ? roles : throw new RuleViolation("person.role-place");
    }

    private static string Languages(IReadOnlyList<string> tags)
    {
        var clean = tags.Select(t => t.Trim()).Where(t => t.Length > 0).Distinct(StringComparer.OrdinalIgnoreCase).ToList();
        return clean.Count <= 20 && clean.TrueForAll(t => Tag().IsMatch(t)) ? string.Join(' ', clean) : throw new RuleViolation("person.languages");
    }

    /// <summary>A language with its variants, RFC 5646 §2.1, as far as its letters go.</summary>
    [GeneratedRegex("^[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*$")]
    private static partial Regex Tag();
}

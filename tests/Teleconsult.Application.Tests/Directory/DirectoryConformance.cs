using Microsoft.EntityFrameworkCore;
using Teleconsult.Application.Directory;
using Teleconsult.Application.Duty;
using Teleconsult.Application.Persistence;
using Teleconsult.Application.Pipeline;
using Teleconsult.Application.Tests.Support;
using Teleconsult.Domain;
using Teleconsult.Domain.Access;
using Teleconsult.Domain.Duty;
using Xunit;

namespace Teleconsult.Application.Tests.Directory;

/// <summary>People, places and services of a network, and who may change them.</summary>
public abstract class DirectoryConformance<TDatabase>(TDatabase database) : IClassFixture<TDatabase>
    where TDatabase : TestDatabase
{
    [Fact]
    public async Task What_was_made_by_mistake_goes_and_what_was_used_stays()
    {
        await using var node = new Node(database);
        var network = await Network.MakeAsync(node);
        var (place, service) = (Guid.CreateVersion7(), Guid.CreateVersion7());
        await node.SendAsync(network.Administrator, new SaveFacility(place, "Twice", null));
        await node.SendAsync(network.Administrator, new SaveService(service, "Twice", place, ["general-dermatology"], null, null, false));
        await node.SendAsync(network.Coordinator, new SaveTarget(service, Domain.Consults.Urgency.Routine, new TargetForm(60, 600, 60, 60, false)));

        Assert.Equal("facility.in-use", (await Assert.ThrowsAsync<RuleViolation>(() => node.SendAsync(network.Administrator, new RemoveFacility(place)))).Code);
        await node.SendAsync(network.Administrator, new RemoveService(service));
        await node.SendAsync(network.Administrator, new RemoveFacility(place));
        Assert.DoesNotContain((await DirectoryAsync(node, network.Coordinator)).Facilities, f => f.Id == place);

        foreach (var used in new[] { network.Skin, network.Wounds })
        {
            Assert.Equal("service.in-use", (await Assert.ThrowsAsync<RuleViolation>(() => node.SendAsync(network.Administrator, new RemoveService(used.Value)))).Code);
        }

        Assert.Equal("facility.in-use", (await Assert.ThrowsAsync<RuleViolation>(() => node.SendAsync(network.Administrator, new RemoveFacility(network.Post.Value)))).Code);
    }

    [Fact]
    public async Task A_person_without_mail_gets_an_account_and_a_password_that_is_said_once()
    {
        await using var node = new Node(database);
        var network = await Network.MakeAsync(node);
        var id = Guid.CreateVersion7();
        var saved = await node.SendAsync(network.Administrator, Person(id, "Rose Wanjiru", $"rose.{id:n}"[..30], new RoleEntry(Role.Requester, network.Post.Value)));
        Assert.Equal(17, saved.InitialPassword!.Length);

        var row = await UserAsync(node, id);
        Assert.True(row.MustChangePassword);
        Assert.DoesNotContain(saved.InitialPassword, row.PasswordHash, StringComparison.Ordinal);
        Assert.Equal((null, network.Id, "sw en"), (row.Email, row.Network, row.Speaks));
        var entry = (await DirectoryAsync(node, network.Coordinator)).People.Single(p => p.Id == id);
        Assert.Equal([new RoleEntry(Role.Requester, network.Post.Value)], entry.Roles);

        var again = await node.SendAsync(network.Administrator, Person(id, "Rose W. Kamau", row.UserName!, new RoleEntry(Role.Requester, network.Post.Value)));
        Assert.Null(again.InitialPassword); // a change of the name is no new account
        Assert.Equal(1, (await UserAsync(node, id)).AccessVersion);
    }

    [Fact]
    public async Task A_change_of_roles_raises_the_access_version_and_is_in_the_audit()
    {
        await using var node = new Node(database);
        var network = await Network.MakeAsync(node);
        var nurse = await UserAsync(node, network.Nurse.Id);
        await node.SendAsync(network.Administrator, Person(nurse.Id, nurse.Name, nurse.UserName!, Answers(network.Skin), Answers(network.Wounds)));

        Assert.Equal(2, (await UserAsync(node, nurse.Id)).AccessVersion);
        var audit = await AuditAsync(node, nurse.Id);
        Assert.Equal((nameof(SavePerson), network.Administrator.Id), (audit.Action, audit.User));
        Assert.Contains($"Specialist:{network.Skin.Value:n}", audit.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_last_administrator_is_never_locked_out_and_of_two_who_try_one_stays()
    {
        await using var node = new Node(database);
        var network = await Network.MakeAsync(node);
        var own = await UserAsync(node, network.Administrator.Id);
        await RefusedAsync("person.last-administrator", () => node.SendAsync(
            network.Administrator, Person(own.Id, own.Name, own.UserName!, new RoleEntry(Role.Requester, network.Post.Value))));
        await RefusedAsync("person.self", () => node.SendAsync(network.Administrator, new DeactivatePerson(own.Id, DeactivationReason.Left)));

        var second = await network.AddAsync("Second administrator", Role.Administrator);
        var both = await Task.WhenAll(
            TryAsync(() => node.SendAsync(network.Administrator, new DeactivatePerson(second.Id, DeactivationReason.Left))),
            TryAsync(() => node.SendAsync(second, new DeactivatePerson(own.Id, DeactivationReason.Left))));
        Assert.Equal(1, both.Count(done => done));
        Assert.Equal(1, await node.InDbAsync(db => db.Users.CountAsync(
            u => u.Network == network.Id && u.DeactivatedAt == null && u.Assignments.Any(a => a.Role == Role.Administrator))));
    }

    [Fact]
    public async Task A_deactivated_person_may_nothing_more_and_comes_back_as_they_were()
    {
        await using var node = new Node(database);
        var network = await Network.MakeAsync(node);
        await node.SendAsync(network.Administrator, new DeactivatePerson(network.Nurse.Id, DeactivationReason.Left));

        var row = await UserAsync(node, network.Nurse.Id);
        Assert.Equal(node.Clock.GetUtcNow(), row.DeactivatedAt);
        Assert.False(await node.InDbAsync(db => db.Devices.AnyAsync(d => d.User == network.Nurse.Id)));
        Assert.Equal("reason: Left", (await AuditAsync(node, network.Nurse.Id)).Detail);
        await RefusedAsync("person.inactive", () => node.SendAsync(network.Administrator, new ResetPassword(network.Nurse.Id, PasswordReason.Forgotten)));
        await RefusedAsync("person.coordinator", () => node.SendAsync(network.Administrator, new DeactivatePerson(network.Coordinator.Id, DeactivationReason.Left)));

        await node.SendAsync(network.Administrator, new ActivatePerson(network.Nurse.Id));
        Assert.Null((await UserAsync(node, network.Nurse.Id)).DeactivatedAt);
    }

    [Fact]
    public async Task A_coordinator_sets_passwords_of_those_who_ask_and_answer_and_signs_them_out()
    {
        await using var node = new Node(database);
        var network = await Network.MakeAsync(node);
        var before = await UserAsync(node, network.Worker.Id);
        var given = await node.SendAsync(network.Coordinator, new ResetPassword(network.Worker.Id, PasswordReason.DeviceLost));

        var after = await UserAsync(node, network.Worker.Id);
        Assert.NotEqual(before.SecurityStamp, after.SecurityStamp);
        Assert.True(after.MustChangePassword);
        Assert.False(await node.InDbAsync(db => db.Devices.AnyAsync(d => d.User == network.Worker.Id)));
        await RefusedAsync("password.short", () => node.SendAsync(network.Worker, new ChangeOwnPassword(network.Worker.Id, given.Password, "short")));
        await RefusedAsync("password.same", () => node.SendAsync(network.Worker, new ChangeOwnPassword(network.Worker.Id, given.Password, given.Password)));
        await node.SendAsync(network.Worker, new ChangeOwnPassword(network.Worker.Id, given.Password, "goats eat paper boats"));
        await RefusedAsync("password.wrong", () => node.SendAsync(network.Worker, new ChangeOwnPassword(network.Worker.Id, given.Password, "another long one")));
        Assert.False((await UserAsync(node, network.Worker.Id)).MustChangePassword);
        await Assert.ThrowsAsync<NotFound>(() => node.SendAsync(network.Worker, new ChangeOwnPassword(network.Colleague.Id, "x", "goats eat paper boats")));

        await RefusedAsync("person.not-theirs", () => node.SendAsync(network.Coordinator, new ResetPassword(network.Administrator.Id, PasswordReason.Forgotten)));
        await Assert.ThrowsAsync<AccessDenied>(() => node.SendAsync(network.Coordinator, new DeactivatePerson(network.Worker.Id, DeactivationReason.Left)));
    }

    [Fact]
    public async Task Names_and_addresses_that_sign_in_belong_to_one_person()
    {
        await using var node = new Node(database);
        var network = await Network.MakeAsync(node);
        var (name, mail) = ($"u{Guid.NewGuid():n}"[..20], $"{Guid.NewGuid():n}@clinic.example");
        var ask = new RoleEntry(Role.Requester, network.Post.Value);
        await node.SendAsync(network.Administrator, Person(Guid.CreateVersion7(), "One", name, ask) with { Email = mail });
        Task Try(string user, string? email) => node.SendAsync(network.Administrator, Person(Guid.CreateVersion7(), "Two", user, ask) with { Email = email });
        await RefusedAsync("person.user-name-taken", () => Try(name.ToUpperInvariant(), null));
        await RefusedAsync("person.user-name-taken", () => Try(mail, null));
        await RefusedAsync("person.mail-taken", () => Try("somebody.else", mail.ToUpperInvariant()));
        await RefusedAsync("person.user-name", () => Try("a b", null));
        await RefusedAsync("person.no-role", () => node.SendAsync(network.Administrator, Person(Guid.CreateVersion7(), "Two", "two.two")));
        await RefusedAsync("person.role-place", () => node.SendAsync(network.Administrator, Person(Guid.CreateVersion7(), "Two", "two.two", new RoleEntry(Role.Specialist))));
    }

    [Fact]
    public async Task Another_networks_people_see_and_change_nothing_here()
    {
        await using var node = new Node(database);
        var (network, other) = (await Network.MakeAsync(node), await Network.MakeAsync(node));
        var seen = await DirectoryAsync(node, other.Coordinator);
        Assert.DoesNotContain(seen.People, p => p.Id == network.Worker.Id);
        Assert.DoesNotContain(seen.Services, s => s.Id == network.Skin.Value);
        await Assert.ThrowsAsync<NotFound>(() => node.SendAsync(other.Coordinator, new ResetPassword(network.Worker.Id, PasswordReason.Forgotten)));
        await Assert.ThrowsAsync<NotFound>(() => node.SendAsync(other.Administrator, new DeactivatePerson(network.Worker.Id, DeactivationReason.Left)));
        await Assert.ThrowsAsync<NotFound>(() => node.SendAsync(other.Administrator, new SaveFacility(network.Post.Value, "Mine now", null)));
        await Assert.ThrowsAsync<NotFound>(() => node.SendAsync(other.Coordinator, Service(network.Skin, other.Post)));
        await RefusedAsync("facility.unknown", () => node.SendAsync(other.Coordinator, Service(other.Skin, network.Post)));
        await RefusedAsync("service.lead", () => node.SendAsync(other.Coordinator, Service(other.Skin, other.Post) with { Lead = network.Dermatologist.Id }));
        await RefusedAsync("network.coordinator", () => node.SendAsync(
            other.Administrator, new SaveNetwork("Ours", "112", null, network.Coordinator.Id, null, null, "Africa/Nairobi")));
        await RefusedAsync("person.role-place", () => node.SendAsync(other.Administrator, Person(Guid.CreateVersion7(), "X", "x.x.x", Answers(network.Skin))));
        foreach (var person in new[] { network.Worker, network.Dermatologist })
        {
            await Assert.ThrowsAsync<AccessDenied>(() => node.SendAsync(person, new GetDirectory()));
        }
    }

    [Fact]
    public async Task A_promise_of_emergency_begins_with_cover_and_ends_with_a_reason()
    {
        await using var node = new Node(database);
        var network = await Network.MakeAsync(node);
        var plan = new RosterPlan(
            [new ShiftPattern(new ShiftId(Guid.CreateVersion7()), DayOfWeek.Monday, TimeSpan.Zero, TimeSpan.FromHours(24), new ShiftTeam([network.Second.Practitioner], []), new(2026, 1, 1), null, 1, [])], []);
        await node.InDbAsync(async db =>
        {
            db.Rosters.Add(new RosterRow { Service = network.Skin, Network = network.Id, Draft = DutyReader.TextOf(plan), Published = DutyReader.TextOf(plan) });
            await db.SaveChangesAsync();
        });
        await RefusedAsync("service.roster-gap", () => node.SendAsync(network.Coordinator, Service(network.Skin, network.Post) with { PromisesEmergency = true }));

        await node.SendAsync(network.Coordinator, Service(network.Wounds, network.Post) with { PromisesEmergency = true, Lead = network.Nurse.Id });
        await RefusedAsync("reason.missing", () => node.SendAsync(network.Coordinator, Service(network.Wounds, network.Post)));
        await node.SendAsync(network.Coordinator, Service(network.Wounds, network.Post) with { Reason = EmergencyEndReason.NobodyCovers });
        Assert.Equal("emergency ends: NobodyCovers", (await AuditAsync(node, network.Wounds.Value)).Detail);
        await RefusedAsync("service.templates", () => node.SendAsync(network.Coordinator, Service(network.Skin, network.Post) with { Templates = ["no-such-form"] }));
    }

    private static SavePerson Person(Guid id, string name, string user, params RoleEntry[] roles) => new(id, name, user, null, roles, ["sw", "en"], null);

    private static SaveService Service(ServiceId id, FacilityId hospital) => new(id.Value, "Skin", hospital.Value, ["general-dermatology"], null, null, false);

    private static RoleEntry Answers(ServiceId service) => new(Role.Specialist, Service: service.Value);

    private static Task<DirectoryView> DirectoryAsync(Node node, Person person) => node.SendAsync(person, new GetDirectory());

    private static Task<TeleconsultUser> UserAsync(Node node, Guid id) => node.InDbAsync(db => db.Users.AsNoTracking().SingleAsync(u => u.Id == id));

    private static Task<AuditRow> AuditAsync(Node node, Guid subject) =>
        node.InDbAsync(db => db.Audit.AsNoTracking().Where(a => a.Subject == subject).OrderByDescending(a => a.Id).FirstAsync());

    private static async Task RefusedAsync(string code, Func<Task> act) => Assert.Equal(code, (await Assert.ThrowsAsync<RuleViolation>(act)).Code);

    private static async Task<bool> TryAsync(Func<Task> act)
    {
        try
        {
            await act();
            return true;
        }
        catch (Exception e) when (e is RuleViolation or AccessDenied)
        {
            return false;
        }
    }
}

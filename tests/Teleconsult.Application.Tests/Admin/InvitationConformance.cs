using Microsoft.EntityFrameworkCore;
using Teleconsult.Application.Directory;
using Teleconsult.Application.Invitations;
using Teleconsult.Application.Persistence;
using Teleconsult.Application.Pipeline;
using Teleconsult.Application.Tests.Support;
using Teleconsult.Domain;
using Teleconsult.Domain.Access;
using Xunit;

namespace Teleconsult.Application.Tests.Admin;

/// <summary>A code opens one door once: a new person's, and that of a host which nobody governs.</summary>
public abstract class InvitationConformance<TDatabase>(TDatabase database) : IClassFixture<TDatabase>
    where TDatabase : TestDatabase
{
    private const string Good = "a good long password";

    [Fact]
    public async Task An_invitation_is_kept_as_a_hash_used_once_and_replaced_by_the_next()
    {
        await using var node = new Node(database);
        var network = await Network.MakeAsync(node);
        var person = await NewAsync(node, network);

        var first = await node.SendAsync(network.Administrator, new InvitePerson(person.Id));
        var second = await node.SendAsync(network.Administrator, new InvitePerson(person.Id));
        var row = await node.InDbAsync(db => db.Invitations.AsNoTracking().SingleAsync(i => i.Person == person.Id));
        Assert.Equal(OneTimeCode.Hash(second.Code.ToUpperInvariant().Replace('-', ' ')), row.CodeHash);
        Assert.Null(await PasswordAsync(node, person)); // what somebody had set opens nothing any more

        Assert.Equal("invitation.gone", await RefusedAsync(node, person, new UseInvitation(row.Id, first.Code, Good)));
        Assert.Equal("password.short", await RefusedAsync(node, person, new UseInvitation(row.Id, second.Code, "short")));
        Assert.Equal("invitation.gone", await RefusedAsync(node, network.Colleague, new UseInvitation(row.Id, second.Code, Good)));
        var used = await Task.WhenAll(Enumerable.Range(0, 6).Select(_ => Task.Run(() => TryAsync(node, person, new UseInvitation(row.Id, second.Code, Good)))));
        Assert.Equal(5, used.Count(u => u == "invitation.gone"));
        Assert.NotNull(await PasswordAsync(node, person));
        Assert.Equal("invitation.has-password", await RefusedAsync(node, network.Administrator, new InvitePerson(person.Id)));
    }

    [Fact]
    public async Task An_invitation_ends_after_seven_days_and_is_told_where_no_mail_leaves()
    {
        await using var node = new Node(database);
        var network = await Network.MakeAsync(node);
        var person = await NewAsync(node, network);
        var sent = await node.SendAsync(network.Administrator, new SendInvitation(person.Id, ByMail: true)); // has no address
        var row = await node.InDbAsync(db => db.Invitations.AsNoTracking().SingleAsync(i => i.Person == person.Id));

        node.Clock.Advance(TimeSpan.FromDays(7));

        Assert.Equal("invitation.gone", await RefusedAsync(node, person, new UseInvitation(row.Id, sent.Code!, Good)));
    }

    [Fact]
    public async Task By_mail_the_code_goes_to_the_person_alone()
    {
        await using var node = new Node(database);
        var network = await Network.MakeAsync(node);
        var person = await NewAsync(node, network);
        await node.InDbAsync(db => db.Users.Where(u => u.Id == person.Id).ExecuteUpdateAsync(u => u.SetProperty(x => x.Email, "new@clinic.example")));

        var sent = await node.SendAsync(network.Administrator, new SendInvitation(person.Id, ByMail: true));

        Assert.Null(sent.Code);
        var letter = Assert.Single(node.Mail.Given, m => m.Person == person.Practitioner);
        Assert.Equal("new@clinic.example", letter.Address);
        Assert.StartsWith("/invitation#", letter.Path);
        await Assert.ThrowsAsync<AccessDenied>(() => node.SendAsync(network.Worker, new SendInvitation(person.Id, false)));
        var other = await Network.MakeAsync(node);
        await Assert.ThrowsAsync<NotFound>(() => node.SendAsync(other.Administrator, new SendInvitation(person.Id, false)));
    }

    private static async Task<Person> NewAsync(Node node, Network network)
    {
        var person = await network.AddAsync("Ruth Wanjiru", Role.Requester);
        await node.InDbAsync(db => db.Users.Where(u => u.Id == person.Id).ExecuteUpdateAsync(u => u.SetProperty(x => x.MustChangePassword, true).SetProperty(x => x.PasswordHash, "set")));
        return person;
    }

    private static Task<string?> PasswordAsync(Node node, Person person) =>
        node.InDbAsync(db => db.Users.Where(u => u.Id == person.Id).Select(u => u.PasswordHash).SingleAsync());

    private static async Task<string> RefusedAsync<T>(Node node, Person by, MediatR.IRequest<T> command) =>
        (await Assert.ThrowsAsync<RuleViolation>(() => node.SendAsync(by, command))).Code;

    private static async Task<string?> TryAsync(Node node, Person by, UseInvitation command)
    {
        try
        {
            await node.SendAsync(by, command);
            return null;
        }
        catch (RuleViolation refused)
        {
            return refused.Code;
        }
    }
}

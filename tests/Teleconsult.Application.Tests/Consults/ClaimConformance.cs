using Microsoft.EntityFrameworkCore;
using Teleconsult.Application.Consults;
using Teleconsult.Application.Tests.Support;
using Teleconsult.Domain;
using Teleconsult.Domain.Access;
using Xunit;

namespace Teleconsult.Application.Tests.Consults;

/// <summary>One holder at a time, whoever races, on every database and over two nodes.</summary>
public abstract class ClaimConformance<TDatabase>(TDatabase database) : IClassFixture<TDatabase>
    where TDatabase : TestDatabase
{
    [Fact]
    public async Task Of_fifty_specialists_one_gets_the_case_and_the_others_are_told_who()
    {
        await using var node = new Node(database);
        await using var other = new Node(database, node.Clock);
        var network = await Network.MakeAsync(node);
        var racers = new List<Person>();
        for (var i = 0; i < 50; i++)
        {
            racers.Add(await network.AddAsync($"Dr {i}", Role.Specialist, network.Skin));
        }

        for (var round = 0; round < 5; round++)
        {
            var consult = await node.SubmitAsync(network);
            var outcomes = await Task.WhenAll(racers.Select(async (racer, i) =>
            {
                await Task.Yield();
                try
                {
                    await (i % 2 == 0 ? node : other).ClaimAsync(racer, consult);
                    return new Outcome(racer, null);
                }
                catch (RuleViolation refused)
                {
                    return new Outcome(racer, refused);
                }
            }));

            var winner = Assert.Single(outcomes, o => o.Refused is null).Racer;
            Assert.Equal(winner.Practitioner, (await node.ReadAsync(consult)).Holder);
            Assert.All(outcomes.Where(o => o.Refused is not null), o => Assert.Equal(("consult.held", winner.Id), (o.Refused!.Code, o.Refused.Arguments["holder"])));
            Assert.Equal(["consultSubmitted", "consultOffered", "consultClaimed"], await node.EventsOfAsync(consult));
        }
    }

    private sealed record Outcome(Person Racer, RuleViolation? Refused);

    [Fact]
    public async Task Two_who_answer_at_once_leave_one_advice()
    {
        await using var node = new Node(database);
        var network = await Network.MakeAsync(node);
        var consult = await node.SubmitAsync(network);
        await node.ClaimAsync(network.Dermatologist, consult);

        var outcomes = await Task.WhenAll(Enumerable.Range(0, 10).Select(async i =>
        {
            await Task.Yield();
            try
            {
                await node.AdviseAsync(i % 2 == 0 ? network.Dermatologist : network.Second, consult);
                return "sent";
            }
            catch (RuleViolation refused)
            {
                return refused.Code;
            }
        }));

        Assert.Single(outcomes, "sent");
        Assert.All(outcomes.Where(o => o != "sent"), o => Assert.True(o is "consult.answered" or "consult.held", o));
        Assert.Single((await node.ReadAsync(consult)).Advices);
    }

    [Fact]
    public async Task What_one_may_not_see_looks_like_what_does_not_exist()
    {
        await using var node = new Node(database);
        var (network, stranger) = (await Network.MakeAsync(node), await Network.MakeAsync(node));
        var consult = await node.SubmitAsync(network);
        foreach (var person in new[] { network.Colleague, network.Nurse, stranger.Worker, stranger.Dermatologist, stranger.Coordinator })
        {
            var foreign = await Assert.ThrowsAsync<Application.Pipeline.NotFound>(() => node.SendAsync(person, new GetConsult(null, consult)));
            var missing = await Assert.ThrowsAsync<Application.Pipeline.NotFound>(() => node.SendAsync(person, new GetConsult(null, Guid.NewGuid())));
            Assert.Equal(missing.Code, foreign.Code);
        }

        await Assert.ThrowsAsync<Application.Pipeline.AccessDenied>(() => node.SendAsync(network.Administrator, new GetConsult(null, consult)));
    }

    [Fact]
    public async Task A_paper_is_made_of_what_one_may_see_and_for_who_asked()
    {
        await using var node = new Node(database);
        var (network, stranger) = (await Network.MakeAsync(node), await Network.MakeAsync(node));
        var consult = await node.SubmitAsync(network);
        await node.InDbAsync(db => db.Users.Where(u => u.Id == network.Worker.Practitioner.Value).ExecuteUpdateAsync(u => u.SetProperty(p => p.Language, "fr")));
        var number = (await node.ReadAsync(consult)).Number;

        var paper = await node.SendAsync(network.Dermatologist, new GetPaper(number));

        Assert.Equal((consult, "fr"), (paper.Case.Id, paper.Language));
        Assert.Null(paper.Case.Patient.FamilyName); // a specialist prints no more than they see
        foreach (var person in new[] { stranger.Dermatologist, stranger.Coordinator })
        {
            await Assert.ThrowsAsync<Application.Pipeline.NotFound>(() => node.SendAsync(person, new GetPaper(number)));
        }

        foreach (var person in new[] { network.Colleague, network.Administrator })
        {
            await Assert.ThrowsAsync<Application.Pipeline.AccessDenied>(() => node.SendAsync(person, new GetPaper(number)));
        }
    }

    [Fact]
    public async Task A_redirect_stays_inside_the_network()
    {
        await using var node = new Node(database);
        var (network, stranger) = (await Network.MakeAsync(node), await Network.MakeAsync(node));
        var consult = await node.SubmitAsync(network);
        await node.ClaimAsync(network.Dermatologist, consult);

        var refused = await Assert.ThrowsAsync<RuleViolation>(
            () => node.SendAsync(network.Dermatologist, new RedirectConsult(consult, stranger.Skin.Value)));
        Assert.Equal("service.unknown", refused.Code);
    }

    [Fact]
    public async Task A_specialist_sees_initials_and_never_the_name()
    {
        await using var node = new Node(database);
        var network = await Network.MakeAsync(node);
        var consult = await node.SubmitAsync(network);

        var patient = (await node.SendAsync(network.Dermatologist, new GetConsult(null, consult))).Patient;
        Assert.Equal(("J.K.", null, null, null), (patient.Initials, patient.GivenName, patient.FamilyName, patient.Phone));
        Assert.Empty(patient.Identifiers);
        Assert.Equal("Kariukison", (await node.SendAsync(network.Worker, new GetConsult(null, consult))).Patient.FamilyName);
    }

    [Fact]
    public async Task A_foreign_patient_cannot_be_taken_into_a_case()
    {
        await using var node = new Node(database);
        var (network, stranger) = (await Network.MakeAsync(node), await Network.MakeAsync(node));
        var consult = await node.SubmitAsync(network);
        var patient = (await node.ReadAsync(consult)).Patient.Value;

        var refused = await Assert.ThrowsAsync<RuleViolation>(() => node.SubmitAsync(stranger, Forms.Case(stranger.Skin, patient: patient)));
        Assert.Equal("patient.unknown", refused.Code);
    }
}

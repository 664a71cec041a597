using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Teleconsult.Application.Consults;
using Teleconsult.Application.Pipeline;
using Teleconsult.Application.Tests.Support;
using Teleconsult.Domain;
using Xunit;

namespace Teleconsult.Application.Tests.Pipeline;

/// <summary>A write that is sent again has one effect and one answer, on every database.</summary>
public abstract class IdempotencyConformance<TDatabase>(TDatabase database) : IClassFixture<TDatabase>
    where TDatabase : TestDatabase
{
    [Fact]
    public async Task A_hundred_keys_raced_by_eight_senders_each_have_a_hundred_effects_and_equal_answers()
    {
        await using var node = new Node(database);
        await using var other = new Node(database, node.Clock);
        var network = await Network.MakeAsync(node);
        var consults = await Task.WhenAll(Enumerable.Range(0, 10).Select(_ => node.SubmitAsync(network)));
        const int Keys = 100, Racers = 8;
        var keys = Enumerable.Range(0, Keys).Select(_ => Guid.NewGuid()).ToArray();

        var answers = await Task.WhenAll(Enumerable.Range(0, Keys * Racers).Select(async i =>
        {
            await Task.Yield();
            // A message id of its own for each sender: only the key can tell that they are the same.
            var command = new PostMessage(consults[i % consults.Length], Guid.CreateVersion7(), "words", null);
            return (Key: keys[i % Keys], Answer: await (i % 2 == 0 ? node : other).SendAsync(network.Worker, command, keys[i % Keys], "body"));
        }));

        var ids = consults.Select(c => new ConsultId(c)).ToList();
        Assert.Equal(Keys, await node.InDbAsync(db => db.Messages.CountAsync(m => ids.Contains(m.Consult))));
        foreach (var consult in consults)
        {
            Assert.Equal(Node.Begun + (Keys / consults.Length), (await node.ReadAsync(consult)).Version);
        }

        Assert.All(answers.GroupBy(a => a.Key), same => Assert.Single(same.Select(a => a.Answer).Distinct()));
    }

    [Fact]
    public async Task Another_body_under_the_same_key_is_refused_and_changes_nothing()
    {
        await using var node = new Node(database);
        var network = await Network.MakeAsync(node);
        var consult = await node.SubmitAsync(network);
        var key = Guid.NewGuid();
        await node.SendAsync(network.Worker, new PostMessage(consult, Guid.CreateVersion7(), "first", null), key, "first");

        var refused = await Assert.ThrowsAsync<RuleViolation>(
            () => node.SendAsync(network.Worker, new PostMessage(consult, Guid.CreateVersion7(), "second", null), key, "second"));

        Assert.Equal("idempotency.other-body", refused.Code);
        Assert.Equal(Node.Begun + 1, (await node.ReadAsync(consult)).Version);
    }

    [Fact]
    public async Task The_same_key_of_another_person_is_another_key()
    {
        await using var node = new Node(database);
        var network = await Network.MakeAsync(node);
        var (mine, theirs) = (await node.SubmitAsync(network), await node.SubmitAsync(network, by: network.Colleague));
        var key = Guid.NewGuid();
        await node.SendAsync(network.Worker, new PostMessage(mine, Guid.CreateVersion7(), "words", null), key, "a");
        await node.SendAsync(network.Colleague, new PostMessage(theirs, Guid.CreateVersion7(), "words", null), key, "b");

        Assert.Equal((Node.Begun + 1, Node.Begun + 1), ((await node.ReadAsync(mine)).Version, (await node.ReadAsync(theirs)).Version));
    }

    [Fact]
    public async Task An_answer_that_was_lost_after_the_commit_is_given_from_the_record()
    {
        await using var node = new Node(database);
        var network = await Network.MakeAsync(node);
        var consult = await node.SubmitAsync(network);
        for (var i = 0; i < 20; i++)
        {
            node.Trouble.LoseAnswers(1);
            var answer = await node.SendAsync(network.Worker, new PostMessage(consult, Guid.CreateVersion7(), "words", null), Guid.NewGuid(), "body");
            Assert.Equal(Node.Begun + 1 + i, answer.Version);
        }

        Assert.Equal(Node.Begun + 20, (await node.ReadAsync(consult)).Version);
    }

    [Fact]
    public async Task A_commit_that_broke_leaves_the_key_free_for_the_next_try()
    {
        await using var node = new Node(database);
        var network = await Network.MakeAsync(node);
        var consult = await node.SubmitAsync(network);
        var key = Guid.NewGuid();
        var command = new PostMessage(consult, Guid.CreateVersion7(), "words", null);
        node.Trouble.RollBackOneIn = 1;
        await Assert.ThrowsAnyAsync<Exception>(() => node.SendAsync(network.Worker, command, key, "body"));
        node.Trouble.RollBackOneIn = 0;

        Assert.Equal(Node.Begun + 1, (await node.SendAsync(network.Worker, command, key, "body")).Version);
    }

    [Fact]
    public async Task A_submission_sent_again_answers_the_same_and_makes_no_second_case()
    {
        await using var node = new Node(database);
        var network = await Network.MakeAsync(node);
        var id = Guid.CreateVersion7();
        var command = new SubmitConsult(id, Forms.Case(network.Skin));

        var answers = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => node.SendAsync(network.Worker, command, id, "body")));

        Assert.Single(answers.Distinct());
        Assert.Equal(["consultSubmitted", "consultOffered"], await node.EventsOfAsync(id));
    }

    [Fact]
    public async Task Records_older_than_180_days_go_though_two_nodes_sweep_at_once()
    {
        await using var node = new Node(database);
        await using var other = new Node(database, node.Clock);
        var network = await Network.MakeAsync(node);
        var consult = await node.SubmitAsync(network);
        for (var i = 0; i < 5; i++)
        {
            await node.SendAsync(network.Worker, new PostMessage(consult, Guid.CreateVersion7(), "words", null), Guid.NewGuid(), "old");
        }

        node.Clock.Advance(Housekeeping.IdempotencyKept + TimeSpan.FromDays(1));
        var young = Guid.NewGuid();
        await node.SendAsync(network.Worker, new PostMessage(consult, Guid.CreateVersion7(), "words", null), young, "young");
        await Task.WhenAll(Enumerable.Range(0, 6).Select(i => ActivatorUtilities.CreateInstance<Housekeeping>((i % 2 == 0 ? node : other).Services).SweepAsync(CancellationToken.None)));

        var left = await node.InDbAsync(db => db.Idempotency.Where(r => r.User == network.Worker.Id).Select(r => r.Key).ToListAsync());
        Assert.Equal([young], left);
    }
}

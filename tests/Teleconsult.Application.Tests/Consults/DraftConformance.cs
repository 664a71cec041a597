using Teleconsult.Application.Consults;
using Teleconsult.Application.Tests.Support;
using Teleconsult.Domain;
using Xunit;

namespace Teleconsult.Application.Tests.Consults;

/// <summary>Two windows, two computers, two authors: no half-written answer overwrites another one in silence, on every database.</summary>
public abstract class DraftConformance<TDatabase>(TDatabase database) : IClassFixture<TDatabase>
    where TDatabase : TestDatabase
{
    [Fact]
    public async Task A_save_that_does_not_know_the_other_windows_draft_is_refused_until_its_author_chose()
    {
        await using var node = new Node(database);
        var (network, consult) = await BeginAsync(node);
        var (first, second, third) = (Guid.CreateVersion7(), Guid.CreateVersion7(), Guid.CreateVersion7());
        await SaveAsync(node, network.Dermatologist, consult, "first", first, null);
        await SaveAsync(node, network.Dermatologist, consult, "the other window", second, first);

        Assert.Equal(DraftRules.Elsewhere, await RefusedAsync(SaveAsync(node, network.Dermatologist, consult, "stale", third, first)));
        Assert.Equal(DraftRules.Elsewhere, await RefusedAsync(SaveAsync(node, network.Dermatologist, consult, "opened before there was any", third, null)));
        var kept = (await node.SendAsync(network.Dermatologist, new GetConsult(null, consult))).Draft!;
        Assert.Equal(("the other window", second), (kept.Content.MostLikely, kept.Revision));

        await SaveAsync(node, network.Dermatologist, consult, "mine after all", third, second);
        await SaveAsync(node, network.Dermatologist, consult, "mine after all", third, second); // a repeat whose answer was lost
        kept = (await node.SendAsync(network.Dermatologist, new GetConsult(null, consult))).Draft!;
        Assert.Equal(("mine after all", third), (kept.Content.MostLikely, kept.Revision));
    }

    [Fact]
    public async Task Of_windows_that_save_at_once_over_two_nodes_one_wins_and_the_others_are_told()
    {
        await using var node = new Node(database);
        await using var other = new Node(database, node.Clock);
        var (network, consult) = await BeginAsync(node);
        Guid? known = null;
        for (var round = 0; round < 6; round++)
        {
            var onto = known;
            var outcomes = await Task.WhenAll(Enumerable.Range(0, 8).Select(async i =>
            {
                await Task.Yield();
                var revision = Guid.CreateVersion7();
                return (revision, Refused: await RefusedAsync(SaveAsync(i % 2 == 0 ? node : other, network.Dermatologist, consult, $"window {i}", revision, onto)));
            }));

            known = Assert.Single(outcomes, o => o.Refused is null).revision;
            Assert.All(outcomes.Where(o => o.Refused is not null), o => Assert.Equal(DraftRules.Elsewhere, o.Refused));
            Assert.Equal(known, (await node.SendAsync(network.Dermatologist, new GetConsult(null, consult))).Draft!.Revision);
        }
    }

    [Fact]
    public async Task Advice_does_not_go_out_over_a_draft_that_its_author_has_not_seen()
    {
        await using var node = new Node(database);
        var (network, consult) = await BeginAsync(node);
        var (first, second) = (Guid.CreateVersion7(), Guid.CreateVersion7());
        await SaveAsync(node, network.Dermatologist, consult, "first", first, null);
        await SaveAsync(node, network.Dermatologist, consult, "written on at the other computer", second, first);
        SendAdvice Advice(Guid seen) => new(consult, Guid.CreateVersion7(), Forms.Advice(), 1, PatientConfirmed: true, Draft: seen);

        Assert.Equal(DraftRules.Elsewhere, await RefusedAsync(node.SendAsync(network.Dermatologist, Advice(first))));
        await node.SendAsync(network.Dermatologist, Advice(second));
    }

    [Fact]
    public async Task A_second_specialist_writes_beside_the_first_ones_draft_and_may_read_it()
    {
        await using var node = new Node(database);
        var (network, consult) = await BeginAsync(node);
        await SaveAsync(node, network.Dermatologist, consult, "begun and left", Guid.CreateVersion7(), null);
        await node.SendAsync(network.Dermatologist, new ReleaseConsult(consult));
        await node.ClaimAsync(network.Second, consult);

        await SaveAsync(node, network.Second, consult, "begun anew", Guid.CreateVersion7(), null);
        await SaveAsync(node, network.Dermatologist, consult, "still open at the first one's desk", Guid.CreateVersion7(), (await ViewAsync(network.Dermatologist)).Draft!.Revision);

        var seen = await ViewAsync(network.Second);
        Assert.Equal("begun anew", seen.Draft!.Content.MostLikely);
        var others = Assert.Single(seen.OthersDrafts);
        Assert.Equal(("still open at the first one's desk", network.Dermatologist.Id), (others.Content.MostLikely, others.By!.Id));
        foreach (var person in new[] { network.Worker, network.Coordinator })
        {
            var view = await ViewAsync(person);
            Assert.Null(view.Draft);
            Assert.Empty(view.OthersDrafts);
        }

        Task<ConsultView> ViewAsync(Person person) => node.SendAsync(person, new GetConsult(null, consult));
    }

    private static async Task<(Network Network, Guid Consult)> BeginAsync(Node node)
    {
        var network = await Network.MakeAsync(node);
        var consult = await node.SubmitAsync(network);
        await node.ClaimAsync(network.Dermatologist, consult);
        return (network, consult);
    }

    private static Task<DraftSaved> SaveAsync(Node node, Person person, Guid consult, string words, Guid revision, Guid? onto) =>
        node.SendAsync(person, new SaveDraft(consult, Forms.Advice(words), 1, revision, onto));

    private static async Task<string?> RefusedAsync<T>(Task<T> work)
    {
        try
        {
            await work;
            return null;
        }
        catch (RuleViolation refused)
        {
            return refused.Code;
        }
    }
}

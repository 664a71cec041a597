using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Teleconsult.Application.Consults;
using Teleconsult.Application.Log;
using Teleconsult.Application.Persistence;
using Teleconsult.Application.Ports;
using Teleconsult.Application.Sync;
using Teleconsult.Application.Tests.Support;
using Teleconsult.Domain;
using Xunit;

namespace Teleconsult.Application.Tests.PostgreSql;

/// <summary>The database is put back, or another server takes over, while nodes run: they notice by themselves.</summary>
public sealed class RunningRestoreTests(PostgreSqlDatabase database) : IClassFixture<PostgreSqlDatabase>
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    [Fact]
    public async Task Running_nodes_begin_one_new_epoch_and_mix_nothing_of_the_lost_future_in()
    {
        Network network;
        await using (var before = new Node(database))
        {
            network = await Network.MakeAsync(before);
            await before.SubmitAsync(network);
        }

        await database.BackUpAsync();
        await using var node = await StartAsync();
        await using var other = await StartAsync();
        var (lost, cursor) = (Guid.CreateVersion7(), (await node.SendAsync(network.Worker, new GetChanges(null))).Cursor);
        await node.SendAsync(network.Worker, new SubmitConsult(lost, Forms.Case(network.Skin, "Sent twice")));
        await node.SendAsync(network.Worker, new GetConsult(null, lost)); // its key is in the node's memory now
        var heard = new[] { new TaskCompletionSource(), new TaskCompletionSource() };
        var followers = new[] { node, other }.Select((n, i) => FollowAsync(n, network, cursor, heard[i])).ToList();
        await Task.WhenAll(heard.Select(h => h.Task)).WaitAsync(Patience);

        await database.RestoreAsync();

        foreach (var follower in followers)
        {
            await Assert.ThrowsAsync<StaleCursor>(() => follower.WaitAsync(Patience));
        }

        await UntilAsync(async () => await EpochAsync(node) == await EpochAsync(other));
        await node.SendAsync(network.Worker, new SubmitConsult(lost, Forms.Case(network.Skin, "Sent twice")), lost, "the phone still has it");
        await using var fresh = new Node(database, node.Clock);
        Assert.Equal("Sent twice", (await fresh.SendAsync(network.Worker, new GetConsult(null, lost))).Question);
        Assert.Equal(await EpochAsync(node), await EpochAsync(fresh));
    }

    [Fact]
    public async Task A_standby_that_took_over_begins_a_new_epoch()
    {
        await using var node = await StartAsync();
        var network = await Network.MakeAsync(node);
        var kept = await node.SubmitAsync(network);
        var standby = await database.Cluster.FailOverAsync(database.Connection);
        var gone = await node.SubmitAsync(network); // the standby never got it
        var lost = (await node.SendAsync(network.Worker, new GetChanges(null))).Cursor;

        await using var elsewhere = database.At(standby);
        await using var after = await StartAsync(elsewhere);

        Assert.NotEqual(await EpochAsync(node), await EpochAsync(after));
        await after.SubmitAsync(network); // takes the lost one's position
        await Assert.ThrowsAsync<StaleCursor>(() => after.SendAsync(network.Worker, new GetChanges(lost)));
        Assert.True(await after.InDbAsync(db => db.Consults.AnyAsync(c => c.Id == new ConsultId(kept))));
        Assert.False(await after.InDbAsync(db => db.Consults.AnyAsync(c => c.Id == new ConsultId(gone))));
    }

    private async Task<Node> StartAsync(TestDatabase? at = null)
    {
        var node = new Node(at ?? database);
        await node.Services.GetRequiredService<RestoreWatch>().StartAsync(CancellationToken.None);
        await node.StartFeedAsync();
        return node;
    }

    private static ValueTask<string> EpochAsync(Node node) => node.Services.GetRequiredService<LogEpoch>().GetAsync(CancellationToken.None);

    private static async Task UntilAsync(Func<Task<bool>> condition)
    {
        using var patience = new CancellationTokenSource(Patience);
        while (!await condition())
        {
            await Task.Delay(20, patience.Token);
        }
    }

    /// <summary>Follows until the stream ends.</summary>
    private static async Task FollowAsync(Node node, Network network, string cursor, TaskCompletionSource heard)
    {
        var actor = await node.Services.GetRequiredService<ActorDirectory>().FindAsync(network.Worker.Id, CancellationToken.None);
        await foreach (var _ in node.Feed.FollowAsync(actor!, null, cursor, CancellationToken.None))
        {
            heard.TrySetResult();
        }
    }
}

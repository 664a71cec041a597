using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Teleconsult.Application.Consults;
using Teleconsult.Application.Log;
using Teleconsult.Application.Ports;
using Teleconsult.Application.Sync;
using Teleconsult.Application.Tests.Support;
using Teleconsult.Domain;
using Xunit;

namespace Teleconsult.Application.Tests.Log;

/// <summary>A database that was put back from a backup: nobody continues the future that it does not know, on every database.</summary>
public abstract class RestoreConformance<TDatabase>(TDatabase database) : IClassFixture<TDatabase>
    where TDatabase : TestDatabase
{
    [Fact]
    public async Task A_restore_begins_one_new_epoch_whichever_nodes_start_and_however_often()
    {
        var (first, second) = (Path.Combine(database.Folder, "head-1"), Path.Combine(database.Folder, "head-2"));
        Network network;
        Guid kept, gone;
        string before, lost;
        await using (var node = await StartAsync(first))
        {
            network = await Network.MakeAsync(node);
            kept = await node.SubmitAsync(network);
            before = (await node.SendAsync(network.Worker, new GetChanges(null))).Cursor;
        }

        await database.BackUpAsync();
        await using (var node = await StartAsync(first))
        {
            await using var other = await StartAsync(second);
            gone = await node.SubmitAsync(network);
            lost = (await node.SendAsync(network.Worker, new GetChanges(null))).Cursor;
            await UntilAsync(async () => await ReadToAsync(node, network) == lost && await ReadToAsync(other, network) == lost);
        }

        await using (var restarted = await StartAsync(first))
        {
            Assert.Empty((await restarted.SendAsync(network.Worker, new GetChanges(lost))).Notices); // a restart alone begins nothing
        }

        await database.RestoreAsync();
        var epochs = new List<string>();
        foreach (var head in new[] { first, second, first, second })
        {
            await using var node = await StartAsync(head);
            await Assert.ThrowsAsync<StaleCursor>(() => node.SendAsync(network.Worker, new GetChanges(lost)));
            await Assert.ThrowsAsync<StaleCursor>(() => node.SendAsync(network.Worker, new GetChanges(before)));
            var all = await node.SendAsync(network.Worker, new GetChanges(null));
            Assert.Contains(kept, all.Consults.Select(c => c.Id));
            Assert.DoesNotContain(gone, all.Consults.Select(c => c.Id));
            epochs.Add(await node.Services.GetRequiredService<LogEpoch>().GetAsync(CancellationToken.None));
        }

        Assert.Single(epochs.Distinct());
    }

    [Fact]
    public async Task A_cursor_ahead_of_the_log_is_stale_though_nothing_else_tells()
    {
        await using var node = await StartAsync(null);
        var network = await Network.MakeAsync(node);
        await node.SubmitAsync(network);
        var cursor = (await node.SendAsync(network.Worker, new GetChanges(null))).Cursor;
        var epochs = node.Services.GetRequiredService<LogEpoch>();
        var actor = await node.Services.GetRequiredService<Application.Persistence.ActorDirectory>().FindAsync(network.Worker.Id, CancellationToken.None);
        var here = LogCursor.Parse(cursor, await epochs.GetAsync(CancellationToken.None), actor!.AccessVersion);
        var ahead = (here with { Position = here.Position + 1_000_000 }).ToString();

        await Assert.ThrowsAsync<StaleCursor>(() => node.SendAsync(network.Worker, new GetChanges(ahead)));
        await Assert.ThrowsAsync<StaleCursor>(async () => await node.Feed.FollowAsync(actor, null, ahead, CancellationToken.None).FirstAsync());
        await node.SendAsync(network.Worker, new GetChanges(cursor));
    }

    /// <summary>A node as the host starts it.</summary>
    private async Task<Node> StartAsync(string? head)
    {
        var node = new Node(database, head: head);
        await node.Services.GetRequiredService<RestoreWatch>().StartAsync(CancellationToken.None);
        await node.StartFeedAsync();
        return node;
    }

    private static async Task<string> ReadToAsync(Node node, Network network)
    {
        var actor = await node.Services.GetRequiredService<Application.Persistence.ActorDirectory>().FindAsync(network.Worker.Id, CancellationToken.None);
        return await node.Feed.CursorAsync(actor!, CancellationToken.None);
    }

    private static async Task UntilAsync(Func<Task<bool>> condition)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        while (!await condition())
        {
            await Task.Delay(20, patience.Token);
        }
    }
}

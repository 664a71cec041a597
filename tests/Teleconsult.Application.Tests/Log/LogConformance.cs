using System.Collections.Concurrent;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Teleconsult.Application.Log;
using Teleconsult.Application.Persistence;
using Teleconsult.Application.Pipeline;
using Teleconsult.Application.Ports;
using Teleconsult.Application.Tests.Support;
using Teleconsult.Tests;
using Xunit;

namespace Teleconsult.Application.Tests.Log;

/// <summary>
/// What the log promises, on every database: one order, no event skipped, repeated or moved, whatever writers and readers
/// live through. Each database derives from this and changes nothing.
/// </summary>
public abstract class LogConformance<TDatabase>(TDatabase database) : IClassFixture<TDatabase>
    where TDatabase : TestDatabase
{
    private const int Writers = 48;
    private static readonly int Writes = FullRun.Or(6, 120);
    private const int Streams = 40; // so many at least write at once: those of one case take turns
    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(100);

    [Fact]
    public async Task Readers_see_every_committed_event_once_and_in_order_while_writers_fail_and_dawdle()
    {
        await using var node = new Node(database);
        var network = await Network.MakeAsync(node);
        var streams = new List<Guid>();
        for (var i = 0; i < Streams; i++)
        {
            streams.Add(await node.SubmitAsync(network));
        }

        (node.Trouble.RollBackOneIn, node.Trouble.SlowOneIn) = (9, 25);
        using var written = new CancellationTokenSource();
        var readers = Enumerable.Range(0, 4).Select(i => ReadAsync(node, crashOneIn: i == 0 ? 0 : 3, written.Token)).ToList();
        var acknowledged = new ConcurrentBag<Guid>();
        var failed = 0;
        await Task.WhenAll(Enumerable.Range(0, Writers).Select(async writer =>
        {
            for (var i = 0; i < Writes; i++)
            {
                var message = Guid.CreateVersion7();
                try
                {
                    await node.SayAsync(network.Worker, streams[(writer + i) % Streams], "words", message);
                    acknowledged.Add(message);
                }
                catch (Exception e) when (e is IOException or DbUpdateException)
                {
                    Interlocked.Increment(ref failed);
                }
            }
        }));
        await written.CancelAsync();

        var log = await node.InDbAsync(db => db.Events.AsNoTracking().Where(e => e.Kind == StreamKind.Consult).OrderBy(e => e.Id).ToListAsync());
        foreach (var seen in await Task.WhenAll(readers))
        {
            Assert.Equal(log.Select(e => e.Id), seen);
        }

        Assert.True(failed > 0, "No write failed: the test shows nothing.");
        var kept = await node.InDbAsync(db => db.Messages.Select(m => m.Id).ToListAsync());
        Assert.Empty(acknowledged.Except(kept)); // nothing acknowledged is lost
        foreach (var stream in log.GroupBy(e => e.Stream))
        {
            Assert.Equal(Enumerable.Range(1, stream.Count()).Select(v => (long)v), stream.Select(e => e.Version)); // gapless, in the log's order
        }
    }

    [Fact]
    public async Task A_projection_takes_each_event_once_though_two_nodes_race_and_die()
    {
        await using var node = new Node(database);
        await using var other = new Node(database, node.Clock);
        var network = await Network.MakeAsync(node);
        var consult = await node.SubmitAsync(network);
        var name = $"count-{Guid.NewGuid():n}";
        other.Trouble.RollBackOneIn = 4;
        using var written = new CancellationTokenSource();
        var racing = new[] { node, node, other }.Select(n => ProjectAsync(n, name, written.Token)).ToList();

        for (var i = 0; i < 60; i++)
        {
            await node.SayAsync(network.Worker, consult, "words");
        }

        await written.CancelAsync();
        await Task.WhenAll(racing);

        var counted = await node.InDbAsync(db => db.Facts.Where(f => f.Name.StartsWith(name)).ToListAsync());
        var events = await node.InDbAsync(db => db.Events.CountAsync());
        Assert.Equal(events, counted.Count);
        Assert.All(counted, c => Assert.Equal("1", c.Value));
    }

    [Fact]
    public async Task Nodes_that_begin_the_same_reader_at_once_do_not_collide()
    {
        await using var node = new Node(database);
        await using var other = new Node(database, node.Clock);
        var network = await Network.MakeAsync(node);
        await node.SubmitAsync(network);
        for (var round = 0; round < 5; round++)
        {
            var name = $"first-{Guid.NewGuid():n}";
            await Task.WhenAll(Enumerable.Range(0, 8).Select(async i =>
            {
                await Task.Yield();
                var at = i % 2 == 0 ? node : other;
                await ActivatorUtilities.CreateInstance<LogProjector<Counting>>(at.Services, new Counting(name, dies: false)).StepAsync(CancellationToken.None);
            }));

            var counted = await node.InDbAsync(db => db.Facts.Where(f => f.Name.StartsWith(name)).ToListAsync());
            Assert.Equal(await node.InDbAsync(db => db.Events.CountAsync()), counted.Count);
            Assert.All(counted, c => Assert.Equal("1", c.Value));
        }
    }

    [Fact]
    public async Task Nothing_of_a_command_that_fails_is_kept()
    {
        await using var node = new Node(database);
        var network = await Network.MakeAsync(node);
        var consult = await node.SubmitAsync(network);
        var before = await CountAsync(node);
        node.Trouble.RollBackOneIn = 1;

        await Assert.ThrowsAnyAsync<Exception>(() => node.SayAsync(network.Worker, consult, "words"));

        node.Trouble.RollBackOneIn = 0;
        Assert.Equal(before, await CountAsync(node));
    }

    [Fact]
    public async Task A_new_epoch_makes_every_cursor_stale()
    {
        await using var node = new Node(database);
        await node.StartFeedAsync();
        var network = await Network.MakeAsync(node);
        await node.SubmitAsync(network);
        var changes = await node.SendAsync(network.Worker, new Application.Sync.GetChanges(null));

        await node.Services.GetRequiredService<LogEpoch>().BeginAsync(CancellationToken.None);

        await Assert.ThrowsAsync<StaleCursor>(() => node.SendAsync(network.Worker, new Application.Sync.GetChanges(changes.Cursor)));
        var actor = await node.Services.GetRequiredService<ActorDirectory>().FindAsync(network.Worker.Id, CancellationToken.None);
        await Assert.ThrowsAsync<StaleCursor>(async () => await node.Feed.FollowAsync(actor!, null, changes.Cursor, CancellationToken.None).FirstAsync());

        await using var restarted = new Node(database); // the epoch is kept, so a restart alone makes nothing stale
        var fresh = await node.SendAsync(network.Worker, new Application.Sync.GetChanges(null));
        await restarted.SendAsync(network.Worker, new Application.Sync.GetChanges(fresh.Cursor));
    }

    private static Task<(int, int, int, int)> CountAsync(Node node) => node.InDbAsync(async db => (
        await db.Events.CountAsync(), await db.Words.CountAsync(), await db.Audit.CountAsync(), await db.Messages.CountAsync()));

    /// <summary>A reader with a durable cursor that sometimes dies between reading a page and keeping its place.</summary>
    private static async Task<List<long>> ReadAsync(Node node, int crashOneIn, CancellationToken written)
    {
        var horizon = node.Services.GetRequiredService<ILogHorizon>();
        using var wake = node.Services.GetRequiredService<LogWaker>().Listen();
        var draw = new Random(crashOneIn);
        var kept = new List<long>();
        long cursor = 0;
        while (true)
        {
            var last = written.IsCancellationRequested; // asked before reading: what was committed by then has to be in this page
            var (entries, readTo) = await node.InDbAsync(db => db.ReadConsultsAsync(horizon, cursor, CancellationToken.None));
            if (crashOneIn > 0 && draw.Next(crashOneIn) == 0)
            {
                continue;
            }

            if (last && readTo == cursor)
            {
                return kept;
            }

            kept.AddRange(entries.Select(e => e.Id));
            cursor = readTo;
            await wake.WaitAsync(Look, CancellationToken.None);
        }
    }

    private static async Task ProjectAsync(Node node, string name, CancellationToken written)
    {
        var projector = ActivatorUtilities.CreateInstance<LogProjector<Counting>>(node.Services, new Counting(name, dies: true));
        using var wake = node.Services.GetRequiredService<LogWaker>().Listen();
        while (true)
        {
            var last = written.IsCancellationRequested;
            try
            {
                if (!await projector.StepAsync(CancellationToken.None))
                {
                    if (last)
                    {
                        return;
                    }

                    await wake.WaitAsync(Look, CancellationToken.None);
                }
            }
            catch (Exception e) when (e is DbUpdateException or IOException)
            {
                // Another one took the page, or this one died at the commit: both go on.
            }
        }
    }

    /// <summary>Counts how often it took each event; dies now and then before its work is saved.</summary>
    private sealed class Counting(string name, bool dies) : ILogProjection
    {
        public string Name => name;

        public async Task ApplyAsync(TeleconsultDb db, IReadOnlyList<EventRow> events, CancellationToken cancellationToken)
        {
            foreach (var id in events.Select(e => $"{name}-{e.Id}"))
            {
                var row = await db.Facts.FindAsync([id], cancellationToken);
                if (row is null)
                {
                    db.Facts.Add(new FactRow { Name = id, Value = "1" });
                }
                else
                {
                    row.Value += "1";
                }
            }

            if (dies && Random.Shared.Next(4) == 0)
            {
                throw new IOException("The projector died.");
            }
        }
    }
}

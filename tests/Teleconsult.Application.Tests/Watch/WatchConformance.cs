using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Teleconsult.Application.Alerts;
using Teleconsult.Application.Log;
using Teleconsult.Application.Tests.Support;
using Teleconsult.Application.Watch;
using Teleconsult.Domain.Duty;
using Xunit;

namespace Teleconsult.Application.Tests.Watch;

/// <summary>Nodes look after each other's workers: what stands still is told once, what stops in order is not, on every database.</summary>
public abstract class WatchConformance<TDatabase>(TDatabase database) : IClassFixture<TDatabase>
    where TDatabase : TestDatabase
{
    private static readonly string[] Workers = ["timers", "alerts"];

    [Fact]
    public async Task A_node_that_died_is_told_once_by_the_one_that_lives()
    {
        await using var here = await Watched.StartAsync(database);
        await using var there = here.Beside(database);
        await there.BeatAsync();
        await here.BeatAsync();
        await here.AfterAsync(60);
        Assert.Empty(await here.IncidentsAsync());

        await here.AfterAsync(60); // the other one is silent
        await here.AfterAsync(15);
        var incident = Assert.Single(await here.IncidentsAsync());
        Assert.Equal((IncidentKind.WorkerStopped, $"alerts ({there.Name}), timers ({there.Name})"), (incident.Kind, incident.Detail));
        await here.AfterAsync(15);
        await here.AfterAsync(600);
        await here.SendAllAsync();
        var told = Assert.Single(here.Node.Mail.Given, m => m.Person == here.Network.Coordinator.Practitioner);
        Assert.Equal(("/network", "alert.stopped"), (told.Path, told.Text.Split(' ')[0]));
        Assert.Single(await here.IncidentsAsync());

        // Closed by the coordinator; it happens again: told again.
        await here.Node.SendAsync(here.Network.Coordinator, new CloseIncident(incident.Consult, incident.Kind, IncidentReason.Mended));
        there.Clock.Advance(here.Clock.GetUtcNow() - there.Clock.GetUtcNow());
        await there.BeatAsync();
        await here.AfterAsync(15);
        Assert.NotNull((await here.IncidentsAsync())[0].ClosedAt);
        await here.AfterAsync(120);
        await here.AfterAsync(15);
        await here.SendAllAsync();
        Assert.Equal(2, here.Node.Mail.Given.Count(m => m.Person == here.Network.Coordinator.Practitioner));
    }

    [Fact]
    public async Task What_stops_in_order_is_no_alarm_and_neither_is_a_quick_restart()
    {
        await using var here = await Watched.StartAsync(database);
        await using var there = here.Beside(database);
        await there.BeatAsync();
        await here.BeatAsync();
        await there.Watch.StopAsync(CancellationToken.None);
        await here.AfterAsync(120);
        await here.AfterAsync(15);
        Assert.Empty(await here.IncidentsAsync());

        await using var killed = here.Beside(database, "killed");
        await killed.BeatAsync();
        await here.AfterAsync(80);
        await using var again = here.Beside(database, "killed");
        await again.BeatAsync();
        await here.AfterAsync(15);
        Assert.Empty(await here.IncidentsAsync());
        await again.Watch.StopAsync(CancellationToken.None);
    }

    [Fact]
    public async Task A_worker_that_hangs_while_its_node_lives_is_told_and_that_nobody_does_its_work()
    {
        await using var here = await Watched.StartAsync(database);
        await here.BeatAsync();
        for (var seconds = 0; seconds < 120; seconds += 15)
        {
            await here.AfterAsync(15, "alerts");
        }

        Assert.Equal($"timers ({here.Name}, and nowhere else)", Assert.Single(await here.IncidentsAsync()).Detail);
    }

    [Fact]
    public async Task A_clock_that_jumps_ahead_is_no_alarm()
    {
        await using var here = await Watched.StartAsync(database);
        await using var there = here.Beside(database);
        await there.BeatAsync();
        await here.BeatAsync();
        here.Clock.Advance(TimeSpan.FromHours(2));
        there.Clock.Advance(TimeSpan.FromHours(2));
        await here.Watch.RoundAsync(CancellationToken.None); // everything looks late, its own too
        await there.BeatAsync();
        await here.AfterAsync(15);
        await here.AfterAsync(15);
        Assert.Empty(await here.IncidentsAsync());
    }

    [Fact]
    public async Task Two_nodes_that_see_it_at_once_tell_it_once()
    {
        await using var here = await Watched.StartAsync(database);
        await using var there = here.Beside(database);
        await using var dead = here.Beside(database);
        await dead.BeatAsync();
        foreach (var node in new[] { here, there })
        {
            await node.AfterAsync(120);
        }

        here.Clock.Advance(TimeSpan.FromSeconds(15));
        there.Clock.Advance(TimeSpan.FromSeconds(15));
        await Task.WhenAll(here.BeatAsync(), there.BeatAsync());
        await here.SendAllAsync();
        Assert.Single(await here.IncidentsAsync());
        Assert.Single(await here.AlertsAsync());
    }

    /// <summary>One node with its workers, which beat as the test says.</summary>
    private sealed class Watched : IAsyncDisposable
    {
        private readonly Heartbeats _beats;

        private Watched(Node node, Network network, string name)
        {
            (Node, Network, Name) = (node, network, name);
            _beats = new Heartbeats(node.Clock);
            Watch = ActivatorUtilities.CreateInstance<WorkerWatch>(node.Services, new WatchSettings(name, Workers), _beats);
        }

        public Node Node { get; }
        public Network Network { get; }
        public string Name { get; }
        public WorkerWatch Watch { get; }
        public ManualClock Clock => Node.Clock;

        public static async Task<Watched> StartAsync(TestDatabase database)
        {
            var node = new Node(database);
            await node.InDbAsync(db => db.WorkerBeats.ExecuteDeleteAsync()); // each test has the table for itself
            var network = await Network.MakeAsync(node);
            await node.ReachableAsync(network.Coordinator, ContactChannel.Email);
            return new Watched(node, network, $"here-{Guid.NewGuid():n}");
        }

        public Watched Beside(TestDatabase database, string? name = null)
        {
            var node = new Node(database);
            node.Clock.Advance(Clock.GetUtcNow() - node.Clock.GetUtcNow());
            return new Watched(node, Network, name ?? $"there-{Guid.NewGuid():n}");
        }

        public async Task BeatAsync(params string[] workers)
        {
            foreach (var worker in workers.Length > 0 ? workers : Workers)
            {
                _beats.Beat(worker);
            }

            await Watch.RoundAsync(CancellationToken.None);
        }

        public Task AfterAsync(double seconds, params string[] workers)
        {
            Clock.Advance(TimeSpan.FromSeconds(seconds));
            return BeatAsync(workers);
        }

        public Task<IReadOnlyList<IncidentEntry>> IncidentsAsync() => Node.SendAsync(Network.Coordinator, new ListIncidents());

        public Task<List<AlertRow>> AlertsAsync() =>
            Node.InDbAsync(db => db.Alerts.AsNoTracking().Where(a => a.Kind == AlertKind.Stopped && a.Network == Network.Id).ToListAsync());

        public async Task SendAllAsync()
        {
            var worker = Node.NewAlertWorker();
            while (await worker.RoundAsync(CancellationToken.None) > 0)
            {
            }
        }

        public ValueTask DisposeAsync() => Node.DisposeAsync();
    }
}

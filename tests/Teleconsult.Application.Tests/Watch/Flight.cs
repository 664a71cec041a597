using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Teleconsult.Application.Alerts;
using Teleconsult.Application.Log;
using Teleconsult.Application.ResponseTimes;
using Teleconsult.Application.Tests.Support;
using Teleconsult.Application.Timers;
using Teleconsult.Application.Watch;
using Teleconsult.Domain.Duty;
using Xunit;

namespace Teleconsult.Application.Tests.Watch;

/// <summary>A node whose workers do their rounds as the test says, with the trial case that it looks after.</summary>
internal sealed class Flight : IAsyncDisposable
{
    public static readonly CanarySettings Settings = new(TimeSpan.FromMinutes(5), TimeSpan.FromMinutes(2));
    private readonly TimerWorker _timers;
    private readonly AlertWorker _alerts;
    private readonly LogProjector<TimesProjection> _figures;

    private Flight(Node node, Network network)
    {
        (Node, Network) = (node, network);
        Canary = ActivatorUtilities.CreateInstance<Canary>(node.Services, Settings);
        (_timers, _alerts) = (node.NewTimerWorker(), node.NewAlertWorker());
        _figures = ActivatorUtilities.CreateInstance<LogProjector<TimesProjection>>(node.Services);
    }

    public Node Node { get; }
    public Network Network { get; }
    public Canary Canary { get; }
    public ManualClock Clock => Node.Clock;

    /// <summary>What stands still.</summary>
    public HashSet<CanaryPart> Still { get; } = [];

    /// <summary>Each test has the one trial case for itself.</summary>
    public static async Task<Flight> StartAsync(TestDatabase database)
    {
        var node = new Node(database);
        await node.InDbAsync(db => db.Canaries.ExecuteDeleteAsync());
        var network = await Network.MakeAsync(node);
        await node.ReachableAsync(network.Coordinator, ContactChannel.Email);
        await node.StartFeedAsync();
        return new Flight(node, network);
    }

    public async Task<Flight> BesideAsync(TestDatabase database)
    {
        var node = new Node(database);
        node.Clock.Advance(Clock.GetUtcNow() - node.Clock.GetUtcNow());
        await node.StartFeedAsync();
        return new Flight(node, Network);
    }

    /// <summary>Every worker does its round, and the trial case is looked at.</summary>
    public async Task RoundAsync(double seconds = 0)
    {
        Clock.Advance(TimeSpan.FromSeconds(seconds));
        await WorkAsync();
        await Canary.LookAsync(CancellationToken.None);
    }

    public async Task WorkAsync()
    {
        if (!Still.Contains(CanaryPart.Timers))
        {
            await _timers.RoundAsync(CancellationToken.None);
        }

        if (!Still.Contains(CanaryPart.Messages))
        {
            await _alerts.RoundAsync(CancellationToken.None);
        }

        while (!Still.Contains(CanaryPart.Figures) && await _figures.StepAsync(CancellationToken.None))
        {
        }
    }

    /// <summary>Until the next one is under way.</summary>
    public async Task BeginAsync()
    {
        await Canary.LookAsync(CancellationToken.None);
        for (var row = await RowAsync(); row.Consult is null; row = await RowAsync())
        {
            await RoundAsync(20);
        }
    }

    /// <summary>Until the one that is under way has ended, whichever way: its ladder climbs, then nothing but its readers is waited for.</summary>
    public async Task EndAsync()
    {
        for (var looks = 0; (await RowAsync()).Consult is not null; looks++)
        {
            Assert.True(looks < 1_000, "It did not end.");
            await RoundAsync(looks < 8 || Still.Count > 0 ? 2 : 0);
            await Task.Delay(Still.Count > 0 ? 0 : 20); // the log's tail is a worker of its own
        }
    }

    public async Task FlyAsync()
    {
        await BeginAsync();
        await EndAsync();
    }

    public Task<CanaryRow> RowAsync() => Node.InDbAsync(db => db.Canaries.AsNoTracking().SingleAsync());

    public async Task<IReadOnlyList<IncidentEntry>> IncidentsAsync() =>
        [.. (await Node.SendAsync(Network.Coordinator, new ListIncidents())).Where(i => i.Kind is IncidentKind.CanaryStopped)];

    /// <summary>How often the coordinator was told that something stands still.</summary>
    public int Told => Node.Mail.Given.Count(m => m.Person == Network.Coordinator.Practitioner && m.Text.StartsWith("alert.stopped", StringComparison.Ordinal));

    public IReadOnlyList<string> Silent => Node.Services.GetRequiredService<Heartbeats>().Silent([]);

    public async ValueTask DisposeAsync()
    {
        await Canary.DisposeAsync();
        await Node.DisposeAsync();
    }
}

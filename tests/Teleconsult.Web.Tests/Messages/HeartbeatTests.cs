using System.Net;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Teleconsult.Application.Alerts;
using Teleconsult.Application.Log;
using Teleconsult.Application.Persistence;
using Teleconsult.Application.Timers;
using Teleconsult.Infrastructure.Notifications;
using Teleconsult.Web.Setup;
using Teleconsult.Web.Tests.Support;
using Xunit;

namespace Teleconsult.Web.Tests.Messages;

/// <summary>The dead-man's switch: a monitor outside hears from the host only while everything inside beats.</summary>
public sealed class HeartbeatTests
{
    [Fact]
    public async Task One_worker_that_stops_silences_the_heartbeat_until_it_beats_again()
    {
        await using var monitor = await RecordingServer.StartAsync();
        var clock = new HostClock();
        var beats = new Heartbeats(clock);
        using var http = new HttpClient();
        using var outgoing = new OutgoingHeartbeat(
            new AlertSettings { HeartbeatUrl = new Uri(monitor.Address, "/beat").ToString() }, beats, ["timers", "alerts"], http, clock, NullLogger<OutgoingHeartbeat>.Instance);
        beats.Beat("timers");
        Assert.False(await outgoing.BeatAsync(CancellationToken.None)); // one that never began
        beats.Beat("alerts");
        Assert.True(await outgoing.BeatAsync(CancellationToken.None));

        clock.Advance(Heartbeats.Silence + TimeSpan.FromSeconds(1));
        beats.Beat("alerts");
        Assert.False(await outgoing.BeatAsync(CancellationToken.None));
        Assert.Equal(["timers"], beats.Silent(["timers", "alerts"]));
        beats.Beat("timers");

        Assert.True(await outgoing.BeatAsync(CancellationToken.None));
        Assert.Equal(["/beat", "/beat"], monitor.All.Select(s => s.Path));
    }

    [Fact]
    public async Task A_host_whose_timers_stand_still_says_which_part_a_trial_case_waits_for_and_later_that_it_works_again()
    {
        await using var host = new RunningHost
        {
            Settings = new Dictionary<string, string> { ["Watch:CanaryEvery"] = "00:00:20", ["Watch:CanaryWithin"] = "00:00:20" },
            Change = services => services.Remove(services.Single(s => s.ImplementationType == typeof(TimerWorker))),
        };
        await host.InitializeAsync();
        await UntilAsync(host, db => db.Canaries.AnyAsync());
        host.Clock.Advance(TimeSpan.FromSeconds(20));

        // Without its worker no timer fires: neither the trial case's nor anybody's.
        await UntilAsync(host, db => db.Incidents.AnyAsync(i => i.Kind == IncidentKind.CanaryStopped && i.Network == DemoData.NetworkId && i.Detail == "Timers" && i.RecoveredAt == null));
        using var http = new HttpClient { BaseAddress = host.Address };
        using (var health = await http.GetAsync(new Uri("/health/heartbeat", UriKind.Relative)))
        {
            Assert.Equal(HttpStatusCode.ServiceUnavailable, health.StatusCode);
        }

        var beats = host.Services.GetRequiredService<Heartbeats>();
        await UntilAsync(host, _ => Task.FromResult(beats.Silent([]).Any(s => s.StartsWith("trial case (Timers) since", StringComparison.Ordinal))));

        using var timers = ActivatorUtilities.CreateInstance<TimerWorker>(host.Services);
        await timers.StartAsync(CancellationToken.None);
        await UntilAsync(host, db => db.Incidents.AnyAsync(i => i.Kind == IncidentKind.CanaryStopped && i.RecoveredAt != null && i.ClosedAt == null));
        await UntilAsync(host, _ => Task.FromResult(beats.Silent([]).Count == 0));
        await timers.StopAsync(CancellationToken.None);
    }

    private static async Task UntilAsync(RunningHost host, Func<TeleconsultDb, Task<bool>> isSo)
    {
        var patience = DateTime.UtcNow.AddMinutes(3);
        while (true)
        {
            await using var scope = host.Services.CreateAsyncScope();
            if (await isSo(scope.ServiceProvider.GetRequiredService<TeleconsultDb>()))
            {
                return;
            }

            Assert.True(DateTime.UtcNow < patience, "It did not come.");
            await Task.Delay(200);
        }
    }
}

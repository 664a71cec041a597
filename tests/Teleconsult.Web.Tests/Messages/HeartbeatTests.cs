using Microsoft.Extensions.Logging.Abstractions;
using Teleconsult.Application.Log;
using Teleconsult.Infrastructure.Notifications;
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
}

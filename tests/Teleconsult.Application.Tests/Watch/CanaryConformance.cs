using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Teleconsult.Application.Alerts;
using Teleconsult.Application.Ladders;
using Teleconsult.Application.Log;
using Teleconsult.Application.Persistence;
using Teleconsult.Application.Tests.Support;
using Teleconsult.Application.Watch;
using Teleconsult.Domain;
using Teleconsult.Domain.Consults;
using Teleconsult.Domain.Ladders;
using Xunit;

namespace Teleconsult.Application.Tests.Watch;

/// <summary>
/// A trial case climbs a ladder end to end, again and again; when a part of the way stands still, the coordinators are told which, once, and that
/// it works again. Nobody sees it, and it leaves nothing behind. On every database.
/// </summary>
public abstract class CanaryConformance<TDatabase>(TDatabase database) : IClassFixture<TDatabase>
    where TDatabase : TestDatabase
{
    [Fact]
    public async Task It_climbs_to_the_end_by_timers_and_messages_and_is_withdrawn()
    {
        await using var flight = await Flight.StartAsync(database);
        await flight.Canary.LookAsync(CancellationToken.None);
        Assert.Null((await flight.RowAsync()).Consult); // the first one has its time
        await flight.BeginAsync();
        var id = (await flight.RowAsync()).Consult!.Value;
        await flight.EndAsync();

        var row = await flight.RowAsync();
        Assert.Equal((null, null), (row.Stopped, row.StoppedSince));
        Assert.True(row.GoodAt <= flight.Clock.GetUtcNow() && row.NextAt > flight.Clock.GetUtcNow());
        var events = await flight.Node.EventsOfAsync(id.Value);
        Assert.Equal(("consultSubmitted", "consultErased"), (events[0], events[^1]));
        Assert.Equal("rungReached", events[^2]);
        var sent = await flight.Node.InDbAsync(db => db.Alerts.AsNoTracking().Where(a => a.Consult == id && a.Rung == CanaryNetwork.LastRung).ToListAsync());
        Assert.Equal([RungWhom.Coordinator, RungWhom.Requester], sent.Select(a => a.Whom).Order());
        Assert.All(sent, a => Assert.True(a is { Channel: AlertChannel.Loopback, SentAt: not null, Tries: 1 }));
        Assert.Empty(flight.Node.Mail.Given.Concat(flight.Node.Push.Given).Concat(flight.Node.Sms.Given));
        Assert.Empty(await flight.IncidentsAsync());
        Assert.Empty(flight.Silent);
        Assert.False(await flight.Node.InDbAsync(db => db.Words.AnyAsync(w => w.Stream == id.Value)));
        Assert.False(await flight.Node.InDbAsync(db => db.StreamKeys.AnyAsync(w => w.Stream == id.Value)));
        Assert.False(await flight.Node.InDbAsync(db => db.Timers.AnyAsync(t => t.Consult == id)));
    }

    [Theory]
    [InlineData(CanaryPart.Timers)]
    [InlineData(CanaryPart.Messages)]
    [InlineData(CanaryPart.Figures)]
    public async Task What_stands_still_is_told_once_with_its_name_and_that_it_works_again(CanaryPart part)
    {
        await using var flight = await Flight.StartAsync(database);
        await flight.BeginAsync();
        flight.Still.Add(part);
        var begun = (await flight.RowAsync()).BegunAt;
        await flight.EndAsync();
        await flight.FlyAsync(); // still so: nothing is told twice
        var incident = Assert.Single(await flight.IncidentsAsync());
        Assert.Equal((part.ToString(), begun, null, null), (incident.Detail, incident.OpenedAt, incident.RecoveredAt, incident.ClosedAt));
        Assert.Equal($"trial case ({part}) since {begun:yyyy-MM-dd HH:mm} UTC", Assert.Single(flight.Silent));

        if (part is not CanaryPart.Messages) // else who would tell it: the screen, and the monitor outside that hears nothing
        {
            Assert.Equal(1, flight.Told);
        }

        flight.Still.Clear();
        await flight.FlyAsync();
        incident = Assert.Single(await flight.IncidentsAsync());
        Assert.Equal((flight.Clock.GetUtcNow(), null), (incident.RecoveredAt!.Value, incident.ClosedAt));
        Assert.Empty(flight.Silent);

        flight.Still.Add(CanaryPart.Timers); // another time: told anew
        await flight.FlyAsync();
        await flight.WorkAsync();
        incident = Assert.Single(await flight.IncidentsAsync());
        Assert.Equal(("Timers", null), (incident.Detail, incident.RecoveredAt));
        Assert.Equal(2, flight.Told);
        Assert.Equal(0, await OpenAsync(flight.Node));
    }

    [Fact]
    public async Task News_that_nobody_hears_are_told_too()
    {
        await using var flight = await Flight.StartAsync(database);
        await flight.BeginAsync();
        await flight.Node.Feed.StopAsync(CancellationToken.None);
        flight.Still.Add(CanaryPart.News);
        await flight.EndAsync();
        Assert.Equal("News", Assert.Single(await flight.IncidentsAsync()).Detail);
    }

    [Fact]
    public async Task Of_two_nodes_one_runs_it_and_the_other_goes_on_when_that_one_dies()
    {
        await using var here = await Flight.StartAsync(database);
        await using var there = await here.BesideAsync(database);
        var before = await SubmittedAsync(here.Node);
        await here.Canary.LookAsync(CancellationToken.None);
        foreach (var flight in new[] { here, there })
        {
            flight.Clock.Advance(Flight.Settings.Every);
        }

        await Task.WhenAll(here.Canary.LookAsync(CancellationToken.None), there.Canary.LookAsync(CancellationToken.None));
        await Task.WhenAll(here.Canary.LookAsync(CancellationToken.None), there.Canary.LookAsync(CancellationToken.None));
        var row = await here.RowAsync();
        Assert.Equal([row.Consult!.Value.Value], (await SubmittedAsync(here.Node)).Except(before));

        // Who runs it is silent for good; the other one waits for its lease, and goes on with the same case.
        var other = row.Runner == here.Canary.Me ? there : here;
        for (var seconds = 0; seconds < 36; seconds += 6)
        {
            await other.RoundAsync(6);
        }

        Assert.Equal(other.Canary.Me, (await other.RowAsync()).Runner);
        await other.EndAsync();
        Assert.Equal([row.Consult!.Value.Value], (await SubmittedAsync(here.Node)).Except(before));
        Assert.NotNull((await here.RowAsync()).GoodAt);
        Assert.Empty(await other.IncidentsAsync());
    }

    [Fact]
    public async Task After_a_restart_in_the_middle_it_goes_on_and_a_stop_in_order_hands_it_over_at_once()
    {
        await using var killed = await Flight.StartAsync(database);
        await killed.BeginAsync();
        await killed.RoundAsync(1);
        var id = (await killed.RowAsync()).Consult;
        killed.Clock.Advance(TimeSpan.FromDays(3)); // and for three days nothing ran
        await using var again = await killed.BesideAsync(database);
        await again.RoundAsync();
        Assert.Equal(id, (await again.RowAsync()).Consult);
        await again.EndAsync();
        Assert.NotNull((await again.RowAsync()).GoodAt);

        await again.BeginAsync();
        await again.RoundAsync(1);
        id = (await again.RowAsync()).Consult;
        await again.Canary.LeaveAsync(CancellationToken.None);
        await using var next = await again.BesideAsync(database);
        await next.RoundAsync();
        Assert.Equal(id, (await next.RowAsync()).Consult);
        await next.EndAsync();
        Assert.Empty(await next.IncidentsAsync());
        Assert.Equal(0, await OpenAsync(next.Node));
    }

    [Theory]
    [InlineData(3)]
    [InlineData(-3)]
    public async Task A_clock_that_jumps_is_no_alarm(int hours)
    {
        await using var flight = await Flight.StartAsync(database);
        flight.Clock.Advance(TimeSpan.FromDays(1));
        await flight.FlyAsync();
        await flight.BeginAsync();
        await flight.RoundAsync(1);
        var id = (await flight.RowAsync()).Consult;
        flight.Still.Add(CanaryPart.Timers);
        await flight.RoundAsync(hours * 3600); // nothing moves at that moment
        Assert.Null((await flight.RowAsync()).Consult);
        flight.Still.Clear();
        await flight.FlyAsync();
        Assert.NotEqual(id, (await flight.RowAsync()).Consult);
        Assert.Empty(await flight.IncidentsAsync());

        // In the pause: the next one is not put off for hours.
        flight.Clock.Advance(TimeSpan.FromHours(hours));
        await flight.Canary.LookAsync(CancellationToken.None);
        Assert.True((await flight.RowAsync()).NextAt - flight.Clock.GetUtcNow() <= Flight.Settings.Every);
        await flight.FlyAsync();
        Assert.Empty(await flight.IncidentsAsync());
        Assert.Equal(0, await OpenAsync(flight.Node));
    }

    [Fact]
    public async Task However_many_there_were_the_database_keeps_a_bounded_number_and_the_logs_end()
    {
        await using var flight = await Flight.StartAsync(database);
        long last = 0;
        for (var times = 0; times < Canary.Kept + 6; times++)
        {
            await flight.FlyAsync();
            await flight.Node.InDbAsync(db => db.Erasures.Where(e => e.DoneAt == null).ExecuteUpdateAsync(e => e.SetProperty(x => x.DoneAt, flight.Clock.GetUtcNow())));
            var end = await flight.Node.InDbAsync(db => db.Events.MaxAsync(e => e.Id));
            Assert.True(end > last);
            last = end;
        }

        await flight.FlyAsync();
        await flight.Node.InDbAsync(async db =>
        {
            var streams = await db.Consults.Where(c => c.Network == CanaryNetwork.Id).Select(c => c.Id).ToListAsync();
            Assert.InRange(streams.Count, Canary.Kept, Canary.Kept + 1); // of the newest one the key's half is not destroyed yet
            Assert.All(await db.Events.Where(e => e.Network == CanaryNetwork.Id && e.Kind == StreamKind.Consult).Select(e => e.Stream).Distinct().ToListAsync(), s => Assert.Contains(new ConsultId(s), streams));
            Assert.All(await db.Alerts.Where(a => a.Network == CanaryNetwork.Id).Select(a => a.Consult).Distinct().ToListAsync(), c => Assert.Contains(c, streams));
            Assert.All(await db.Incidents.Where(i => i.Network == CanaryNetwork.Id).Select(i => i.Consult).ToListAsync(), c => Assert.Contains(c, streams));
            Assert.All(await db.Audit.Where(a => a.Network == CanaryNetwork.Id).Select(a => a.Subject!.Value).ToListAsync(), s => Assert.Contains(new ConsultId(s), streams));
            Assert.All(await db.Erasures.Where(e => e.Network == CanaryNetwork.Id).Select(e => e.Stream).ToListAsync(), s => Assert.Contains(new ConsultId(s), streams));
            var patient = (await db.Patients.SingleAsync(p => p.Network == CanaryNetwork.Id)).Id.Value;
            Assert.Equal(1, await db.Words.CountAsync(w => w.Stream == patient));
        });
        Assert.False(await flight.Node.Services.GetRequiredService<RestoreWatch>().CheckAsync(last, CancellationToken.None));
    }

    [Fact]
    public async Task No_ladder_of_a_service_names_its_channel_and_nobody_else_is_reached_by_it()
    {
        await using var flight = await Flight.StartAsync(database);
        RungForm[] rungs =
        [
            new(0, [RungWhom.Pool], [AlertChannel.Live]), new(1, [RungWhom.Coordinator, RungWhom.Requester], [AlertChannel.Mail, AlertChannel.Loopback]),
        ];
        var refused = await Assert.ThrowsAsync<RuleViolation>(
            () => flight.Node.SendAsync(flight.Network.Coordinator, new PublishLadder(flight.Network.Skin.Value, Urgency.Urgent, rungs)));
        Assert.Equal("ladder.channel", refused.Code);
        await flight.Node.InDbAsync(async db =>
        {
            var reach = new Reach(flight.Node.Services.CreateScope().ServiceProvider.GetRequiredService<Application.Duty.IContactBook>(), [new LoopbackSender()]);
            var way = (await reach.OfAsync(db, [flight.Network.Coordinator.Practitioner], CancellationToken.None))[flight.Network.Coordinator.Practitioner];
            Assert.Empty(way.Channels);
        });
    }

    private static Task<int> OpenAsync(Node node) => node.InDbAsync(db => db.Consults.CountAsync(c => c.Network == CanaryNetwork.Id && c.State < ConsultState.Closed));

    private static Task<List<Guid>> SubmittedAsync(Node node) => node.InDbAsync(
        db => db.Events.Where(e => e.Network == CanaryNetwork.Id && e.Type == "consultSubmitted").Select(e => e.Stream).ToListAsync());
}

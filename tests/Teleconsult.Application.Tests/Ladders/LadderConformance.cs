using Microsoft.EntityFrameworkCore;
using Teleconsult.Application.Alerts;
using Teleconsult.Application.Consults;
using Teleconsult.Application.Ladders;
using Teleconsult.Application.Ports;
using Teleconsult.Application.Tests.Support;
using Teleconsult.Domain;
using Teleconsult.Domain.Access;
using Teleconsult.Domain.Consults;
using Teleconsult.Domain.Duty;
using Teleconsult.Domain.Ladders;
using Xunit;

namespace Teleconsult.Application.Tests.Ladders;

/// <summary>
/// Nobody waits in silence: each rung is decided once and its messages go out at least once, whatever dies, on every database. Rungs of
/// an emergency: 0, 1, 2, 5, 10, 15 minutes.
/// </summary>
public abstract class LadderConformance<TDatabase>(TDatabase database) : IClassFixture<TDatabase>
    where TDatabase : TestDatabase
{
    [Fact]
    public async Task An_emergency_climbs_to_the_end_and_everybody_it_names_is_told()
    {
        await using var node = new Node(database);
        var team = await Team.MakeAsync(node);
        var consult = await team.SendAsync();
        Assert.Equal([(team.OnCall, 1), (team.Other, 1)], Told(await AlertsAsync(node, consult), AlertChannel.Push, team));

        await AfterAsync(node, 1);
        Assert.Equal([(team.OnCall, 2)], Told(await AlertsAsync(node, consult), AlertChannel.Sms, team));
        await AfterAsync(node, 1);
        Assert.Contains((team.Backup, 3), Told(await AlertsAsync(node, consult), AlertChannel.Sms, team));
        await AfterAsync(node, 3);
        await AfterAsync(node, 5);
        await AfterAsync(node, 5);

        Assert.Equal(
            ["consultSubmitted", "consultOffered", .. Enumerable.Repeat("rungReached", 5)], await node.EventsOfAsync(consult));
        var view = await node.SendAsync(team.Network.Worker, new GetConsult(null, consult));
        Assert.True(view.Ladder is { Unanswered: true, Rung: 6, Of: 6, NextAt: null });
        Assert.Equal(("Grace Auma", true, null), (view.NextStep.Who, view.NextStep.Overdue, view.NextStep.Rung));
        var incident = Assert.Single(await node.SendAsync(team.Network.Coordinator, new ListIncidents()));
        Assert.Equal((IncidentKind.Unanswered, consult, null), (incident.Kind, incident.Consult, incident.ClosedAt));
        Assert.Contains(await AlertsAsync(node, consult), a => a.Whom is RungWhom.Requester && a.Person == team.Network.Worker.Practitioner);
        Assert.DoesNotContain(node.Sms.Given.Concat(node.Mail.Given).Concat(node.Push.Given), m => Says(m.Text) || Says(m.Title));
    }

    [Fact]
    public async Task The_next_step_names_the_next_rungs_person_and_time()
    {
        await using var node = new Node(database);
        var team = await Team.MakeAsync(node);
        var consult = await team.SendAsync();

        var first = await node.SendAsync(team.Network.Worker, new GetConsult(null, consult));
        Assert.Equal(("Dr OnCall", first.ReceivedAt.AddMinutes(1), 2), (first.NextStep.Who, first.NextStep.Due, first.NextStep.Rung));
        Assert.Equal(["Dr OnCall"], first.Ladder!.NextWho);
        await AfterAsync(node, 1);
        Assert.Equal("Dr Backup", (await node.SendAsync(team.Network.Worker, new GetConsult(null, consult))).NextStep.Who);
    }

    [Fact]
    public async Task A_claim_stops_it_and_what_was_not_sent_is_not_sent()
    {
        await using var node = new Node(database);
        var team = await Team.MakeAsync(node);
        var consult = await team.SendAsync();
        await node.ClaimAsync(team.OnCall, consult);

        await AfterAsync(node, 9);

        Assert.All(await AlertsAsync(node, consult), a => Assert.Equal((AlertState.Dropped, AlertWhy.Taken), (a.State, a.Why)));
        Assert.DoesNotContain(node.Push.Given, m => team.All.Any(p => p.Practitioner == m.Person));
        Assert.Equal(["consultSubmitted", "consultOffered", "consultClaimed"], await node.EventsOfAsync(consult));
        await AfterAsync(node, 2); // ten minutes without activity: the claim lapses, and time stands at the lead's rung
        Assert.Equal(["consultSubmitted", "consultOffered", "consultClaimed", "claimLapsed", "consultOffered", "rungReached"], await node.EventsOfAsync(consult));
        Assert.Contains(await AlertsAsync(node, consult), a => a.Person == team.Lead.Practitioner && a is { Round: 2, Rung: 4 });
    }

    [Fact]
    public async Task All_push_is_lost_and_the_ladder_fires_nevertheless()
    {
        await using var node = new Node(database);
        var team = await Team.MakeAsync(node);
        node.Push.Answer = new SendOutcome(SendKind.Failed, AlertWhy.Gone);
        var consult = await team.SendAsync();
        await SendAllAsync(node);

        var first = await AlertsAsync(node, consult);
        Assert.Contains(first, a => a is { Channel: AlertChannel.Push, State: AlertState.Failed, Why: AlertWhy.Gone } && a.Person == team.OnCall.Practitioner);
        Assert.Contains(first, a => a is { Channel: AlertChannel.Sms, State: AlertState.Sent } && a.Person == team.OnCall.Practitioner); // the next channel, at once
        await AfterAsync(node, 3);
        await AfterAsync(node, 12);
        Assert.True((await node.ReadAsync(consult)).IsUnanswered);
    }

    [Fact]
    public async Task Sent_without_a_word_counts_as_failed_and_goes_on_by_the_next_channel()
    {
        await using var node = new Node(database);
        var team = await Team.MakeAsync(node);
        var consult = await team.SendAsync();
        await SendAllAsync(node);

        await AfterAsync(node, 2);

        var alerts = await AlertsAsync(node, consult);
        Assert.Contains(alerts, a => a is { Channel: AlertChannel.Push, State: AlertState.Failed, Why: AlertWhy.Unheard } && a.Person == team.OnCall.Practitioner);
        Assert.Contains(alerts, a => a is { Channel: AlertChannel.Sms, Rung: 1 } && a.Person == team.OnCall.Practitioner);
    }

    [Fact]
    public async Task After_a_week_of_downtime_the_most_urgent_come_first_one_message_a_person()
    {
        await using var node = new Node(database);
        var team = await Team.MakeAsync(node);
        var calm = new List<Guid>();
        for (var i = 0; i < 30; i++)
        {
            calm.Add(await node.SubmitAsync(team.Network, Forms.Case(team.Service, urgency: Urgency.Urgent)));
        }

        var consult = await team.SendAsync();
        node.Clock.Advance(TimeSpan.FromDays(7));
        await FireAllAsync(node);
        var before = node.Mail.Given.Count + node.Sms.Given.Count + node.Push.Given.Count;
        await node.NewAlertWorker().RoundAsync(CancellationToken.None);
        Assert.True(node.Mail.Given.Count + node.Sms.Given.Count + node.Push.Given.Count - before <= AlertWorker.PerRound); // no storm
        await SendAllAsync(node);

        Assert.Equal(["consultSubmitted", "consultOffered", "rungReached"], await node.EventsOfAsync(consult)); // the highest alone
        var coordinators = (await AlertsAsync(node, consult)).Where(a => a.Person == team.Network.Coordinator.Practitioner && a.State is AlertState.Sent).ToList();
        Assert.Equal([6], coordinators.Select(a => a.Rung).Distinct());
        var backups = node.Sms.Given.Where(m => m.Person == team.Backup.Practitioner).GroupBy(m => m.Path);
        Assert.All(backups, m => Assert.Single(m));
        var mine = await node.InDbAsync(db => db.Alerts.Where(a => a.Network == team.Network.Id).Select(a => a.Id).ToListAsync());
        var urgencies = node.Mail.Given.Where(m => mine.Contains(m.Id)).Select(m => m.Urgency).ToList();
        Assert.True(urgencies.Count > calm.Count);
        Assert.Equal(Urgency.Emergency, urgencies[0]);
    }

    [Fact]
    public async Task Two_nodes_one_of_which_keeps_dying_decide_each_rung_once()
    {
        await using var node = new Node(database);
        await using var other = new Node(database, node.Clock);
        var team = await Team.MakeAsync(node);
        var sent = new List<Guid>();
        for (var i = 0; i < 20; i++)
        {
            sent.Add(await team.SendAsync());
        }

        other.Trouble.RollBackOneIn = 4;
        for (var minute = 0; minute < 17; minute++)
        {
            node.Clock.Advance(TimeSpan.FromSeconds(60));
            await Task.WhenAll(FireAllAsync(node), FireAllAsync(other), SendOnceAsync(node), SendOnceAsync(other));
        }

        other.Trouble.RollBackOneIn = 0;
        node.Clock.Advance(TimeSpan.FromMinutes(3));
        await FireAllAsync(node);
        await SendAllAsync(node);
        foreach (var consult in sent)
        {
            var rungs = await node.InDbAsync(db => db.Events.Where(e => e.Stream == consult && e.Type == "rungReached").OrderBy(e => e.Version).Select(e => e.Data).ToListAsync());
            var numbers = rungs.ConvertAll(d => System.Text.Json.JsonSerializer.Deserialize<RungReached>(d, Json.Options)!.Rung);
            Assert.Equal(numbers.Distinct().Order(), numbers);
            Assert.Equal(6, numbers[^1]);
            var alerts = await AlertsAsync(node, consult);
            Assert.Contains(alerts, a => a is { Rung: 6, Channel: AlertChannel.Sms, State: not AlertState.Queued } && a.Person == team.Network.Coordinator.Practitioner);
        }

        // What went out more than once is recognisable: the same id each time.
        foreach (var message in node.Sms.Given.Concat(other.Sms.Given).GroupBy(m => (m.Person, m.Path, m.Text.Split(" alert.reply")[0])))
        {
            Assert.True(message.Select(m => m.Id).Distinct().Count() <= 2); // a rung's own, and its fall-back of another rung
        }
    }

    [Fact]
    public async Task A_rung_that_names_nobody_is_skipped_with_a_word_to_the_coordinator()
    {
        await using var node = new Node(database);
        var network = await Network.MakeAsync(node);
        await node.ReachableAsync(network.Coordinator, ContactChannel.Sms);
        var consult = await node.SubmitAsync(network, Forms.Case(network.Skin, urgency: Urgency.Emergency)); // no roster: no backup, no lead
        await AfterAsync(node, 2);

        Assert.Contains(await AlertsAsync(node, consult), a => a is { Kind: AlertKind.EmptyRung, Rung: 3 } && a.Person == network.Coordinator.Practitioner);
        Assert.Equal(IncidentKind.EmptyRung, Assert.Single(await node.SendAsync(network.Coordinator, new ListIncidents())).Kind);
        var next = (await node.SendAsync(network.Worker, new GetConsult(null, consult))).NextStep;
        Assert.Equal(("Grace Auma", 4), (next.Who, next.Rung));
    }

    [Fact]
    public async Task Quiet_hours_hold_back_what_can_wait_and_never_an_emergency_of_who_is_on_duty()
    {
        await using var node = new Node(database);
        var team = await Team.MakeAsync(node);
        await node.InDbAsync(async db =>
        {
            foreach (var person in new[] { team.OnCall, team.Other })
            {
                db.QuietHours.Add(new() { Person = person.Practitioner, From = new TimeOnly(0, 0), To = new TimeOnly(23, 0), Zone = "UTC" });
            }

            await db.SaveChangesAsync();
        });
        var consult = await team.SendAsync();

        var alerts = await AlertsAsync(node, consult);
        Assert.Equal(node.Clock.GetUtcNow(), alerts.Single(a => a.Person == team.OnCall.Practitioner).NextAt);
        Assert.True(alerts.Single(a => a.Person == team.Other.Practitioner).NextAt > node.Clock.GetUtcNow().AddHours(1));
    }

    [Fact]
    public async Task A_ladder_of_ones_own_is_checked_when_it_is_published_and_used_from_the_next_rung_on()
    {
        await using var node = new Node(database);
        var team = await Team.MakeAsync(node);
        var consult = await team.SendAsync();
        RungForm[] rungs =
        [
            new(0, [RungWhom.Pool], [AlertChannel.Live]), new(1, [RungWhom.Lead], [AlertChannel.Sms]),
            new(4, [RungWhom.Coordinator, RungWhom.Requester], [AlertChannel.Sms]),
        ];
        await node.SendAsync(team.Network.Administrator, new PublishLadder(team.Service.Value, Urgency.Emergency, rungs));
        var own = (await node.SendAsync(team.Network.Coordinator, new ListLadders(team.Service.Value))).Single(l => l.Urgency is Urgency.Emergency);
        Assert.Equal("0 1 4 Daniel Otieno", $"{string.Join(' ', own.Rungs.Select(r => r.Minutes))} {own.By}");

        await AfterAsync(node, 3);
        await AfterAsync(node, 1);

        Assert.True((await node.ReadAsync(consult)).IsUnanswered);
        var nobody = await Assert.ThrowsAsync<RuleViolation>(
            () => node.SendAsync(team.Network.Coordinator, new PublishLadder(team.Network.Skin.Value, Urgency.Emergency, rungs)));
        Assert.Equal(("ladder.names-nobody", 2), (nobody.Code, nobody.Arguments["rung"]));
        await node.SendAsync(team.Network.Administrator, new PublishLadder(team.Service.Value, Urgency.Emergency, []));
        Assert.Null((await node.SendAsync(team.Network.Coordinator, new ListLadders(team.Service.Value))).Single(l => l.Urgency is Urgency.Emergency).PublishedAt);
    }

    [Fact]
    public async Task An_incident_is_closed_with_a_reason_by_a_coordinator_of_the_network()
    {
        await using var node = new Node(database);
        var team = await Team.MakeAsync(node);
        var consult = await team.SendAsync();
        await AfterAsync(node, 15);
        var refused = await Assert.ThrowsAsync<RuleViolation>(
            () => node.SendAsync(team.Network.Coordinator, new CloseIncident(consult, IncidentKind.Unanswered, IncidentReason.AnsweredLate)));
        Assert.Equal("incident.still-unanswered", refused.Code);
        await node.ClaimAsync(team.OnCall, consult);

        await node.SendAsync(team.Network.Coordinator, new CloseIncident(consult, IncidentKind.Unanswered, IncidentReason.AnsweredLate));

        var closed = Assert.Single(await node.SendAsync(team.Network.Coordinator, new ListIncidents()));
        Assert.Equal(("Grace Auma", IncidentReason.AnsweredLate), (closed.ClosedBy, closed.Reason!.Value));
    }

    [Fact]
    public async Task A_case_without_a_service_climbs_to_the_coordinator_and_the_requester()
    {
        await using var node = new Node(database);
        var network = await Network.MakeAsync(node);
        await node.ReachableAsync(network.Coordinator, ContactChannel.Sms);
        var consult = await node.SubmitAsync(network, Forms.Case(null, urgency: Urgency.Emergency) with { Template = Forms.Skin });
        await AfterAsync(node, 3);

        Assert.Contains(await AlertsAsync(node, consult), a => a.Person == network.Coordinator.Practitioner && a.Rung == 2);
        await AfterAsync(node, 2);
        Assert.True((await node.ReadAsync(consult)).IsUnanswered);
    }

    private static bool Says(string text) => text.Contains("J.K.", StringComparison.Ordinal) || text.Contains("Kariukison", StringComparison.Ordinal)
        || text.Contains("mole", StringComparison.Ordinal) || System.Text.RegularExpressions.Regex.IsMatch(text, @"\b58\b"); // the age; a code may have it within

    private static List<(Person, int)> Told(List<AlertRow> alerts, AlertChannel channel, Team team) =>
        [.. alerts.Where(a => a.Channel == channel).Select(a => (team.All.Single(p => p.Practitioner == a.Person), a.Rung)).OrderBy(a => a.Item1.Name != "Dr OnCall").ThenBy(a => a.Rung)];

    private static Task<List<AlertRow>> AlertsAsync(Node node, Guid consult) =>
        node.InDbAsync(db => db.Alerts.AsNoTracking().Where(a => a.Consult == new ConsultId(consult)).ToListAsync());

    private static async Task AfterAsync(Node node, double minutes)
    {
        node.Clock.Advance(TimeSpan.FromMinutes(minutes));
        await FireAllAsync(node);
        await SendAllAsync(node);
    }

    private static async Task FireAllAsync(Node node)
    {
        var worker = node.NewTimerWorker();
        for (var claimed = 1; claimed > 0;)
        {
            try
            {
                claimed = await worker.RoundAsync(CancellationToken.None);
            }
            catch (IOException)
            {
                // The claim itself broke: the worker's next round tries again.
            }
        }
    }

    private static async Task SendAllAsync(Node node)
    {
        var worker = node.NewAlertWorker();
        while (await worker.RoundAsync(CancellationToken.None) > 0)
        {
        }
    }

    private static async Task SendOnceAsync(Node node)
    {
        try
        {
            await node.NewAlertWorker().RoundAsync(CancellationToken.None);
        }
        catch (IOException)
        {
            // as above
        }
    }

    /// <summary>A service with a roster, and people who can be reached.</summary>
    private sealed class Team(Node node, Network network)
    {
        public Network Network => network;
        public ServiceId Service { get; } = network.Wounds;
        public Person OnCall { get; private set; } = null!;
        public Person Backup { get; private set; } = null!;
        public Person Lead { get; private set; } = null!;
        public Person Other => network.Nurse;
        public IReadOnlyList<Person> All => [OnCall, Backup, Lead, Other, network.Coordinator, network.Worker];

        public static async Task<Team> MakeAsync(Node node)
        {
            var team = new Team(node, await Network.MakeAsync(node));
            team.OnCall = await team.Network.AddAsync("Dr OnCall", Role.Specialist, team.Service);
            team.Backup = await team.Network.AddAsync("Dr Backup", Role.Specialist, team.Service);
            team.Lead = await team.Network.AddAsync("Dr Lead", Role.Specialist, team.Service);
            await node.RosterAsync(team.Network, team.Service, [team.OnCall], [team.Backup], team.Lead);
            foreach (var person in new[] { team.OnCall, team.Backup, team.Lead, team.Network.Coordinator })
            {
                await node.ReachableAsync(person, ContactChannel.Sms, ContactChannel.Email);
            }

            await node.ReachableAsync(team.Network.Worker, ContactChannel.Sms);
            await node.PushToAsync(team.Network, team.OnCall);
            await node.PushToAsync(team.Network, team.Other);
            return team;
        }

        public Task<Guid> SendAsync() => node.SubmitAsync(network, Forms.Case(Service, urgency: Urgency.Emergency));
    }
}

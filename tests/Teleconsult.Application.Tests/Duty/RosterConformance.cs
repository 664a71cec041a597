using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Teleconsult.Application.Directory;
using Teleconsult.Application.Duty;
using Teleconsult.Application.Persistence;
using Teleconsult.Application.Pipeline;
using Teleconsult.Application.Simulation;
using Teleconsult.Application.Tests.Support;
using Teleconsult.Domain;
using Teleconsult.Domain.Consults;
using Teleconsult.Domain.Duty;
using Xunit;

namespace Teleconsult.Application.Tests.Duty;

/// <summary>Rosters as people write, publish and live with them.</summary>
public abstract class RosterConformance<TDatabase>(TDatabase database) : IClassFixture<TDatabase>
    where TDatabase : TestDatabase
{
    private static readonly DateOnly Today = new(2026, 11, 20);
    private static readonly DayOfWeek[] EveryDay = Enum.GetValues<DayOfWeek>();

    [Fact]
    public async Task A_service_that_promises_emergency_cannot_publish_a_roster_with_a_gap()
    {
        await using var node = new Node(database);
        var network = await Network.MakeAsync(node);
        await node.SendAsync(network.Coordinator, Emergency(network));
        await node.SendAsync(network.Coordinator, Put(network, EveryDay[..6], 0, 24)); // no Saturday
        var draft = await SkinAsync(node, network.Coordinator);
        Assert.Equal((2, true), (draft.Remarks.Count(r => r.Finding is RosterFinding.Gap), draft.Remarks.All(r => r.Refuses)));
        await RefusedAsync("roster.gap", () => node.SendAsync(network.Coordinator, new PublishRoster(network.Skin.Value, draft.Version)));
        Assert.False((await DutyAsync(node, network)).IsRostered);

        await node.SendAsync(network.Coordinator, Put(network, [DayOfWeek.Saturday], 0, 24));
        await RefusedAsync("roster.changed", () => node.SendAsync(network.Coordinator, new PublishRoster(network.Skin.Value, draft.Version))); // not what was seen
        await PublishAsync(node, network);
        Assert.Equal((true, network.Dermatologist.Practitioner), ((await DutyAsync(node, network)).IsRostered, (await DutyAsync(node, network)).Primary[0]));

        // Later changes are a draft: what counts stays whole until somebody publishes anew.
        await node.SendAsync(network.Coordinator, new RemoveShift(network.Skin.Value, draft.Plan.Patterns[0].Id.Value, null));
        var changed = await SkinAsync(node, network.Coordinator);
        Assert.True(changed.IsChanged);
        await RefusedAsync("roster.gap", () => node.SendAsync(network.Coordinator, new PublishRoster(network.Skin.Value, changed.Version)));
        Assert.True((await DutyAsync(node, network)).IsRostered);
    }

    [Fact]
    public async Task A_lead_stands_behind_a_team_without_backup()
    {
        await using var node = new Node(database);
        var network = await Network.MakeAsync(node);
        await node.SendAsync(network.Coordinator, Emergency(network));
        await node.SendAsync(network.Coordinator, Put(network, EveryDay, 0, 24) with { Backup = [] });
        var bare = await SkinAsync(node, network.Coordinator);
        await RefusedAsync("roster.gap", () => node.SendAsync(network.Coordinator, new PublishRoster(network.Skin.Value, bare.Version)));
        await node.SendAsync(network.Coordinator, Emergency(network) with { Lead = network.Second.Id });
        await PublishAsync(node, network);
        Assert.Equal(network.Second.Practitioner, (await DutyAsync(node, network)).Lead);
    }

    [Fact]
    public async Task A_draft_can_be_tried_out_before_it_counts_and_shows_what_a_gap_costs()
    {
        await using var node = new Node(database);
        var network = await Network.MakeAsync(node);
        await node.SendAsync(network.Coordinator, Emergency(network));
        await RefusedAsync("trial.empty", () => node.SendAsync(network.Coordinator, new TryRoster(network.Skin.Value)));
        await node.SendAsync(network.Coordinator, Put(network, EveryDay, 0, 24));
        await PublishAsync(node, network);
        var whole = await node.SendAsync(network.Coordinator, new TryRoster(network.Skin.Value));
        var emergencies = whole.Drafted.Lines.Single(l => l.Urgency is Urgency.Emergency);
        Assert.Equal((0, null, false), (whole.Drafted.Uncovered, whole.Counts, whole.VolumeIsOwn));
        Assert.True(emergencies is { Cases: > 1000, ClaimKept: > 0.7 }, emergencies.ToString());

        await node.SendAsync(network.Coordinator, new RemoveShift(network.Skin.Value, (await SkinAsync(node, network.Coordinator)).Plan.Patterns[0].Id.Value, null));
        var torn = await node.SendAsync(network.Coordinator, new TryRoster(network.Skin.Value));
        Assert.Equivalent(whole.Drafted, torn.Counts); // the same chance: what differs is the roster
        Assert.InRange(torn.Drafted.Uncovered, 0.1, 0.2);
        Assert.True(torn.Drafted.Lines.Single(l => l.Urgency is Urgency.Emergency).ClaimKept < emergencies.ClaimKept - 0.05);
        await Assert.ThrowsAsync<AccessDenied>(() => node.SendAsync(network.Dermatologist, new TryRoster(network.Skin.Value)));
        Assert.Equal(0, await node.InDbAsync(db => db.Consults.CountAsync(c => c.Network == network.Id)));
    }

    [Fact]
    public async Task Taking_a_roster_back_needs_a_reason_and_puts_everybody_on_duty()
    {
        await using var node = new Node(database);
        var network = await Network.MakeAsync(node);
        await node.SendAsync(network.Coordinator, Put(network, EveryDay, 0, 24));
        await PublishAsync(node, network);
        await RefusedAsync("reason.missing", () => node.SendAsync(network.Coordinator, new UnpublishRoster(network.Skin.Value, 0)));
        await node.SendAsync(network.Coordinator, new UnpublishRoster(network.Skin.Value, UnpublishReason.ServicePauses));
        Assert.Equal((false, 2), ((await DutyAsync(node, network)).IsRostered, (await DutyAsync(node, network)).Primary.Count));
        Assert.Equal("reason: ServicePauses", await DetailAsync(node, nameof(UnpublishRoster), network.Skin.Value));
    }

    [Fact]
    public async Task One_day_of_a_recurring_shift_can_fall_out()
    {
        await using var node = new Node(database);
        var network = await Network.MakeAsync(node);
        await node.SendAsync(network.Coordinator, Put(network, [DayOfWeek.Friday, DayOfWeek.Saturday], 18, 32));
        var friday = (await SkinAsync(node, network.Coordinator)).Shifts.Single(s => s.Day == Today);
        Assert.Equal((TimeSpan.FromHours(32), true), (friday.LocalTo, friday.Recurs));
        await node.SendAsync(network.Coordinator, new RemoveShift(network.Skin.Value, friday.Shift, Today));
        await node.SendAsync(network.Coordinator, Put(network, [], 20, 24) with { First = Today, Primary = [network.Second.Id], Backup = [] });
        var days = (await SkinAsync(node, network.Coordinator)).Shifts.Select(s => (s.Day, s.Recurs)).ToList();
        Assert.Equal([(Today, false), (Today.AddDays(1), true)], days);
        await RefusedAsync("roster.no-shift", () => node.SendAsync(network.Coordinator, new RemoveShift(network.Skin.Value, Guid.NewGuid(), null)));
    }

    [Fact]
    public async Task A_swap_is_asked_agreed_and_logged_and_only_by_those_whom_it_concerns()
    {
        await using var node = new Node(database);
        var network = await Network.MakeAsync(node);
        var third = await network.AddAsync("Dr Third", Domain.Access.Role.Specialist, network.Skin);
        await node.SendAsync(network.Coordinator, Put(network, EveryDay, 0, 24));
        await PublishAsync(node, network);
        var shift = (await SkinAsync(node, network.Dermatologist)).Shifts.Single(s => s.Day == Today);
        AskSwap Ask(Person from, Person to) => new(Guid.CreateVersion7(), network.Skin.Value, shift.Shift, Today, from.Id, to.Id);

        await RefusedAsync("swap.not-yours", () => node.SendAsync(network.Second, Ask(network.Dermatologist, third)));
        await RefusedAsync("swap.in-shift", () => node.SendAsync(network.Dermatologist, Ask(network.Dermatologist, network.Second)));
        await RefusedAsync("roster.not-of-service", () => node.SendAsync(network.Dermatologist, Ask(network.Dermatologist, network.Nurse)));
        await Assert.ThrowsAsync<NotFound>(() => node.SendAsync(network.Nurse, Ask(network.Dermatologist, third)));
        var asked = Ask(network.Dermatologist, third);
        await node.SendAsync(network.Dermatologist, asked);
        await RefusedAsync("swap.twice", () => node.SendAsync(network.Dermatologist, Ask(network.Dermatologist, third)));

        Assert.Equal(network.Dermatologist.Practitioner, (await DutyAsync(node, network)).Primary[0]); // nothing changes before the yes
        await RefusedAsync("swap.not-asked", () => node.SendAsync(network.Dermatologist, new DecideSwap(asked.Id, SwapState.Accepted)));
        await Assert.ThrowsAsync<NotFound>(() => node.SendAsync(network.Nurse, new DecideSwap(asked.Id, SwapState.Accepted)));
        Assert.True((await PageAsync(node, third)).Swaps.Single().MayAccept);
        await node.SendAsync(third, new DecideSwap(asked.Id, SwapState.Accepted));

        Assert.Equal(third.Practitioner, (await DutyAsync(node, network)).Primary[0]);
        await RefusedAsync("swap.decided", () => node.SendAsync(third, new DecideSwap(asked.Id, SwapState.Declined)));
        Assert.StartsWith("Accepted 2026-11-20", await DetailAsync(node, nameof(DecideSwap), asked.Id), StringComparison.Ordinal);
        var log = Assert.Single((await PageAsync(node, network.Coordinator)).Swaps);
        Assert.Equal((SwapState.Accepted, "Dr Third", "Dr Okello"), (log.State, log.Takes.Name, log.Has.Name));
    }

    [Fact]
    public async Task Leave_counts_at_once_and_is_entered_for_oneself_or_by_who_plans()
    {
        await using var node = new Node(database);
        var network = await Network.MakeAsync(node);
        await node.SendAsync(network.Coordinator, Put(network, EveryDay, 0, 24));
        await PublishAsync(node, network);
        await Assert.ThrowsAsync<NotFound>(() => node.SendAsync(network.Second, new EnterLeave(network.Dermatologist.Id, Today, Today)));
        await RefusedAsync("leave.times", () => node.SendAsync(network.Dermatologist, new EnterLeave(network.Dermatologist.Id, Today, Today.AddDays(-1))));
        await node.SendAsync(network.Dermatologist, new EnterLeave(network.Dermatologist.Id, Today, Today.AddDays(1)));

        var duty = await DutyAsync(node, network);
        Assert.Empty(duty.Primary);
        Assert.Equal([network.Second.Practitioner], duty.Backup);
        var seen = await SkinAsync(node, network.Coordinator);
        Assert.Contains(seen.Remarks, r => r.Finding is RosterFinding.Gap && r.Away.Single().Id == network.Dermatologist.Id);
        Assert.True(seen.Shifts.Single(s => s.Day == Today).Primary.Single().Away);

        var leave = Assert.Single((await PageAsync(node, network.Coordinator)).Leave);
        await Assert.ThrowsAsync<NotFound>(() => node.SendAsync(network.Second, new RemoveLeave(leave.Id)));
        await node.SendAsync(network.Coordinator, new RemoveLeave(leave.Id));
        Assert.Single((await DutyAsync(node, network)).Primary);
    }

    [Fact]
    public async Task A_deactivated_person_drops_out_of_a_published_roster()
    {
        await using var node = new Node(database);
        var network = await Network.MakeAsync(node);
        await node.SendAsync(network.Coordinator, Put(network, EveryDay, 0, 24));
        await PublishAsync(node, network);
        await node.SendAsync(network.Administrator, new DeactivatePerson(network.Dermatologist.Id, DeactivationReason.Left));
        Assert.DoesNotContain(network.Dermatologist.Practitioner, (await DutyAsync(node, network)).OnDuty);
        Assert.Contains((await SkinAsync(node, network.Coordinator)).Remarks, r => r.Finding is RosterFinding.Gap);
        await node.SendAsync(network.Coordinator, Put(network, [], 8, 12) with { First = Today, Primary = [network.Second.Id], Backup = [] }); // the rest can still be written
        await RefusedAsync("roster.not-of-service", () => node.SendAsync(network.Coordinator, Put(network, [], 8, 12) with { Primary = [network.Nurse.Id] }));
    }

    [Fact]
    public async Task Only_the_networks_own_people_see_and_write_its_rosters()
    {
        await using var node = new Node(database);
        var (network, other) = (await Network.MakeAsync(node), await Network.MakeAsync(node));
        await node.SendAsync(network.Coordinator, Put(network, EveryDay, 0, 24));
        await PublishAsync(node, network);
        Assert.DoesNotContain((await PageAsync(node, other.Coordinator)).Services, s => s.Service == network.Skin.Value);
        await Assert.ThrowsAsync<NotFound>(() => node.SendAsync(other.Coordinator, Put(network, EveryDay, 0, 24)));
        await Assert.ThrowsAsync<NotFound>(() => node.SendAsync(other.Coordinator, new PublishRoster(network.Skin.Value, 2)));
        await Assert.ThrowsAsync<NotFound>(() => node.SendAsync(other.Coordinator, new UnpublishRoster(network.Skin.Value, UnpublishReason.ServicePauses)));
        await Assert.ThrowsAsync<NotFound>(() => node.SendAsync(other.Coordinator, new EnterLeave(network.Dermatologist.Id, Today, Today)));

        Assert.Equal([network.Wounds.Value], (await PageAsync(node, network.Nurse)).Services.Select(s => s.Service)); // a specialist: the own services
        await Assert.ThrowsAsync<AccessDenied>(() => node.SendAsync(network.Dermatologist, Put(network, EveryDay, 0, 24)));
        await Assert.ThrowsAsync<AccessDenied>(() => node.SendAsync(network.Worker, new GetRosters(Today, 7)));
        await node.SendAsync(network.Coordinator, Put(network, [], 8, 12) with { First = Today });
        Assert.DoesNotContain((await SkinAsync(node, network.Dermatologist)).Shifts, s => !s.Recurs); // a draft is seen by who writes it
    }

    [Fact]
    public async Task Phones_are_told_who_is_on_duty_now_and_when_a_closed_service_opens()
    {
        await using var node = new Node(database);
        var network = await Network.MakeAsync(node);
        await node.SendAsync(network.Coordinator, Put(network, EveryDay, 0, 24));
        async Task<ServiceNow> NowAsync() => (await node.SendAsync(network.Worker, new ListServices())).Single(s => s.Name == "Skin").Now!;
        Assert.Equal(["Dr Achieng", "Dr Okello"], (await NowAsync()).OnDuty); // no roster counts: all who answer
        await PublishAsync(node, network);
        Assert.Equal(["Dr Okello", "Dr Achieng"], (await NowAsync()).OnDuty); // primary before backup
        Assert.Equal(new DateTimeOffset(2026, 11, 21, 0, 0, 0, TimeSpan.Zero), (await NowAsync()).Until);

        await node.SendAsync(network.Coordinator, new SaveCalendar(network.Skin.Value, "Africa/Nairobi", "mon 08:00-17:00", false));
        var closed = await NowAsync();
        Assert.Equal((false, new DateTimeOffset(2026, 11, 23, 5, 0, 0, TimeSpan.Zero), 0), (closed.IsOpen, closed.OpensAt, closed.OnDuty.Count));
        Assert.Equal("Mon 08:00–17:00", (await node.SendAsync(network.Worker, new ListServices())).Single(s => s.Name == "Skin").Open);
    }

    private static PutShift Put(Network network, IReadOnlyList<DayOfWeek> days, int from, int to) => new(
        network.Skin.Value, Guid.CreateVersion7(), days, TimeSpan.FromHours(from), TimeSpan.FromHours(to), [network.Dermatologist.Id], [network.Second.Id],
        new DateOnly(2026, 1, 1), null, 1);

    private static SaveService Emergency(Network network) =>
        new(network.Skin.Value, "Skin", network.Post.Value, ["general-dermatology"], null, null, PromisesEmergency: true);

    private static async Task PublishAsync(Node node, Network network) =>
        await node.SendAsync(network.Coordinator, new PublishRoster(network.Skin.Value, (await SkinAsync(node, network.Coordinator)).Version));

    private static Task<RosterPage> PageAsync(Node node, Person person) => node.SendAsync(person, new GetRosters(Today, 2));

    private static async Task<RosterView> SkinAsync(Node node, Person person) => (await PageAsync(node, person)).Services.Single(s => s.Name == "Skin");

    private static async Task<DutyView> DutyAsync(Node node, Network network)
    {
        await using var scope = node.Services.CreateAsyncScope();
        return await scope.ServiceProvider.GetRequiredService<IDutyBook>().AtAsync(network.Skin, node.Clock.GetUtcNow(), CancellationToken.None);
    }

    private static Task<string?> DetailAsync(Node node, string action, Guid subject) =>
        node.InDbAsync(db => db.Audit.Where(a => a.Action == action && a.Subject == subject).OrderByDescending(a => a.Id).Select(a => a.Detail).FirstOrDefaultAsync());

    private static async Task RefusedAsync(string code, Func<Task> act) => Assert.Equal(code, (await Assert.ThrowsAsync<RuleViolation>(act)).Code);
}

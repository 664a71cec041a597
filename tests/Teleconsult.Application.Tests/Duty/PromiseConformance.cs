using Teleconsult.Application.Consults;
using Teleconsult.Application.Directory;
using Teleconsult.Application.Duty;
using Teleconsult.Application.Tests.Support;
using Teleconsult.Domain;
using Teleconsult.Domain.Consults;
using Xunit;

namespace Teleconsult.Application.Tests.Duty;

/// <summary>What a service promises, and what a case keeps of it.</summary>
public abstract class PromiseConformance<TDatabase>(TDatabase database) : IClassFixture<TDatabase>
    where TDatabase : TestDatabase
{
    private const string Weekdays = "mon 08:00-16:00, tue 08:00-16:00, wed 08:00-16:00, thu 08:00-16:00, fri 08:00-16:00";

    [Fact]
    public async Task A_promise_counts_for_later_cases_and_open_ones_keep_theirs()
    {
        await using var node = new Node(database);
        var network = await Network.MakeAsync(node);
        var before = await node.ReadAsync(await node.SubmitAsync(network));
        await node.SendAsync(network.Coordinator, new SaveTarget(network.Skin.Value, Urgency.Routine, new TargetForm(60, 600, 1440, 1440, false)));

        var after = await node.ReadAsync(await node.SubmitAsync(network));
        Assert.Equal(before.ReceivedAt.AddDays(1), before.StepTarget);
        Assert.Equal(after.ReceivedAt.AddHours(1), after.StepTarget);
        await node.ClaimAsync(network.Dermatologist, after.Id.Value);
        Assert.Equal(after.ReceivedAt.AddHours(10), (await node.ReadAsync(after.Id.Value)).StepTarget);

        await node.SendAsync(network.Coordinator, new SaveTarget(network.Skin.Value, Urgency.Routine, null)); // the usual one again
        Assert.Equal(after.ReceivedAt.AddHours(10), (await node.ReadAsync(after.Id.Value)).StepTarget);
        var last = await node.ReadAsync(await node.SubmitAsync(network));
        Assert.Equal(last.ReceivedAt.AddDays(1), last.StepTarget);
        Assert.Null(last.Promise);
    }

    [Fact]
    public async Task Opening_hours_count_and_so_do_rests_in_them()
    {
        await using var node = new Node(database); // Friday noon
        var network = await Network.MakeAsync(node);
        await node.SendAsync(network.Coordinator, new SaveCalendar(network.Skin.Value, "UTC", Weekdays, false));
        await node.SendAsync(network.Coordinator, new SaveTarget(network.Skin.Value, Urgency.Soon, new TargetForm(360, 720, 1440, 1440, true)));
        var received = node.Clock.GetUtcNow();
        var consult = await node.SubmitAsync(network, Forms.Case(network.Skin, urgency: Urgency.Soon));
        var calendar = new Domain.Duty.ServiceCalendar(
            TimeZoneInfo.Utc, Domain.Duty.WeeklyHours.Parse(Weekdays), new Dictionary<DateOnly, string>());
        Assert.Equal(calendar.AddOpenTime(received, TimeSpan.FromHours(6)), (await node.ReadAsync(consult)).StepTarget);
        Assert.Equal(calendar.AddOpenTime(received, TimeSpan.FromHours(3)), (await node.ReadAsync(consult)).NextStep.Due); // the ladder counts as the promise does
        var ladder = (await node.SendAsync(network.Coordinator, new Application.Ladders.ListLadders(network.Skin.Value))).Single(l => l.Urgency is Urgency.Soon);
        Assert.Equal(("0 180 270 360 540", true), (string.Join(' ', ladder.Rungs.Select(r => r.Minutes)), ladder.InServiceHours));

        await node.ClaimAsync(network.Dermatologist, consult);
        Assert.Equal(calendar.AddOpenTime(received, TimeSpan.FromHours(12)), (await node.ReadAsync(consult)).StepTarget);
        var request = Guid.CreateVersion7();
        await node.SendAsync(network.Dermatologist, new AskRequester(consult, request, null, "Since when?"));
        var asked = node.Clock.GetUtcNow();
        node.Clock.Advance(TimeSpan.FromDays(3)); // over the weekend
        await node.SendAsync(network.Worker, new AnswerRequest(consult, request, "For a month"));

        var rested = calendar.OpenTimeBetween(asked, node.Clock.GetUtcNow());
        Assert.True(rested < TimeSpan.FromDays(1));
        Assert.Equal(calendar.AddOpenTime(received, TimeSpan.FromHours(12) + rested), (await node.ReadAsync(consult)).StepTarget);
    }

    [Fact]
    public async Task A_redirect_takes_the_new_services_promise_from_the_old_receipt()
    {
        await using var node = new Node(database);
        var network = await Network.MakeAsync(node);
        await node.SendAsync(network.Coordinator, new SaveTarget(network.Wounds.Value, Urgency.Routine, new TargetForm(120, 240, 1440, 1440, false)));
        var consult = await node.SubmitAsync(network);
        var received = (await node.ReadAsync(consult)).ReceivedAt;
        await node.ClaimAsync(network.Dermatologist, consult);
        node.Clock.Advance(TimeSpan.FromMinutes(30));

        await node.SendAsync(network.Dermatologist, new RedirectConsult(consult, network.Wounds.Value));

        Assert.Equal(received.AddHours(2), (await node.ReadAsync(consult)).StepTarget);
    }

    [Fact]
    public async Task Phones_know_what_each_team_promises()
    {
        await using var node = new Node(database);
        var network = await Network.MakeAsync(node);
        await node.SendAsync(network.Coordinator, new SaveTarget(network.Skin.Value, Urgency.Soon, new TargetForm(60, 600, 1440, 1440, true)));
        var me = await node.SendAsync(network.Worker, new GetMe());
        Assert.Equal((60, 600, true), me.Services.Single(s => s.Id == network.Skin.Value).Targets!["soon"] is var t ? (t.ClaimMinutes, t.AdviceMinutes, t.InServiceHours) : default);
        Assert.Empty(me.Services.Single(s => s.Id == network.Wounds.Value).Targets!);
    }

    [Theory]
    [InlineData("target.range", Urgency.Routine, 0, 600, false)]
    [InlineData("target.range", Urgency.Routine, 60, 140_000, false)]
    [InlineData("target.order", Urgency.Routine, 600, 60, false)]
    [InlineData("target.emergency-hours", Urgency.Emergency, 5, 30, true)]
    [InlineData("target.emergency-slow", Urgency.Emergency, 6, 30, false)]
    public async Task What_nobody_could_keep_is_refused(string code, Urgency urgency, int claim, int advice, bool inHours)
    {
        await using var node = new Node(database);
        var network = await Network.MakeAsync(node);
        var refused = await Assert.ThrowsAsync<RuleViolation>(
            () => node.SendAsync(network.Coordinator, new SaveTarget(network.Skin.Value, urgency, new TargetForm(claim, advice, 60, 60, inHours))));
        Assert.Equal(code, refused.Code);
    }
}

using Teleconsult.Domain.Consults;
using Teleconsult.Domain.Ladders;
using Teleconsult.Domain.ResponseTimes;
using Xunit;
using static Teleconsult.Domain.Ladders.AlertChannel;
using static Teleconsult.Domain.Ladders.RungWhom;

namespace Teleconsult.Domain.Tests.Ladders;

public sealed class LadderTests
{
    private static readonly Rung Start = new(TimeSpan.Zero, [Pool], [Live]);
    private static readonly Rung End = new(TimeSpan.FromMinutes(15), [Coordinator, Requester], [Push]);

    [Theory]
    [InlineData(Urgency.Emergency)]
    [InlineData(Urgency.Urgent)]
    [InlineData(Urgency.Soon)]
    [InlineData(Urgency.Routine)]
    public void Each_default_says_something_when_the_promise_ends_and_ends_with_coordinator_and_requester(Urgency urgency)
    {
        foreach (var ladder in new[] { DefaultLadders.Of(urgency), DefaultLadders.Unallocated(urgency) })
        {
            Assert.Contains(ladder.Rungs, r => r.After == ResponseTargets.Default(urgency).Claim);
            Assert.Equal([Coordinator, Requester], ladder[ladder.Count].Whom);
        }
    }

    [Fact]
    public void In_an_emergency_everybody_of_the_team_is_told_before_the_promise_ends() => Assert.Equal(
        [(0.0, Pool), (1, OnCall), (2, Backup), (5, Lead), (10, Coordinator), (15, Coordinator)],
        DefaultLadders.Of(Urgency.Emergency).Rungs.Select(r => (r.After.TotalMinutes, r.Whom[0])));

    [Theory]
    [InlineData(1)]
    [InlineData(7)]
    [InlineData(8 * 60)]
    [InlineData(90 * 24 * 60)]
    public void A_default_follows_what_was_promised_however_short_or_long(int minutes)
    {
        foreach (var urgency in new[] { Urgency.Routine, Urgency.Soon, Urgency.Urgent })
        {
            var ladder = DefaultLadders.Of(urgency, TimeSpan.FromMinutes(minutes));

            Assert.Equal(5, ladder.Count);
            Assert.True(minutes > 60 * 24 * 9 || Math.Abs(ladder[4].After.TotalMinutes - minutes) <= 2);
        }
    }

    [Theory]
    [InlineData(-10, 1)]
    [InlineData(0, 1)]
    [InlineData(0.99, 1)]
    [InlineData(1, 2)]
    [InlineData(5, 4)]
    [InlineData(100_000, 6)]
    public void Where_a_case_stands_follows_from_the_time_since_its_receipt(double minutes, int rung) =>
        Assert.Equal(rung, new LadderTimes(DefaultLadders.Of(Urgency.Emergency), DateTimeOffset.UnixEpoch).StandsAt(DateTimeOffset.UnixEpoch.AddMinutes(minutes)));

    [Fact]
    public void Of_missed_rungs_each_audience_gets_the_highest_that_names_it() => Assert.Equal(
        [(Pool, 1), (OnCall, 2), (Backup, 3)], DefaultLadders.Of(Urgency.Emergency).Between(1, 3).OrderBy(w => w.Rung));

    [Theory]
    [InlineData("ladder.rungs", 0)]
    [InlineData("ladder.start", 1)]
    [InlineData("ladder.order", 2)]
    [InlineData("ladder.whom", 2)]
    [InlineData("ladder.channel", 2)]
    [InlineData("ladder.partner", 2)]
    [InlineData("ladder.end", 2)]
    public void What_could_leave_somebody_waiting_in_silence_is_no_ladder(string code, int rung)
    {
        Rung[] rungs = code switch
        {
            "ladder.rungs" => [Start],
            "ladder.start" => [Start with { After = TimeSpan.FromMinutes(1) }, End],
            "ladder.order" => [Start, End with { After = TimeSpan.Zero }],
            "ladder.whom" => [Start, End with { Whom = [] }],
            "ladder.channel" => [Start, End with { Channels = [] }],
            "ladder.partner" => [Start, End with { Whom = [PartnerService, Coordinator, Requester] }],
            _ => [Start, End with { Whom = [Coordinator] }],
        };

        var refused = Assert.Throws<RuleViolation>(() => new Ladder(Urgency.Urgent, rungs));

        Assert.Equal((code, rung), (refused.Code, refused.Arguments["rung"]));
    }
}

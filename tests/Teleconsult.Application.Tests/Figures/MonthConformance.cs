using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Teleconsult.Application.Consults;
using Teleconsult.Application.Log;
using Teleconsult.Application.Persistence;
using Teleconsult.Application.Pipeline;
using Teleconsult.Application.Referrals;
using Teleconsult.Application.ResponseTimes;
using Teleconsult.Application.Tests.Support;
using Teleconsult.Domain;
using Teleconsult.Domain.Consults;
using Teleconsult.Domain.ResponseTimes;
using Xunit;

namespace Teleconsult.Application.Tests.Figures;

/// <summary>
/// Months publish themselves, once whatever happens, and stay. The tests' clock begins on Friday, 20 November 2026, 09:00 UTC; other tests' networks
/// lie in the same database, so each looks at its own.
/// </summary>
public abstract class MonthConformance<TDatabase>(TDatabase database) : IClassFixture<TDatabase>
    where TDatabase : TestDatabase
{
    private static readonly FigureMonth November = FigureMonth.Of(new DateOnly(2026, 11, 1));

    [Fact]
    public async Task A_month_publishes_itself_on_the_fifth_in_the_networks_zone()
    {
        await using var node = new Node(database);
        var network = await Network.MakeAsync(node);
        await node.InDbAsync(db => db.Networks.Where(n => n.Id == network.Id).ExecuteUpdateAsync(n => n.SetProperty(x => x.TimeZone, "Africa/Nairobi")));
        await SeedAsync(node, network, 6, node.Clock.GetUtcNow());
        await ReadLogAsync(node);
        var fifth = new DateTimeOffset(2026, 12, 4, 21, 0, 0, TimeSpan.Zero); // midnight in Nairobi
        node.Clock.Advance(fifth - node.Clock.GetUtcNow() - TimeSpan.FromSeconds(1));
        await WorkAsync(node);
        Assert.Empty(await PublishedAsync(node, network));

        node.Clock.Advance(TimeSpan.FromSeconds(1));
        await WorkAsync(node);
        await WorkAsync(node);
        Assert.Equal([November.Value], await PublishedAsync(node, network));
        var month = Assert.Single((await node.SendAsync(network.Coordinator, new GetFigures())).Months);
        Assert.Equal((null, fifth), (month.By, month.At));
    }

    [Fact]
    public async Task Of_two_nodes_and_a_coordinator_who_publish_at_once_one_does_and_each_case_counts_once()
    {
        await using var node = new Node(database);
        await using var other = new Node(database, node.Clock);
        var network = await Network.MakeAsync(node);
        await SeedAsync(node, network, 14, node.Clock.GetUtcNow());
        await ReadLogAsync(node);
        node.Clock.Advance(TimeSpan.FromDays(16));
        await Task.WhenAll(
            WorkAsync(node), WorkAsync(other), WorkAsync(node), WorkAsync(other),
            Task.Run(() => Assert.ThrowsAnyAsync<RuleViolation>(async () =>
            {
                await node.SendAsync(network.Coordinator, new PublishMonth(November.Value)); // may be the first, and then the second time is too late
                await node.SendAsync(network.Coordinator, new PublishMonth(November.Value));
            })));

        Assert.Equal([November.Value], await PublishedAsync(node, network));
        Assert.Equal(14, await node.InDbAsync(db => db.Counted.CountAsync(c => c.Network == network.Id)));
        var whole = (await node.SendAsync(network.Coordinator, new GetFigures())).Figures.Single(f => f is { Table: FigureTable.Network, Measure: Measure.Advice });
        Assert.Equal(14, whole.Cases);
    }

    [Fact]
    public async Task After_months_of_standing_still_they_come_out_in_order_and_the_newest_waits_for_its_day()
    {
        await using var node = new Node(database);
        var network = await Network.MakeAsync(node);
        await SeedAsync(node, network, 6, node.Clock.GetUtcNow());
        await SeedAsync(node, network, 6, node.Clock.GetUtcNow().AddDays(40));
        await ReadLogAsync(node);
        node.Clock.Advance(new DateTimeOffset(2027, 2, 3, 0, 0, 0, TimeSpan.Zero) - node.Clock.GetUtcNow()); // January's day is the 5th
        await WorkAsync(node);
        Assert.Equal([November.Value, November.Next.Value], await PublishedAsync(node, network));
        Assert.Equal(November.Next.Next, (await node.SendAsync(network.Coordinator, new GetFigures())).Ready); // a press needs no day
        await node.SendAsync(network.Coordinator, new PublishMonth(November.Next.Next.Value));
        Assert.Equal(3, (await PublishedAsync(node, network)).Count);
    }

    [Fact]
    public async Task By_hand_alone_where_it_is_set_so_and_not_before_the_log_is_read()
    {
        await using var node = new Node(database);
        var network = await Network.MakeAsync(node);
        var consult = await node.SubmitAsync(network, Forms.Case(network.Skin, urgency: Urgency.Urgent));
        await ReadLogAsync(node);
        await node.ClaimAsync(network.Dermatologist, consult); // not read yet
        node.Clock.Advance(TimeSpan.FromDays(16));
        await WorkAsync(node);
        Assert.Empty(await PublishedAsync(node, network));

        await ReadLogAsync(node);
        await using (var scope = node.Services.CreateAsyncScope())
        {
            scope.ServiceProvider.GetRequiredService<CurrentUser>().ActAsSystem();
            var byHand = ActivatorUtilities.CreateInstance<PublishDueMonthHandler>(scope.ServiceProvider, new FigureSettings(null));
            Assert.Null(await byHand.Handle(new PublishDueMonth(network.Id), CancellationToken.None));
        }

        await WorkAsync(node);
        Assert.Equal([November.Value], await PublishedAsync(node, network));
    }

    [Fact]
    public async Task Made_anew_from_the_log_the_times_change_no_published_table_and_count_no_case_twice()
    {
        await using var node = new Node(database);
        var network = await Network.MakeAsync(node);
        var consult = await AnsweredAsync(node, network);
        await ReadLogAsync(node);
        node.Clock.Advance(TimeSpan.FromDays(16));
        await WorkAsync(node);
        var (before, row) = (await TextAsync(node, network), await RowAsync(node, consult));
        Assert.Equal(November.Value, row.CountedIn);

        await node.InDbAsync(db => db.Times.Where(t => t.Network == network.Id).ExecuteDeleteAsync());
        await node.InDbAsync(db => db.Readers.Where(r => r.Name == TimesProjection.ReaderName).ExecuteDeleteAsync());
        await ReadLogAsync(node);

        var anew = await RowAsync(node, consult);
        Assert.Equal((row.CountedIn, row.AdviceDue, row.AdvisedAt, row.ReferredAt), (anew.CountedIn, anew.AdviceDue, anew.AdvisedAt, anew.ReferredAt));
        node.Clock.Advance(TimeSpan.FromDays(31));
        await WorkAsync(node);
        Assert.Equal(2, (await PublishedAsync(node, network)).Count);
        Assert.Equal(before, string.Join('\n', (await node.SendAsync(network.Coordinator, new GetFigures())).Figures.Where(f => f.Month == November)));
        Assert.Equal(1, await node.InDbAsync(db => db.Counted.CountAsync(c => c.Network == network.Id && c.What == CountedAs.Case)));
    }

    [Fact]
    public async Task Delivery_and_the_loop_of_a_referral_are_measured_and_the_loop_counts_when_its_report_was_due()
    {
        await using var node = new Node(database);
        var network = await Network.MakeAsync(node);
        var consult = await AnsweredAsync(node, network);
        var kept = await node.ReadAsync(consult);
        node.Clock.Advance(TimeSpan.FromMinutes(7));
        await node.SendAsync(network.Worker, new DeliverAdvice(consult, kept.Advices[0].Id.Value));
        node.Clock.Advance(TimeSpan.FromDays(3));
        var seen = node.Clock.GetUtcNow();
        await node.SendAsync(network.Worker, new AttendReferral(consult, kept.Referrals[0].Id.Value, seen));
        await ReadLogAsync(node);

        var row = await RowAsync(node, consult);
        Assert.Equal(TimeSpan.FromMinutes(7), row.DeliveredAt - row.AdvisedAt);
        Assert.Equal((row.AdvisedAt, seen, null), (row.ReferredAt, row.AttendedAt, row.ReportedAt));
        Assert.Equal(row.ReferredAt!.Value.AddDays(14), row.LoopDue); // seen within 7 days, the report 7 days later: in December
        var own = Assert.Single((await node.SendAsync(network.Worker, new GetOwnFigures())).Figures.Asked).Measures.ToDictionary(m => m.Measure);
        Assert.Equal((TimeSpan.FromMinutes(7), (1, 1), (1, 0)), (own[Measure.Delivery].Median!.Value,
            (own[Measure.Attendance].Cases, own[Measure.Attendance].Done), (own[Measure.LoopClosure].Cases, own[Measure.LoopClosure].Done)));

        // Thirteen referrals of many people, of which this is one.
        await SeedAsync(node, network, 12, row.AdviceDue!.Value, r => (r.ReferredAt, r.LoopDue, r.AttendedAt, r.ReportedAt) = (
            row.ReferredAt, row.LoopDue, row.ReferredAt.Value.AddDays(2), r.ClaimedBy == Answering(1) ? null : row.ReferredAt.Value.AddDays(9)));
        node.Clock.Advance(TimeSpan.FromDays(50)); // January
        await WorkAsync(node);
        var figures = (await node.SendAsync(network.Coordinator, new GetFigures())).Figures.Where(f => f.Table is FigureTable.Network).ToLookup(f => (f.Month, f.Measure));
        Assert.Empty(figures[(November, Measure.LoopClosure)]); // not due then
        var loop = Assert.Single(figures[(November.Next, Measure.LoopClosure)]);
        Assert.Equal((Disclosed.Shown, 13, 3, 10, 9 * 24 * 60), (loop.Disclosed, loop.Cases, loop.Unanswered, loop.InTarget, loop.Median));
        Assert.Equal((13, 0), (figures[(November.Next, Measure.Attendance)].Single().Cases, figures[(November.Next, Measure.Attendance)].Single().Unanswered));
        Assert.Equal(13, await node.InDbAsync(db => db.Counted.CountAsync(c => c.Network == network.Id && c.What == CountedAs.Referral && c.Month == November.Next.Value)));

        await node.SendAsync(network.Worker, new ReportReferral(consult, kept.Referrals[0].Id.Value, null)); // late: the table stays
        await ReadLogAsync(node);
        Assert.Equal(3, (await node.SendAsync(network.Coordinator, new GetFigures())).Figures.Single(f => f.Table is FigureTable.Network && f.Month == November.Next && f.Measure is Measure.LoopClosure).Unanswered);
    }

    [Fact]
    public async Task Own_medians_stand_beside_a_published_group_only_where_it_is_large_enough_without_oneself()
    {
        await using var node = new Node(database);
        var network = await Network.MakeAsync(node);
        var due = node.Clock.GetUtcNow();
        var me = network.Dermatologist.Practitioner;
        await SeedAsync(node, network, 12, due);
        await SeedAsync(node, network, 3, due, r => (r.ClaimedBy, r.AdvisedBy, r.AdvisedAt) = (me, me, r.ReceivedAt.AddMinutes(30)));
        await ReadLogAsync(node);
        Assert.Empty((await node.SendAsync(network.Dermatologist, new GetOwnFigures())).Beside); // nothing is published
        node.Clock.Advance(TimeSpan.FromDays(16));
        await WorkAsync(node);

        var beside = (await node.SendAsync(network.Dermatologist, new GetOwnFigures())).Beside;
        var skin = Assert.Single(beside, b => b is { Table: FigureTable.Service, Measure: Measure.Advice });
        Assert.Equal((November, "Skin", TimeSpan.FromMinutes(30), 3, TimeSpan.FromHours(2)), (skin.Month, skin.Group, skin.Mine, skin.Cases, skin.All));
        Assert.Empty((await node.SendAsync(network.Second, new GetOwnFigures())).Beside); // who had no case is compared with nobody
    }

    [Theory]
    [InlineData(ReferralEnd.NotNeeded, false)]
    [InlineData(ReferralEnd.Died, false)]
    [InlineData(ReferralEnd.Declined, true)]
    public async Task A_referral_that_was_not_needed_after_all_is_nobodys_open_loop(ReferralEnd why, bool counts)
    {
        await using var node = new Node(database);
        var network = await Network.MakeAsync(node);
        var consult = await AnsweredAsync(node, network);
        await node.SendAsync(network.Worker, new EndReferral(consult, (await node.ReadAsync(consult)).Referrals[0].Id.Value, why, null));
        await ReadLogAsync(node);
        Assert.Equal(counts, (await RowAsync(node, consult)).ReferredAt is not null);
    }

    private static readonly List<PractitionerId> People = [.. Enumerable.Range(0, 12).Select(_ => new PractitionerId(Guid.CreateVersion7()))];

    private static PractitionerId Answering(int i) => People[6 + (i % 6)];

    /// <summary>An urgent case that was answered with an urgent referral, at the tests' first hour.</summary>
    private static async Task<Guid> AnsweredAsync(Node node, Network network)
    {
        var consult = await node.SubmitAsync(network, Forms.Case(network.Skin, urgency: Urgency.Urgent));
        await node.ClaimAsync(network.Dermatologist, consult);
        await node.AdviseAsync(network.Dermatologist, consult, Forms.Advice() with { Disposition = Disposition.ReferUrgent });
        node.Clock.Advance(TimeSpan.FromSeconds(11));
        while (await node.NewTimerWorker().RoundAsync(CancellationToken.None) > 0)
        {
        }

        return consult;
    }

    private static Task SeedAsync(Node node, Network network, int cases, DateTimeOffset due, Action<TimesRow>? more = null) => node.InDbAsync(async db =>
    {
        for (var i = 0; i < cases; i++)
        {
            var row = new TimesRow
            {
                Consult = new ConsultId(Guid.CreateVersion7()),
                Network = network.Id,
                Facility = network.Post,
                Service = network.Skin,
                Urgency = Urgency.Urgent,
                Pathway = Pathway.PrimaryCare,
                Requester = People[i % 6],
                SentAt = due.AddHours(-4),
                ReceivedAt = due.AddHours(-4),
                ClaimedAt = due.AddHours(-3),
                ClaimedBy = Answering(i),
                AdvisedAt = due.AddHours(-2),
                AdvisedBy = Answering(i),
                AdviceDue = due,
                AdviceTargetTicks = TimeSpan.FromHours(4).Ticks,
            };
            more?.Invoke(row);
            db.Times.Add(row);
        }

        await db.SaveChangesAsync();
    });

    private static async Task WorkAsync(Node node)
    {
        var worker = ActivatorUtilities.CreateInstance<MonthWorker>(node.Services);
        while (await worker.RoundAsync(CancellationToken.None) > 0)
        {
        }
    }

    private static Task<List<int>> PublishedAsync(Node node, Network network) =>
        node.InDbAsync(db => db.PublishedMonths.Where(m => m.Network == network.Id).OrderBy(m => m.Month).Select(m => m.Month).ToListAsync());

    private static async Task<string> TextAsync(Node node, Network network) =>
        string.Join('\n', (await node.SendAsync(network.Coordinator, new GetFigures())).Figures.Where(f => f.Month == November));

    private static Task<TimesRow> RowAsync(Node node, Guid consult) => node.InDbAsync(db => db.Times.AsNoTracking().SingleAsync(t => t.Consult == new ConsultId(consult)));

    private static async Task ReadLogAsync(Node node)
    {
        var projector = ActivatorUtilities.CreateInstance<LogProjector<TimesProjection>>(node.Services);
        while (await projector.StepAsync(CancellationToken.None))
        {
        }
    }
}

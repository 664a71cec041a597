using Microsoft.EntityFrameworkCore;
using Teleconsult.Application.Consults;
using Teleconsult.Application.Courtesy;
using Teleconsult.Application.Pipeline;
using Teleconsult.Application.Tests.Support;
using Teleconsult.Domain;
using Teleconsult.Domain.Routing;
using Xunit;

namespace Teleconsult.Application.Tests.Courtesy;

/// <summary>"This reply was not OK": to the coordinators alone, and another specialist if the requester wishes.</summary>
public abstract class CourtesyConformance<TDatabase>(TDatabase database) : IClassFixture<TDatabase>
    where TDatabase : TestDatabase
{
    [Fact]
    public async Task A_reported_reply_is_read_by_the_coordinator_and_by_nobody_else()
    {
        await using var node = new Node(database);
        var network = await Network.MakeAsync(node);
        var (consult, advice) = await AnsweredAsync(node, network);
        var before = await node.SendAsync(network.Dermatologist, new GetConsult(null, consult));
        var report = new ReportReply(consult, advice, Guid.CreateVersion7(), "I was shouted at", WantsAnother: false, "en");
        await node.SendAsync(network.Worker, report);
        await node.SendAsync(network.Worker, report with { Text = "again" }); // the same one

        var seen = Assert.Single((await node.SendAsync(network.Coordinator, new ListCourtesyReports())).Reports);
        Assert.Equal(("I was shouted at", "Dr Okello", false), (seen.Text, seen.Author.Name, seen.WantsAnother));
        Assert.Equal(before.Version, (await node.SendAsync(network.Dermatologist, new GetConsult(null, consult))).Version); // no event of the case
        await Assert.ThrowsAsync<AccessDenied>(() => node.SendAsync(network.Dermatologist, new ListCourtesyReports()));
        await Assert.ThrowsAsync<AccessDenied>(() => node.SendAsync(network.Worker, new ListCourtesyReports()));
        Assert.DoesNotContain("shouted", await node.InDbAsync(db => db.Audit.Where(a => a.Subject == consult).Select(a => a.Detail ?? "").ToListAsync()));

        await node.SendAsync(network.Coordinator, new CloseCourtesyReport(seen.Id));
        Assert.NotNull((await node.SendAsync(network.Coordinator, new ListCourtesyReports())).Reports[0].ClosedAt);
    }

    [Fact]
    public async Task Only_a_reply_that_the_requester_can_read_can_be_reported()
    {
        await using var node = new Node(database);
        var network = await Network.MakeAsync(node);
        var (consult, advice) = await AnsweredAsync(node, network);
        Assert.Equal("advice.unknown", (await Assert.ThrowsAsync<RuleViolation>(() => node.SendAsync(network.Worker, Report(consult, Guid.NewGuid())))).Code);
        Assert.Equal("request.empty", (await Assert.ThrowsAsync<RuleViolation>(() => node.SendAsync(network.Worker, Report(consult, advice) with { Text = " " }))).Code);
        var other = await Network.MakeAsync(node);
        await Assert.ThrowsAsync<NotFound>(() => node.SendAsync(other.Worker, Report(consult, advice)));
        await node.SendAsync(network.Worker, Report(consult, advice));
        Assert.Empty((await node.SendAsync(other.Coordinator, new ListCourtesyReports())).Reports);
    }

    [Fact]
    public async Task Another_specialist_is_asked_who_has_not_written_and_the_reply_stays()
    {
        await using var node = new Node(database);
        var network = await Network.MakeAsync(node);
        var (consult, advice) = await AnsweredAsync(node, network);
        await node.SendAsync(network.Worker, Report(consult, advice) with { WantsAnother = true });
        var report = Assert.Single((await node.SendAsync(network.Coordinator, new ListCourtesyReports())).Reports);
        Assert.Empty(report.Others); // somebody is asked already
        Assert.Equal((network.Second.Id, null), (report.Asked!.Of.Id, report.Asked.GivenAt));
        Assert.Contains(RoutingReason.OnDuty, report.Asked.Reasons);

        var opinion = Assert.Single((await node.SendAsync(network.Second, new GetConsult(null, consult))).Opinions);
        Assert.Equal((true, true, ""), (opinion.IsMine, opinion.IsWished, opinion.Text)); // of the report it says nothing
        await node.SendAsync(network.Second, new DeclineOpinion(consult, opinion.Id));
        report = Assert.Single((await node.SendAsync(network.Coordinator, new ListCourtesyReports())).Reports);
        Assert.Equal([network.Second.Id], report.Others.Select(o => o.Id)); // nobody else answers there: a coordinator asks by name
        Task Ask(Guid whom) => node.SendAsync(network.Coordinator, new AskAnother(report.Id, Guid.CreateVersion7(), whom, "A second pair of eyes, please"));
        Assert.Equal("opinion.self", (await Assert.ThrowsAsync<RuleViolation>(() => Ask(network.Dermatologist.Id))).Code);
        await Ask(network.Second.Id);
        Assert.Equal("opinion.asked", (await Assert.ThrowsAsync<RuleViolation>(() => Ask(network.Second.Id))).Code);
        Assert.Single((await node.SendAsync(network.Worker, new GetConsult(null, consult))).Advice);
    }

    [Fact]
    public async Task A_figure_of_few_is_withheld()
    {
        await using var node = new Node(database);
        var network = await Network.MakeAsync(node);
        var (consult, advice) = await AnsweredAsync(node, network);
        await node.SendAsync(network.Worker, Report(consult, advice));
        var all = await node.SendAsync(network.Coordinator, new ListCourtesyReports());
        Assert.Equal((1, 1, true, null), (all.Replies, all.Reported, all.Withheld, all.PerThousand));
    }

    private static async Task<(Guid Consult, Guid Advice)> AnsweredAsync(Node node, Network network)
    {
        var consult = await node.SubmitAsync(network);
        await node.ClaimAsync(network.Dermatologist, consult);
        var advice = await node.AdviseAsync(network.Dermatologist, consult);
        node.Clock.Advance(TimeSpan.FromSeconds(11)); // no longer to be taken back
        while (await node.NewTimerWorker().RoundAsync(CancellationToken.None) > 0)
        {
        }

        return (consult, advice);
    }

    private static ReportReply Report(Guid consult, Guid advice) => new(consult, advice, Guid.CreateVersion7(), "Not kind", false, "en");
}

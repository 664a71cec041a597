using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Teleconsult.Application.Consults;
using Teleconsult.Application.Log;
using Teleconsult.Application.Persistence;
using Teleconsult.Application.ResponseTimes;
using Teleconsult.Application.Tests.Support;
using Teleconsult.Domain;
using Teleconsult.Domain.Consults;
using Teleconsult.Domain.Outcomes;
using Teleconsult.Domain.ResponseTimes;
using Xunit;

namespace Teleconsult.Application.Tests.Outcomes;

/// <summary>Cases are closed with the questions of their pathway, and what was said counts in the month of the closing.</summary>
public abstract class CloseOutConformance<TDatabase>(TDatabase database) : IClassFixture<TDatabase>
    where TDatabase : TestDatabase
{
    private const string Foot = "https://teleconsult.example/Questionnaire/diabetic-foot|1.1.0";

    [Fact]
    public async Task Home_care_is_closed_with_its_own_questions_and_an_older_phone_with_Champlains()
    {
        await using var node = new Node(database);
        var network = await Network.MakeAsync(node);
        await node.InDbAsync(db => db.Services.Where(s => s.Id == network.Skin).ExecuteUpdateAsync(s => s.SetProperty(x => x.Templates, "general-dermatology diabetic-foot")));

        var own = await ReadAsync(node, network, Foot);
        Assert.Equal("close.incomplete", (await Assert.ThrowsAsync<RuleViolation>(() => CloseAsync(node, network, own, CloseOut.Emergency, "inTime", "stayed"))).Code);
        await CloseAsync(node, network, own, CloseOut.HomeCare, "new", "tripAvoided");
        var older = await ReadAsync(node, network, Foot);
        await CloseAsync(node, network, older, null, "new", "avoided");
        await ReadLogAsync(node);

        Assert.Equal((CloseOut.HomeCare, "new", "tripAvoided"), await SaidAsync(node, own));
        Assert.Equal((CloseOut.Champlain, "new", "avoided"), await SaidAsync(node, older));
    }

    [Fact]
    public async Task A_month_tells_what_came_of_the_cases_closed_in_it_where_enough_people_were_in_them()
    {
        await using var node = new Node(database);
        var network = await Network.MakeAsync(node);
        var now = node.Clock.GetUtcNow();
        await SeedAsync(node, network, 12, Pathway.CommunityCare, CloseOut.HomeCare, i => i < 9 ? "new" : "notUseful", "tripAvoided", now);
        await SeedAsync(node, network, 4, Pathway.CommunityCare, CloseOut.Champlain, _ => "new", "avoided", now); // too few, from older phones
        await SeedAsync(node, network, 6, Pathway.Emergency, CloseOut.Emergency, _ => "inTime", "stayed", now.AddMonths(1)); // closed in December
        await ReadLogAsync(node);
        node.Clock.Advance(TimeSpan.FromDays(12));
        await node.SendAsync(network.Coordinator, new PublishMonth((await node.SendAsync(network.Coordinator, new GetFigures())).Ready!.Value.Value));

        var outcomes = (await node.SendAsync(network.Dermatologist, new GetFigures())).Outcomes;

        Assert.Equal([(CloseOut.Champlain, Disclosed.Few, 0), (CloseOut.HomeCare, Disclosed.Shown, 12)], outcomes.Select(o => (o.Questions, o.Disclosed, o.Cases)));
        Assert.Empty(outcomes[0].Answers);
        Assert.Equal(
            CloseOuts.Outcomes(CloseOut.HomeCare).Select(a => (1, a, a is "new" ? 9 : a is "notUseful" ? 3 : 0))
                .Concat(CloseOuts.Referrals(CloseOut.HomeCare).Select(a => (2, a, a is "tripAvoided" ? 12 : 0))),
            outcomes[1].Answers.Select(a => (a.Question, a.Answer, a.Cases)));
    }

    private static Task<VersionResult> CloseAsync(Node node, Network network, Guid consult, CloseOut? questions, string outcome, string referral) =>
        node.SendAsync(network.Worker, new CloseConsult(consult, outcome, referral, null, null, null, questions));

    private static async Task<Guid> ReadAsync(Node node, Network network, string form)
    {
        var consult = await node.SubmitAsync(network, Forms.Case(network.Skin) with
        {
            Template = form,
            Answers = JsonSerializer.SerializeToElement(new
            {
                resourceType = "QuestionnaireResponse",
                questionnaire = form,
                status = "completed",
                item = new[] { new { linkId = "question", answer = new[] { new { valueString = "New ulcer, which dressing?" } } } },
            })
        });
        await node.ClaimAsync(network.Dermatologist, consult);
        var advice = await node.AdviseAsync(network.Dermatologist, consult);
        node.Clock.Advance(TimeSpan.FromSeconds(11));
        while (await node.NewTimerWorker().RoundAsync(CancellationToken.None) > 0)
        {
        }

        await node.SendAsync(network.Worker, new ReadAdvice(consult, advice, PatientConfirmed: true));
        return consult;
    }

    private static Task<(CloseOut?, string?, string?)> SaidAsync(Node node, Guid consult) => node.InDbAsync(async db =>
    {
        var row = await db.Times.AsNoTracking().SingleAsync(t => t.Consult == new ConsultId(consult));
        return (row.CloseOut, row.Outcome, row.OutcomeReferral);
    });

    private static Task SeedAsync(
        Node node, Network network, int cases, Pathway pathway, CloseOut questions, Func<int, string> outcome, string referral, DateTimeOffset closed) => node.InDbAsync(async db =>
    {
        var people = Enumerable.Range(0, 6).Select(_ => (new PractitionerId(Guid.CreateVersion7()), new PractitionerId(Guid.CreateVersion7()))).ToList();
        db.Times.AddRange(Enumerable.Range(0, cases).Select(i => new TimesRow
        {
            Consult = new ConsultId(Guid.CreateVersion7()),
            Network = network.Id,
            Facility = network.Post,
            Service = network.Skin,
            Urgency = Urgency.Urgent,
            Pathway = pathway,
            Requester = people[i % 6].Item1,
            SentAt = closed.AddHours(-6),
            ReceivedAt = closed.AddHours(-6),
            ClaimedAt = closed.AddHours(-5),
            ClaimedBy = people[i % 6].Item2,
            AdvisedAt = closed.AddHours(-4),
            AdvisedBy = people[i % 6].Item2,
            AdviceDue = closed.AddHours(-2),
            AdviceTargetTicks = TimeSpan.FromHours(4).Ticks,
            ClosedAt = closed,
            CloseOut = questions,
            Outcome = outcome(i),
            OutcomeReferral = referral,
        }));
        await db.SaveChangesAsync();
    });

    private static async Task ReadLogAsync(Node node)
    {
        var projector = ActivatorUtilities.CreateInstance<LogProjector<TimesProjection>>(node.Services);
        while (await projector.StepAsync(CancellationToken.None))
        {
        }
    }
}

using MediatR;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Teleconsult.Application.Alerts;
using Teleconsult.Application.Consults;
using Teleconsult.Application.Duty;
using Teleconsult.Application.Log;
using Teleconsult.Application.Persistence;
using Teleconsult.Application.Pipeline;
using Teleconsult.Application.ResponseTimes;
using Teleconsult.Application.Tests.Support;
using Teleconsult.Domain;
using Teleconsult.Domain.Access;
using Teleconsult.Domain.Consults;
using Teleconsult.Domain.ResponseTimes;
using Xunit;

namespace Teleconsult.Application.Tests.Figures;

/// <summary>The times of cases from their log, and who sees which figures of them. The tests' clock begins on Friday, 20 November 2026, 09:00 UTC.</summary>
public abstract class FiguresConformance<TDatabase>(TDatabase database) : IClassFixture<TDatabase>
    where TDatabase : TestDatabase
{
    private static readonly FigureMonth November = FigureMonth.Of(new DateOnly(2026, 11, 1));

    [Fact]
    public async Task A_case_is_measured_by_the_wall_clock_and_by_the_hours_of_its_service()
    {
        await using var node = new Node(database);
        var network = await Network.MakeAsync(node);
        await OfficeHoursAsync(node, network);
        var received = node.Clock.GetUtcNow();
        var consult = await node.SubmitAsync(network, Forms.Case(network.Skin, urgency: Urgency.Soon));
        node.Clock.Advance(TimeSpan.FromHours(2)); // 11:00 on Friday
        await node.ClaimAsync(network.Dermatologist, consult);
        var request = Guid.CreateVersion7();
        await node.SendAsync(network.Dermatologist, new AskRequester(consult, request, null, "Since when?"));
        node.Clock.Advance(TimeSpan.FromHours(1));
        await node.SendAsync(network.Worker, new AnswerRequest(consult, request, "For a month"));
        node.Clock.Advance(TimeSpan.FromHours(69)); // 09:00 on Monday
        await node.AdviseAsync(network.Dermatologist, consult);
        await ReleaseAsync(node);
        await ReadLogAsync(node);

        var row = await RowAsync(node, consult);
        Assert.Equal((received, received, received.AddHours(2), received.AddHours(2)), (row.ReceivedAt, row.AllocatedAt!.Value, row.ClaimedAt!.Value, row.FirstResponseAt!.Value));
        Assert.Equal((network.Post, network.Skin, Pathway.PrimaryCare, Forms.Skin), (row.Facility, row.Service!.Value, row.Pathway, row.Template));
        Assert.Equal(TimeSpan.FromHours(2).Ticks, row.ClaimedServiceTicks);
        // Friday until 17:00 less the hour of waiting, and Monday from 08:00: 7 hours and an hour, and the seconds in which advice can be taken back.
        Assert.Equal(TimeSpan.FromHours(8) + TimeSpan.FromSeconds(11), TimeSpan.FromTicks(row.AdvisedServiceTicks!.Value));
        Assert.Equal(TimeSpan.FromHours(72) + TimeSpan.FromSeconds(11), row.AdvisedAt!.Value - row.ReceivedAt);
        Assert.Equal((received.AddHours(49), 1, TimeSpan.FromHours(1).Ticks), (row.AdviceDue!.Value, row.TimesAsked, row.RequesterTurnTicks));

        var own = (await node.SendAsync(network.Dermatologist, new GetOwnFigures())).Figures;
        var group = Assert.Single(own.Answered);
        Assert.Equal((1, 1, 0), (group.Cases, group.Due, group.InTarget));
        Assert.Equal(TimeSpan.FromTicks(row.AdvisedServiceTicks.Value), group.Measures.Single(m => m.Measure is Measure.Advice).ServiceMedian);
        Assert.Empty(own.Asked);
        Assert.Contains(Assert.Single((await node.SendAsync(network.Worker, new GetOwnFigures())).Figures.Asked).Measures, m => m.Measure is Measure.ReadLag && m.Done == 0);
    }

    [Theory]
    [InlineData(null)]
    [InlineData(false)]
    [InlineData(true)]
    public async Task What_counts_as_promised_is_what_the_case_itself_keeps(bool? inServiceHours)
    {
        await using var node = new Node(database);
        var network = await Network.MakeAsync(node);
        await OfficeHoursAsync(node, network);
        if (inServiceHours is { } hours)
        {
            await node.SendAsync(network.Coordinator, new SaveTarget(network.Skin.Value, Urgency.Soon, new TargetForm(60, 600, 1440, 1440, hours)));
        }

        var consult = await node.SubmitAsync(network, Forms.Case(network.Skin, urgency: Urgency.Soon));
        await node.ClaimAsync(network.Dermatologist, consult);
        var request = Guid.CreateVersion7();
        await node.SendAsync(network.Dermatologist, new AskRequester(consult, request, null, "Since when?"));
        await ReadLogAsync(node);
        Assert.Null((await RowAsync(node, consult)).AdviceDue);
        node.Clock.Advance(TimeSpan.FromHours(10)); // over the evening
        await node.SendAsync(network.Worker, new AnswerRequest(consult, request, "For a month"));
        if (inServiceHours is not null)
        {
            await node.SendAsync(network.Coordinator, new SaveTarget(network.Skin.Value, Urgency.Soon, null)); // a promise for later cases
        }

        await ReadLogAsync(node);
        var (row, kept) = (await RowAsync(node, consult), await node.ReadAsync(consult));
        Assert.Equal(NextStepKind.Advise, kept.StepKind);
        Assert.Equal((kept.StepTarget, kept.Target.Advice.Ticks), (row.AdviceDue!.Value, row.AdviceTargetTicks));
    }

    [Fact]
    public async Task Nothing_is_due_while_the_clock_rests_and_the_third_time_it_does_not_rest_but_a_coordinator_looks()
    {
        await using var node = new Node(database);
        var network = await Network.MakeAsync(node);
        var consult = await node.SubmitAsync(network);
        await node.ClaimAsync(network.Dermatologist, consult);
        for (var time = 1; time <= 3; time++)
        {
            Assert.DoesNotContain(await node.SendAsync(network.Coordinator, new ListIncidents()), i => i.Consult == consult);
            var request = Guid.CreateVersion7();
            await node.SendAsync(network.Dermatologist, new AskRequester(consult, request, null, "And?"));
            await ReadLogAsync(node);
            Assert.Equal(time <= 2, (await RowAsync(node, consult)).AdviceDue is null);
            node.Clock.Advance(TimeSpan.FromHours(1));
            await node.SendAsync(network.Worker, new AnswerRequest(consult, request, "No"));
        }

        await ReadLogAsync(node);
        var row = await RowAsync(node, consult);
        Assert.Equal(row.ReceivedAt + ResponseTargets.Default(Urgency.Routine).Advice + TimeSpan.FromHours(2), row.AdviceDue);
        var review = Assert.Single(await node.SendAsync(network.Coordinator, new ListIncidents()), i => i.Consult == consult);
        Assert.Equal(IncidentKind.AskedOften, review.Kind);
        await node.SendAsync(network.Coordinator, new CloseIncident(consult, IncidentKind.AskedOften, IncidentReason.Reviewed));
    }

    [Fact]
    public async Task A_month_is_published_when_it_is_over_once_and_in_order()
    {
        await using var node = new Node(database);
        var network = await Network.MakeAsync(node);
        await node.SubmitAsync(network, Forms.Case(network.Skin, urgency: Urgency.Urgent));
        await ReadLogAsync(node);
        Assert.Null((await SeenAsync(node, network.Coordinator)).Ready);
        await RefusedAsync("figures.not-ready", () => PublishAsync(node, network, November));

        node.Clock.Advance(TimeSpan.FromDays(11)); // 1 December
        Assert.Null((await SeenAsync(node, network.Dermatologist)).Ready); // not the specialist's to publish
        Assert.Equal(November, (await SeenAsync(node, network.Coordinator)).Ready);
        await RefusedAsync("figures.not-ready", () => PublishAsync(node, network, November.Next));
        await Assert.ThrowsAsync<AccessDenied>(() => node.SendAsync(network.Dermatologist, new PublishMonth(November.Value)));
        await PublishAsync(node, network, November);
        await RefusedAsync("figures.published", () => PublishAsync(node, network, November));
        var page = await SeenAsync(node, network.Dermatologist);
        Assert.Equal((November, "Grace Auma"), (Assert.Single(page.Months).Month, page.Months[0].By));
        Assert.All(page.Figures, f => Assert.Equal((Disclosed.Few, 0, null), (f.Disclosed, f.Cases, f.Median))); // one worker's only case
        await Assert.ThrowsAsync<AccessDenied>(() => SeenAsync(node, network.Worker));
    }

    [Fact]
    public async Task Unanswered_cases_are_missed_and_make_the_median_longer()
    {
        await using var node = new Node(database);
        var network = await Network.MakeAsync(node);
        var due = node.Clock.GetUtcNow();
        await SeedAsync(node, network, Enumerable.Range(0, 12).Select(i => Row(network, i, due, advisedAfter: i < 4 ? TimeSpan.FromHours(1) : i < 7 ? TimeSpan.FromHours(5) : null)));
        node.Clock.Advance(TimeSpan.FromDays(11));
        await ReadLogAsync(node);
        await PublishAsync(node, network, November);

        var figure = (await SeenAsync(node, network.Coordinator)).Figures.Single(f => f.Table is FigureTable.Service && f.Measure is Measure.Advice);
        Assert.Equal(("Skin", Disclosed.Shown, 12, 5, 4), (figure.Name, figure.Disclosed, figure.Cases, figure.Unanswered, figure.InTarget));
        Assert.Equal((300, null, 240), (figure.Median, figure.Ninetieth, figure.Target)); // of the answered ones alone it would be 60
        Assert.Equal(4 / 12.0, figure.Share);
    }

    [Fact]
    public async Task What_was_published_stays_whatever_happens_later_and_each_case_counts_once()
    {
        await using var node = new Node(database);
        var network = await Network.MakeAsync(node);
        var consult = await node.SubmitAsync(network, Forms.Case(network.Skin, urgency: Urgency.Urgent));
        var later = await node.SubmitAsync(network); // routine: due on 25 November
        await ReadLogAsync(node);
        await SeedAsync(node, network, Enumerable.Range(0, 12).Select(i => Row(network, i, node.Clock.GetUtcNow(), TimeSpan.FromHours(1))));
        await DueAsync(node, later, November.Next.Begins(TimeZoneInfo.Utc).AddDays(9));
        node.Clock.Advance(TimeSpan.FromDays(11));
        await PublishAsync(node, network, November);
        var published = Text(await SeenAsync(node, network.Coordinator));
        Assert.Equal(13, await CountedAsync(node, network, November));

        await OfficeHoursAsync(node, network);
        await node.ClaimAsync(network.Dermatologist, consult);
        await node.AdviseAsync(network.Dermatologist, consult);
        await ReleaseAsync(node);
        await ReadLogAsync(node);
        await DueAsync(node, later, November.Begins(TimeZoneInfo.Utc).AddDays(20)); // as where its urgency is raised late
        Assert.Equal(published, Text(await SeenAsync(node, network.Coordinator)));
        Assert.Null((await RowAsync(node, consult)).AdvisedServiceTicks); // the promise as it was counted, by the calendar of then
        await node.SendAsync(network.Coordinator, new NoteOnMonth(Guid.CreateVersion7(), November.Value, "A case of November came in late."));
        var month = Assert.Single((await SeenAsync(node, network.Dermatologist)).Months);
        Assert.Equal("A case of November came in late.", Assert.Single(month.Notes).Text);
        Assert.Equal(published, Text(await SeenAsync(node, network.Coordinator)));

        node.Clock.Advance(TimeSpan.FromDays(31));
        await PublishAsync(node, network, November.Next);
        Assert.Equal((13, 1), (await CountedAsync(node, network, November), await CountedAsync(node, network, November.Next)));
    }

    [Fact]
    public async Task Looking_at_one_person_needs_a_reason_is_audited_and_stands_on_the_persons_own_page()
    {
        await using var node = new Node(database);
        var network = await Network.MakeAsync(node);
        var stranger = await Network.MakeAsync(node);
        var person = network.Dermatologist;
        Task<PersonFigures> LookAsync(Person by, Person at, string reason) => node.SendAsync(by, new LookAtPerson(at.Id, LookReason.Complaint, reason));

        await RefusedAsync("figures.reason", () => LookAsync(network.Coordinator, person, " "));
        await RefusedAsync("figures.reason", () => LookAsync(network.Coordinator, person, "because"));
        await Assert.ThrowsAsync<NotFound>(() => LookAsync(network.Coordinator, stranger.Dermatologist, "A complaint of a patient"));
        await Assert.ThrowsAsync<NotFound>(() => LookAsync(network.Coordinator, network.Coordinator, "A complaint of a patient"));
        foreach (var other in new[] { network.Second, network.Worker, network.Administrator })
        {
            await Assert.ThrowsAsync<AccessDenied>(() => LookAsync(other, person, "A complaint of a patient"));
        }

        Assert.Empty((await node.SendAsync(person, new GetOwnFigures())).Looks);
        Assert.Equal("Dr Okello", (await LookAsync(network.Coordinator, person, "A complaint of a patient")).Name);
        var look = Assert.Single((await node.SendAsync(person, new GetOwnFigures())).Looks);
        Assert.Equal(("Grace Auma", node.Clock.GetUtcNow(), LookReason.Complaint, "A complaint of a patient"), (look.By, look.At, look.Why, look.Reason));
        Assert.Empty((await node.SendAsync(network.Second, new GetOwnFigures())).Looks);
        var audit = await node.InDbAsync(db => db.Audit.SingleAsync(a => a.Action == nameof(LookAtPerson) && a.Subject == person.Id));
        Assert.Equal((network.Coordinator.Id, "Complaint"), (audit.User, audit.Detail));
    }

    [Fact]
    public async Task Own_figures_are_ones_own()
    {
        await using var node = new Node(database);
        var network = await Network.MakeAsync(node);
        var consult = await node.SubmitAsync(network);
        await node.ClaimAsync(network.Dermatologist, consult);
        await ReadLogAsync(node);
        foreach (var other in new[] { network.Second, network.Colleague, network.Coordinator, network.Administrator })
        {
            var own = (await node.SendAsync(other, new GetOwnFigures())).Figures;
            Assert.Equal((0, 0), (own.Asked.Count, own.Answered.Count));
        }

        var mine = Assert.Single((await node.SendAsync(network.Dermatologist, new GetOwnFigures())).Figures.Answered);
        var advice = mine.Measures.Single(m => m.Measure is Measure.Advice);
        Assert.Equal((1, 0, null), (advice.Cases, advice.Done, advice.Median)); // taken and not yet answered: it counts, as not done
    }

    private static TimesRow Row(Network network, int i, DateTimeOffset due, TimeSpan? advisedAfter)
    {
        var received = due - TimeSpan.FromHours(4);
        var (asking, answering) = (People[i % 6], People[6 + (i % 6)]);
        return new TimesRow
        {
            Consult = new ConsultId(Guid.CreateVersion7()),
            Network = network.Id,
            Facility = network.Post,
            Service = network.Skin,
            Urgency = Urgency.Urgent,
            Pathway = Pathway.PrimaryCare,
            Template = Forms.Skin,
            Requester = asking,
            SentAt = received,
            ReceivedAt = received,
            AllocatedAt = received,
            ClaimedAt = received.AddMinutes(10),
            ClaimedBy = answering,
            AdvisedAt = advisedAfter is { } after ? received + after : null,
            AdvisedBy = advisedAfter is null ? null : answering,
            AdviceDue = due,
            AdviceTargetTicks = TimeSpan.FromHours(4).Ticks,
        };
    }

    private static readonly List<PractitionerId> People = [.. Enumerable.Range(0, 12).Select(_ => new PractitionerId(Guid.CreateVersion7()))];

    private static Task<int> SeedAsync(Node node, Network network, IEnumerable<TimesRow> rows) => node.InDbAsync(db =>
    {
        db.Times.AddRange(rows);
        return db.SaveChangesAsync();
    });

    private static Task<int> CountedAsync(Node node, Network network, FigureMonth month) =>
        node.InDbAsync(db => db.Times.CountAsync(t => t.Network == network.Id && t.CountedIn == month.Value));

    private static Task<int> OfficeHoursAsync(Node node, Network network) => node.InDbAsync(db =>
    {
        db.Calendars.Add(new CalendarRow
        {
            Service = network.Skin,
            Network = network.Id,
            Zone = "UTC",
            Hours = "mon 08:00-17:00, tue 08:00-17:00, wed 08:00-17:00, thu 08:00-17:00, fri 08:00-17:00",
        });
        return db.SaveChangesAsync();
    });

    private static Task<int> DueAsync(Node node, Guid consult, DateTimeOffset due) => node.InDbAsync(db =>
        db.Times.Where(t => t.Consult == new ConsultId(consult)).ExecuteUpdateAsync(t => t.SetProperty(r => r.AdviceDue, due)));

    private static string Text(FiguresPage page) => string.Join('\n', page.Figures);

    private static Task<FiguresPage> SeenAsync(Node node, Person person) => node.SendAsync(person, new GetFigures());

    private static Task<Unit> PublishAsync(Node node, Network network, FigureMonth month) => node.SendAsync(network.Coordinator, new PublishMonth(month.Value));

    private static async Task RefusedAsync(string code, Func<Task> work) => Assert.Equal(code, (await Assert.ThrowsAsync<RuleViolation>(work)).Code);

    private static Task<TimesRow> RowAsync(Node node, Guid consult) => node.InDbAsync(db => db.Times.AsNoTracking().SingleAsync(t => t.Consult == new ConsultId(consult)));

    private static async Task ReleaseAsync(Node node)
    {
        node.Clock.Advance(TimeSpan.FromSeconds(11));
        while (await node.NewTimerWorker().RoundAsync(CancellationToken.None) > 0)
        {
        }
    }

    private static async Task ReadLogAsync(Node node)
    {
        var projector = ActivatorUtilities.CreateInstance<LogProjector<TimesProjection>>(node.Services);
        while (await projector.StepAsync(CancellationToken.None))
        {
        }
    }
}

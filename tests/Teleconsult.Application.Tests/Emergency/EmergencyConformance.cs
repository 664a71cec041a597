using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Teleconsult.Application.Consults;
using Teleconsult.Application.Directory;
using Teleconsult.Application.Overview;
using Teleconsult.Application.Persistence;
using Teleconsult.Application.Pipeline;
using Teleconsult.Application.ResponseTimes;
using Teleconsult.Application.Tests.Support;
using Teleconsult.Application.Worklist;
using Teleconsult.Domain;
using Teleconsult.Domain.Access;
using Teleconsult.Domain.Consults;
using Xunit;

namespace Teleconsult.Application.Tests.Emergency;

/// <summary>An emergency from cover to closed loop, on every database.</summary>
public abstract class EmergencyConformance<TDatabase>(TDatabase database) : IClassFixture<TDatabase>
    where TDatabase : TestDatabase
{
    private const string Form = "https://teleconsult.example/Questionnaire/emergency-isbar|1.0.0";

    [Fact]
    public async Task Before_anything_is_written_one_sees_who_covers_and_the_number()
    {
        await using var node = new Node(database);
        var network = await Network.MakeAsync(node);
        var service = await OfferAsync(node, network, "0800 1");
        var nobody = await OfferAsync(node, network, null);
        await network.AddAsync("Dr Boateng", Role.Specialist, service);

        var services = (await node.SendAsync(network.Worker, new GetMe())).Services.ToDictionary(s => s.Id);
        Assert.Equal(("Dr Boateng", "0800 1"), (Assert.Single(services[service.Value].Emergency!.People), services[service.Value].Emergency!.Phone));
        Assert.Equal((0, "0700 2"), (services[nobody.Value].Emergency!.People.Count, services[nobody.Value].Emergency!.Phone)); // the hospital's number
        Assert.Null(services[network.Skin.Value].Emergency);
    }

    [Fact]
    public async Task The_form_makes_it_an_emergency_whatever_the_phone_says_and_nobody_is_left_in_silence()
    {
        await using var node = new Node(database);
        var network = await Network.MakeAsync(node);
        var service = await OfferAsync(node, network, null); // nobody covers: it is stored all the same
        var consult = await node.SubmitAsync(network, Ask(service));

        var stored = await node.ReadAsync(consult);
        Assert.Equal((Urgency.Emergency, stored.ReceivedAt.AddMinutes(5)), (stored.Urgency, stored.StepTarget));
        node.Clock.Advance(TimeSpan.FromMinutes(5));
        await TimersAsync(node);

        var told = await node.SendAsync(network.Worker, new GetConsult(null, consult));
        Assert.Equal(("Grace Auma", true, node.Clock.GetUtcNow().AddMinutes(5)), (told.NextStep.Who, told.NextStep.Overdue, told.NextStep.Due));
        var overview = await node.SendAsync(network.Coordinator, new GetNetworkOverview());
        Assert.Equal((consult, Concern.Overdue), (overview.Cases[0].Entry.Id, overview.Cases[0].Concern));
    }

    [Fact]
    public async Task The_loop_is_closed_by_both_sides_and_stands_on_the_right_lists()
    {
        await using var node = new Node(database);
        await node.StartFeedAsync();
        var network = await Network.MakeAsync(node);
        var (consult, advice) = await AnsweredAsync(node, network);
        Assert.Equal(Concern.Unread, await ConcernAsync(node, network, consult));
        await node.SendAsync(network.Worker, new ReadAdvice(consult, advice, PatientConfirmed: true));
        Assert.Equal((false, true), await TabsAsync(node, network, consult)); // not to be answered, not understood

        var first = Guid.CreateVersion7();
        await node.SendAsync(network.Worker, new ReadBackAdvice(consult, advice, first, "Two drips, sitting up", "en"));
        Assert.Equal((true, false), await TabsAsync(node, network, consult));
        await node.SendAsync(network.Second, new CorrectReadBack(consult, first, "Lying down, not sitting", "en"));
        Assert.Equal((false, true), await TabsAsync(node, network, consult));

        var second = Guid.CreateVersion7();
        await node.SendAsync(network.Worker, new ReadBackAdvice(consult, advice, second, "Two drips, lying down", "en"));
        await node.SendAsync(network.Dermatologist, new ConfirmReadBack(consult, second));
        await node.SendAsync(network.Dermatologist, new ConfirmReadBack(consult, second)); // a lost answer, asked again
        Assert.Equal((false, false), await TabsAsync(node, network, consult));

        foreach (var reader in new[] { network.Worker, network.Dermatologist, network.Coordinator })
        {
            var view = await node.SendAsync(reader, new GetConsult(null, consult));
            Assert.Equal(
                [("Two drips, sitting up", "Lying down, not sitting", "Dr Achieng", null), ("Two drips, lying down", null, null, "Dr Okello")],
                view.ReadBacks.Select(r => (r.Text, r.Correction, r.CorrectedBy?.Name, r.ConfirmedBy?.Name)));
            Assert.False(view.NeedsReadBack);
        }

        await node.SendAsync(network.Worker, new CloseConsult(consult, "new", "avoided", null, null, null));
        Assert.Equal(
            ["readBackGiven", "readBackCorrected", "readBackGiven", "readBackConfirmed", "consultClosed"], (await node.EventsOfAsync(consult))[^5..]);
    }

    [Fact]
    public async Task Done_by_phone_is_one_record_with_the_advice_and_counts_from_when_they_spoke()
    {
        await using var node = new Node(database);
        var network = await Network.MakeAsync(node);
        var consult = await node.SubmitAsync(network, Forms.Case(network.Skin, urgency: Urgency.Emergency));
        await node.ClaimAsync(network.Dermatologist, consult);
        var spoke = node.Clock.GetUtcNow().AddMinutes(2);
        node.Clock.Advance(TimeSpan.FromMinutes(9));
        var (advice, call) = (Guid.CreateVersion7(), Call(spoke));
        var send = new SendAdvice(consult, advice, Forms.Advice(), (await node.ReadAsync(consult)).ContentVersion, true, call);
        await node.SendAsync(network.Dermatologist, send);
        await node.SendAsync(network.Dermatologist, send); // a lost answer, asked again

        var view = await node.SendAsync(network.Worker, new GetConsult(null, consult));
        var told = Assert.Single(view.Calls);
        Assert.Equal(("Dr Banda", "Two drips and send", spoke, advice, "Dr Okello"), (told.ToWhom, told.Said, told.SpokeAt, told.Advice, told.By.Name));
        Assert.Equal((spoke, false), (view.FirstResponseAt, view.NeedsReadBack));
        await node.SendAsync(network.Worker, new ReadAdvice(consult, advice, PatientConfirmed: true));
        await node.SendAsync(network.Worker, new CloseConsult(consult, "new", "avoided", null, null, null));

        var times = await node.InDbAsync(async db =>
        {
            var events = await db.Events.AsNoTracking().Where(e => e.Stream == consult).OrderBy(e => e.Id).ToListAsync();
            await new TimesProjection().ApplyAsync(db, events, CancellationToken.None);
            return db.Times.Local.Single(t => t.Consult == new ConsultId(consult));
        });
        Assert.Equal((spoke, network.Dermatologist.Practitioner), (times.FirstResponseAt, times.FirstResponseBy!.Value));
    }

    [Fact]
    public async Task A_call_closes_the_loop_of_advice_that_went_out_before()
    {
        await using var node = new Node(database);
        var network = await Network.MakeAsync(node);
        var (consult, advice) = await AnsweredAsync(node, network);
        await RefusedAsync("call.to-whom", () => node.SendAsync(network.Second, new RecordCall(consult, advice, Call(node.Clock.GetUtcNow()) with { ToWhom = " " })));
        await RefusedAsync("call.said", () => node.SendAsync(network.Second, new RecordCall(consult, advice, Call(node.Clock.GetUtcNow()) with { Said = "" })));
        await RefusedAsync("call.time", () => node.SendAsync(network.Second, new RecordCall(consult, advice, Call(node.Clock.GetUtcNow().AddMinutes(1)))));

        await node.SendAsync(network.Second, new RecordCall(consult, advice, Call(node.Clock.GetUtcNow())));
        Assert.False((await node.ReadAsync(consult)).NeedsReadBack);
    }

    [Fact]
    public async Task Strangers_to_the_case_have_no_part_in_its_loop()
    {
        await using var node = new Node(database);
        var network = await Network.MakeAsync(node);
        var (consult, advice) = await AnsweredAsync(node, network);
        await node.SendAsync(network.Worker, new ReadAdvice(consult, advice, PatientConfirmed: true));
        var said = Guid.CreateVersion7();
        await node.SendAsync(network.Worker, new ReadBackAdvice(consult, advice, said, "Two drips", "en"));

        await Assert.ThrowsAsync<NotFound>(() => node.SendAsync(network.Colleague, new ReadBackAdvice(consult, advice, Guid.CreateVersion7(), "x", null)));
        await Assert.ThrowsAsync<NotFound>(() => node.SendAsync(network.Nurse, new ConfirmReadBack(consult, said)));
        await Assert.ThrowsAsync<NotFound>(() => node.SendAsync(network.Nurse, new CorrectReadBack(consult, said, "x", null)));
        await Assert.ThrowsAsync<NotFound>(() => node.SendAsync(network.Nurse, new RecordCall(consult, advice, Call(node.Clock.GetUtcNow()))));
        foreach (var person in new[] { network.Worker, network.Coordinator, network.Administrator })
        {
            await Assert.ThrowsAsync<AccessDenied>(() => node.SendAsync(person, new ConfirmReadBack(consult, said)));
        }

        Assert.Equal("readBackGiven", (await node.EventsOfAsync(consult))[^1]);
    }

    [Fact]
    public async Task The_same_id_in_two_cases_is_two_things()
    {
        await using var node = new Node(database);
        var network = await Network.MakeAsync(node);
        var (one, other) = (await AnsweredAsync(node, network), await AnsweredAsync(node, network));
        var (said, call) = (Guid.CreateVersion7(), Call(node.Clock.GetUtcNow()));
        foreach (var (consult, advice, text) in new[] { (one.Consult, one.Advice, "of the first"), (other.Consult, other.Advice, "of the other") })
        {
            await node.SendAsync(network.Worker, new ReadAdvice(consult, advice, PatientConfirmed: true));
            await node.SendAsync(network.Worker, new ReadBackAdvice(consult, advice, said, text, "en"));
            await node.SendAsync(network.Dermatologist, new RecordCall(consult, advice, call with { Said = text }));
        }

        var view = await node.SendAsync(network.Worker, new GetConsult(null, one.Consult));
        Assert.Equal(("of the first", "of the first"), (Assert.Single(view.ReadBacks).Text, Assert.Single(view.Calls).Said));
    }

    private static Submission Ask(ServiceId service) => Forms.Case(service) with
    {
        Template = Form,
        Urgency = Urgency.Routine,
        Answers = JsonSerializer.SerializeToElement(new
        {
            resourceType = "QuestionnaireResponse",
            questionnaire = Form,
            item = new[]
            {
                new { linkId = "situation", answer = new[] { new { valueString = "Belly pain and bleeding" } } },
                new { linkId = "question", answer = new[] { new { valueString = "Theatre now?" } } },
            },
        }),
    };

    private static CallForm Call(DateTimeOffset spoke) => new(Guid.CreateVersion7(), "Dr Banda", "Two drips and send", spoke);

    private static async Task<ServiceId> OfferAsync(Node node, Network network, string? phone)
    {
        var (service, hospital) = (new ServiceId(Guid.CreateVersion7()), new FacilityId(Guid.CreateVersion7()));
        await node.InDbAsync(async db =>
        {
            db.Facilities.Add(new FacilityRow { Id = hospital, Network = network.Id, Name = "District", Phone = "0700 2" });
            db.Services.Add(new ServiceRow { Id = service, Network = network.Id, Hospital = hospital, Name = "Emergency advice", Templates = "emergency-isbar", Phone = phone });
            await db.SaveChangesAsync();
        });
        node.Services.GetRequiredService<NameDirectory>().Forget(network.Id);
        return service;
    }

    private static async Task<(Guid Consult, Guid Advice)> AnsweredAsync(Node node, Network network)
    {
        var consult = await node.SubmitAsync(network, Forms.Case(network.Skin, urgency: Urgency.Emergency));
        await node.ClaimAsync(network.Dermatologist, consult);
        return (consult, await node.AdviseAsync(network.Dermatologist, consult));
    }

    private static async Task<(bool ToAnswer, bool NotUnderstood)> TabsAsync(Node node, Network network, Guid consult)
    {
        async Task<bool> InAsync(WorklistTab tab) =>
            (await node.SendAsync(network.Second, new ListWorklist(tab))).Entries.Any(e => e.Id == consult);
        return (await InAsync(WorklistTab.ToAnswer), await InAsync(WorklistTab.AnsweredUnread));
    }

    private static async Task<Concern> ConcernAsync(Node node, Network network, Guid consult) =>
        (await node.SendAsync(network.Coordinator, new GetNetworkOverview())).Cases.Single(c => c.Entry.Id == consult).Concern;

    private static async Task TimersAsync(Node node)
    {
        var worker = node.NewTimerWorker();
        while (await worker.RoundAsync(CancellationToken.None) > 0)
        {
        }
    }

    private static async Task RefusedAsync(string code, Func<Task> what) => Assert.Equal(code, (await Assert.ThrowsAsync<RuleViolation>(what)).Code);
}

using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Teleconsult.Application.Alerts;
using Teleconsult.Application.Consults;
using Teleconsult.Application.Live;
using Teleconsult.Application.Persistence;
using Teleconsult.Application.Tests.Support;
using Teleconsult.Application.Worklist;
using Teleconsult.Domain.Consults;
using Teleconsult.Domain.Duty;
using Teleconsult.Domain.Ladders;
using Xunit;

namespace Teleconsult.Application.Tests.Alerts;

/// <summary>What is told because something happened, apart from any ladder: once, to whom it concerns, and only while it is still so.</summary>
public abstract class MessageConformance<TDatabase>(TDatabase database) : IClassFixture<TDatabase>
    where TDatabase : TestDatabase
{
    [Fact]
    public async Task The_requesters_phone_hears_of_a_question_and_of_each_answer_without_a_word_of_either()
    {
        await using var node = new Node(database);
        var network = await Network.MakeAsync(node);
        await node.PushToAsync(network, network.Worker);
        await node.ReachableAsync(network.Worker, ContactChannel.Sms);
        var consult = await node.SubmitAsync(network);
        await node.ClaimAsync(network.Dermatologist, consult);
        var request = Guid.CreateVersion7();
        await node.SendAsync(network.Dermatologist, new AskRequester(consult, request, null, "Since when?"));
        await SendAllAsync(node);
        await node.SendAsync(network.Worker, new AnswerRequest(consult, request, "Two months"));
        var advice = await AnsweredAsync(node, network, consult);
        await SendAllAsync(node);
        await node.SendAsync(network.Worker, new ReadAdvice(consult, advice, PatientConfirmed: true));
        await node.SendAsync(
            network.Dermatologist,
            new AmendAdvice(consult, Guid.CreateVersion7(), advice, Forms.Advice("Melanoma") with { Change = "Seen again" }, (await node.ReadAsync(consult)).ContentVersion, true));
        await SendAllAsync(node);

        var told = node.Push.Given.Where(m => m.Person == network.Worker.Practitioner).ToList();
        Assert.Equal(["alert.asked", "alert.answered", "alert.answered"], told.Select(m => m.Text.Split(' ')[0]));
        Assert.Equal(3, told.Select(m => m.Id).Distinct().Count());
        Assert.All(told, m => Assert.Equal($"/field/case/{consult}", m.Path));
        Assert.DoesNotContain(told, m => m.Text.Contains("Melanoma", StringComparison.Ordinal) || m.Text.Contains("Since when", StringComparison.Ordinal));
        Assert.DoesNotContain((await node.SendAsync(network.Worker, new GetConsult(null, consult))).Ladder!.Alerts, a => a.Kind > AlertKind.Overdue);
        node.Push.Answer = new(Application.Ports.SendKind.Failed);
        Assert.DoesNotContain(node.Sms.Given, m => m.Person == network.Worker.Practitioner); // a hint: the phone syncs by itself
    }

    [Fact]
    public async Task What_was_read_before_the_message_went_is_not_told_and_a_phone_without_push_gets_nothing()
    {
        await using var node = new Node(database);
        var network = await Network.MakeAsync(node);
        var silent = await node.SubmitAsync(network);
        await node.ClaimAsync(network.Dermatologist, silent);
        await AnsweredAsync(node, network, silent);
        Assert.DoesNotContain(await AlertsAsync(node, silent), a => a.Kind is AlertKind.Answered);

        await node.PushToAsync(network, network.Worker);
        var consult = await node.SubmitAsync(network);
        await node.ClaimAsync(network.Dermatologist, consult);
        var advice = await AnsweredAsync(node, network, consult);
        await node.SendAsync(network.Worker, new ReadAdvice(consult, advice, PatientConfirmed: true));
        await SendAllAsync(node);
        Assert.DoesNotContain(node.Push.Given, m => m.Text.StartsWith("alert.answered", StringComparison.Ordinal));
        Assert.Equal((AlertState.Dropped, AlertWhy.Taken), (await AlertsAsync(node, consult)).Where(a => a.Kind is AlertKind.Answered).Select(a => (a.State, a.Why)).Single());
    }

    [Theory]
    [InlineData(true, AlertChannel.Push)]
    [InlineData(false, AlertChannel.Mail)]
    public async Task A_colleague_who_is_asked_by_name_gets_a_message_by_a_way_of_their_choice(bool push, AlertChannel channel)
    {
        await using var node = new Node(database);
        var network = await Network.MakeAsync(node);
        await node.ReachableAsync(network.Second, ContactChannel.Email, ContactChannel.Sms);
        if (push)
        {
            await node.PushToAsync(network, network.Second);
        }

        var consult = await node.SubmitAsync(network);
        await node.ClaimAsync(network.Dermatologist, consult);
        await node.SendAsync(network.Dermatologist, new AskOpinion(consult, Guid.CreateVersion7(), network.Second.Id, "Is this a melanoma?"));
        var row = (await AlertsAsync(node, consult)).Single(a => a.Kind is AlertKind.Opinion);
        Assert.Equal((network.Second.Practitioner, channel), (row.Person, row.Channel));
        await SendAllAsync(node);
        var message = Assert.Single((push ? node.Push : node.Mail).Given, m => m.Id == row.Id);
        Assert.Equal($"/case/{row.Number}", message.Path);
        Assert.DoesNotContain("melanoma", message.Text, StringComparison.OrdinalIgnoreCase);

        // Not needed any more: it does not go.
        var again = Guid.CreateVersion7();
        await node.SendAsync(network.Second, new DeclineOpinion(consult, (await node.ReadAsync(consult)).Opinions[0].Id.Value));
        await node.SendAsync(network.Dermatologist, new AskOpinion(consult, again, network.Second.Id, "Please?"));
        await node.SendAsync(network.Second, new DeclineOpinion(consult, again));
        await SendAllAsync(node);
        Assert.Equal(AlertState.Dropped, (await AlertsAsync(node, consult)).Last(a => a.Kind is AlertKind.Opinion).State);
    }

    [Fact]
    public async Task Who_has_the_case_open_hears_at_once_that_a_message_fared_otherwise_and_nobody_else_does()
    {
        await using var node = new Node(database);
        var network = await Network.MakeAsync(node);
        await node.PushToAsync(network, network.Second);
        var heard = new List<(Guid Consult, SignalKind Kind)>();
        var consult = await node.SubmitAsync(network, Forms.Case(network.Skin, urgency: Urgency.Emergency));
        var signals = node.Services.GetRequiredService<CaseSignals>();
        foreach (var person in new[] { network.Worker, network.Colleague })
        {
            var actor = await node.Services.GetRequiredService<ActorDirectory>().FindAsync(person.Id, CancellationToken.None);
            await signals.ListenAsync(consult, actor!, person, told =>
            {
                heard.Add((told.Consult, told.Kind));
                return Task.CompletedTask;
            }, CancellationToken.None);
        }

        await SendAllAsync(node);
        Assert.All(heard, h => Assert.Equal((consult, SignalKind.Changed), h)); // one hearer: the other may not see the case
        Assert.Equal((await AlertsAsync(node, consult)).Count(a => a.Tries > 0), heard.Count);
        Assert.NotEmpty(heard);
    }

    [Fact]
    public async Task An_emergency_rings_for_its_team_until_somebody_takes_it_and_a_call_is_told_to_its_requester()
    {
        await using var node = new Node(database);
        var network = await Network.MakeAsync(node);
        await node.PushToAsync(network, network.Worker);
        await node.SubmitAsync(network, Forms.Case(network.Skin, urgency: Urgency.Urgent));
        var consult = await node.SubmitAsync(network, Forms.Case(network.Skin, urgency: Urgency.Emergency));
        Assert.Equal([(consult, true)], (await node.SendAsync(network.Second, new ListRinging())).Select(r => (r.Id, r.MayTake)));
        Assert.Empty(await node.SendAsync(network.Nurse, new ListRinging())); // another team's
        Assert.Empty(await node.SendAsync(network.Coordinator, new ListRinging()));
        var alone = await node.SubmitAsync(network, Forms.Case(null, urgency: Urgency.Emergency));
        Assert.Equal([(alone, false)], (await node.SendAsync(network.Coordinator, new ListRinging())).Select(r => (r.Id, r.MayTake)));

        await node.ClaimAsync(network.Dermatologist, consult);
        Assert.Empty(await node.SendAsync(network.Second, new ListRinging()));
        var call = Guid.CreateVersion7();
        await node.SendAsync(network.Dermatologist, new AnnounceCall(consult, call));
        await SendAllAsync(node);
        Assert.Single(node.Push.Given, m => m.Person == network.Worker.Practitioner && m.Text.StartsWith("alert.calling", StringComparison.Ordinal));
        var seen = await node.SendAsync(network.Worker, new GetConsult(null, consult));
        Assert.Equal((call, "Dr Okello", false, TimeSpan.FromMinutes(5)), (seen.Calling!.Id, seen.Calling.By.Name, seen.Calling.IsMine, seen.Calling.Until - seen.Calling.At));
        await node.SendAsync(network.Dermatologist, new RecordCall(consult, null, new CallForm(Guid.CreateVersion7(), "Amina", "Lay her down", node.Clock.GetUtcNow())));
        Assert.Null((await node.SendAsync(network.Worker, new GetConsult(null, consult))).Calling);
    }

    [Fact]
    public async Task A_step_that_is_late_a_second_time_is_told_a_second_time()
    {
        await using var node = new Node(database);
        var network = await Network.MakeAsync(node);
        await node.ReachableAsync(network.Coordinator, ContactChannel.Email);
        var consult = await node.SubmitAsync(network, Forms.Case(network.Skin, urgency: Urgency.Urgent));
        await node.ClaimAsync(network.Dermatologist, consult);
        var advice = await AnsweredAsync(node, network, consult);
        await LateAsync(node);
        Assert.Single(await OverdueAsync(node, consult));

        await node.SendAsync(network.Worker, new ReadAdvice(consult, advice, PatientConfirmed: true));
        await node.SendAsync(
            network.Dermatologist,
            new AmendAdvice(consult, Guid.CreateVersion7(), advice, Forms.Advice() with { Change = "Seen again" }, (await node.ReadAsync(consult)).ContentVersion, true));
        await LateAsync(node);
        Assert.Equal(2, (await OverdueAsync(node, consult)).Count);
        Assert.Equal(2, node.Mail.Given.Count(m => m.Person == network.Coordinator.Practitioner && m.Text.StartsWith("alert.overdue", StringComparison.Ordinal)));
    }

    private static async Task LateAsync(Node node)
    {
        node.Clock.Advance(TimeSpan.FromHours(4.1));
        await TimersAsync(node);
        await SendAllAsync(node);
    }

    private static async Task<List<AlertRow>> OverdueAsync(Node node, Guid consult) =>
        [.. (await AlertsAsync(node, consult)).Where(a => a.Kind is AlertKind.Overdue)];

    private static async Task<Guid> AnsweredAsync(Node node, Network network, Guid consult)
    {
        var advice = await node.AdviseAsync(network.Dermatologist, consult);
        node.Clock.Advance(TimeSpan.FromSeconds(11));
        await TimersAsync(node);
        return advice;
    }

    private static Task<List<AlertRow>> AlertsAsync(Node node, Guid consult) =>
        node.InDbAsync(db => db.Alerts.AsNoTracking().Where(a => a.Consult == new Domain.ConsultId(consult)).OrderBy(a => a.At).ThenBy(a => a.Round).ToListAsync());

    private static async Task TimersAsync(Node node)
    {
        var worker = node.NewTimerWorker();
        while (await worker.RoundAsync(CancellationToken.None) > 0)
        {
        }
    }

    private static async Task SendAllAsync(Node node)
    {
        var worker = node.NewAlertWorker();
        while (await worker.RoundAsync(CancellationToken.None) > 0)
        {
        }
    }
}

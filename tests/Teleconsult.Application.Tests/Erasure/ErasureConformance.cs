using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Teleconsult.Application.Consults;
using Teleconsult.Application.Log;
using Teleconsult.Application.Persistence;
using Teleconsult.Application.Pipeline;
using Teleconsult.Application.ResponseTimes;
using Teleconsult.Application.Sync;
using Teleconsult.Application.Tests.Support;
using Teleconsult.Domain;
using Teleconsult.Domain.Consults;
using Xunit;

namespace Teleconsult.Application.Tests.Erasure;

/// <summary>Erasing a case: nothing of it is left, nothing of another one goes, and nobody waits for what will never come.</summary>
public abstract class ErasureConformance<TDatabase>(TDatabase database) : IClassFixture<TDatabase>
    where TDatabase : TestDatabase
{
    [Fact]
    public async Task An_erased_case_leaves_times_and_codes_and_no_word()
    {
        await using var node = new Node(database);
        var network = await Network.MakeAsync(node);
        var consult = await node.SubmitAsync(network, Forms.Case(network.Skin, photos: 1));
        await node.ClaimAsync(network.Dermatologist, consult);
        await node.SendAsync(network.Dermatologist, new SaveDraft(consult, Forms.Advice(), 1, Guid.CreateVersion7(), null));
        await EraseAsync(node, network, consult);

        await node.InDbAsync(async db =>
        {
            Assert.False(await db.Words.AnyAsync(w => w.Stream == consult));
            Assert.False(await db.StreamKeys.AnyAsync(k => k.Stream == consult));
            Assert.False(await db.Drafts.AnyAsync(d => d.Consult == new ConsultId(consult)));
            Assert.False(await db.Timers.AnyAsync(t => t.Consult == new ConsultId(consult)));
            Assert.Equal(2, await db.Erasures.CountAsync(e => e.Network == network.Id && e.DoneAt == null)); // the case and its patient
            Assert.Contains(nameof(EraseConsult), await db.Audit.Where(a => a.Subject == consult).Select(a => a.Action).ToListAsync());
        });
        Assert.Equal("consultErased", (await node.EventsOfAsync(consult))[^1]);
        foreach (var person in new[] { network.Worker, network.Dermatologist, network.Coordinator })
        {
            await Assert.ThrowsAsync<NotFound>(() => node.SendAsync(person, new GetConsult(null, consult)));
            Assert.DoesNotContain(consult, (await node.SendAsync(person, new GetChanges(null))).Consults.Select(c => c.Id));
        }

        await Assert.ThrowsAsync<NotFound>(() => node.SayAsync(network.Worker, consult, "too late"));
        await Assert.ThrowsAsync<NotFound>(() => node.ClaimAsync(network.Second, consult));
        await Assert.ThrowsAsync<NotFound>(() => EraseAsync(node, network, consult, 1));
        var again = await Assert.ThrowsAsync<RuleViolation>(() => node.SendAsync(network.Worker, new SubmitConsult(consult, Forms.Case(network.Skin))));
        Assert.Equal("consult.erased", again.Code);
    }

    [Fact]
    public async Task The_phone_that_was_away_is_told_what_was_erased_also_by_a_snapshot()
    {
        await using var node = new Node(database);
        var network = await Network.MakeAsync(node);
        var (gone, kept) = (await node.SubmitAsync(network), await node.SubmitAsync(network));
        var cursor = (await node.SendAsync(network.Worker, new GetChanges(null))).Cursor;
        await EraseAsync(node, network, gone, reason: ErasureReason.WrongPatient);

        var news = await node.SendAsync(network.Worker, new GetChanges(cursor));
        var snapshot = await node.SendAsync(network.Worker, new GetChanges(null));
        var colleague = await node.SendAsync(network.Colleague, new GetChanges(null));

        Assert.Equal([gone], news.Removed);
        Assert.Equal((gone, ErasureReason.WrongPatient, true), (news.Erased[0].Id, news.Erased[0].Reason, news.Erased[0].WasOpen));
        Assert.Equal([kept], snapshot.Consults.Select(c => c.Id));
        Assert.Equal([gone], snapshot.Erased.Select(e => e.Id));
        Assert.Equal(news.ErasedPatients, snapshot.ErasedPatients);
        Assert.Empty(colleague.Erased); // not theirs: as if it had never been
    }

    [Fact]
    public async Task The_patient_goes_with_the_last_case_and_may_come_again()
    {
        await using var node = new Node(database);
        var network = await Network.MakeAsync(node);
        var patient = Guid.CreateVersion7();
        var first = await node.SubmitAsync(network, Forms.Case(network.Skin, patient: patient));
        var second = await node.SubmitAsync(network, Forms.Case(network.Skin, patient: patient));

        await EraseAsync(node, network, first);
        Assert.Equal("Kariukison", (await node.SendAsync(network.Worker, new GetConsult(null, second))).Patient.FamilyName);
        await EraseAsync(node, network, second);
        Assert.False(await node.InDbAsync(db => db.Words.AnyAsync(w => w.Stream == patient)));
        Assert.Empty((await node.SendAsync(network.Worker, new GetChanges(null))).Patients);

        var third = await node.SubmitAsync(network, Forms.Case(network.Skin, patient: patient));
        await using var other = new Node(database); // with no key in memory
        Assert.Equal("Kariukison", (await other.SendAsync(network.Worker, new GetConsult(null, third))).Patient.FamilyName);
        Assert.Empty((await other.SendAsync(network.Worker, new GetChanges(null))).ErasedPatients);
    }

    [Fact]
    public async Task Erased_while_a_new_case_of_the_patient_comes_in_the_new_case_always_shows_its_patient()
    {
        await using var node = new Node(database);
        await using var other = new Node(database);
        var network = await Network.MakeAsync(node);
        for (var round = 0; round < 12; round++)
        {
            var patient = Guid.CreateVersion7();
            var first = await node.SubmitAsync(network, Forms.Case(network.Skin, patient: patient));

            var coming = Task.Run(() => other.SubmitAsync(network, Forms.Case(network.Skin, patient: patient)));
            await Task.WhenAll(coming, Task.Run(() => EraseAsync(node, network, first)));

            await using var fresh = new Node(database);
            var view = await fresh.SendAsync(network.Worker, new GetConsult(null, await coming));
            Assert.Equal(("J.K.", "Kariukison"), (view.Patient.Initials, view.Patient.FamilyName));
        }
    }

    [Fact]
    public async Task A_follow_up_that_was_written_before_its_earlier_case_was_erased_still_arrives()
    {
        await using var node = new Node(database);
        var network = await Network.MakeAsync(node);
        var patient = Guid.CreateVersion7();
        var first = await node.SubmitAsync(network, Forms.Case(network.Skin, patient: patient));
        await EraseAsync(node, network, first);

        var next = await node.SubmitAsync(network, Forms.Case(network.Skin, patient: patient) with { FollowUpOf = first });

        Assert.Null((await node.ReadAsync(next)).FollowUpOf);
        Assert.Equal("Kariukison", (await node.SendAsync(network.Worker, new GetConsult(null, next))).Patient.FamilyName);
    }

    [Fact]
    public async Task What_was_sent_in_error_counts_in_no_figure_and_what_was_answered_does()
    {
        await using var node = new Node(database);
        var network = await Network.MakeAsync(node);
        var (error, answered) = (await node.SubmitAsync(network), await node.SubmitAsync(network));
        await node.ClaimAsync(network.Dermatologist, answered);
        var advice = await node.AdviseAsync(network.Dermatologist, answered);
        node.Clock.Advance(TimeSpan.FromSeconds(10));
        await node.NewTimerWorker().RoundAsync(CancellationToken.None);
        await node.SendAsync(network.Worker, new ReadAdvice(answered, advice, PatientConfirmed: true));
        await node.SendAsync(network.Worker, new CloseConsult(answered, "new", "avoided", 5, true, null));
        await EraseAsync(node, network, answered, reason: ErasureReason.PatientRequest);
        await EraseAsync(node, network, error);

        var projector = ActivatorUtilities.CreateInstance<LogProjector<TimesProjection>>(node.Services);
        while (await projector.StepAsync(CancellationToken.None))
        {
        }

        var counted = await node.InDbAsync(db => db.Times.Where(t => t.Network == network.Id && t.Excluded == null).Select(t => t.Consult).ToListAsync());
        Assert.Equal([new ConsultId(answered)], counted);
    }

    private static async Task EraseAsync(Node node, Network network, Guid consult, long? number = null, ErasureReason reason = ErasureReason.SentInError) =>
        await node.SendAsync(network.Coordinator, new EraseConsult(consult, reason, number ?? (await node.ReadAsync(consult)).Number));
}

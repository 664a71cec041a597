using System.Security.Cryptography;
using System.Text;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Teleconsult.Application.Consults;
using Teleconsult.Application.Persistence;
using Teleconsult.Application.Referrals;
using Teleconsult.Application.Sync;
using Teleconsult.Application.Tests.Support;
using Teleconsult.Application.Worklist;
using Teleconsult.Domain;
using Xunit;

namespace Teleconsult.Application.Tests.Words;

/// <summary>Words lie apart from events, encrypted with their case's own key, on every database.</summary>
public abstract class WordConformance<TDatabase>(TDatabase database) : IClassFixture<TDatabase>
    where TDatabase : TestDatabase
{
    private static readonly string[] Typed =
    [
        "Jonathan", "Kariukison", "RC-220417", "0700555999", "QuestionMelanoma", "MessageFromWorker", "MessageFromDoctor", "AskedHowLong", "AnsweredTwoWeeks",
        "AmendedQuestion", "DraftHalfWritten", "AdviceKeratosis", "Do step 0", "Come back if it bleeds", "Stuck-on look", "ReasonNoTransport", "CommentThankYou",
        "ReadBackTwoDrips", "CorrectionLyingDown", "CallWithBanda", "CallSaidSend", "OpinionNaevus", "DecisionTypical",
        "ReferralEyeClinic", "ReferralForBiopsy", "MissedNoBusFare", "EndMovedAway", "ReportMelanomaOut",
    ];

    [Fact]
    public async Task Nothing_that_people_typed_can_be_read_in_the_files_of_the_database()
    {
        await using var node = new Node(database);
        var network = await Network.MakeAsync(node);
        await TellAsync(node, network);

        var raw = database.RawBytes();

        Assert.True(raw.AsSpan().IndexOf("consultSubmitted"u8) >= 0, "The search finds nothing at all: it shows nothing.");
        foreach (var typed in Typed)
        {
            Assert.True(raw.AsSpan().IndexOf(Encoding.UTF8.GetBytes(typed)) < 0, $"{typed} lies in the database as UTF-8.");
            Assert.True(raw.AsSpan().IndexOf(Encoding.Unicode.GetBytes(typed)) < 0, $"{typed} lies in the database as UTF-16.");
            Assert.True(raw.AsSpan().IndexOf(Encoding.UTF8.GetBytes(Convert.ToBase64String(Encoding.UTF8.GetBytes(typed))[..8])) < 0, $"{typed} lies in the database as base64.");
        }
    }

    [Fact]
    public async Task Events_audit_and_records_of_repeats_hold_codes_alone()
    {
        await using var node = new Node(database);
        var network = await Network.MakeAsync(node);
        await TellAsync(node, network);

        var told = await node.InDbAsync(async db => string.Join('\n', [
            .. await db.Events.Select(e => e.Data).ToListAsync(), .. await db.Audit.Select(a => a.Action).ToListAsync(),
            .. await db.Idempotency.Select(i => i.Result).ToListAsync()]));

        Assert.Contains("referral", told, StringComparison.Ordinal);
        Assert.All(Typed, typed => Assert.DoesNotContain(typed, told, StringComparison.OrdinalIgnoreCase));
    }

    [Fact]
    public async Task Words_moved_to_another_place_do_not_open()
    {
        await using var node = new Node(database);
        var network = await Network.MakeAsync(node);
        var (mine, theirs) = (await node.SubmitAsync(network), await node.SubmitAsync(network, Forms.Case(network.Skin, "QuestionOfAnother")));
        var (first, second) = (Guid.CreateVersion7(), Guid.CreateVersion7());
        await node.SayAsync(network.Worker, mine, "first", first);
        await node.SayAsync(network.Worker, mine, "second", second);
        Task<MessageWords> OpenAsync(Guid stream, WordKind kind, Guid item, long version, WordRow row) => node.InDbAsync(async db =>
        {
            await using var scope = node.Services.CreateAsyncScope();
            return await scope.ServiceProvider.GetRequiredService<WordVault>().OpenAsync<MessageWords>(stream, kind, item, version, row.Sealed, CancellationToken.None);
        });
        var row = await node.InDbAsync(db => db.Words.AsNoTracking().SingleAsync(w => w.Item == first));
        Assert.Equal("first", (await OpenAsync(mine, WordKind.Message, first, 1, row)).Text);

        await Assert.ThrowsAnyAsync<CryptographicException>(() => OpenAsync(mine, WordKind.Message, second, 1, row));
        await Assert.ThrowsAnyAsync<CryptographicException>(() => OpenAsync(mine, WordKind.Request, first, 1, row));
        await Assert.ThrowsAnyAsync<CryptographicException>(() => OpenAsync(mine, WordKind.Message, first, 2, row));
        await Assert.ThrowsAnyAsync<CryptographicException>(() => OpenAsync(theirs, WordKind.Message, first, 1, row));

        // The same through the front door: somebody with the database in hand swaps the words of two cases.
        await node.InDbAsync(db => db.Words.Where(w => w.Stream == theirs && w.Kind == WordKind.Intake).ExecuteDeleteAsync());
        await node.InDbAsync(db => db.Words.Where(w => w.Stream == mine && w.Kind == WordKind.Intake)
            .ExecuteUpdateAsync(w => w.SetProperty(x => x.Stream, theirs).SetProperty(x => x.Item, theirs)));
        await Assert.ThrowsAnyAsync<CryptographicException>(() => node.SendAsync(network.Worker, new GetConsult(null, theirs)));
    }

    [Fact]
    public async Task A_key_that_wraps_one_stream_opens_no_other()
    {
        await using var node = new Node(database);
        var master = node.Services.GetRequiredService<Ports.IMasterKey>();
        var (stream, other, key) = (Guid.NewGuid(), Guid.NewGuid(), RandomNumberGenerator.GetBytes(32));
        var wrapped = master.Wrap(stream, key);
        Assert.Equal(key, master.Unwrap(stream, wrapped));
        Assert.ThrowsAny<CryptographicException>(() => master.Unwrap(other, wrapped));
        wrapped[20] ^= 1;
        Assert.ThrowsAny<CryptographicException>(() => master.Unwrap(stream, wrapped));
    }

    [Fact]
    public async Task Without_its_key_a_case_is_gone_and_the_lists_go_on()
    {
        await using var node = new Node(database);
        await node.StartFeedAsync();
        var network = await Network.MakeAsync(node);
        var (erased, kept) = (await node.SubmitAsync(network), await node.SubmitAsync(network));
        var cursor = (await node.SendAsync(network.Worker, new GetChanges(null))).Cursor;
        await node.SayAsync(network.Worker, erased, "MessageFromWorker");
        await EraseAsync(node, erased);

        await Assert.ThrowsAsync<KeyErased>(() => node.SendAsync(network.Worker, new GetConsult(null, erased)));

        var list = await node.SendAsync(network.Dermatologist, new ListWorklist(WorklistTab.ToAnswer));
        Assert.Equal([erased, kept], list.Entries.Select(e => e.Id).Order());
        Assert.Equal("", list.Entries.Single(e => e.Id == erased).Question);
        Assert.Equal([kept], (await node.SendAsync(network.Worker, new GetChanges(null))).Consults.Select(c => c.Id));
        Assert.Equal([erased], (await node.SendAsync(network.Worker, new GetChanges(cursor))).Removed); // the phone lets go of it too
    }

    [Fact]
    public async Task Without_the_patients_key_the_case_stays_without_the_name()
    {
        await using var node = new Node(database);
        var network = await Network.MakeAsync(node);
        var consult = await node.SubmitAsync(network);
        await EraseAsync(node, (await node.ReadAsync(consult)).Patient.Value);

        var view = await node.SendAsync(network.Worker, new GetConsult(null, consult));
        Assert.Equal(("Dark mole, is it cancer?", "", null), (view.Question, view.Patient.Initials, view.Patient.FamilyName));
        Assert.Empty((await node.SendAsync(network.Worker, new GetChanges(null))).Patients);
    }

    private static async Task EraseAsync(Node node, Guid stream)
    {
        await node.InDbAsync(db => db.StreamKeys.Where(k => k.Stream == stream).ExecuteDeleteAsync());
        node.Services.GetRequiredService<StreamKeyCache>().Forget(stream);
    }

    /// <summary>A whole case in which everybody types something.</summary>
    private static async Task TellAsync(Node node, Network network)
    {
        var consult = Guid.CreateVersion7();
        await node.SendAsync(network.Worker, new SubmitConsult(consult, Forms.Case(network.Skin, "QuestionMelanoma", photos: 1)), consult, "QuestionMelanoma");
        await node.SayAsync(network.Worker, consult, "MessageFromWorker");
        await node.ClaimAsync(network.Dermatologist, consult);
        await node.SayAsync(network.Dermatologist, consult, "MessageFromDoctor");
        var request = Guid.CreateVersion7();
        await node.SendAsync(network.Dermatologist, new AskRequester(consult, request, null, "AskedHowLong"));
        await node.SendAsync(network.Worker, new AnswerRequest(consult, request, "AnsweredTwoWeeks"), Guid.NewGuid(), "AnsweredTwoWeeks");
        await node.SendAsync(network.Worker, new AmendIntake(consult, Forms.Answers("AmendedQuestion"), 2));
        await node.SendAsync(network.Dermatologist, new SaveDraft(consult, Forms.Advice("DraftHalfWritten"), 3, Guid.CreateVersion7(), null));
        var advice = await node.AdviseAsync(network.Dermatologist, consult, Forms.Advice("AdviceKeratosis"));
        node.Clock.Advance(TimeSpan.FromSeconds(10));
        await node.NewTimerWorker().RoundAsync(CancellationToken.None);
        await node.SendAsync(network.Worker, new ReadAdvice(consult, advice, PatientConfirmed: true));
        await node.SendAsync(network.Worker, new MarkAction(consult, advice, 0, Domain.Consults.ActionOutcome.NotDone, "ReasonNoTransport"));
        var said = Guid.CreateVersion7();
        await node.SendAsync(network.Worker, new ReadBackAdvice(consult, advice, said, "ReadBackTwoDrips", "en"), said, "ReadBackTwoDrips");
        await node.SendAsync(network.Dermatologist, new CorrectReadBack(consult, said, "CorrectionLyingDown", "en"), Guid.NewGuid(), "CorrectionLyingDown");
        var call = new CallForm(Guid.CreateVersion7(), "CallWithBanda", "CallSaidSend", node.Clock.GetUtcNow());
        await node.SendAsync(network.Dermatologist, new RecordCall(consult, advice, call), Guid.NewGuid(), "CallSaidSend");
        var opinion = Guid.CreateVersion7();
        await node.SendAsync(network.Dermatologist, new AskOpinion(consult, opinion, network.Second.Id, "OpinionNaevus"));
        var other = Forms.Advice("OpinionNaevus") with { Disposition = Domain.Consults.Disposition.ReferUrgent };
        var second = Guid.CreateVersion7();
        await node.SendAsync(network.Second, new GiveOpinion(consult, opinion, second, other, (await node.ReadAsync(consult)).ContentVersion, PatientConfirmed: true));
        await node.SendAsync(network.Dermatologist, new ResolveConflict(consult, advice, "DecisionTypical"));
        await node.SendAsync(network.Worker, new ReadAdvice(consult, second, PatientConfirmed: true));
        var (first, last) = (Guid.CreateVersion7(), Guid.CreateVersion7());
        var form = new ReferralForm(Domain.Consults.Urgency.Soon, Domain.Consults.ReferralReason.Operation, null, null, "ReferralEyeClinic", "ReferralForBiopsy", node.Clock.GetUtcNow().AddDays(9));
        await node.SendAsync(network.Dermatologist, new ReferPatient(consult, first, form));
        await node.SendAsync(network.Dermatologist, new ReferPatient(consult, last, form));
        await node.SendAsync(network.Worker, new MissReferral(consult, first, Domain.Consults.MissedReason.Cost, "MissedNoBusFare"));
        await node.SendAsync(network.Coordinator, new EndReferral(consult, first, Domain.Consults.ReferralEnd.NotReached, "EndMovedAway"));
        await node.SendAsync(network.Worker, new ReportReferral(consult, last, "ReportMelanomaOut"));
        await node.SendAsync(network.Worker, new CloseConsult(consult, "new", "avoided", 5, true, "CommentThankYou"));
    }
}

using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Teleconsult.Application.Consults;
using Teleconsult.Application.Directory;
using Teleconsult.Application.Persistence;
using Teleconsult.Application.Pipeline;
using Teleconsult.Application.Ports;
using Teleconsult.Application.Sync;
using Teleconsult.Application.Tests.Support;
using Xunit;

namespace Teleconsult.Application.Tests.Log;

/// <summary>What followers of the feed and phones that sync are promised, on every database.</summary>
public abstract class FeedConformance<TDatabase>(TDatabase database) : IClassFixture<TDatabase>
    where TDatabase : TestDatabase
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    [Theory]
    [InlineData(false)] // from the node's memory
    [InlineData(true)] // a node that started later reads the database
    public async Task A_follower_that_was_away_gets_each_missed_notice_once_and_in_order(bool restarted)
    {
        await using var node = new Node(database);
        await node.StartFeedAsync();
        var network = await Network.MakeAsync(node);
        var consult = await node.SubmitAsync(network);
        var cursor = (await node.SendAsync(network.Worker, new GetChanges(null))).Cursor;
        for (var i = 0; i < 30; i++)
        {
            await node.SayAsync(network.Worker, consult, "words");
        }

        await using var later = new Node(database, node.Clock);
        await later.StartFeedAsync();
        var missed = await TakeAsync(restarted ? later : node, network.Worker, cursor, 30);

        Assert.Equal(Enumerable.Range(Node.Begun + 1, 30).Select(v => (long)v), missed.Select(n => n.Version));
        Assert.All(missed, n => Assert.Equal(("messagePosted", "Amina Njeri", false), (n.Type, n.By, n.Removed)));
        var changes = await node.SendAsync(network.Worker, new GetChanges(cursor));
        Assert.Equal(missed.Select(n => n.Cursor), changes.Notices.Select(n => n.Cursor)); // hub and sync tell the same
    }

    [Fact]
    public async Task A_follower_that_comes_and_goes_misses_and_repeats_nothing_while_others_write()
    {
        await using var node = new Node(database);
        await node.StartFeedAsync();
        var network = await Network.MakeAsync(node);
        var consult = await node.SubmitAsync(network);
        var cursor = (await node.SendAsync(network.Worker, new GetChanges(null))).Cursor;
        const int Most = 120;
        var writing = Task.WhenAll(Enumerable.Range(0, 6).Select(async _ =>
        {
            for (var i = 0; i < Most / 6; i++)
            {
                await node.SayAsync(network.Worker, consult, "words");
            }
        }));

        var draw = new Random(7);
        var heard = new List<long>();
        while (heard.Count < Most)
        {
            foreach (var notice in await TakeAsync(node, network.Worker, cursor, Math.Min(draw.Next(1, 9), Most - heard.Count)))
            {
                heard.Add(notice.Version);
                cursor = notice.Cursor;
            }
        }

        await writing;
        Assert.Equal(Enumerable.Range(Node.Begun + 1, Most).Select(v => (long)v), heard);
    }

    [Fact]
    public async Task A_case_that_moves_away_leaves_as_a_removal_and_arrives_whole_elsewhere()
    {
        await using var node = new Node(database);
        await node.StartFeedAsync();
        var network = await Network.MakeAsync(node);
        var consult = await node.SubmitAsync(network);
        await node.ClaimAsync(network.Dermatologist, consult);
        var skin = (await node.SendAsync(network.Dermatologist, new GetChanges(null))).Cursor;
        var wounds = (await node.SendAsync(network.Nurse, new GetChanges(null))).Cursor;

        await node.SendAsync(network.Dermatologist, new RedirectConsult(consult, network.Wounds.Value));
        await node.SayAsync(network.Worker, consult, "only for those who see it now");

        var left = await node.SendAsync(network.Dermatologist, new GetChanges(skin));
        Assert.Equal([consult], left.Removed);
        Assert.Empty(left.Consults);
        Assert.Equal(["consultRedirected"], left.Notices.Select(n => n.Type));
        var arrived = await node.SendAsync(network.Nurse, new GetChanges(wounds));
        Assert.Equal("Dark mole, is it cancer?", Assert.Single(arrived.Consults).Question);

        var gone = Assert.Single(await TakeAsync(node, network.Dermatologist, skin, 1));
        Assert.True(gone.Removed);
        Assert.Equal(["consultRedirected", "consultOffered", "messagePosted"], (await TakeAsync(node, network.Nurse, wounds, 3)).Select(n => n.Type));
        Assert.Empty((await node.SendAsync(network.Colleague, new GetChanges(null))).Consults); // another requester sees nothing
    }

    [Fact]
    public async Task A_revoked_device_hears_nothing_more()
    {
        await using var node = new Node(database);
        await node.StartFeedAsync();
        var network = await Network.MakeAsync(node);
        var listening = TakeAsync(node, network.Worker, null, 1);

        await node.SendAsync(network.Administrator, new RevokeDevice(network.Worker.Device.Value, network.Worker.Id));

        var refused = await Assert.ThrowsAsync<AccessDenied>(() => listening);
        Assert.Equal("auth.device-revoked", refused.Code);
    }

    [Fact]
    public async Task A_change_of_roles_ends_the_stream_and_leads_to_a_snapshot()
    {
        await using var node = new Node(database);
        await node.StartFeedAsync();
        var network = await Network.MakeAsync(node);
        var consult = await node.SubmitAsync(network);
        var before = await node.SendAsync(network.Nurse, new GetChanges(null));
        Assert.Empty(before.Consults);
        var listening = TakeAsync(node, network.Nurse, null, 1);

        await node.InDbAsync(async db =>
        {
            var nurse = await db.Users.SingleAsync(u => u.Id == network.Nurse.Id);
            nurse.Assignments.Add(new AssignmentRow { User = nurse.Id, Role = Domain.Access.Role.Specialist, Service = network.Skin });
            nurse.AccessVersion++;
            await db.SaveChangesAsync();
        });
        node.Services.GetRequiredService<ActorDirectory>().Forget(network.Nurse.Id);

        await Assert.ThrowsAsync<StaleCursor>(() => listening);
        await Assert.ThrowsAsync<StaleCursor>(() => node.SendAsync(network.Nurse, new GetChanges(before.Cursor)));
        Assert.Equal(consult, Assert.Single((await node.SendAsync(network.Nurse, new GetChanges(null))).Consults).Id);
    }

    [Fact]
    public async Task A_snapshot_leaves_out_what_others_closed_long_ago_and_it_comes_back_with_its_next_event()
    {
        await using var node = new Node(database);
        var network = await Network.MakeAsync(node);
        var (old, advice) = await CloseAsync();
        node.Clock.Advance(Application.Sync.Changes.ClosedFor + TimeSpan.FromHours(1));
        var ((recent, _), open) = (await CloseAsync(), await node.SubmitAsync(network));

        var seen = await node.SendAsync(network.Dermatologist, new GetChanges(null));
        Assert.Equal(new[] { recent, open }.Order(), seen.Consults.Select(c => c.Id).Order());
        Assert.Empty(seen.Removed);
        Assert.Equal(2, (await node.SendAsync(network.Coordinator, new GetChanges(null))).Consults.Count);
        Assert.Equal(3, (await node.SendAsync(network.Worker, new GetChanges(null))).Consults.Count); // one's own stay
        Assert.Equal(old, (await node.SendAsync(network.Dermatologist, new GetConsult(null, old))).Id); // it is still there to read

        await node.SendAsync(network.Dermatologist, new AmendAdvice(
            old, Guid.CreateVersion7(), advice, Forms.Advice() with { Change = "The biopsy came." }, 1, PatientConfirmed: true));
        var after = await node.SendAsync(network.Dermatologist, new GetChanges(seen.Cursor));
        Assert.Equal(old, Assert.Single(after.Consults).Id);
        Assert.Empty(after.Removed);

        async Task<(Guid Consult, Guid Advice)> CloseAsync()
        {
            var consult = await node.SubmitAsync(network);
            await node.ClaimAsync(network.Dermatologist, consult);
            var advice = await node.AdviseAsync(network.Dermatologist, consult);
            node.Clock.Advance(TimeSpan.FromSeconds(11));
            await node.NewTimerWorker().RoundAsync(CancellationToken.None);
            await node.SendAsync(network.Worker, new ReadAdvice(consult, advice, PatientConfirmed: true));
            await node.SendAsync(network.Worker, new CloseConsult(consult, "new", "avoided", null, null, null));
            return (consult, advice);
        }
    }

    [Fact]
    public async Task A_snapshot_in_pages_goes_over_into_changes_without_a_gap()
    {
        await using var node = new Node(database);
        var network = await Network.MakeAsync(node);
        var sent = new HashSet<Guid>();
        for (var i = 0; i < 7; i++)
        {
            sent.Add(await node.SubmitAsync(network));
        }

        var page = await node.SendAsync(network.Worker, new GetChanges(null, 3));
        Assert.Equal(7, page.Patients.Count);
        var seen = page.Consults.Select(c => c.Id).ToHashSet();
        var between = await node.SubmitAsync(network); // arrives while the snapshot is still being read
        while (page.More)
        {
            Assert.True(page.Snapshot);
            page = await node.SendAsync(network.Worker, new GetChanges(page.Cursor, 3));
            seen.UnionWith(page.Consults.Select(c => c.Id));
        }

        var after = await node.SendAsync(network.Worker, new GetChanges(page.Cursor));
        Assert.False(after.Snapshot);
        Assert.Contains(after.Notices, n => n.Consult == between && n.Type == "consultSubmitted");
        Assert.Superset(sent, seen);
        Assert.Single(after.Patients);
    }

    [Theory]
    [InlineData("")]
    [InlineData("zzzz")]
    [InlineData("MS4uLi4")]
    [InlineData("not base64 at all \u2603")]
    public async Task A_cursor_that_is_none_of_ours_is_stale(string cursor)
    {
        await using var node = new Node(database);
        var network = await Network.MakeAsync(node);

        await Assert.ThrowsAsync<StaleCursor>(() => node.SendAsync(network.Worker, new GetChanges(cursor)));
    }

    private static async Task<List<Notice>> TakeAsync(Node node, Person person, string? cursor, int count)
    {
        using var patience = new CancellationTokenSource(Patience);
        var actor = await node.Services.GetRequiredService<ActorDirectory>().FindAsync(person.Id, CancellationToken.None);
        var taken = new List<Notice>();
        await foreach (var notice in node.Feed.FollowAsync(actor!, person.Device, cursor, patience.Token))
        {
            taken.Add(notice);
            if (taken.Count == count)
            {
                break;
            }
        }

        return taken;
    }
}

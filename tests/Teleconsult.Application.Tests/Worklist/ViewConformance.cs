using Microsoft.EntityFrameworkCore;
using Teleconsult.Application.Consults;
using Teleconsult.Application.Pipeline;
using Teleconsult.Application.Tests.Support;
using Teleconsult.Application.Worklist;
using Teleconsult.Domain;
using Teleconsult.Domain.Consults;
using Teleconsult.Domain.ResponseTimes;
using Xunit;

namespace Teleconsult.Application.Tests.Worklist;

/// <summary>Filters ask the database, views are one's own, what comes next is what one could answer, and a slip of the finger can be undone.</summary>
public abstract class ViewConformance<TDatabase>(TDatabase database) : IClassFixture<TDatabase>
    where TDatabase : TestDatabase
{
    [Fact]
    public async Task Each_filter_shows_what_it_names_in_the_list_and_line_by_line_and_counts_stay_those_of_the_whole_tab()
    {
        await using var node = new Node(database);
        await node.StartFeedAsync();
        var network = await Network.MakeAsync(node);
        var old = await node.SubmitAsync(network);
        node.Clock.Advance(TimeSpan.FromHours(5));
        var urgent = await node.SubmitAsync(network, Forms.Case(network.Skin, urgency: Urgency.Urgent) with { Photos = [Forms.Photo()] });
        await node.InDbAsync(db => db.Consults.Where(c => c.Id == new ConsultId(urgent)).ExecuteUpdateAsync(s => s.SetProperty(c => c.Language, "fr")));
        var held = await node.SubmitAsync(network);
        await node.ClaimAsync(network.Dermatologist, held);
        var theirs = await node.SubmitAsync(network);
        await node.ClaimAsync(network.Second, theirs);

        async Task Shows(WorklistFilter filter, params Guid[] expected)
        {
            var read = WorklistFilter.Read(filter.Write()); // as an address or a view keeps it
            var page = await node.SendAsync(network.Dermatologist, new ListWorklist(WorklistTab.ToAnswer, Filter: read));
            Assert.Equal(expected.Order(), page.Entries.Select(e => e.Id).Order());
            Assert.Equal(4, page.Counts[WorklistTab.ToAnswer]);
            foreach (var id in new[] { old, urgent, held, theirs })
            {
                var entry = await node.SendAsync(network.Dermatologist, new GetWorklistEntry(id, WorklistTab.ToAnswer, read));
                Assert.Equal(expected.Contains(id), entry is not null);
            }
        }

        await Shows(WorklistFilter.Nothing, old, urgent, held, theirs);
        await Shows(new() { Urgencies = [Urgency.Urgent, Urgency.Emergency] }, urgent);
        await Shows(new() { Pathways = [Pathway.PrimaryCare] }, old, urgent, held, theirs);
        await Shows(new() { Pathways = [Pathway.CommunityCare] });
        await Shows(new() { States = [ConsultState.Claimed] }, held, theirs);
        await Shows(new() { Held = HeldBy.Me }, held);
        await Shows(new() { Held = HeldBy.Nobody }, old, urgent);
        await Shows(new() { Held = HeldBy.Others }, theirs);
        await Shows(new() { Language = "fr" }, urgent);
        await Shows(new() { OlderThanHours = 4 }, old);
        await Shows(new() { PhotosMissing = true }, urgent);
        await Shows(new() { Service = network.Skin.Value, Facility = network.Post.Value }, old, urgent, held, theirs);
        await Shows(new() { Service = network.Wounds.Value });
        await Shows(new() { Urgencies = [Urgency.Urgent], Held = HeldBy.Me });

        var choices = await node.SendAsync(network.Dermatologist, new GetWorklistChoices(WorklistTab.ToAnswer));
        Assert.Equal(("Skin", "Hill post"), (Assert.Single(choices.Services).Name, Assert.Single(choices.Facilities).Name));
        Assert.Contains("fr", choices.Languages);
    }

    [Fact]
    public async Task What_comes_next_is_due_first_free_or_ones_own_and_within_the_view()
    {
        await using var node = new Node(database);
        await node.StartFeedAsync();
        var network = await Network.MakeAsync(node);
        var routine = await node.SubmitAsync(network);
        var soon = await node.SubmitAsync(network, Forms.Case(network.Skin, urgency: Urgency.Soon));
        var urgent = await node.SubmitAsync(network, Forms.Case(network.Skin, urgency: Urgency.Urgent));
        await node.SubmitAsync(network, Forms.Case(network.Wounds, urgency: Urgency.Urgent)); // of another service

        async Task<Guid?> NextAsync(Guid after, WorklistFilter? filter = null) =>
            (await node.SendAsync(network.Dermatologist, new GetNextCase(WorklistTab.ToAnswer, filter, after)))?.Id;

        Assert.Equal((urgent, soon), (await NextAsync(routine), await NextAsync(urgent)));
        Assert.Equal(routine, await NextAsync(urgent, new() { Urgencies = [Urgency.Routine] }));
        Assert.Null(await NextAsync(soon, new() { Urgencies = [Urgency.Soon] }));
        await node.ClaimAsync(network.Second, urgent);
        await node.ClaimAsync(network.Dermatologist, routine);
        Assert.Equal(routine, await NextAsync(soon)); // held by oneself, and the other one is somebody else's
    }

    [Fact]
    public async Task Views_are_ones_own_one_begins_with_one_and_what_is_anothers_looks_as_if_it_were_not_there()
    {
        await using var node = new Node(database);
        var network = await Network.MakeAsync(node);
        var (first, second) = (Guid.CreateVersion7(), Guid.CreateVersion7());
        var filter = new WorklistFilter { Urgencies = [Urgency.Urgent], Language = "fr", Held = HeldBy.Nobody };
        await node.SendAsync(network.Dermatologist, new SaveView(first, " Urgent, in French ", WorklistTab.ToAnswer, filter, true));
        node.Clock.Advance(TimeSpan.FromSeconds(1));
        await node.SendAsync(network.Dermatologist, new SaveView(second, "Mine", WorklistTab.Mine, new() { Held = HeldBy.Me }, true));

        var views = await node.SendAsync(network.Dermatologist, new ListSavedViews());
        Assert.Equal([("Urgent, in French", false, filter.Write()), ("Mine", true, "h.1")], views.Select(v => (v.Name, v.IsDefault, v.Filter.Write())));
        Assert.Empty(await node.SendAsync(network.Second, new ListSavedViews()));
        await Assert.ThrowsAsync<NotFound>(() => node.SendAsync(network.Second, new SaveView(first, "Theirs", WorklistTab.Mine, filter, false)));
        await node.SendAsync(network.Second, new RemoveView(first));
        Assert.Equal(2, (await node.SendAsync(network.Dermatologist, new ListSavedViews())).Count);

        await node.SendAsync(network.Dermatologist, new SaveView(first, "Urgent", WorklistTab.AllOpen, filter, false));
        await node.SendAsync(network.Dermatologist, new RemoveView(second));
        Assert.Equal("Urgent", Assert.Single(await node.SendAsync(network.Dermatologist, new ListSavedViews())).Name);
        await Assert.ThrowsAsync<RuleViolation>(() => node.SendAsync(network.Dermatologist, new SaveView(second, " ", WorklistTab.Mine, filter, false)));
        for (var i = 0; i < 11; i++)
        {
            await node.SendAsync(network.Dermatologist, new SaveView(Guid.CreateVersion7(), $"View {i}", WorklistTab.Mine, filter, false));
        }

        Assert.Equal("view.too-many", (await Assert.ThrowsAsync<RuleViolation>(() => node.SendAsync(network.Dermatologist, new SaveView(second, "One more", WorklistTab.Mine, filter, false)))).Code);
        Assert.Equal(12, await node.InDbAsync(db => Task.FromResult(db.SavedViews.Count(v => v.Person == network.Dermatologist.Practitioner))));
    }

    [Fact]
    public async Task A_claim_is_undone_as_if_it_had_not_been_and_its_draft_stays()
    {
        await using var node = new Node(database);
        await node.StartFeedAsync();
        var network = await Network.MakeAsync(node);
        var consult = await node.SubmitAsync(network);
        var offered = (await node.ReadAsync(consult)).OfferedTo;
        await node.ClaimAsync(network.Dermatologist, consult);
        await node.SendAsync(network.Dermatologist, new SaveDraft(consult, Forms.Advice("Eczema"), 1, Guid.NewGuid(), null));
        node.Clock.Advance(TimeSpan.FromSeconds(5));

        await node.SendAsync(network.Dermatologist, new UndoClaim(consult));

        var undone = await node.ReadAsync(consult);
        Assert.Equal((ConsultState.Waiting, offered, ""), (undone.State, undone.OfferedTo, undone.PassedBy));
        Assert.Equal("Eczema", (await node.SendAsync(network.Dermatologist, new GetConsult(null, consult))).Draft!.Content.MostLikely);
        await node.ClaimAsync(network.Second, consult);
        await Assert.ThrowsAsync<RuleViolation>(() => node.SendAsync(network.Dermatologist, new UndoClaim(consult)));
        await Assert.ThrowsAsync<NotFound>(() => node.SendAsync(network.Nurse, new UndoClaim(consult)));
    }

    [Theory]
    [InlineData("")]
    [InlineData("~~.~u~u.9~s.x.77~o.-1~t.nobody~z.1~h.9")]
    public void What_an_address_says_that_nobody_knows_asks_nothing(string typed) => Assert.True(WorklistFilter.Read(typed).IsEmpty);
}

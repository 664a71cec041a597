using Microsoft.EntityFrameworkCore;
using Teleconsult.Application.Alerts;
using Teleconsult.Application.Consults;
using Teleconsult.Application.Duty;
using Teleconsult.Application.Pipeline;
using Teleconsult.Application.Tests.Support;
using Teleconsult.Application.Worklist;
using Teleconsult.Domain;
using Teleconsult.Domain.Access;
using Teleconsult.Domain.Consults;
using Teleconsult.Domain.Routing;
using Xunit;

namespace Teleconsult.Application.Tests.Routing;

/// <summary>Whom a case is offered to, why, and that everybody of the service may take it all the same.</summary>
public abstract class OfferConformance<TDatabase>(TDatabase database) : IClassFixture<TDatabase>
    where TDatabase : TestDatabase
{
    [Fact]
    public async Task A_case_is_offered_with_reasons_that_the_case_shows_and_stays_everybodys()
    {
        await using var node = new Node(database);
        await node.StartFeedAsync();
        var network = await Network.MakeAsync(node);
        await node.InDbAsync(async db =>
        {
            var second = await db.Users.SingleAsync(u => u.Id == network.Second.Id);
            (second.Speaks, second.Gender) = ("sw en", "female");
            await db.SaveChangesAsync();
        });
        var consult = await node.SubmitAsync(network, Forms.Wishing(network.Skin, "woman"));

        var seen = await node.SendAsync(network.Dermatologist, new GetConsult(null, consult));
        Assert.Equal((network.Second.Name, false), (seen.Offer!.To.Name, seen.Offer.IsMine));
        Assert.Contains(RoutingReason.OnDuty, seen.Offer.Reasons);
        Assert.Contains(RoutingReason.Preference, seen.Offer.Reasons);
        Assert.True((await node.SendAsync(network.Second, new GetConsult(null, consult))).Offer!.IsMine);
        var line = Assert.Single((await node.SendAsync(network.Second, new ListWorklist(WorklistTab.ToAnswer))).Entries);
        Assert.Equal((network.Second.Name, true), (line.OfferedTo!.Name, line.OfferedToMe));

        await node.ClaimAsync(network.Dermatologist, consult); // an offer keeps nobody out
        Assert.Null((await node.SendAsync(network.Second, new GetConsult(null, consult))).Offer);
    }

    [Fact]
    public async Task Work_is_shared_and_who_gave_a_case_back_is_not_offered_it_again()
    {
        await using var node = new Node(database);
        var network = await Network.MakeAsync(node);
        var consults = new List<Guid>();
        for (var i = 0; i < 6; i++)
        {
            consults.Add(await node.SubmitAsync(network));
            node.Clock.Advance(TimeSpan.FromSeconds(1));
        }

        var offered = await node.InDbAsync(db => db.Consults.Where(c => c.Network == network.Id).Select(c => c.OfferedTo!.Value).ToListAsync());
        Assert.Equal([3, 3], offered.GroupBy(p => p).Select(g => g.Count()));

        var first = offered[0] == network.Dermatologist.Practitioner ? network.Dermatologist : network.Second;
        var other = first == network.Dermatologist ? network.Second : network.Dermatologist;
        var mine = (await node.InDbAsync(db => db.Consults.Where(c => c.OfferedTo == first.Practitioner).Select(c => c.Id).ToListAsync()))[0].Value;
        await node.ClaimAsync(first, mine);
        await node.SendAsync(first, new ReleaseConsult(mine));
        Assert.Equal(other.Practitioner, (await node.ReadAsync(mine)).OfferedTo);
        await node.ClaimAsync(other, mine);
        await node.SendAsync(other, new ReleaseConsult(mine));
        Assert.Null((await node.ReadAsync(mine)).OfferedTo); // both have passed it on: it is for whoever can
    }

    [Fact]
    public async Task Who_has_advised_this_patient_is_asked_first()
    {
        await using var node = new Node(database);
        var network = await Network.MakeAsync(node);
        var patient = Guid.CreateVersion7();
        var earlier = await node.SubmitAsync(network, Forms.Case(network.Skin, patient: patient, urgency: Urgency.Emergency));
        await node.ClaimAsync(network.Second, earlier);
        await node.AdviseAsync(network.Second, earlier);
        for (var i = 0; i < 3; i++)
        {
            await node.ClaimAsync(network.Second, await node.SubmitAsync(network)); // much to do, which counts less
        }

        node.Clock.Advance(TimeSpan.FromMinutes(1));
        var again = await node.ReadAsync(await node.SubmitAsync(network, Forms.Case(network.Skin, patient: patient)));

        Assert.Equal(network.Second.Practitioner, again.OfferedTo);
        Assert.Contains(RoutingReason.KnowsPatient, again.WhyOffered);
    }

    [Fact]
    public async Task Nobody_is_named_while_nobody_is_on_duty()
    {
        await using var node = new Node(database);
        var network = await Network.MakeAsync(node);
        await node.SendAsync(network.Coordinator, new SaveCalendar(network.Skin.Value, "UTC", "mon 08:00-09:00", false)); // it is Friday
        var consult = await node.SubmitAsync(network);
        Assert.Null((await node.ReadAsync(consult)).OfferedTo);
    }

    [Fact]
    public async Task The_most_cases_that_somebody_agreed_to_are_kept_but_for_emergencies()
    {
        await using var node = new Node(database);
        var network = await Network.MakeAsync(node);
        await node.RosterAsync(network, network.Skin, [network.Dermatologist], [network.Second]);
        await node.InDbAsync(async db =>
        {
            (await db.Users.SingleAsync(u => u.Id == network.Dermatologist.Id)).MostPerDay = 1;
            await db.SaveChangesAsync();
        });

        var one = await node.ReadAsync(await node.SubmitAsync(network));
        var two = await node.ReadAsync(await node.SubmitAsync(network));
        var now = await node.ReadAsync(await node.SubmitAsync(network, Forms.Case(network.Skin, urgency: Urgency.Emergency)));

        Assert.Equal(
            (network.Dermatologist.Practitioner, network.Second.Practitioner, network.Dermatologist.Practitioner), (one.OfferedTo!.Value, two.OfferedTo!.Value, now.OfferedTo!.Value));
    }

    [Fact]
    public async Task What_changes_who_answers_counts_at_once_on_every_node()
    {
        await using var node = new Node(database);
        await using var other = new Node(database, node.Clock);
        var network = await Network.MakeAsync(node);
        await other.SubmitAsync(network); // the other node has the plan in its memory now
        var third = await network.AddAsync("Dr Third", Role.Specialist, network.Skin);
        await node.RosterAsync(network, network.Skin, [third], []);
        Assert.Equal(third.Practitioner, (await other.ReadAsync(await other.SubmitAsync(network))).OfferedTo);

        await node.InDbAsync(async db =>
        {
            (await db.Users.SingleAsync(u => u.Id == third.Id)).DeactivatedAt = node.Clock.GetUtcNow();
            await db.SaveChangesAsync();
        });
        Assert.Null((await other.ReadAsync(await other.SubmitAsync(network))).OfferedTo);

        await node.InDbAsync(async db =>
        {
            db.Rosters.RemoveRange(db.Rosters.Where(r => r.Service == network.Skin));
            await db.SaveChangesAsync();
        });
        Assert.NotNull((await other.ReadAsync(await other.SubmitAsync(network))).OfferedTo);
    }

    [Fact]
    public async Task A_case_for_nobody_in_particular_comes_with_a_suggestion()
    {
        await using var node = new Node(database);
        var network = await Network.MakeAsync(node);
        var consult = await node.SubmitAsync(network, Forms.Case(null, "An itchy RASH on both arms since Friday"));

        var hints = await node.SendAsync(network.Coordinator, new SuggestService(consult));

        Assert.Equal([network.Skin.Value, network.Wounds.Value], hints.Select(h => h.Service)); // both answer the form
        Assert.Equal(["RASH", "itchy"], hints[0].Found.Order(StringComparer.Ordinal));
        Assert.False(hints[0].HadEarlier);
        await Assert.ThrowsAsync<AccessDenied>(() => node.SendAsync(network.Worker, new SuggestService(consult)));
    }

    [Fact]
    public async Task A_shift_that_ends_hands_its_cases_over_by_name()
    {
        await using var node = new Node(database);
        var network = await Network.MakeAsync(node);
        var (mine, asked) = (await node.SubmitAsync(network), await node.SubmitAsync(network));
        foreach (var consult in new[] { mine, asked })
        {
            await node.ClaimAsync(network.Dermatologist, consult);
        }

        await node.SendAsync(network.Dermatologist, new AskRequester(asked, Guid.CreateVersion7(), null, "Since when?"));
        await node.RosterAsync(network, network.Skin, [network.Dermatologist], []);
        await node.SendAsync(network.Dermatologist, new SaveDraft(mine, Forms.Advice("half"), 1, Guid.CreateVersion7(), null));

        var view = await node.SendAsync(network.Dermatologist, new GetHandOver());
        Assert.Equal((2, false), (view.Cases.Count, view.IsTime)); // around the clock, it does not end
        Assert.Equal([network.Second.Id], view.Cases[0].Colleagues.Select(c => c.Id));

        await node.PushToAsync(network, network.Second);
        foreach (var consult in new[] { mine, asked })
        {
            await node.SendAsync(network.Dermatologist, new HandOverConsult(consult, network.Second.Id));
            await node.SendAsync(network.Dermatologist, new HandOverConsult(consult, network.Second.Id)); // pressed twice
        }

        var told = await node.InDbAsync(db => db.Alerts.Where(a => a.Kind == AlertKind.HandedOver && a.Network == network.Id).Select(a => a.Person).ToListAsync());
        Assert.Equal([network.Second.Practitioner, network.Second.Practitioner], told); // once a case, however often it was pressed
        var taken = await node.SendAsync(network.Second, new GetConsult(null, mine));
        Assert.Equal((network.Second.Name, "half"), (taken.Holder!.Name, Assert.Single(taken.OthersDrafts).Content.MostLikely));
        Assert.Equal((ConsultState.NeedsRequester, network.Second.Practitioner), ((await node.ReadAsync(asked)).State, (await node.ReadAsync(asked)).Holder!.Value));
        Assert.Equal("handover.no-colleague", await RefusedAsync(() => node.SendAsync(network.Second, new HandOverConsult(mine, network.Nurse.Id))));
        Assert.Equal("consult.held", await RefusedAsync(() => node.SendAsync(network.Dermatologist, new ReleaseConsult(mine))));
        await node.AdviseAsync(network.Second, mine);
    }

    private static async Task<string> RefusedAsync(Func<Task> act) => (await Assert.ThrowsAsync<RuleViolation>(act)).Code;
}

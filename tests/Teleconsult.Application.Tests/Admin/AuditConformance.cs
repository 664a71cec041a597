using Microsoft.EntityFrameworkCore;
using Teleconsult.Application.Audit;
using Teleconsult.Application.Consults;
using Teleconsult.Application.Directory;
using Teleconsult.Application.Persistence;
using Teleconsult.Application.Pipeline;
using Teleconsult.Application.Tests.Support;
using Teleconsult.Domain;
using Xunit;

namespace Teleconsult.Application.Tests.Admin;

/// <summary>What was done is found by case, person, kind and time; whoever looks leaves a trace, and a look at a person is told to them.</summary>
public abstract class AuditConformance<TDatabase>(TDatabase database) : IClassFixture<TDatabase>
    where TDatabase : TestDatabase
{
    private static readonly DateOnly Today = new(2026, 11, 20); // when the tests' clock begins

    [Fact]
    public async Task By_case_the_search_names_people_and_is_itself_an_entry()
    {
        await using var node = new Node(database);
        var network = await Network.MakeAsync(node);
        var consult = await node.SubmitAsync(network);
        await node.ClaimAsync(network.Dermatologist, consult);
        var number = (await node.ReadAsync(consult)).Number;

        var found = await node.SendAsync(network.Administrator, new SearchAudit(null, number, null, Today, Today));

        Assert.Equal(
            [(nameof(ClaimConsult), "Dr Okello", AuditKind.Acted, number), (nameof(SubmitConsult), "Amina Njeri", AuditKind.Acted, number)],
            found.Entries.Select(e => (e.Action, e.By, e.Kind, e.Case!.Value)));
        var search = await node.InDbAsync(db => db.Audit.SingleAsync(a => a.Network == network.Id && a.Action == nameof(SearchAudit)));
        Assert.Equal((network.Administrator.Id, $"case:{number} kind: 2026-11-20/2026-11-20 "), (search.User, search.Detail));
        Assert.Equal("audit.no-such-case", (await Assert.ThrowsAsync<RuleViolation>(
            () => node.SendAsync(network.Administrator, new SearchAudit(null, 987_654_321, null, Today, Today)))).Code);
    }

    [Fact]
    public async Task A_search_for_a_person_asks_why_and_stands_on_their_own_page()
    {
        await using var node = new Node(database);
        var (network, other) = (await Network.MakeAsync(node), await Network.MakeAsync(node));
        await node.SubmitAsync(network);
        var search = new SearchAudit(network.Worker.Id, null, null, Today, Today);

        Assert.Equal("figures.reason", (await Assert.ThrowsAsync<RuleViolation>(() => node.SendAsync(network.Administrator, search))).Code);
        var found = await node.SendAsync(network.Administrator, search with { Why = LookReason.Complaint, Reason = "A phone was lost on Friday." });

        Assert.Equal(nameof(SubmitConsult), Assert.Single(found.Entries).Action);
        Assert.Equal(network.Administrator.Practitioner, (await node.InDbAsync(db => db.PersonLooks.SingleAsync(l => l.Person == network.Worker.Practitioner))).By);
        await Assert.ThrowsAsync<NotFound>(() => node.SendAsync(other.Administrator, search with { Why = LookReason.Complaint, Reason = "A phone was lost on Friday." }));
        await Assert.ThrowsAsync<AccessDenied>(() => node.SendAsync(network.Coordinator, search));
    }

    [Fact]
    public async Task Over_all_people_clinical_work_has_no_names_and_pages_go_on_where_they_ended()
    {
        await using var node = new Node(database);
        var (network, other) = (await Network.MakeAsync(node), await Network.MakeAsync(node));
        await node.SubmitAsync(other);
        for (var i = 0; i < 60; i++)
        {
            await node.SubmitAsync(network);
        }

        await node.SendAsync(network.Administrator, new SaveFacility(Guid.CreateVersion7(), "Lake post", null));
        var all = new SearchAudit(null, null, null, Today, Today);
        var first = await node.SendAsync(network.Administrator, all);
        var second = await node.SendAsync(network.Administrator, all with { After = first.Next });

        Assert.Equal((50, 11), (first.Entries.Count, second.Entries.Count(e => e.Action is not nameof(SearchAudit))));
        Assert.Equal(61, first.Entries.Concat(second.Entries).Where(e => e.Action is not nameof(SearchAudit)).DistinctBy(e => e.Id).Count());
        Assert.Equal((nameof(SaveFacility), "Daniel Otieno"), (first.Entries[0].Action, first.Entries[0].By));
        Assert.All(first.Entries.Skip(1), e => Assert.Null(e.By));
        Assert.Equal([nameof(SaveFacility)], (await node.SendAsync(network.Administrator, all with { Kind = AuditKind.Governed })).Entries.Select(e => e.Action).Where(a => a is not nameof(SearchAudit)));
        Assert.Equal("audit.days", (await Assert.ThrowsAsync<RuleViolation>(() => node.SendAsync(network.Administrator, all with { From = Today.AddDays(-31) }))).Code);
    }
}
